//! People: accounts, sign-in, sessions, tokens, roles.

mod secrets;
mod store;
mod ticket;
mod turns;

pub mod actions;
pub mod address_change;
pub mod input;
pub mod model;
pub mod password;
pub mod queries;
pub mod registration;
pub mod reset;
pub mod roles;
pub mod second_factor;
pub mod sessions;
pub mod signing_in;
pub mod spelling;
pub mod subject;
pub mod succession;
pub mod token;
pub mod tries;
pub mod whereabouts;
