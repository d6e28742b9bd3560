//! Rows and SQL of second factors, their recovery codes and what they were proved for.

pub(super) mod lost;
pub(super) mod passkeys;

use crate::db::Conn;
use crate::db::column::AnyId;
use crate::db::insert_all;
use crate::db::proved::Proved;
use crate::db::schema::{factor_proofs, recovery_codes, second_factors, sessions};
use crate::db::tx::Actor;
use crate::kernel::id::{AccountId, ProofId, SessionId};
use crate::kernel::time::Instant;
use crate::rules::Action;
use crate::rules::matter::MatterKind;
use crate::rules::proof::Factor;
use diesel::prelude::*;

/// A second factor as it lies in the table.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Row {
    pub(super) account_id: AccountId,
    /// The sealed seed in force.
    pub(super) seed: Option<String>,
    pub(super) on_since: Option<Instant>,
    /// The sealed seed that waits for its first code.
    pub(super) pending: Option<String>,
    pub(super) pending_at: Option<Instant>,
    /// Of the newest code that was used.
    pub(super) last_step: i64,
    /// Wrong codes in a row.
    pub(super) failures: i32,
    pub(super) paused_until: Option<Instant>,
    pub(super) codes_kept_at: Option<Instant>,
    /// The session in which the seed that waits was begun.
    pub(super) pending_session: Option<SessionId>,
    /// How many passkeys are in force.
    pub(super) passkeys: i32,
}

pub(super) fn row(conn: &mut Conn, account: AccountId) -> QueryResult<Option<Row>> {
    second_factors::table.find(account).first(conn).optional()
}

/// All that are on, for the demo.
pub(super) fn all_on(conn: &mut Conn) -> QueryResult<Vec<Row>> {
    second_factors::table
        .filter(second_factors::on_since.is_not_null())
        .order(second_factors::on_since)
        .load(conn)
}

/// The factor, locked until the unit ends.
pub(super) fn lock(conn: &mut Conn, account: AccountId) -> QueryResult<Option<Row>> {
    diesel::update(second_factors::table.find(account))
        .set(second_factors::failures.eq(second_factors::failures))
        .returning(second_factors::all_columns)
        .get_result(conn)
        .optional()
}

/// Keeps a seed that waits for its first code, given in the session that began it.
pub(super) fn begin(
    conn: &mut Conn,
    (account, session): (AccountId, SessionId),
    (sealed, now): (&str, Instant),
    is_there: bool,
) -> QueryResult<usize> {
    if is_there {
        return diesel::update(second_factors::table.find(account))
            .set((
                second_factors::pending.eq(sealed),
                second_factors::pending_at.eq(now),
                second_factors::pending_session.eq(session),
            ))
            .execute(conn);
    }
    diesel::insert_into(second_factors::table)
        .values((
            second_factors::account_id.eq(account),
            second_factors::pending.eq(sealed),
            second_factors::pending_at.eq(now),
            second_factors::pending_session.eq(session),
            second_factors::last_step.eq(0),
            second_factors::failures.eq(0),
        ))
        .execute(conn)
}

/// The seed that waited comes into force, with its first code used.
pub(super) fn turn_on(
    conn: &mut Conn,
    account: AccountId,
    (sealed, step): (&str, i64),
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(second_factors::table.find(account))
        .filter(second_factors::pending.eq(sealed))
        .set((
            second_factors::seed.eq(sealed),
            second_factors::on_since.eq(now),
            second_factors::pending.eq(None::<String>),
            second_factors::pending_at.eq(None::<Instant>),
            second_factors::pending_session.eq(None::<SessionId>),
            second_factors::last_step.eq(step),
            second_factors::failures.eq(0),
            second_factors::paused_until.eq(None::<Instant>),
            second_factors::codes_kept_at.eq(None::<Instant>),
        ))
        .execute(conn)
}

/// Takes the app away, and leaves the passkeys.
pub(super) fn remove_app(conn: &mut Conn, account: AccountId) -> QueryResult<usize> {
    diesel::update(second_factors::table.find(account))
        .set((
            second_factors::seed.eq(None::<String>),
            second_factors::pending.eq(None::<String>),
            second_factors::pending_at.eq(None::<Instant>),
            second_factors::pending_session.eq(None::<SessionId>),
        ))
        .execute(conn)
}

/// Takes a factor away, with its passkeys and recovery codes.
pub(super) fn remove(conn: &mut Conn, account: AccountId, now: Instant) -> QueryResult<usize> {
    passkeys::remove_all(conn, account, now)?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::account_id.eq(account)))
        .execute(conn)?;
    diesel::delete(second_factors::table.find(account)).execute(conn)
}

/// Counts a wrong code.
pub(super) fn note_wrong(
    conn: &mut Conn,
    account: AccountId,
    paused_until: Option<Instant>,
) -> QueryResult<usize> {
    diesel::update(second_factors::table.find(account))
        .set((
            second_factors::failures.eq(second_factors::failures + 1),
            second_factors::paused_until.eq(paused_until),
        ))
        .execute(conn)
}

/// Forgets wrong proofs: a right one was shown.
pub(super) fn note_right(conn: &mut Conn, account: AccountId) -> QueryResult<usize> {
    diesel::update(second_factors::table.find(account))
        .set((
            second_factors::failures.eq(0),
            second_factors::paused_until.eq(None::<Instant>),
        ))
        .execute(conn)
}

/// Uses a step up: each works once, whichever server it is shown to. Gives whether it did.
pub(super) fn use_step(conn: &mut Conn, account: AccountId, step: i64) -> QueryResult<bool> {
    let unused = second_factors::table
        .find(account)
        .filter(second_factors::last_step.lt(step))
        .filter(second_factors::on_since.is_not_null());
    let used = diesel::update(unused)
        .set((
            second_factors::last_step.eq(step),
            second_factors::failures.eq(0),
            second_factors::paused_until.eq(None::<Instant>),
        ))
        .execute(conn)?;
    Ok(used > 0)
}

/// Uses a recovery code up. Gives whether it was good.
pub(super) fn use_recovery_code(
    conn: &mut Conn,
    account: AccountId,
    hash: &str,
    now: Instant,
) -> QueryResult<bool> {
    let unused = recovery_codes::table
        .find(hash)
        .filter(recovery_codes::account_id.eq(account))
        .filter(recovery_codes::used_at.is_null());
    let used = diesel::update(unused)
        .set(recovery_codes::used_at.eq(now))
        .execute(conn)?;
    if used > 0 {
        note_right(conn, account)?;
    }
    Ok(used > 0)
}

/// Whether a recovery code was used; none where there is no such code.
pub(super) fn recovery_code_is_used(
    conn: &mut Conn,
    account: AccountId,
    hash: &str,
) -> QueryResult<Option<bool>> {
    recovery_codes::table
        .find(hash)
        .filter(recovery_codes::account_id.eq(account))
        .select(recovery_codes::used_at.is_not_null())
        .first(conn)
        .optional()
}

/// How many recovery codes are left.
pub(super) fn recovery_codes_left(conn: &mut Conn, account: AccountId) -> QueryResult<i64> {
    recovery_codes::table
        .filter(recovery_codes::account_id.eq(account))
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(conn)
}

/// Puts new recovery codes in the place of all others.
pub(super) fn replace_recovery_codes(
    conn: &mut Conn,
    account: AccountId,
    hashes: &[String],
    now: Instant,
) -> QueryResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::account_id.eq(account)))
        .execute(conn)?;
    diesel::update(second_factors::table.find(account))
        .set(second_factors::codes_kept_at.eq(None::<Instant>))
        .execute(conn)?;
    let rows: Vec<CodeRow> = hashes
        .iter()
        .map(|hash| CodeRow {
            code_hash: hash.clone(),
            account_id: account,
            made_at: now,
        })
        .collect();
    insert_all!(conn, recovery_codes::table, rows)
}

#[derive(Insertable)]
#[diesel(table_name = recovery_codes, treat_none_as_default_value = false)]
struct CodeRow {
    code_hash: String,
    account_id: AccountId,
    made_at: Instant,
}

/// Notes that the owner keeps the recovery codes.
pub(super) fn note_kept(conn: &mut Conn, account: AccountId, now: Instant) -> QueryResult<usize> {
    diesel::update(second_factors::table.find(account))
        .set(second_factors::codes_kept_at.eq(now))
        .execute(conn)
}

/// Notes that whoever holds a session has proved the factor.
pub(super) fn note_proved(conn: &mut Conn, session: SessionId, now: Instant) -> QueryResult<usize> {
    diesel::update(sessions::table.find(session))
        .set(sessions::proved_at.eq(now))
        .execute(conn)
}

/// What a factor was proved for, as it lies in the table.
#[derive(Insertable)]
#[diesel(table_name = factor_proofs, treat_none_as_default_value = false)]
struct ProofRow {
    id: ProofId,
    account_id: AccountId,
    action: Action,
    matter_kind: MatterKind,
    matter_id: AnyId,
    digest: Option<String>,
    factor: Factor,
    proved_at: Instant,
}

/// Keeps what a second factor was proved for in a unit of work.
///
/// # Errors
/// No answer from the database.
pub(crate) fn keep(conn: &mut Conn, actor: Actor, proved: Vec<Proved>) -> QueryResult<()> {
    let Some(account_id) = actor.account() else {
        return Ok(());
    };
    let rows: Vec<ProofRow> = proved
        .into_iter()
        .map(|one| ProofRow {
            id: ProofId::new(),
            account_id,
            action: one.action,
            matter_kind: one.matter.kind(),
            matter_id: AnyId(one.matter.id()),
            digest: one.digest,
            factor: one.proof.factor,
            proved_at: one.proof.at,
        })
        .collect();
    insert_all!(conn, factor_proofs::table, rows)
}
