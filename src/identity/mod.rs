//! People: accounts, sign-in, sessions, tokens, roles.

mod secrets;
mod store;

pub mod actions;
pub mod input;
pub mod model;
pub mod password;
pub mod queries;
pub mod reset;
pub mod roles;
pub mod sessions;
pub mod subject;
pub mod token;
