//! User stories, through pages and API as the person would.

mod access;
mod alike;
mod applications;
mod bank;
mod demo;
mod desks;
mod doors;
mod evaluation;
mod faces;
mod forms;
mod inputs;
pub mod journey;
mod knocking;
mod letters;
mod money;
mod nothing_is_lost;
mod organisations;
mod parties;
mod pressed_twice;
mod refusals;
mod reminders;
mod slow;
mod tasks;
mod telling;
mod uploads;
mod waits;
mod words;
