//! The second factor: one-time codes of an app (RFC 6238), passkeys (WebAuthn), and recovery codes
//! for when they are lost.
//!
//! A mailbox is never a factor: a new password by letter leaves it as it is.

pub mod challenge;
pub mod deeds;
pub mod input;
pub mod lost;
pub mod passkeys;
pub mod proving;
pub mod queries;
pub mod step_up;
pub mod store;
pub mod totp;
mod webauthn;
