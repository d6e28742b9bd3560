//! Rows and SQL of passkeys, and of what browsers are asked of them.

use crate::db::Conn;
use crate::db::schema::{passkey_challenges, passkeys, second_factors};
use crate::kernel::id::{AccountId, PasskeyId, SessionId};
use crate::kernel::time::Instant;
use crate::rules::proof::Ceremony;
use diesel::prelude::*;

/// Seconds for which a question stays after its time, so that a late answer is known for one.
const KEPT_FOR: i64 = 60 * 60;
/// More than anybody has pages open.
const OPEN: i64 = 20;

/// A passkey in force.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = passkeys)]
pub(in crate::identity::second_factor) struct PasskeyRow {
    pub(in crate::identity::second_factor) id: PasskeyId,
    pub(in crate::identity::second_factor) credential_id: String,
    pub(in crate::identity::second_factor) transports: i32,
    pub(in crate::identity::second_factor) static_state: String,
    pub(in crate::identity::second_factor) dynamic_state: String,
    pub(in crate::identity::second_factor) name: String,
    pub(in crate::identity::second_factor) added_at: Instant,
    pub(in crate::identity::second_factor) last_used_at: Option<Instant>,
}

/// A new passkey.
#[derive(Debug, Insertable)]
#[diesel(table_name = passkeys, treat_none_as_default_value = false)]
pub(in crate::identity::second_factor) struct NewPasskey {
    pub(in crate::identity::second_factor) id: PasskeyId,
    pub(in crate::identity::second_factor) account_id: AccountId,
    pub(in crate::identity::second_factor) credential_id: String,
    pub(in crate::identity::second_factor) transports: i32,
    pub(in crate::identity::second_factor) static_state: String,
    pub(in crate::identity::second_factor) dynamic_state: String,
    pub(in crate::identity::second_factor) name: String,
    pub(in crate::identity::second_factor) added_at: Instant,
}

/// What a browser is asked.
#[derive(Debug, Clone, Insertable, Queryable)]
#[diesel(table_name = passkey_challenges, treat_none_as_default_value = false)]
pub(in crate::identity::second_factor) struct ChallengeRow {
    pub(in crate::identity::second_factor) challenge: String,
    pub(in crate::identity::second_factor) account_id: AccountId,
    /// The session in which it was asked; none at the door.
    pub(in crate::identity::second_factor) session_id: Option<SessionId>,
    pub(in crate::identity::second_factor) purpose: Ceremony,
    pub(in crate::identity::second_factor) address: String,
    pub(in crate::identity::second_factor) digest: Option<String>,
    pub(in crate::identity::second_factor) state: String,
    pub(in crate::identity::second_factor) options: String,
    pub(in crate::identity::second_factor) ends_at: Instant,
}

/// The passkeys of an account that are in force, in the order in which they were added.
pub(in crate::identity::second_factor) fn all(
    conn: &mut Conn,
    account: AccountId,
) -> QueryResult<Vec<PasskeyRow>> {
    passkeys::table
        .filter(passkeys::account_id.eq(account))
        .filter(passkeys::removed_at.is_null())
        .order(passkeys::id)
        .select(PasskeyRow::as_select())
        .load(conn)
}

/// Keeps a new one. Gives whether nobody had it before.
pub(in crate::identity::second_factor) fn add(
    conn: &mut Conn,
    passkey: &NewPasskey,
) -> QueryResult<bool> {
    let known = passkeys::table.filter(passkeys::credential_id.eq(&passkey.credential_id));
    if diesel::select(diesel::dsl::exists(known)).get_result(conn)? {
        return Ok(false);
    }
    diesel::insert_into(passkeys::table)
        .values(passkey)
        .execute(conn)?;
    Ok(true)
}

/// Counts what is in force, with the factor; makes it, where this is the first of any kind.
pub(in crate::identity::second_factor) fn count(
    conn: &mut Conn,
    account: AccountId,
    (is_there, now): (bool, Instant),
) -> QueryResult<usize> {
    let count = passkeys::table
        .filter(passkeys::account_id.eq(account))
        .filter(passkeys::removed_at.is_null())
        .count();
    let count: i64 = count.get_result(conn)?;
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    if is_there {
        return diesel::update(second_factors::table.find(account))
            .set(second_factors::passkeys.eq(count))
            .execute(conn);
    }
    diesel::insert_into(second_factors::table)
        .values((
            second_factors::account_id.eq(account),
            second_factors::on_since.eq(now),
            second_factors::last_step.eq(0),
            second_factors::failures.eq(0),
            second_factors::passkeys.eq(count),
        ))
        .execute(conn)
}

/// The factor is on from now on.
pub(in crate::identity::second_factor) fn switch_on(
    conn: &mut Conn,
    account: AccountId,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(second_factors::table.find(account))
        .filter(second_factors::on_since.is_null())
        .set(second_factors::on_since.eq(now))
        .execute(conn)
}

/// Removes one.
pub(in crate::identity::second_factor) fn remove(
    conn: &mut Conn,
    id: PasskeyId,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(passkeys::table.find(id))
        .set(passkeys::removed_at.eq(now))
        .execute(conn)
}

/// Removes all of an account.
pub(in crate::identity::second_factor) fn remove_all(
    conn: &mut Conn,
    account: AccountId,
    now: Instant,
) -> QueryResult<usize> {
    let live = passkeys::table
        .filter(passkeys::account_id.eq(account))
        .filter(passkeys::removed_at.is_null());
    diesel::update(live)
        .set(passkeys::removed_at.eq(now))
        .execute(conn)
}

/// Keeps what changed of one with its use.
pub(in crate::identity::second_factor) fn note_used(
    conn: &mut Conn,
    id: PasskeyId,
    (state, now): (&str, Instant),
) -> QueryResult<usize> {
    diesel::update(passkeys::table.find(id))
        .set((
            passkeys::dynamic_state.eq(state),
            passkeys::last_used_at.eq(now),
        ))
        .execute(conn)
}

/// Whether one is still in force.
pub(in crate::identity::second_factor) fn is_in_force(
    conn: &mut Conn,
    account: AccountId,
    id: PasskeyId,
) -> QueryResult<bool> {
    let live = passkeys::table
        .find(id)
        .filter(passkeys::account_id.eq(account))
        .filter(passkeys::removed_at.is_null());
    diesel::select(diesel::dsl::exists(live)).get_result(conn)
}

/// Keeps what a browser is asked. What is over goes, whoever was asked; and of what waits of one
/// person no more than a few stay, the newest.
pub(in crate::identity::second_factor) fn ask(
    conn: &mut Conn,
    asked: &ChallengeRow,
    now: Instant,
) -> QueryResult<usize> {
    let newest: Vec<String> = passkey_challenges::table
        .filter(passkey_challenges::account_id.eq(asked.account_id))
        .filter(passkey_challenges::used_at.is_null())
        .order(passkey_challenges::ends_at.desc())
        .limit(OPEN)
        .select(passkey_challenges::challenge)
        .load(conn)?;
    let crowds_out = passkey_challenges::account_id
        .eq(asked.account_id)
        .and(passkey_challenges::challenge.ne_all(newest));
    let is_over = passkey_challenges::ends_at.le(now.plus_seconds(-KEPT_FOR));
    diesel::delete(passkey_challenges::table.filter(crowds_out.or(is_over))).execute(conn)?;
    diesel::insert_into(passkey_challenges::table)
        .values(asked)
        .execute(conn)
}

/// Uses up what was asked: each is good once. None where it was used, or never asked of this
/// person.
pub(in crate::identity::second_factor) fn take(
    conn: &mut Conn,
    (account, challenge): (AccountId, &str),
    now: Instant,
) -> QueryResult<Option<ChallengeRow>> {
    let unused = passkey_challenges::table
        .find(challenge)
        .filter(passkey_challenges::account_id.eq(account))
        .filter(passkey_challenges::used_at.is_null());
    diesel::update(unused)
        .set(passkey_challenges::used_at.eq(now))
        .returning((
            passkey_challenges::challenge,
            passkey_challenges::account_id,
            passkey_challenges::session_id,
            passkey_challenges::purpose,
            passkey_challenges::address,
            passkey_challenges::digest,
            passkey_challenges::state,
            passkey_challenges::options,
            passkey_challenges::ends_at,
        ))
        .get_result(conn)
        .optional()
}

/// The newest passkey that a session was asked to make, while that waits.
pub(in crate::identity::second_factor) fn begun(
    conn: &mut Conn,
    (account, session): (AccountId, SessionId),
    now: Instant,
) -> QueryResult<Option<String>> {
    passkey_challenges::table
        .filter(passkey_challenges::account_id.eq(account))
        .filter(passkey_challenges::session_id.eq(session))
        .filter(passkey_challenges::purpose.eq(Ceremony::Register))
        .filter(passkey_challenges::used_at.is_null())
        .filter(passkey_challenges::ends_at.gt(now))
        .order(passkey_challenges::ends_at.desc())
        .select(passkey_challenges::options)
        .first(conn)
        .optional()
}
