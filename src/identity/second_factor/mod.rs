//! The second factor: one-time codes of an app (RFC 6238), and recovery codes for when it is lost.
//!
//! A mailbox is never a factor: a new password by letter leaves it as it is.

pub mod deeds;
pub mod input;
pub mod lost;
pub mod proving;
pub mod queries;
pub mod step_up;
pub mod store;
pub mod totp;
