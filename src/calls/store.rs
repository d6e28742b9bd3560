//! Rows and SQL of calls.

use super::input::NewCall;
use super::model::{GapMode, Known, QuestionKind, Text};
use crate::db::column::JsonValue;
use crate::db::schema::{
    applications, awards, call_approvals, call_criteria, call_milestones, call_partners, call_pots,
    call_questions, call_themes, calls,
};
use crate::db::{Conn, insert_all};
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::id::{AccountId, CallApprovalId, CallId, PartnerId, PotId, QuestionId, ThemeId};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::{Instant, LocalTime, Zone};
use crate::rules::decide::Step;
use crate::rules::lifecycle::{ApplicationState, CallState};
use crate::rules::visibility;
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
    /// The digest of the text as it was written; empty for a call drafted before it was kept.
    pub(super) text_digest: String,
}

impl Row {
    /// The row of a new call; its digest is still to be reckoned.
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
            text_digest: String::new(),
        }
    }
}

impl Text {
    /// The digest of what a call says.
    pub(super) fn digest(&self, row: &Row) -> String {
        let mut themes: Vec<ThemeId> = self.themes.iter().map(|theme| theme.id).collect();
        themes.sort();
        sha256_hex(canonical_json(&json!({
            "code": row.code, "title": row.title, "summary": row.summary, "terms": row.terms,
            "opens_at": row.opens_at, "deadline_at": row.deadline_at, "zone": row.deadline_zone,
            "currency": row.currency, "funding_rate": row.funding_rate,
            "max_grant_minor": row.max_grant_minor, "min_reviews": row.min_reviews,
            "total_threshold": row.total_threshold, "advance_rate": row.advance_rate,
            "retention_rate": row.retention_rate, "gap_mode": row.gap_mode, "themes": themes,
            "criteria": self.criteria, "questions": self.questions, "milestones": self.milestones,
        })))
    }
}

pub(super) fn insert(conn: &mut Conn, row: Row) -> QueryResult<usize> {
    diesel::insert_into(calls::table).values(row).execute(conn)
}

/// Writes a changed draft; its step has counted the change.
pub(super) fn update(conn: &mut Conn, row: &Row) -> QueryResult<usize> {
    diesel::update(calls::table.find(row.id))
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
                calls::text_digest.eq(&row.text_digest),
            ),
        ))
        .execute(conn)
}

/// Takes the parts of a draft out, to write them anew; gives what they were known by.
pub(super) fn take_parts(conn: &mut Conn, id: CallId) -> QueryResult<Known> {
    let themes = call_themes::table.filter(call_themes::call_id.eq(id));
    diesel::delete(themes).execute(conn)?;
    let pots = call_pots::table.filter(call_pots::call_id.eq(id));
    let criteria = call_criteria::table.filter(call_criteria::call_id.eq(id));
    let questions = call_questions::table.filter(call_questions::call_id.eq(id));
    let milestones = call_milestones::table.filter(call_milestones::call_id.eq(id));
    Ok(Known {
        pots: diesel::delete(pots)
            .returning((call_pots::partner_id, call_pots::id))
            .get_results(conn)?,
        criteria: diesel::delete(criteria)
            .returning(call_criteria::id)
            .get_results(conn)?,
        questions: diesel::delete(questions)
            .returning(call_questions::id)
            .get_results(conn)?,
        milestones: diesel::delete(milestones)
            .returning(call_milestones::id)
            .get_results(conn)?,
    })
}

/// Writes the pots of a draft. A pot keeps its identifier.
pub(super) fn insert_pots(
    conn: &mut Conn,
    id: CallId,
    new: &NewCall,
    known: &[(Option<PartnerId>, PotId)],
) -> QueryResult<()> {
    let pots = new.pots.iter().map(|(partner, amount)| {
        let known = known.iter().find(|known| known.0 == *partner);
        (
            call_pots::id.eq(known.map_or_else(PotId::new, |known| known.1)),
            call_pots::call_id.eq(id),
            call_pots::partner_id.eq(*partner),
            call_pots::amount_minor.eq(amount.minor()),
            call_pots::version.eq(1),
        )
    });
    insert_all!(conn, call_pots::table, pots.collect::<Vec<_>>())
}

/// Writes the text of a draft: what reviewers judge, what applicants answer, what is paid for.
pub(super) fn insert_text(conn: &mut Conn, id: CallId, text: &Text) -> QueryResult<()> {
    let themes = text.themes.iter().map(|theme| {
        (
            call_themes::call_id.eq(id),
            call_themes::theme_id.eq(theme.id),
        )
    });
    insert_all!(conn, call_themes::table, themes.collect::<Vec<_>>())?;
    let criteria = (1_i32..).zip(&text.criteria).map(|(position, one)| {
        (
            call_criteria::id.eq(one.id),
            call_criteria::call_id.eq(id),
            call_criteria::position.eq(position),
            call_criteria::name.eq(one.name.clone()),
            call_criteria::guidance.eq(one.guidance.clone()),
            call_criteria::weight.eq(one.weight),
            call_criteria::threshold.eq(one.threshold),
        )
    });
    insert_all!(conn, call_criteria::table, criteria.collect::<Vec<_>>())?;
    let questions = (1_i32..).zip(&text.questions).map(|(position, one)| {
        (
            call_questions::id.eq(one.id),
            call_questions::call_id.eq(id),
            call_questions::position.eq(position),
            call_questions::prompt.eq(one.prompt.clone()),
            call_questions::hint.eq(one.hint.clone()),
            call_questions::kind.eq(one.kind),
            call_questions::choices.eq(JsonValue(json!(one.choices))),
            call_questions::required.eq(one.required),
            call_questions::max_chars.eq(one.max_chars),
        )
    });
    insert_all!(conn, call_questions::table, questions.collect::<Vec<_>>())?;
    let milestones = (1_i32..).zip(&text.milestones).map(|(position, one)| {
        (
            call_milestones::id.eq(one.id),
            call_milestones::call_id.eq(id),
            call_milestones::position.eq(position),
            call_milestones::title.eq(one.title.clone()),
            call_milestones::share.eq(one.share),
            call_milestones::due_months.eq(one.due_months),
        )
    });
    insert_all!(conn, call_milestones::table, milestones.collect::<Vec<_>>())
}

/// Writes a step. Back to the drafters begins a new round: earlier approvals were of a text that
/// may now change.
pub(super) fn step(conn: &mut Conn, id: CallId, step: &Step<CallState>) -> QueryResult<usize> {
    let goes_back = step.to() == CallState::Draft && step.from() != CallState::Draft;
    let raise = visibility::call_raises(step.from(), step.to());
    diesel::update(calls::table.find(id).filter(calls::state.eq(step.from())))
        .set((
            calls::state.eq(step.to()),
            calls::approval_round.eq(calls::approval_round + i32::from(goes_back)),
            calls::version.eq(calls::version + raise),
        ))
        .execute(conn)
}

pub(super) fn note_publication(conn: &mut Conn, id: CallId, now: Instant) -> QueryResult<usize> {
    diesel::update(calls::table.find(id))
        .set(calls::published_at.eq(now))
        .execute(conn)
}

pub(super) fn insert_approval(
    conn: &mut Conn,
    (call, round, digest): (CallId, i32, &str),
    (partner, by): (PartnerId, AccountId),
    now: Instant,
) -> QueryResult<usize> {
    diesel::insert_into(call_approvals::table)
        .values((
            call_approvals::id.eq(CallApprovalId::new()),
            call_approvals::call_id.eq(call),
            call_approvals::round.eq(round),
            call_approvals::partner_id.eq(partner),
            call_approvals::account_id.eq(by),
            call_approvals::digest.eq(digest),
            call_approvals::approved_at.eq(now),
        ))
        .execute(conn)
}

pub(super) fn row(conn: &mut Conn, id: CallId) -> QueryResult<Option<Row>> {
    calls::table.find(id).first(conn).optional()
}

/// The call's row, locked until the unit ends.
pub(super) fn lock(conn: &mut Conn, id: CallId) -> QueryResult<Option<Row>> {
    diesel::update(calls::table.find(id))
        .set(calls::version.eq(calls::version))
        .returning(calls::all_columns)
        .get_result(conn)
        .optional()
}

/// How many applications of a call stand where.
pub(super) fn applications(
    conn: &mut Conn,
    id: CallId,
) -> QueryResult<Vec<(ApplicationState, i64)>> {
    applications::table
        .filter(applications::call_id.eq(id))
        .group_by(applications::state)
        .select((applications::state, diesel::dsl::count_star()))
        .load(conn)
}

/// How many of the applications that are funded have no award yet.
pub(super) fn offers_to_make(conn: &mut Conn, id: CallId) -> QueryResult<i64> {
    let offered = awards::table
        .filter(awards::call_id.eq(id))
        .select(awards::application_id);
    applications::table
        .filter(applications::call_id.eq(id))
        .filter(applications::state.eq(ApplicationState::Awarded))
        .filter(applications::id.ne_all(offered))
        .count()
        .get_result(conn)
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
    let rows = parties.iter().map(|(partner, common)| {
        (
            call_partners::call_id.eq(call),
            call_partners::partner_id.eq(*partner),
            call_partners::common_minor.eq(common.minor()),
        )
    });
    insert_all!(conn, call_partners::table, rows.collect::<Vec<_>>())
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
