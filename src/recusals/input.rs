//! What may be asked of recusals.

use crate::case::Saw;
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::Faults;
use crate::kernel::id::AccountId;
use crate::kernel::text::{Email, ShortProse};
use crate::rules::capacity::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody else in office has a conflict of interest.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RecuseAnother {
    /// The account of the person.
    pub person: Entry,
    /// Why, in a few sentences.
    pub reason: Entry,
}

impl RecuseAnother {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(AccountId, ShortProse), Faults> {
        let mut reading = Reading::new();
        let person = reading.required("person", &self.person);
        let reason = reading.required("reason", &self.reason);
        reading.finish(person.zip(reason))
    }
}

/// Somebody is proposed for an office that a recusal left empty.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NameSubstitute {
    /// The address of the person, who has an account.
    pub email: Entry,
    /// The office.
    pub role: Entry,
    /// The partner acted for, by one who administers several.
    pub acting_for: Entry,
}

impl NameSubstitute {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(Email, Role), Faults> {
        let mut reading = Reading::new();
        let email = reading.required("email", &self.email);
        let role = reading.required("role", &self.role);
        reading.finish(email.zip(role))
    }

    pub(super) fn saw(&self) -> Saw {
        Saw::of(&Entry::default(), &Entry::default(), &self.acting_for)
    }
}
