//! Double entry in two books; the only place where money is counted.
//!
//! The real book holds cash, claims and debts; the budget book holds what of the pots is available,
//! reserved and committed. Debit is positive, credit negative; each book of an entry sums to zero.
//! Entries are append-only and chained by hash; balances are sums of postings, never stored.

mod store;

pub mod balances;
pub(crate) mod parts;
pub mod posting;
pub mod queries;
pub mod verify;

pub(crate) use balances::lock;
pub use posting::{Due, Part};
pub(crate) use store::post;
