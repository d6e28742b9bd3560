//! Organisations that apply, and the people who act for them.

mod store;
mod subject;

pub mod actions;
pub mod input;
pub mod joining;
pub mod model;
pub mod queries;
