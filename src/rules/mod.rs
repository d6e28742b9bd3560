//! The law of the fund: tables and pure functions; no query, no request, no clock.
//!
//! Read [`action`] for the vocabulary, [`awaited`] for who must move, [`policy`] for who may do
//! what, [`lifecycle`] for what may follow what, [`separation`] for who may not do both,
//! [`substitution`] for who is left to find a substitute, [`proof`] for what a second factor is to
//! it, [`visibility`] for who sees what and [`notice`] for who is told. [`decide`] holds the few
//! functions that apply them.
//! `docs/rules.md` is printed from these tables.

pub mod action;
pub mod awaited;
pub mod capacity;
pub mod condition;
pub mod decide;
pub mod lifecycle;
pub mod matter;
pub mod notice;
pub mod policy;
pub mod proof;
pub mod recusal;
pub mod restore;
pub mod scoring;
pub mod separation;
pub mod substitution;
pub mod visibility;

pub use action::Action;
pub use capacity::{Capacity, Role, Standing};
pub use condition::{Condition, Facts};
pub use decide::{Permit, Reason, Refusal, Step};
pub use matter::Matter;
