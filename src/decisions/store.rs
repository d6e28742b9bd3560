//! Rows and SQL of decisions.

use super::input::{Outcome, Vote};
use crate::db::Conn;
use crate::db::schema::{decision_votes, ranking_entries, ranking_takes, rankings};
use crate::kernel::id::{
    AccountId, ApplicationId, CallId, ParticipantId, PartnerId, PotId, RankingId, VoteId,
};
use crate::kernel::time::Instant;
use crate::rules::decide::Step;
use crate::rules::lifecycle::RankingState;
use diesel::prelude::*;

/// A ranked list as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = rankings)]
pub(super) struct Row {
    pub(super) id: RankingId,
    pub(super) call_id: CallId,
    pub(super) state: RankingState,
    pub(super) digest: String,
    pub(super) frozen_by: AccountId,
    pub(super) frozen_at: Instant,
    pub(super) decided_at: Option<Instant>,
    pub(super) released_at: Option<Instant>,
    pub(super) version: i32,
}

/// An entry as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = ranking_entries)]
pub(super) struct EntryRow {
    pub(super) ranking_id: RankingId,
    pub(super) application_id: ApplicationId,
    pub(super) position: Option<i32>,
    pub(super) rank_score: i32,
    pub(super) total: i32,
    pub(super) passes: bool,
    pub(super) outcome: Outcome,
    pub(super) reason: String,
    pub(super) tie_trace: String,
}

/// What a participant takes from a pot, as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = ranking_takes)]
pub(super) struct TakeRow {
    pub(super) ranking_id: RankingId,
    pub(super) application_id: ApplicationId,
    pub(super) participant_id: ParticipantId,
    pub(super) pot_id: PotId,
    pub(super) amount_minor: i64,
}

pub(super) fn of_call(conn: &mut Conn, call: CallId) -> QueryResult<Option<Row>> {
    rankings::table
        .filter(rankings::call_id.eq(call))
        .first(conn)
        .optional()
}

pub(super) fn insert(
    conn: &mut Conn,
    row: Row,
    entries: Vec<EntryRow>,
    takes: Vec<TakeRow>,
) -> QueryResult<()> {
    diesel::insert_into(rankings::table)
        .values(row)
        .execute(conn)?;
    for entry in entries {
        diesel::insert_into(ranking_entries::table)
            .values(entry)
            .execute(conn)?;
    }
    for take in takes {
        diesel::insert_into(ranking_takes::table)
            .values(take)
            .execute(conn)?;
    }
    Ok(())
}

/// Takes a list off the table; the audit trail keeps what it was.
pub(super) fn delete(conn: &mut Conn, id: RankingId) -> QueryResult<()> {
    diesel::delete(decision_votes::table.filter(decision_votes::ranking_id.eq(id)))
        .execute(conn)?;
    diesel::delete(ranking_takes::table.filter(ranking_takes::ranking_id.eq(id))).execute(conn)?;
    diesel::delete(ranking_entries::table.filter(ranking_entries::ranking_id.eq(id)))
        .execute(conn)?;
    diesel::delete(rankings::table.find(id)).execute(conn)?;
    Ok(())
}

pub(super) fn entries(conn: &mut Conn, id: RankingId) -> QueryResult<Vec<EntryRow>> {
    ranking_entries::table
        .filter(ranking_entries::ranking_id.eq(id))
        .order(ranking_entries::position)
        .load(conn)
}

pub(super) fn takes(conn: &mut Conn, id: RankingId) -> QueryResult<Vec<TakeRow>> {
    ranking_takes::table
        .filter(ranking_takes::ranking_id.eq(id))
        .load(conn)
}

pub(super) fn insert_vote(
    conn: &mut Conn,
    ranking: RankingId,
    (partner, account): (PartnerId, AccountId),
    (vote, reason): (Vote, &str),
    (digest, now): (&str, Instant),
) -> QueryResult<usize> {
    diesel::insert_into(decision_votes::table)
        .values((
            decision_votes::id.eq(VoteId::new()),
            decision_votes::ranking_id.eq(ranking),
            decision_votes::partner_id.eq(partner),
            decision_votes::account_id.eq(account),
            decision_votes::verdict.eq(vote),
            decision_votes::reason.eq(reason),
            decision_votes::digest.eq(digest),
            decision_votes::voted_at.eq(now),
        ))
        .execute(conn)
}

/// The list's row, locked, so that two last votes at once see each other.
pub(super) fn lock(conn: &mut Conn, id: RankingId) -> QueryResult<usize> {
    diesel::update(rankings::table.find(id))
        .set(rankings::version.eq(rankings::version + 1))
        .execute(conn)
}

pub(super) fn votes(conn: &mut Conn, id: RankingId) -> QueryResult<Vec<(PartnerId, Vote)>> {
    decision_votes::table
        .filter(decision_votes::ranking_id.eq(id))
        .select((decision_votes::partner_id, decision_votes::verdict))
        .load(conn)
}

pub(super) fn set_state(
    conn: &mut Conn,
    id: RankingId,
    step: Step<RankingState>,
    now: Instant,
) -> QueryResult<usize> {
    let row = rankings::table
        .find(id)
        .filter(rankings::state.eq(step.from()));
    if step.to() == RankingState::Released {
        return diesel::update(row)
            .set((rankings::state.eq(step.to()), rankings::released_at.eq(now)))
            .execute(conn);
    }
    diesel::update(row)
        .set((rankings::state.eq(step.to()), rankings::decided_at.eq(now)))
        .execute(conn)
}
