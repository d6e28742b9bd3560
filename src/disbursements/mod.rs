//! Payouts: requested, verified, approved by two partners, released, ordered, confirmed.

mod store;

pub mod actions;
pub mod bank;
pub mod input;
pub mod model;
pub mod queries;
