//! Awards: money reserved, agreements signed, milestones, payees' bank accounts.

mod agreement;
mod store;
mod subject;

pub mod actions;
pub mod bank;
pub mod decided;
pub mod input;
pub mod milestones;
pub mod model;
pub mod offer;
pub mod queries;
pub mod schedule;
pub mod signing;

/// What everyone may know of what was funded.
pub mod funded {
    pub mod queries;
}
