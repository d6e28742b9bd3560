//! Rows and SQL of decisions.

use super::input::{Outcome, Vote, Why};
use crate::db::Conn;
use crate::db::schema::{
    applications, calls, decision_votes, organisations, participants, ranking_entries,
    ranking_takes, rankings,
};
use crate::kernel::id::{
    AccountId, ApplicationId, CallId, ParticipantId, PartnerId, PotId, RankingId, VoteId,
};
use crate::kernel::money::Currency;
use crate::kernel::time::Instant;
use crate::rules::decide::Step;
use crate::rules::lifecycle::{ApplicationState, CallState, RankingState};
use diesel::prelude::*;

/// A ranked list as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = rankings)]
pub(super) struct Row {
    pub(super) id: RankingId,
    pub(super) call_id: CallId,
    /// The first list of a call is 1.
    pub(super) edition: i32,
    pub(super) state: RankingState,
    pub(super) digest: String,
    pub(super) frozen_by: AccountId,
    pub(super) frozen_at: Instant,
    pub(super) decided_at: Option<Instant>,
    pub(super) released_at: Option<Instant>,
    pub(super) set_aside_at: Option<Instant>,
    pub(super) set_aside_why: Option<Why>,
    /// Why applications with equal marks stand in the order they stand in.
    pub(super) order_why: Option<String>,
    pub(super) version: i32,
}

/// An entry as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = ranking_entries)]
pub(super) struct EntryRow {
    pub(super) ranking_id: RankingId,
    pub(super) application_id: ApplicationId,
    /// The place, which equals share.
    pub(super) position: i32,
    /// The line on the list.
    pub(super) line: i32,
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

/// A call in short.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) state: CallState,
    pub(super) currency: Currency,
}

pub(super) fn head(conn: &mut Conn, call: CallId) -> QueryResult<Option<Head>> {
    calls::table
        .find(call)
        .select((calls::title, calls::state, calls::currency))
        .first(conn)
        .optional()
}

/// Every list of a call, the newest first.
pub(super) fn all(conn: &mut Conn, call: CallId) -> QueryResult<Vec<Row>> {
    rankings::table
        .filter(rankings::call_id.eq(call))
        .order(rankings::edition.desc())
        .load(conn)
}

/// The list of a call that stands.
pub(super) fn standing(conn: &mut Conn, call: CallId) -> QueryResult<Option<Row>> {
    rankings::table
        .filter(rankings::call_id.eq(call))
        .filter(rankings::state.ne(RankingState::SetAside))
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

/// Sets a list aside; with its votes it stays readable.
pub(super) fn set_aside(
    conn: &mut Conn,
    id: RankingId,
    step: Step<RankingState>,
    why: Why,
    now: Instant,
) -> QueryResult<usize> {
    let row = rankings::table
        .find(id)
        .filter(rankings::state.eq(step.from()));
    diesel::update(row)
        .set((
            rankings::state.eq(step.to()),
            rankings::set_aside_at.eq(now),
            rankings::set_aside_why.eq(why),
        ))
        .execute(conn)
}

pub(super) fn entries(conn: &mut Conn, id: RankingId) -> QueryResult<Vec<EntryRow>> {
    ranking_entries::table
        .filter(ranking_entries::ranking_id.eq(id))
        .order(ranking_entries::line)
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

/// A participant's part of what is asked for.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Part {
    pub(super) application: ApplicationId,
    pub(super) participant: ParticipantId,
    pub(super) partner: Option<PartnerId>,
    pub(super) requested_minor: i64,
}

/// An application that stands for money.
#[derive(Debug, Clone)]
pub(super) struct Asking {
    pub(super) id: ApplicationId,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) organisation: String,
    pub(super) parts: Vec<Part>,
}

/// The applications of a call in these states, by number.
pub(super) fn asking(
    conn: &mut Conn,
    call: CallId,
    states: &[ApplicationState],
) -> QueryResult<Vec<Asking>> {
    let rows: Vec<(ApplicationId, Option<String>, String, String)> = applications::table
        .inner_join(organisations::table)
        .filter(applications::call_id.eq(call))
        .filter(applications::state.eq_any(states))
        .order(applications::number)
        .select((
            applications::id,
            applications::number,
            applications::title,
            organisations::name,
        ))
        .load(conn)?;
    let parts: Vec<Part> = participants::table
        .inner_join(applications::table)
        .filter(applications::call_id.eq(call))
        .filter(applications::state.eq_any(states))
        .filter(participants::requested_minor.gt(0))
        .order((participants::application_id, participants::position))
        .select((
            participants::application_id,
            participants::id,
            participants::partner_id,
            participants::requested_minor,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, number, title, organisation)| Asking {
            id,
            number: number.unwrap_or_default(),
            title,
            organisation,
            parts: parts
                .iter()
                .filter(|part| part.application == id)
                .cloned()
                .collect(),
        })
        .collect())
}
