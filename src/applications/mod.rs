//! Applications: the proposal, its consortium, budget, answers and files; and its eligibility.

mod consortium;
mod content;
mod store;
mod subject;

pub mod actions;
pub mod attachment;
pub mod budget;
pub mod calendar;
pub mod eligibility;
pub mod input;
pub mod model;
pub mod queries;
pub mod start;
pub mod submission;
