//! A fund that was restored from a backup: what the backup was, and what the partners' banks know
//! besides. Until a finance officer of each partner has confirmed that, no payment is approved,
//! released or handed to a bank.

mod store;
mod subject;

pub mod actions;
pub mod input;
pub mod model;
pub mod queries;
