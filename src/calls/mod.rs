//! Calls for applications: terms, pots, criteria, questions, timetable; approved by every partner.

mod parties;
mod store;

pub mod actions;
pub mod input;
pub mod model;
pub mod queries;
pub mod shown;
pub mod subject;
