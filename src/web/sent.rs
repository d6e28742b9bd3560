//! What is sent to a deed, and what it is done to.

use super::ids::Ids;
use crate::config::Config;
use crate::error::Result;
use crate::identity::second_factor::challenge::Bound;
use crate::kernel::caller::Caller;
use crate::kernel::entry::FromEntry;
use serde_json::Value;

/// What was sent to a deed.
pub struct Sent {
    /// What was typed.
    pub typed: Value,
    /// What tells one press of a button from another, where the sender says.
    pub press: Option<String>,
    /// From where.
    pub caller: Caller,
}

/// What a deed is done to.
pub struct At<'r> {
    /// The named parts of its address.
    pub ids: &'r Ids,
    /// The settings.
    pub config: &'r Config,
    /// Who sends it, from where.
    pub caller: &'r Caller,
    /// What an answer of a passkey that came with it counts for.
    pub bound: &'r Bound,
}

impl At<'_> {
    /// The part of this name.
    ///
    /// # Errors
    /// `NotFound` where it is no identifier.
    pub fn id<T: FromEntry>(&self, name: &str) -> Result<T> {
        self.ids.get(name)
    }
}
