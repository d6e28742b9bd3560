//! The outbox and what leaves it.
//!
//! A letter is written in the unit that makes the change it tells of, and sent by the worker under
//! a lease. `rules::notice` says who is told; `compose` finds the words; `mailer` sends.

mod compose;
mod store;
mod subject;

pub mod actions;
pub mod mailer;
pub mod queries;

pub(crate) use store::queue;

pub use store::Row as Letter;
