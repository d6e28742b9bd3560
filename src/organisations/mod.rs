//! Organisations that apply, and the people who act for them.

mod store;

pub mod actions;
pub mod input;
pub mod queries;
