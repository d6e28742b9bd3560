//! Rows and SQL of decisions.

use super::input::{Outcome, Why};
use super::reason::Reason;
use crate::calls::model::GapMode;
use crate::db::schema::{
    applications, call_pots, calls, organisations, participants, partners, ranking_entries,
    ranking_takes, rankings,
};
use crate::db::{Conn, insert_all};
use crate::kernel::id::{
    AccountId, ApplicationId, CallId, ParticipantId, PartnerId, PotId, RankingId,
};
use crate::kernel::money::Currency;
use crate::kernel::time::Instant;
use crate::rules::decide::Step;
use crate::rules::lifecycle::{ApplicationState, CallState, RankingState};
use crate::rules::visibility;
use crate::write_step;
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
#[diesel(table_name = ranking_entries, treat_none_as_default_value = false)]
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
    #[diesel(serialize_as = String, deserialize_as = String)]
    pub(super) reason: Reason,
    pub(super) tie_trace: String,
}

/// What a participant takes from a pot, as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = ranking_takes, treat_none_as_default_value = false)]
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
    pub(super) id: CallId,
    pub(super) code: String,
    pub(super) title: String,
    pub(super) state: CallState,
    pub(super) version: i32,
    pub(super) currency: Currency,
    pub(super) total_threshold: i32,
    pub(super) gap_mode: GapMode,
}

type HeadColumns = (
    calls::id,
    calls::code,
    calls::title,
    calls::state,
    calls::version,
    calls::currency,
    calls::total_threshold,
    calls::gap_mode,
);

const HEAD: HeadColumns = (
    calls::id,
    calls::code,
    calls::title,
    calls::state,
    calls::version,
    calls::currency,
    calls::total_threshold,
    calls::gap_mode,
);

/// An application, and where it stands.
pub(super) type Standing = (ApplicationId, ApplicationState);

/// Calls, each with where its applications stand as far as a list waits for them.
pub(super) fn heads(conn: &mut Conn, ids: &[CallId]) -> QueryResult<Vec<(Head, Vec<Standing>)>> {
    use ApplicationState as S;
    let concerned = applications::call_id
        .eq(calls::id)
        .and(calls::state.eq(CallState::InEvaluation))
        .and(applications::state.eq_any([S::Eligible, S::UnderReview, S::Assessed]));
    let rows: Vec<(Head, Option<Standing>)> = calls::table
        .left_join(applications::table.on(concerned))
        .filter(calls::id.eq_any(ids))
        .order(calls::id)
        .select((HEAD, (applications::id, applications::state).nullable()))
        .load(conn)?;
    let mut heads: Vec<(Head, Vec<Standing>)> = Vec::new();
    for (head, state) in rows {
        match heads.last_mut() {
            Some((last, states)) if last.id == head.id => states.extend(state),
            _ => heads.push((head, state.into_iter().collect())),
        }
    }
    Ok(heads)
}

/// A pot of a call: whose, how much in minor units, and the owner's code.
pub(super) type Pot = (PotId, Option<PartnerId>, i64, Option<String>);

/// The pots of a call.
pub(super) fn pots(conn: &mut Conn, call: CallId) -> QueryResult<Vec<Pot>> {
    call_pots::table
        .left_join(partners::table)
        .filter(call_pots::call_id.eq(call))
        .order(call_pots::id)
        .select((
            call_pots::id,
            call_pots::partner_id,
            call_pots::amount_minor,
            partners::code.nullable(),
        ))
        .load(conn)
}

/// Locks a call.
pub(super) fn lock_call(conn: &mut Conn, id: CallId) -> QueryResult<usize> {
    diesel::update(calls::table.find(id))
        .set(calls::version.eq(calls::version))
        .execute(conn)
}

/// Locks the call of an application: before the application, where the call's list may fall with
/// it.
pub(super) fn lock_call_of(conn: &mut Conn, id: ApplicationId) -> QueryResult<usize> {
    let of_it = applications::table.find(id).select(applications::call_id);
    diesel::update(calls::table.filter(calls::id.eq_any(of_it)))
        .set(calls::version.eq(calls::version))
        .execute(conn)
}

/// Writes a call's step.
pub(super) fn write_call(
    conn: &mut Conn,
    id: CallId,
    step: &Step<CallState>,
) -> QueryResult<usize> {
    let raise = visibility::call_raises(step.from(), step.to());
    write_step!(calls, conn, id, step, raise)
}

/// Lists with their calls.
pub(super) fn lists(conn: &mut Conn, ids: &[RankingId]) -> QueryResult<Vec<(Row, Head)>> {
    rankings::table
        .inner_join(calls::table)
        .filter(rankings::id.eq_any(ids))
        .select((rankings::all_columns, HEAD))
        .load(conn)
}

/// Locks a list, its call before it.
pub(super) fn lock(conn: &mut Conn, id: RankingId) -> QueryResult<usize> {
    let of_it = rankings::table.find(id).select(rankings::call_id);
    diesel::update(calls::table.filter(calls::id.eq_any(of_it)))
        .set(calls::version.eq(calls::version))
        .execute(conn)?;
    diesel::update(rankings::table.find(id))
        .set(rankings::version.eq(rankings::version))
        .execute(conn)
}

/// Writes a list's step.
pub(super) fn write(
    conn: &mut Conn,
    id: RankingId,
    step: &Step<RankingState>,
) -> QueryResult<usize> {
    write_step!(rankings, conn, id, step)
}

/// Every list of a call, the newest first.
pub(super) fn all(conn: &mut Conn, call: CallId) -> QueryResult<Vec<Row>> {
    rankings::table
        .filter(rankings::call_id.eq(call))
        .order(rankings::edition.desc())
        .load(conn)
}

/// The list of a call that stands, locked after its call.
pub(super) fn lock_standing(conn: &mut Conn, call: CallId) -> QueryResult<Option<RankingId>> {
    lock_call(conn, call)?;
    let stands = rankings::table
        .filter(rankings::call_id.eq(call))
        .filter(rankings::state.ne(RankingState::SetAside));
    diesel::update(stands)
        .set(rankings::version.eq(rankings::version))
        .returning(rankings::id)
        .get_result(conn)
        .optional()
}

/// The edition of a call's newest list.
pub(super) fn last_edition(conn: &mut Conn, call: CallId) -> QueryResult<i32> {
    let last: Option<i32> = rankings::table
        .filter(rankings::call_id.eq(call))
        .select(diesel::dsl::max(rankings::edition))
        .first(conn)?;
    Ok(last.unwrap_or(0))
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
    insert_all!(conn, ranking_entries::table, entries)?;
    insert_all!(conn, ranking_takes::table, takes)
}

/// Notes when and why a list was set aside; with its votes it stays readable.
pub(super) fn note_set_aside(
    conn: &mut Conn,
    id: RankingId,
    why: Why,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(rankings::table.find(id))
        .set((
            rankings::set_aside_at.eq(now),
            rankings::set_aside_why.eq(why),
        ))
        .execute(conn)
}

/// Notes when a list became the decision.
pub(super) fn note_decided(conn: &mut Conn, id: RankingId, now: Instant) -> QueryResult<usize> {
    diesel::update(rankings::table.find(id))
        .set(rankings::decided_at.eq(now))
        .execute(conn)
}

/// Notes when the applicants learned of it.
pub(super) fn note_released(conn: &mut Conn, id: RankingId, now: Instant) -> QueryResult<usize> {
    diesel::update(rankings::table.find(id))
        .set(rankings::released_at.eq(now))
        .execute(conn)
}

pub(super) fn takes(conn: &mut Conn, id: RankingId) -> QueryResult<Vec<TakeRow>> {
    ranking_takes::table
        .filter(ranking_takes::ranking_id.eq(id))
        .load(conn)
}

/// A participant's part of what is asked for.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Part {
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

type AskingColumns = (
    (ApplicationId, Option<String>, String, String),
    Option<Part>,
);

/// The applications of a call in a state, by number.
pub(super) fn asking(
    conn: &mut Conn,
    call: CallId,
    state: ApplicationState,
) -> QueryResult<Vec<Asking>> {
    let asks = participants::application_id
        .eq(applications::id)
        .and(participants::requested_minor.gt(0));
    let rows: Vec<AskingColumns> = applications::table
        .inner_join(organisations::table)
        .left_join(participants::table.on(asks))
        .filter(applications::call_id.eq(call))
        .filter(applications::state.eq(state))
        .order((
            applications::number,
            applications::id,
            participants::position,
        ))
        .select((
            (
                applications::id,
                applications::number,
                applications::title,
                organisations::name,
            ),
            (
                participants::id,
                participants::partner_id,
                participants::requested_minor,
            )
                .nullable(),
        ))
        .load(conn)?;
    let mut all: Vec<Asking> = Vec::new();
    for ((id, number, title, organisation), part) in rows {
        match all.last_mut() {
            Some(last) if last.id == id => last.parts.extend(part),
            _ => all.push(Asking {
                id,
                number: number.unwrap_or_default(),
                title,
                organisation,
                parts: part.into_iter().collect(),
            }),
        }
    }
    Ok(all)
}
