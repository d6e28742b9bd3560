//! Rows and SQL of calls.

use super::input::NewCall;
use super::model::{GapMode, QuestionKind};
use crate::db::column::JsonValue;
use crate::db::schema::{
    call_approvals, call_criteria, call_milestones, call_partners, call_pots, call_questions,
    call_themes, calls,
};
use crate::db::{Conn, insert_all};
use crate::kernel::id::{
    AccountId, CallApprovalId, CallId, CallMilestoneId, CriterionId, PartnerId, PotId, QuestionId,
};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::{Instant, LocalTime, Zone};
use crate::rules::decide::Step;
use crate::rules::lifecycle::CallState;
use diesel::prelude::*;
use serde_json::json;

/// A call as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = calls)]
pub(super) struct Row {
    pub(super) id: CallId,
    pub(super) code: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) terms: String,
    pub(super) opens_local: LocalTime,
    pub(super) opens_zone: Zone,
    pub(super) opens_at: Instant,
    pub(super) deadline_local: LocalTime,
    pub(super) deadline_zone: Zone,
    pub(super) deadline_at: Instant,
    pub(super) currency: Currency,
    pub(super) funding_rate: i32,
    pub(super) max_grant_minor: i64,
    pub(super) min_reviews: i32,
    pub(super) total_threshold: i32,
    pub(super) advance_rate: i32,
    pub(super) retention_rate: i32,
    pub(super) gap_mode: GapMode,
    pub(super) state: CallState,
    pub(super) approval_round: i32,
    pub(super) drafted_by: AccountId,
    pub(super) drafted_at: Instant,
    pub(super) published_at: Option<Instant>,
    pub(super) version: i32,
}

impl Row {
    pub(super) fn new(
        id: CallId,
        new: &NewCall,
        state: CallState,
        (by, now): (AccountId, Instant),
    ) -> Self {
        Self {
            id,
            code: new.code.as_str().to_owned(),
            title: new.title.as_str().to_owned(),
            summary: new.summary.as_str().to_owned(),
            terms: new.terms.as_str().to_owned(),
            opens_local: new.opens.local().clone(),
            opens_zone: new.opens.zone().clone(),
            opens_at: new.opens.instant(),
            deadline_local: new.deadline.local().clone(),
            deadline_zone: new.deadline.zone().clone(),
            deadline_at: new.deadline.instant(),
            currency: new.currency,
            funding_rate: new.funding_rate.basis_points(),
            max_grant_minor: new.max_grant.minor(),
            min_reviews: new.min_reviews,
            total_threshold: new.total_threshold,
            advance_rate: new.advance_rate.basis_points(),
            retention_rate: new.retention_rate.basis_points(),
            gap_mode: new.gap_mode,
            state,
            approval_round: 1,
            drafted_by: by,
            drafted_at: now,
            published_at: None,
            version: 1,
        }
    }
}

pub(super) fn insert(conn: &mut Conn, row: Row) -> QueryResult<usize> {
    diesel::insert_into(calls::table).values(row).execute(conn)
}

/// Writes a changed draft over the version that was read; 0 where there is a newer one.
pub(super) fn update(conn: &mut Conn, row: &Row, read: i32) -> QueryResult<usize> {
    diesel::update(calls::table.find(row.id).filter(calls::version.eq(read)))
        .set((
            (
                calls::code.eq(&row.code),
                calls::title.eq(&row.title),
                calls::summary.eq(&row.summary),
                calls::terms.eq(&row.terms),
                calls::opens_local.eq(&row.opens_local),
                calls::opens_zone.eq(&row.opens_zone),
                calls::opens_at.eq(row.opens_at),
                calls::deadline_local.eq(&row.deadline_local),
                calls::deadline_zone.eq(&row.deadline_zone),
                calls::deadline_at.eq(row.deadline_at),
            ),
            (
                calls::currency.eq(row.currency),
                calls::funding_rate.eq(row.funding_rate),
                calls::max_grant_minor.eq(row.max_grant_minor),
                calls::min_reviews.eq(row.min_reviews),
                calls::total_threshold.eq(row.total_threshold),
                calls::advance_rate.eq(row.advance_rate),
                calls::retention_rate.eq(row.retention_rate),
                calls::gap_mode.eq(row.gap_mode),
                calls::version.eq(calls::version + 1),
            ),
        ))
        .execute(conn)
}

/// Writes the parts of a draft. A part keeps its identifier; one that is not this call's own gets
/// another, so that nobody reaches into the call of somebody else.
pub(super) fn replace_parts(conn: &mut Conn, id: CallId, new: &NewCall) -> QueryResult<()> {
    let pots: Vec<(Option<PartnerId>, PotId)> = call_pots::table
        .filter(call_pots::call_id.eq(id))
        .select((call_pots::partner_id, call_pots::id))
        .load(conn)?;
    diesel::delete(call_themes::table.filter(call_themes::call_id.eq(id))).execute(conn)?;
    diesel::delete(call_pots::table.filter(call_pots::call_id.eq(id))).execute(conn)?;
    let themes = new.themes.iter().map(|theme| {
        (
            call_themes::call_id.eq(id),
            call_themes::theme_id.eq(*theme),
        )
    });
    insert_all!(conn, call_themes::table, themes.collect::<Vec<_>>())?;
    let pots = new.pots.iter().map(|(partner, amount)| {
        let known = pots.iter().find(|known| known.0 == *partner);
        (
            call_pots::id.eq(known.map_or_else(PotId::new, |known| known.1)),
            call_pots::call_id.eq(id),
            call_pots::partner_id.eq(*partner),
            call_pots::amount_minor.eq(amount.minor()),
            call_pots::version.eq(1),
        )
    });
    insert_all!(conn, call_pots::table, pots.collect::<Vec<_>>())?;
    replace_criteria(conn, id, new)?;
    replace_questions(conn, id, new)?;
    replace_milestones(conn, id, new)
}

fn replace_criteria(conn: &mut Conn, id: CallId, new: &NewCall) -> QueryResult<()> {
    let own = call_criteria::table.filter(call_criteria::call_id.eq(id));
    let known: Vec<CriterionId> = own.select(call_criteria::id).load(conn)?;
    diesel::delete(own).execute(conn)?;
    let rows = (1_i32..).zip(&new.criteria).map(|(position, one)| {
        let is_own = known.contains(&one.id);
        (
            call_criteria::id.eq(if is_own { one.id } else { CriterionId::new() }),
            call_criteria::call_id.eq(id),
            call_criteria::position.eq(position),
            call_criteria::name.eq(one.name.as_str()),
            call_criteria::guidance.eq(&one.guidance),
            call_criteria::weight.eq(one.weight),
            call_criteria::threshold.eq(one.threshold),
        )
    });
    insert_all!(conn, call_criteria::table, rows.collect::<Vec<_>>())
}

fn replace_questions(conn: &mut Conn, id: CallId, new: &NewCall) -> QueryResult<()> {
    let own = call_questions::table.filter(call_questions::call_id.eq(id));
    let known: Vec<QuestionId> = own.select(call_questions::id).load(conn)?;
    diesel::delete(own).execute(conn)?;
    let rows = (1_i32..).zip(&new.questions).map(|(position, one)| {
        let is_own = known.contains(&one.id);
        (
            call_questions::id.eq(if is_own { one.id } else { QuestionId::new() }),
            call_questions::call_id.eq(id),
            call_questions::position.eq(position),
            call_questions::prompt.eq(one.prompt.as_str()),
            call_questions::hint.eq(&one.hint),
            call_questions::kind.eq(one.kind),
            call_questions::choices.eq(JsonValue(json!(one.choices))),
            call_questions::required.eq(one.required),
            call_questions::max_chars.eq(one.max_chars),
        )
    });
    insert_all!(conn, call_questions::table, rows.collect::<Vec<_>>())
}

fn replace_milestones(conn: &mut Conn, id: CallId, new: &NewCall) -> QueryResult<()> {
    let own = call_milestones::table.filter(call_milestones::call_id.eq(id));
    let known: Vec<CallMilestoneId> = own.select(call_milestones::id).load(conn)?;
    diesel::delete(own).execute(conn)?;
    let rows = (1_i32..).zip(&new.milestones).map(|(position, one)| {
        let is_own = known.contains(&one.id);
        (
            call_milestones::id.eq(if is_own {
                one.id
            } else {
                CallMilestoneId::new()
            }),
            call_milestones::call_id.eq(id),
            call_milestones::position.eq(position),
            call_milestones::title.eq(one.title.as_str()),
            call_milestones::share.eq(one.share.basis_points()),
            call_milestones::due_months.eq(one.due_months),
        )
    });
    insert_all!(conn, call_milestones::table, rows.collect::<Vec<_>>())
}

/// Changes the state; 0 where somebody was faster.
pub(super) fn set_state(
    conn: &mut Conn,
    id: CallId,
    step: Step<CallState>,
    now: Instant,
) -> QueryResult<usize> {
    let row = calls::table.find(id).filter(calls::state.eq(step.from()));
    match step.to() {
        CallState::Published => diesel::update(row)
            .set((
                calls::state.eq(step.to()),
                calls::published_at.eq(now),
                calls::version.eq(calls::version + 1),
            ))
            .execute(conn),
        // Back to the drafters: earlier approvals were of a text that may now change.
        CallState::Draft => diesel::update(row)
            .set((
                calls::state.eq(step.to()),
                calls::approval_round.eq(calls::approval_round + 1),
                calls::version.eq(calls::version + 1),
            ))
            .execute(conn),
        _ => diesel::update(row)
            .set((
                calls::state.eq(step.to()),
                calls::version.eq(calls::version + 1),
            ))
            .execute(conn),
    }
}

pub(super) fn insert_approval(
    conn: &mut Conn,
    call: CallId,
    round: i32,
    partner: PartnerId,
    account: AccountId,
    (digest, now): (&str, Instant),
) -> QueryResult<usize> {
    diesel::insert_into(call_approvals::table)
        .values((
            call_approvals::id.eq(CallApprovalId::new()),
            call_approvals::call_id.eq(call),
            call_approvals::round.eq(round),
            call_approvals::partner_id.eq(partner),
            call_approvals::account_id.eq(account),
            call_approvals::digest.eq(digest),
            call_approvals::approved_at.eq(now),
        ))
        .execute(conn)
}

pub(super) fn row(conn: &mut Conn, id: CallId) -> QueryResult<Option<Row>> {
    calls::table.find(id).first(conn).optional()
}

/// Calls that the clock is to open or close.
pub(super) fn due(conn: &mut Conn, now: Instant) -> QueryResult<Vec<(CallId, CallState)>> {
    calls::table
        .filter(
            calls::state
                .eq(CallState::Published)
                .and(calls::opens_at.le(now))
                .or(calls::state
                    .eq(CallState::Open)
                    .and(calls::deadline_at.le(now))),
        )
        .select((calls::id, calls::state))
        .load(conn)
}

/// Writes down the parties of a call, each with its part of the common pot.
pub(super) fn insert_parties(
    conn: &mut Conn,
    call: CallId,
    parties: &[(PartnerId, Money)],
) -> QueryResult<()> {
    for (partner, common) in parties {
        diesel::insert_into(call_partners::table)
            .values((
                call_partners::call_id.eq(call),
                call_partners::partner_id.eq(partner),
                call_partners::common_minor.eq(common.minor()),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// A draft has no parties yet: they are those active when it is sent again.
pub(super) fn delete_parties(conn: &mut Conn, call: CallId) -> QueryResult<usize> {
    diesel::delete(call_partners::table.filter(call_partners::call_id.eq(call))).execute(conn)
}

/// A question as it lies in the table.
pub(super) type QuestionColumns = (
    QuestionId,
    String,
    String,
    QuestionKind,
    JsonValue,
    bool,
    i32,
);
