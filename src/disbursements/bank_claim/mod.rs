//! What the bank answered besides yes: claimed by the payer's officer with evidence, and true once
//! an officer of another partner has read it and confirms.

mod store;
mod subject;

pub mod actions;
pub mod evidence;
pub mod input;
pub mod queries;

pub use subject::Claimed;
