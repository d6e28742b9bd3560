//! Who must move, by when: a projection of all matters, kept in the unit of work that changes them.
//!
//! A task is a row of `rules::awaited` that the law allows: for each partner or person it waits for,
//! with those shut out whom the law would refuse. My work is one indexed read of it.

mod project;
mod store;

pub mod queries;

pub use project::refresh;
