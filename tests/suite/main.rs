//! The suite: user stories, the databases and the house itself. One binary, for linking once matters.

#![expect(unreachable_pub, reason = "a test binary has no outside")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected ought to stop"
)]

mod api;
mod database;
mod house;
mod stories;
mod support;
mod survival;
