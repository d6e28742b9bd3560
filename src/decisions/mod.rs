//! Decisions: the ranked list, frozen; a vote of every partner; the release.

mod reckoning;
mod store;

pub mod actions;
pub mod fallen;
pub mod input;
pub mod queries;
