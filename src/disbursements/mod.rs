//! Payouts: requested, verified, approved by two partners, released, ordered, confirmed.

mod file;
mod ordered;
mod store;
mod subject;

pub mod actions;
pub mod bank;
pub mod bank_claim;
pub mod claim;
pub mod departure;
pub mod input;
pub mod model;
pub mod order;
pub mod outgoing;
pub mod queries;
