//! Who did what, when, in what capacity and on what ground: append-only, chained by hash.
//!
//! `h(n) = SHA-256(h(n-1) || canonical JSON of record n)`. The records come from the units of work
//! alone; a row changed behind the program's back is named by [`verify::told`].

mod contents;
mod store;

pub mod clock;
pub mod queries;
pub mod seal;
pub mod verify;

pub(crate) use store::{Outcome, append};
