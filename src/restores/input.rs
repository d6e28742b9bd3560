//! What may be said of a bank.

use crate::case::Saw;
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::Faults;
use crate::kernel::text::{Line, ShortProse};
use crate::kernel::time::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a partner's bank knows is confirmed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Confirmation {
    /// The bank's statement that was looked at, by its number or name.
    pub statement: Entry,
    /// Up to which day it goes.
    pub seen_until: Entry,
    /// What it shows and the fund does not know.
    pub missing: Entry,
    /// See [`Saw::version`].
    pub version: Entry,
    /// See [`Saw::digest`].
    pub digest: Entry,
    /// See [`Saw::acting_for`].
    pub acting_for: Entry,
}

/// A confirmation that was read.
pub(super) struct Confirmed {
    pub(super) statement: Line,
    pub(super) seen_until: Date,
    pub(super) missing: String,
}

impl Confirmation {
    /// What was seen.
    pub fn saw(&self) -> Saw {
        Saw::of(&self.version, &self.digest, &self.acting_for)
    }

    pub(super) fn parse(&self) -> Result<Confirmed, Faults> {
        let mut reading = Reading::new();
        let statement = reading.required("statement", &self.statement);
        let seen_until = reading.required("seen_until", &self.seen_until);
        let missing: Option<Option<ShortProse>> = reading.optional("missing", &self.missing);
        reading.finish((|| {
            Some(Confirmed {
                statement: statement?,
                seen_until: seen_until?,
                missing: missing?.map(ShortProse::into_string).unwrap_or_default(),
            })
        })())
    }
}
