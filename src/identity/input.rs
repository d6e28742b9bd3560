//! What may be asked of identity.

use crate::case::Saw;
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::Faults;
use crate::kernel::id::{ApplicationId, CallId, PartnerId};
use crate::kernel::text::{Email, PersonName};
use crate::rules::capacity::{Role, Scope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A person opens an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Register {
    pub name: Entry,
    /// Their address.
    pub email: Entry,
    /// At least 15 characters.
    pub password: Entry,
}

/// [`Register`], read.
pub struct Registration {
    pub(super) name: PersonName,
    pub(super) email: Email,
    pub(super) password: String,
}

impl Register {
    /// Reads it, before a fund of this name.
    ///
    /// # Errors
    /// Every fault.
    pub(super) fn parse(&self, fund: Option<String>) -> Result<Registration, Faults> {
        let mut reading = Reading::new();
        let mut own = vec![self.name.line(), self.email.line()];
        own.extend(fund);
        let name = reading.required("name", &self.name);
        let email = reading.required("email", &self.email);
        let password = new_password(&mut reading, "password", &self.password, &own);
        reading.finish((|| {
            Some(Registration {
                name: name?,
                email: email?,
                password: password?,
            })
        })())
    }
}

/// A person signs in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SignIn {
    /// Their address.
    pub email: Entry,
    pub password: Entry,
    /// A code of the second factor, or a recovery code, of whoever has one.
    #[serde(skip_serializing_if = "Entry::is_blank")]
    pub code: Entry,
    /// In its place, with a ticket, what a passkey answered.
    #[serde(skip_serializing_if = "Entry::is_blank")]
    pub assertion: Entry,
    /// In place of address and password, in a browser: what the first step gave.
    #[serde(skip_serializing_if = "Entry::is_blank")]
    pub ticket: Entry,
    /// The page they came from, in a browser.
    #[serde(skip_serializing_if = "Entry::is_blank")]
    pub next: Entry,
}

/// A link for a new password is asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AskForReset {
    /// The account's address.
    pub email: Entry,
}

impl AskForReset {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<Email, Faults> {
        let mut reading = Reading::new();
        let email = reading.required("email", &self.email);
        reading.finish(email)
    }
}

/// A token from a letter is used.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct UseToken {
    /// The token of the letter's link.
    pub token: Entry,
}

/// A password is set with a token from a letter.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SetPassword {
    /// The token of the letter's link.
    pub token: Entry,
    /// At least 15 characters.
    pub password: Entry,
}

/// A password is changed by its owner.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangePassword {
    /// The password so far.
    pub current: Entry,
    /// At least 15 characters.
    pub password: Entry,
}

/// A person changes their own name.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Rename {
    /// The version of the account that was read.
    pub version: Entry,
    /// The name from now on.
    pub name: Entry,
}

impl Rename {
    /// What was seen.
    pub(super) fn saw(&self) -> Saw {
        Saw::of(&self.version, &Entry::default(), &Entry::default())
    }

    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub(super) fn parse(&self) -> Result<PersonName, Faults> {
        let mut reading = Reading::new();
        let name = reading.required("name", &self.name);
        reading.finish(name)
    }
}

/// A person gives another address for their account, and shows again to be its owner.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeAddress {
    /// The address from then on.
    pub email: Entry,
    /// The password, of whoever has no second factor.
    pub current: Entry,
    /// A code of the second factor, unless one was given in the last ten minutes.
    pub code: Entry,
    /// In its place, what a passkey answered.
    #[serde(skip_serializing_if = "Entry::is_blank")]
    pub assertion: Entry,
}

impl ChangeAddress {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub(super) fn parse(&self) -> Result<Email, Faults> {
        let mut reading = Reading::new();
        let email = reading.required("email", &self.email);
        reading.finish(email)
    }
}

/// A refresh token is exchanged for the next pair.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Renew {
    pub refresh_token: Entry,
}

/// A colleague or reviewer is invited.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Invite {
    pub name: Entry,
    /// Their address.
    pub email: Entry,
}

impl Invite {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(PersonName, Email), Faults> {
        let mut reading = Reading::new();
        let name = reading.required("name", &self.name);
        let email = reading.required("email", &self.email);
        reading.finish(name.zip(email))
    }
}

/// A role is granted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GrantRole {
    pub role: Entry,
    /// The partner, for roles of a partner.
    pub partner: Entry,
    /// The call, for reviewers and chairs of one call.
    pub call: Entry,
    /// The partner one proposes a joint role for, where one administers several.
    pub acting_for: Entry,
}

/// [`GrantRole`], read.
#[derive(Debug, Clone, Copy)]
pub struct NewRole {
    pub role: Role,
    /// Its reach.
    pub scope: Scope,
    pub partner: Option<PartnerId>,
    pub call: Option<CallId>,
    /// The application it is for, of a substitute.
    pub application: Option<ApplicationId>,
}

impl GrantRole {
    /// For which partner it is proposed.
    pub fn saw(&self) -> Saw {
        Saw::of(&Entry::default(), &Entry::default(), &self.acting_for)
    }

    /// Reads it.
    ///
    /// # Errors
    /// Every fault, also a reach the role cannot have.
    pub fn parse(&self) -> Result<NewRole, Faults> {
        use crate::kernel::fault::{Fault, FaultCode};
        let mut reading = Reading::new();
        let role: Option<Role> = reading.required("role", &self.role);
        let partner = reading.optional("partner", &self.partner);
        let call = reading.optional("call", &self.call);
        let scope = match (&partner, &call) {
            (Some(Some(_)), _) => Scope::Partner,
            (_, Some(Some(_))) => Scope::Call,
            _ => Scope::Fund,
        };
        if let Some(role) = role.filter(|role| !role.scopes().contains(&scope)) {
            let path = if role.is_of_a_partner() {
                "partner"
            } else {
                "role"
            };
            let code = if scope == Scope::Fund {
                FaultCode::Required
            } else {
                FaultCode::NotAllowed
            };
            reading.fault(path, Fault::new(code));
        }
        reading.finish((|| {
            let (partner, call) = (partner?, call?);
            let call = call.filter(|_| scope == Scope::Call);
            Some(NewRole {
                role: role?,
                scope,
                partner,
                call,
                application: None,
            })
        })())
    }
}

/// Reads a new password as typed, spaces and all.
pub(super) fn new_password(
    reading: &mut Reading,
    path: &str,
    entry: &Entry,
    own: &[String],
) -> Option<String> {
    let checked = super::password::check(entry.verbatim(), own);
    reading
        .take(path, checked)
        .map(|()| entry.verbatim().to_owned())
}
