//! Bookings: pledges and receipts, which an officer of the partner that pays proposes for the
//! books, and one of another partner confirms; and their reversal, in the same way.

mod store;

pub mod actions;
pub mod model;
pub mod queries;
pub mod subject;
