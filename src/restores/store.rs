//! Rows and SQL of restores, and what a restore ends.

use super::model::Origin;
use crate::db::Conn;
use crate::db::lock_rows;
use crate::db::schema::{
    bank_states, letters, one_time_tokens, passkey_challenges, payouts, refresh_tokens, restores,
    sessions, task_reminders,
};
use crate::kernel::id::{AccountId, BankStateId, LetterId, PartnerId, PayoutId, RestoreId};
use crate::kernel::time::{Date, Instant};
use crate::rules::Step;
use crate::rules::lifecycle::{LetterState, PayoutState, State};
use crate::rules::restore::RestoreState;
use crate::write_step;
use diesel::prelude::*;

pub(super) fn lock(conn: &mut Conn, id: RestoreId) -> QueryResult<()> {
    lock_rows!(conn, restores, &[id])
}

pub(super) fn insert(
    conn: &mut Conn,
    (id, mark): (RestoreId, &str),
    origin: &Origin,
    now: Instant,
) -> QueryResult<usize> {
    diesel::insert_into(restores::table)
        .values((
            restores::id.eq(id),
            restores::state.eq(RestoreState::FIRST),
            restores::restored_at.eq(now),
            restores::taken_at.eq(origin.taken_at),
            restores::sha256.eq(&origin.sha256),
            restores::program.eq(&origin.program),
            restores::trail_sequence.eq(origin.trail.0),
            restores::trail_hash.eq(&origin.trail.1),
            restores::mark.eq(mark),
            restores::version.eq(1),
        ))
        .execute(conn)
}

pub(super) fn step(
    conn: &mut Conn,
    id: RestoreId,
    step: &Step<RestoreState>,
) -> QueryResult<usize> {
    write_step!(restores, conn, id, step)
}

/// The restore that locks payments.
pub(super) fn locked(conn: &mut Conn) -> QueryResult<Option<RestoreId>> {
    restores::table
        .filter(restores::state.eq(RestoreState::Locked))
        .order(restores::restored_at.desc())
        .select(restores::id)
        .first(conn)
        .optional()
}

pub(super) fn opened(conn: &mut Conn, id: RestoreId, now: Instant) -> QueryResult<usize> {
    diesel::update(restores::table.find(id))
        .set(restores::opened_at.eq(now))
        .execute(conn)
}

/// What a finance officer confirmed.
pub(super) struct Said<'a> {
    pub(super) restore: RestoreId,
    pub(super) partner: PartnerId,
    pub(super) statement: &'a str,
    pub(super) seen_until: Date,
    pub(super) missing: &'a str,
    pub(super) digest: &'a str,
}

pub(super) fn insert_bank_state(
    conn: &mut Conn,
    said: &Said<'_>,
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::insert_into(bank_states::table)
        .values((
            bank_states::id.eq(BankStateId::new()),
            bank_states::restore_id.eq(said.restore),
            bank_states::partner_id.eq(said.partner),
            bank_states::account_id.eq(by),
            bank_states::statement.eq(said.statement),
            bank_states::seen_until.eq(said.seen_until),
            bank_states::missing.eq(said.missing),
            bank_states::digest.eq(said.digest),
            bank_states::confirmed_at.eq(now),
        ))
        .execute(conn)
}

/// The payouts of which something is awaited that a lock refuses.
pub(super) fn payouts_held(conn: &mut Conn) -> QueryResult<Vec<PayoutId>> {
    let held = [
        PayoutState::Verified,
        PayoutState::ApprovedOnce,
        PayoutState::Approved,
        PayoutState::Released,
    ];
    payouts::table
        .filter(payouts::state.eq_any(held))
        .order(payouts::id)
        .select(payouts::id)
        .load(conn)
}

/// Ends every session and voids every token and question: those that were used after the backup was
/// taken would be good once more.
pub(super) fn end_sessions(conn: &mut Conn, now: Instant) -> QueryResult<()> {
    diesel::update(sessions::table)
        .filter(sessions::revoked_at.is_null())
        .set(sessions::revoked_at.eq(now))
        .execute(conn)?;
    diesel::delete(refresh_tokens::table).execute(conn)?;
    diesel::delete(one_time_tokens::table).execute(conn)?;
    diesel::delete(passkey_challenges::table).execute(conn)?;
    Ok(())
}

/// The letters that waited.
pub(super) fn waiting_letters(conn: &mut Conn) -> QueryResult<Vec<LetterId>> {
    letters::table
        .filter(letters::state.eq(LetterState::Waiting))
        .order(letters::id)
        .select(letters::id)
        .load(conn)
}

/// What was to remind of something before this moment has done so, or is too late.
pub(super) fn drop_reminders(conn: &mut Conn, now: Instant) -> QueryResult<usize> {
    diesel::delete(task_reminders::table)
        .filter(task_reminders::remind_at.le(now))
        .execute(conn)
}
