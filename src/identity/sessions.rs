//! Sessions: rows, so that each can be ended at once; the browser's and the API's alike.

use super::model::{NewSession, SessionKind, Tokens};
use super::token;
use crate::config::Config;
use crate::db::Conn;
use crate::db::schema::{accounts, refresh_tokens, sessions};
use crate::db::tx::{Actor, Tx, View};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::kernel::caller::Caller;
use crate::kernel::digest::{random_token, sha256_hex};
use crate::kernel::id::{AccountId, SessionId, TokenId};
use crate::kernel::time::Instant;
use crate::rules::capacity::Role;
use crate::rules::lifecycle::AccountState;
use crate::rules::{Action, Condition, Facts, Matter};
use crate::standing;
use diesel::prelude::*;

/// A session is noted as seen at most this often, so that reading a page writes nothing.
const SEEN_EVERY: i64 = 60;

/// So long after signing in every page tells of the wrong passwords before, in seconds.
const TOLD_FOR: i64 = 10 * 60;

/// A secret, or a fault of the machine.
pub(super) fn secret() -> Result<String> {
    random_token().ok_or_else(|| Error::internal("no randomness"))
}

/// How long a session lives without use and at most, in seconds: shorter for those who move money.
fn spans(roles: &[standing::HeldRole]) -> (i32, i64) {
    const MINUTE: i32 = 60;
    const HOUR: i64 = 60 * 60;
    let handles_money = |role: Role| {
        matches!(
            role,
            Role::Approver
                | Role::PaymentOfficer
                | Role::FinanceOfficer
                | Role::PartnerAdministrator
                | Role::SystemAdministrator
        )
    };
    if roles.iter().any(|held| handles_money(held.role)) {
        return (15 * MINUTE, 8 * HOUR);
    }
    if roles.is_empty() {
        (60 * MINUTE, 24 * HOUR)
    } else {
        (30 * MINUTE, 12 * HOUR)
    }
}

/// A session that is to begin.
pub(super) struct Begins<'a> {
    pub(super) account: AccountId,
    pub(super) kind: SessionKind,
    pub(super) caller: &'a Caller,
    /// Wrong passwords since the owner was last in.
    pub(super) failures_before: i32,
    /// When its second factor was proved.
    pub(super) proved_at: Option<Instant>,
}

/// Begins a session.
pub(super) fn begin(conn: &mut Conn, begins: &Begins<'_>, now: Instant) -> Result<NewSession> {
    let &Begins {
        account,
        kind,
        caller,
        failures_before,
        proved_at,
    } = begins;
    let (idle_seconds, longest) = spans(&standing::roles(conn, account)?);
    let (id, secret) = (SessionId::new(), secret()?);
    let ends_at = now.plus_seconds(longest);
    let token_hash = (kind == SessionKind::Browser).then(|| sha256_hex(&secret));
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id),
            sessions::account_id.eq(account),
            sessions::kind.eq(kind),
            sessions::token_hash.eq(token_hash),
            sessions::idle_seconds.eq(idle_seconds),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::ends_at.eq(ends_at),
            sessions::network.eq(caller.network.map(|network| network.to_string())),
            sessions::device.eq(caller.device.clone()),
            sessions::device_hash.eq(caller.known_by()),
            sessions::failures_before.eq(failures_before),
            sessions::proved_at.eq(proved_at),
        ))
        .execute(conn)?;
    Ok(NewSession {
        id,
        account,
        secret,
        ends_at,
        failures_before,
    })
}

/// A pair of tokens for an API session.
pub(super) fn tokens(
    conn: &mut Conn,
    config: &Config,
    account: AccountId,
    session: SessionId,
    now: Instant,
) -> Result<Tokens> {
    let refresh_token = secret()?;
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::id.eq(TokenId::new()),
            refresh_tokens::session_id.eq(session),
            refresh_tokens::token_hash.eq(sha256_hex(&refresh_token)),
            refresh_tokens::issued_at.eq(now),
            refresh_tokens::expires_at
                .eq(now.plus_seconds(config.security.refresh_hours * 60 * 60)),
        ))
        .execute(conn)?;
    Ok(Tokens {
        access_token: token::issue(config, account, session, now)?,
        token_type: "Bearer".to_owned(),
        expires_in: config.security.access_minutes * 60,
        refresh_token,
    })
}

/// Who holds this cookie, and whether the session ought to be noted as seen.
#[derive(Debug, Clone, Copy)]
pub struct Recognised {
    /// Who.
    pub actor: Actor,
    /// Whether a minute has passed since it was last noted.
    pub is_to_be_noted: bool,
    /// Wrong passwords before this session, while it is young enough for its owner to be told.
    pub failures_before: i32,
}

/// Who a session is of, if it lives.
///
/// # Errors
/// `Unauthenticated` where it has ended, idled out, or its account is shut out.
pub fn recognise(view: &mut View<'_>, key: SessionKey<'_>) -> Result<Recognised> {
    let now = view.now();
    let mut query = sessions::table
        .inner_join(accounts::table)
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::ends_at.gt(now))
        .filter(accounts::state.eq(AccountState::Active))
        .select((
            sessions::id,
            sessions::account_id,
            sessions::seen_at,
            sessions::idle_seconds,
            sessions::created_at,
            sessions::failures_before,
        ))
        .into_boxed();
    query = match key {
        SessionKey::Cookie(secret) => query.filter(sessions::token_hash.eq(sha256_hex(secret))),
        SessionKey::Id(id) => query.filter(sessions::id.eq(id)),
    };
    let found: Option<(SessionId, AccountId, Instant, i32, Instant, i32)> =
        query.first(view.conn).optional()?;
    let (session, account, seen_at, idle, begun, failures) = found.ok_or(Error::Unauthenticated)?;
    let is_young = now.seconds_since(begun) <= TOLD_FOR;
    // An API session idles by its refresh tokens, which live shorter than a day.
    let since = now.seconds_since(seen_at);
    if matches!(key, SessionKey::Cookie(_)) && since > i64::from(idle) {
        return Err(Error::Unauthenticated);
    }
    Ok(Recognised {
        actor: Actor::Person { account, session },
        is_to_be_noted: since >= SEEN_EVERY,
        failures_before: if is_young { failures } else { 0 },
    })
}

/// What a session is known by.
#[derive(Debug, Clone, Copy)]
pub enum SessionKey<'a> {
    /// The secret of a browser's cookie.
    Cookie(&'a str),
    /// The identifier in an access token.
    Id(SessionId),
}

/// Notes that a session is in use.
///
/// # Errors
/// No answer from the database.
pub fn note_seen(tx: &mut Tx<'_>) -> Result<()> {
    let Actor::Person { account, session } = tx.actor() else {
        return Err(Error::Unauthenticated);
    };
    let standing = standing::in_unit(tx, Matter::Account(account))?;
    // Keeping one's own session alive needs no more right than ending it does.
    tx.require(Action::SignOut, &standing, &Facts::none())?;
    let now = tx.now();
    diesel::update(sessions::table.find(session))
        .set(sessions::seen_at.eq(now))
        .execute(tx.conn)?;
    Ok(())
}

/// Ends one of an account's sessions that lives; gives whether there was such a one.
pub(super) fn end_own(
    conn: &mut Conn,
    account: AccountId,
    session: SessionId,
    now: Instant,
) -> QueryResult<bool> {
    let own = sessions::table
        .find(session)
        .filter(sessions::account_id.eq(account))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::ends_at.gt(now));
    let ended = diesel::update(own).set(sessions::revoked_at.eq(now));
    Ok(ended.execute(conn)? > 0)
}

/// Ends one session.
pub(super) fn end(conn: &mut Conn, session: SessionId, now: Instant) -> QueryResult<usize> {
    diesel::update(
        sessions::table
            .find(session)
            .filter(sessions::revoked_at.is_null()),
    )
    .set(sessions::revoked_at.eq(now))
    .execute(conn)
}

/// Ends every session of an account, but for one.
pub(super) fn end_all(
    conn: &mut Conn,
    account: AccountId,
    but: Option<SessionId>,
    now: Instant,
) -> QueryResult<usize> {
    let mut all = diesel::update(sessions::table)
        .filter(sessions::account_id.eq(account))
        .filter(sessions::revoked_at.is_null())
        .set(sessions::revoked_at.eq(now))
        .into_boxed();
    if let Some(but) = but {
        all = all.filter(sessions::id.ne(but));
    }
    all.execute(conn)
}

/// What came of a refresh token.
enum Renewal {
    Tokens(Tokens),
    /// The token had been used before: somebody else holds a copy, so the whole session ends.
    Reused,
}

/// Exchanges a refresh token for the next pair. A token used twice ends its session.
///
/// # Errors
/// `Unauthenticated` for a token that is not good.
pub fn renew(app: &impl Units, refresh_token: &str) -> Result<Tokens> {
    let hash = sha256_hex(refresh_token);
    let config = app.config().clone();
    let renewal = app.write_now(Actor::Visitor, |tx| {
        let now = tx.now();
        let found: Option<(TokenId, SessionId, AccountId, Option<Instant>, AccountState)> =
            refresh_tokens::table
                .inner_join(sessions::table.inner_join(accounts::table))
                .filter(refresh_tokens::token_hash.eq(&hash))
                .filter(refresh_tokens::expires_at.gt(now))
                .filter(sessions::revoked_at.is_null())
                .filter(sessions::ends_at.gt(now))
                .select((
                    refresh_tokens::id,
                    sessions::id,
                    accounts::id,
                    refresh_tokens::used_at,
                    accounts::state,
                ))
                .first(tx.conn)
                .optional()?;
        let (id, session, account, _, state) = found.ok_or(Error::Unauthenticated)?;
        let standing = standing::in_unit(tx, Matter::Account(account))?;
        let facts = Facts::none().with(Condition::AccountIsActive, state == AccountState::Active);
        tx.require(Action::RenewSession, &standing, &facts)?;
        let unused = refresh_tokens::table
            .find(id)
            .filter(refresh_tokens::used_at.is_null());
        let used = diesel::update(unused)
            .set(refresh_tokens::used_at.eq(now))
            .execute(tx.conn)?;
        if used == 0 {
            end(tx.conn, session, now)?;
            return Ok(Renewal::Reused);
        }
        Ok(Renewal::Tokens(tokens(
            tx.conn, &config, account, session, now,
        )?))
    })?;
    match renewal {
        Renewal::Tokens(tokens) => Ok(tokens),
        Renewal::Reused => Err(Error::Unauthenticated),
    }
}
