//! Anchors: the heads of trail and ledger, signed at least daily and given out of the house.
//!
//! A chain proves that nothing in it was changed; that nothing was cut off its end, and that it was
//! not written anew from the start, proves who kept a signed head of it. The key to sign with is
//! in no database.

mod anchor;
mod heads;
mod store;

pub mod actions;
pub mod keys;
pub mod queries;
pub mod verify;

pub use anchor::{Anchor, Head, Heads};
