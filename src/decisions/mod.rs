//! Decisions: the ranked list, frozen; a vote of every partner; the release.

mod store;

pub mod actions;
pub mod input;
pub mod queries;
