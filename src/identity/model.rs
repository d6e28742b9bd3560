//! Accounts and sessions.

use crate::db::column::text_columns;
use crate::kernel::code::code_enum;
use crate::kernel::id::{AccountId, RoleGrantId, SessionId};
use crate::kernel::time::Instant;
use crate::rules::capacity::{Role, Scope};
use crate::rules::lifecycle::{AccountState, RoleState};
use serde::Serialize;

code_enum! {
    /// What a one-time token is good for.
    pub enum Purpose {
        /// Proves an address.
        VerifyEmail = "verify_email",
        /// Sets a new password.
        ResetPassword = "reset_password",
        /// Begins an invited account.
        AcceptInvitation = "accept_invitation",
    }
}

code_enum! {
    /// Where a session lives.
    pub enum SessionKind {
        /// In a browser's cookie.
        Browser = "browser",
        /// In an API client's tokens.
        Api = "api",
    }
}

text_columns!(Purpose, SessionKind);

/// A person as others see them.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Person)]
pub struct Account {
    pub id: AccountId,
    /// The address they sign in with.
    pub email: String,
    pub name: String,
    /// Whether they may sign in.
    pub state: AccountState,
    /// The language letters to them are in.
    pub language: String,
    /// Since when.
    pub created_at: Instant,
    /// Counts its changes.
    pub version: i32,
    /// The roles they hold or are proposed for.
    pub roles: Vec<RoleItem>,
    /// When they said at the door that they have lost their second factor, while that waits; on
    /// their own page alone.
    pub factor_lost_at: Option<Instant>,
    /// The proposal to take off their second factor, while it waits; on their own page alone.
    pub factor_reset: Option<FactorReset>,
}

/// A proposal to take off a second factor that was lost.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct FactorReset {
    /// Who proposes it.
    pub proposed_by: String,
    /// The code of the partner for which it is proposed.
    pub proposed_for: Option<String>,
    pub proposed_at: Instant,
    pub reason: String,
    /// When it takes force, where the operator has vouched for it.
    pub takes_force_at: Option<Instant>,
    /// What its confirmer binds to.
    pub digest: String,
}

/// A granted role, in words.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RoleItem {
    pub id: RoleGrantId,
    pub role: Role,
    /// How far it reaches.
    pub scope: Scope,
    /// The partner's code.
    pub partner: Option<String>,
    /// The call's code.
    pub call: Option<String>,
    /// The number of the application, of a substitute.
    pub application: Option<String>,
    /// Whether it is in force.
    pub state: RoleState,
    /// Counts its changes.
    pub version: i32,
}

/// A session that lives, as its owner sees it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct SessionItem {
    pub id: SessionId,
    pub kind: SessionKind,
    /// Browser and system as they call themselves, in short words.
    pub device: Option<String>,
    /// An address of IPv4 or a /64 of IPv6.
    pub network: Option<String>,
    pub created_at: Instant,
    /// When it was last in use, to the minute.
    pub seen_at: Instant,
    /// When it ends at the latest.
    pub ends_at: Instant,
    /// Wrong passwords between the owner's last sign-in and this one.
    pub failures_before: i32,
    /// Whether it is the one that asks.
    pub is_this_one: bool,
}

/// A session that has just begun in a browser: the secret is shown once, to the cookie.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// The secret of the cookie.
    pub secret: String,
    /// When it ends at the latest.
    pub ends_at: Instant,
    /// Wrong passwords since its owner was last in.
    pub failures_before: i32,
}

/// How far signing in has come in a browser.
#[derive(Debug, Clone)]
pub enum SignedIn {
    In(NewSession),
    /// The password was right: this ticket and a code of the second factor let its owner in.
    CodeWanted(String),
}

/// The pair of tokens an API client gets.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Tokens {
    /// A JWT for the header `Authorization: Bearer`.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// Seconds the access token lives.
    pub expires_in: i64,
    /// Good once, for the next pair.
    pub refresh_token: String,
}

/// What a request for an account would make of it: kept with the token of its letter.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    pub(super) name: String,
    pub(super) password_hash: String,
}
