//! Decisions: the ranked list, frozen; a vote of every partner; the release.

mod listed;
mod reckoning;
mod store;
mod votes;

pub mod actions;
pub mod fallen;
pub mod input;
pub mod list;
pub mod model;
pub mod queries;
pub mod reason;
pub mod room;
