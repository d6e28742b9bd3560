//! Where a person is signed in.

use crate::db::Conn;
use crate::db::schema::sessions;
use crate::db::tx::{Actor, View};
use crate::error::{Error, Result};
use crate::identity::model::{SessionItem, SessionKind};
use crate::kernel::id::{AccountId, SessionId};
use crate::kernel::time::Instant;
use diesel::prelude::*;

/// Whether an account whose devices are known signs in from one it did not use before.
pub(in crate::identity) fn is_new_device(
    conn: &mut Conn,
    account: AccountId,
    hash: Option<&str>,
) -> QueryResult<bool> {
    let Some(hash) = hash else {
        return Ok(false);
    };
    let known: Vec<String> = sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::device_hash.is_not_null())
        .select(sessions::device_hash.assume_not_null())
        .distinct()
        .load(conn)?;
    Ok(!known.is_empty() && !known.iter().any(|one| one == hash))
}

type OwnColumns = (
    SessionId,
    SessionKind,
    Option<String>,
    Option<String>,
    Instant,
    Instant,
    Instant,
    i32,
    i32,
);

/// The actor's own sessions that live, the newest first.
///
/// # Errors
/// `Unauthenticated` for anybody without one.
pub fn own(view: &mut View<'_>) -> Result<Vec<SessionItem>> {
    let Actor::Person { account, session } = view.actor() else {
        return Err(Error::Unauthenticated);
    };
    let now = view.now();
    let rows: Vec<OwnColumns> = sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::ends_at.gt(now))
        .order((sessions::created_at.desc(), sessions::id))
        .select((
            sessions::id,
            sessions::kind,
            sessions::device,
            sessions::network,
            sessions::created_at,
            sessions::seen_at,
            sessions::ends_at,
            sessions::failures_before,
            sessions::idle_seconds,
        ))
        .load(view.conn)?;
    let lives = |row: &&OwnColumns| {
        let (kind, seen_at, idle) = (row.1, row.5, row.8);
        kind == SessionKind::Api || now.seconds_since(seen_at) <= i64::from(idle)
    };
    let told = rows.iter().filter(lives).cloned().map(
        |(id, kind, device, network, created_at, seen_at, ends_at, failures_before, _)| {
            SessionItem {
                id,
                kind,
                device,
                network,
                created_at,
                seen_at,
                ends_at,
                failures_before,
                is_this_one: id == session,
            }
        },
    );
    Ok(told.collect())
}
