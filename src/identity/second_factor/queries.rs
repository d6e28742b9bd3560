//! A second factor as its owner sees it.

use super::deeds;
use super::store::{self, Row};
use super::totp::Seed;
use super::webauthn::Site;
use crate::config::Config;
use crate::db::Conn;
use crate::db::tx::{Actor, View};
use crate::error::{Error, Result};
use crate::identity;
use crate::kernel::id::{AccountId, PasskeyId, SessionId};
use crate::kernel::time::Instant;
use crate::rules::{Action, Matter, decide};
use diesel::QueryResult;
use serde::Serialize;

/// A seed that was begun waits this long for its first code, in seconds.
const WAITS_FOR: i64 = 15 * 60;

/// One's own second factor.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct OwnFactor {
    pub is_on: bool,
    /// Whether an app is one.
    pub has_app: bool,
    pub passkeys: Vec<OwnPasskey>,
    pub on_since: Option<Instant>,
    /// How many recovery codes are left.
    pub recovery_codes_left: i64,
    /// Whether the owner has said that they keep the recovery codes.
    pub codes_are_kept: bool,
    /// Whether an office of theirs asks for it.
    pub is_asked_for: bool,
    /// Whether one that was begun in this session waits for its first code.
    pub is_begun: bool,
    /// Whether the fund is reached by a name, to which passkeys can belong.
    pub takes_passkeys: bool,
    /// What the law lets them take away of it.
    #[serde(skip)]
    pub removable: Vec<Action>,
}

/// One of one's own passkeys.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct OwnPasskey {
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    pub added_at: Instant,
    pub last_used_at: Option<Instant>,
}

impl Row {
    /// The seed that waits for its first code, as long as it does, in the session that began it.
    pub(super) fn begun(&self, session: SessionId, now: Instant) -> Option<&str> {
        let is_young = |at: Instant| now.seconds_since(at) <= WAITS_FOR;
        let is_its_own = self.pending_session == Some(session);
        let pending = self.pending.as_deref().filter(|_| is_its_own);
        pending.filter(|_| self.pending_at.is_some_and(is_young))
    }
}

/// The actor's own.
///
/// # Errors
/// `Unauthenticated` for anybody without an account.
pub fn own(view: &mut View<'_>, config: &Config) -> Result<OwnFactor> {
    let Actor::Person { account, session } = view.actor() else {
        return Err(Error::Unauthenticated);
    };
    let now = view.now();
    let row = store::row(view.conn, account)?;
    let begun = row.as_ref().and_then(|row| row.begun(session, now));
    let is_begun = begun.is_some();
    let row = row.filter(|row| row.on_since.is_some());
    let left = match &row {
        Some(_) => store::recovery_codes_left(view.conn, account)?,
        None => 0,
    };
    let is_asked_for = deeds::is_asked_for(&view.ground()?, config);
    let standing = view.standing_to(Matter::Account(account))?;
    let may = |action: &Action| {
        let facts = deeds::facts(row.as_ref(), is_asked_for, *action);
        decide::may(&standing, *action, &facts).is_ok()
    };
    let mut removable = vec![Action::TurnOffSecondFactor, Action::RemovePasskey];
    removable.retain(may);
    Ok(OwnFactor {
        is_on: row.is_some(),
        has_app: row.as_ref().is_some_and(|row| row.seed.is_some()),
        passkeys: passkeys(view.conn, account)?,
        on_since: row.as_ref().and_then(|row| row.on_since),
        recovery_codes_left: left,
        codes_are_kept: row.is_some_and(|row| row.codes_kept_at.is_some()),
        is_asked_for,
        is_begun,
        takes_passkeys: Site::of(config).is_some(),
        removable,
    })
}

/// The passkeys of an account.
///
/// # Errors
/// No answer from the database.
pub fn passkeys(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<OwnPasskey>> {
    let rows = store::passkeys::all(conn, account)?.into_iter();
    let own = rows.map(|row| OwnPasskey {
        id: row.id,
        name: row.name,
        added_at: row.added_at,
        last_used_at: row.last_used_at,
    });
    Ok(own.collect())
}

/// What the browser is asked for the passkey that was begun in the actor's session, as JSON, while
/// that waits.
///
/// # Errors
/// `Unauthenticated` for anybody without an account.
pub fn begun_passkey(view: &mut View<'_>) -> Result<Option<String>> {
    let Actor::Person { account, session } = view.actor() else {
        return Err(Error::Unauthenticated);
    };
    let now = view.now();
    Ok(store::passkeys::begun(view.conn, (account, session), now)?)
}

/// Whose factor is said to be lost, or proposed to be taken off.
///
/// # Errors
/// No answer from the database.
pub fn all_lost(conn: &mut Conn) -> QueryResult<Vec<AccountId>> {
    store::lost::all_lost(conn)
}

/// The codes of all second factors that are on, in the demo alone: name and code.
///
/// # Errors
/// A seed of another key.
pub fn codes_of_the_demo(view: &mut View<'_>, config: &Config) -> Result<Vec<(String, String)>> {
    if !config.fund.demo {
        return Ok(Vec::new());
    }
    let now = view.now();
    let mut codes = Vec::new();
    for row in store::all_on(view.conn)? {
        let person = identity::store::by_id(view.conn, row.account_id)?;
        if let (Some(person), Some(seed)) = (person, &row.seed) {
            let seed = Seed::open(config, row.account_id, seed)?;
            codes.push((
                format!("{}, {}", person.name, person.email),
                seed.code_at(now)?,
            ));
        }
    }
    Ok(codes)
}

/// The code of a person of an invented fund now: of the seed that waits, or of the one in force.
///
/// # Errors
/// That the fund is not invented, or there is no seed.
pub fn code_of_the_demo(
    view: &mut View<'_>,
    config: &Config,
    account: AccountId,
) -> Result<String> {
    let none = || Error::internal("no second factor of an invented person");
    let row = store::row(view.conn, account)?.filter(|_| config.fund.demo);
    let row = row.ok_or_else(none)?;
    let seed = row.pending.or(row.seed).ok_or_else(none)?;
    Seed::open(config, account, &seed)?.code_at(view.now())
}
