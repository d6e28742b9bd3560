//! Words without opinions: money, time, text, identifiers. No query; the only clock is in [`time`].

pub mod address;
pub mod alike;
pub mod amount;
pub mod bank;
pub mod beat;
pub mod caller;
pub mod clean;
pub mod closed;
pub mod code;
pub mod collation;
pub mod digest;
pub mod entry;
pub mod fault;
pub mod id;
pub mod money;
pub mod paging;
pub mod path;
pub mod score;
pub mod sealed;
pub mod secret;
pub mod signature;
pub mod text;
pub mod time;
pub mod told;
