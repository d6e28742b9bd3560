//! What may be asked of a second factor.

use crate::error::{Error, Result};
use crate::kernel::entry::Entry;
use crate::kernel::fault::FaultCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Longer than every address of ours, and than every digest.
const LONGEST: usize = 300;

/// A new second factor is begun, in place of none or of another.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Begin {
    /// The password.
    pub current: Entry,
    /// A code of the factor so far, or a recovery code, where there is one.
    pub code: Entry,
    /// In its place, what a passkey answered.
    #[serde(skip_serializing_if = "Entry::is_blank")]
    pub assertion: Entry,
}

/// The first code of an app.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Code {
    /// The six digits.
    pub code: Entry,
}

/// A proof of the second factor.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Proof {
    /// The six digits, or a recovery code.
    pub code: Entry,
    /// In its place, what a passkey answered.
    #[serde(skip_serializing_if = "Entry::is_blank")]
    pub assertion: Entry,
}

/// Password and code, for what makes an account less safe.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Both {
    /// The password.
    pub current: Entry,
    /// The six digits, or a recovery code.
    pub code: Entry,
    /// In its place, what a passkey answered.
    #[serde(skip_serializing_if = "Entry::is_blank")]
    pub assertion: Entry,
}

/// Its owner says that they have lost it, between the two steps of signing in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Told {
    /// What the first step gave.
    pub ticket: Entry,
}

/// Whoever is signed in shows again to be the owner of the account.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ShowAgain {
    /// The password, of whoever has no second factor.
    pub current: Entry,
    /// A code of the second factor, unless one was given in the last ten minutes.
    pub code: Entry,
    /// In its place, what a passkey answered.
    #[serde(skip_serializing_if = "Entry::is_blank")]
    pub assertion: Entry,
}

/// A browser is to be asked for a passkey.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AskForPasskey {
    /// The address of the deed it is to prove, as in `/payouts/{id}/approve`.
    pub address: Entry,
    /// The digest of what was read, where the deed is sent with one.
    pub digest: Entry,
    /// In a browser at the door, in place of both: what the first step gave.
    #[serde(skip_serializing_if = "Entry::is_blank")]
    pub ticket: Entry,
}

impl AskForPasskey {
    /// Address and digest.
    ///
    /// # Errors
    /// A fault at `address`, where there is none or it is as long as none of ours.
    pub(super) fn deed(&self) -> Result<(String, Option<String>)> {
        let (address, digest) = (self.address.line(), self.digest.line());
        if !address.starts_with('/') || address.len().max(digest.len()) > LONGEST {
            return Err(Error::at("address", FaultCode::NotFound));
        }
        Ok((address, Some(digest).filter(|digest| !digest.is_empty())))
    }
}

/// A passkey that was made.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AddPasskey {
    /// What its owner calls it.
    pub name: Entry,
    /// What the browser answered, as JSON.
    pub credential: Entry,
}
