//! The fund itself: its name and currency, countries, partners, themes, pledges and receipts.

mod store;

pub mod actions;
pub mod bookings;
pub mod founding;
pub mod input;
pub mod queries;
pub mod shown;
pub mod subject;
