//! Reviews: assignment, conflicts of interest, scores, consensus.

mod store;

pub mod actions;
pub mod assignment;
pub mod consensus;
pub mod input;
pub mod queries;
