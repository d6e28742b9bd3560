//! User stories, through pages and API as the person would.

mod access;
mod bank;
mod faces;
mod forms;
pub mod journey;
mod letters;
mod money;
mod parties;
mod refusals;
mod tasks;
mod words;
