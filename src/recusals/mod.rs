//! Who holds which office in an application, and who stands aside from it: conflicts of interest
//! that officers, boards and the secretariat declare, that are found, or that typed data hints at.
//! Whoever stands aside holds no office in the application (`standing`); where that leaves an
//! office empty, a substitute is proposed for this application and confirmed as any role.

mod store;

pub mod actions;
pub mod administration;
pub mod hints;
pub mod input;
pub mod model;
pub mod others;
pub mod queries;
pub mod subject;
