//! What may be asked of a second factor.

use crate::kernel::entry::Entry;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A new second factor is begun, in place of none or of another.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Begin {
    /// The password.
    pub current: Entry,
    /// A code of the factor so far, or a recovery code, where there is one.
    pub code: Entry,
}

/// A code of the app, or a recovery code.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Code {
    /// The six digits, or a recovery code.
    pub code: Entry,
}

/// Password and code, for what makes an account less safe.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Both {
    /// The password.
    pub current: Entry,
    /// The six digits, or a recovery code.
    pub code: Entry,
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
}
