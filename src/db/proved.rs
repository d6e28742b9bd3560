//! What a second factor was proved for, handed over by a unit of work before its commit.

use crate::rules::proof::Proof;
use crate::rules::{Action, Matter};

/// A second factor that was proved, and what for.
#[derive(Debug, Clone)]
pub struct Proved {
    pub action: Action,
    pub matter: Matter,
    /// The digest of what was seen, where the action binds to content.
    pub digest: Option<String>,
    pub proof: Proof,
}
