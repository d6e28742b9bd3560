//! Reviews: assignment, conflicts of interest, scores, consensus.

mod involvement;
mod store;

pub mod actions;
pub mod arisen;
pub mod assignment;
pub mod consensus;
pub mod evaluation;
pub mod input;
pub mod model;
pub mod panel;
pub mod queries;
pub mod subject;
