//! Rows and SQL of reviews.

use super::model::{Arisen, Mark};
use crate::db::schema::{
    accounts, applications, assignments, calls, consensus_rounds, review_scores, reviews,
};
use crate::db::{Conn, insert_all};
use crate::kernel::id::{
    AccountId, ApplicationId, AssignmentId, CallId, CriterionId, OrganisationId, ReviewId,
};
use crate::kernel::time::{Date, Instant};
use crate::rules::decide::Step;
use crate::rules::lifecycle::{ApplicationState, AssignmentState, CallState};
use crate::rules::visibility;
use crate::write_step;
use diesel::dsl::max;
use diesel::prelude::*;

/// An assignment as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = assignments)]
pub(super) struct AssignmentRow {
    pub(super) id: AssignmentId,
    pub(super) application_id: ApplicationId,
    pub(super) account_id: AccountId,
    pub(super) state: AssignmentState,
    pub(super) assigned_by: AccountId,
    pub(super) assigned_at: Instant,
    pub(super) due_on: Option<Date>,
    pub(super) declared_at: Option<Instant>,
    /// Who declared or found what `declaration` says.
    pub(super) declared_by: Option<AccountId>,
    pub(super) declaration: Option<String>,
    pub(super) version: i32,
    /// From which organisation a conflict arose after the reviewer was assigned.
    pub(super) arose_from: Option<OrganisationId>,
    pub(super) arose_how: Option<Arisen>,
}

/// A review as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = reviews)]
pub(super) struct ReviewRow {
    pub(super) id: ReviewId,
    pub(super) assignment_id: AssignmentId,
    pub(super) for_applicant: String,
    pub(super) for_panel: String,
    pub(super) saved_at: Instant,
    pub(super) submitted_at: Option<Instant>,
    pub(super) version: i32,
}

/// A mark as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = review_scores, treat_none_as_default_value = false)]
pub(super) struct ScoreRow {
    pub(super) review_id: ReviewId,
    pub(super) criterion_id: CriterionId,
    pub(super) half_points: Option<i32>,
    pub(super) justification: String,
}

/// An application in short, with what its evaluation asks of its call.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Head {
    pub(super) application: ApplicationId,
    pub(super) call: CallId,
    /// Who applies.
    pub(super) organisation: OrganisationId,
    pub(super) number: Option<String>,
    pub(super) title: String,
    pub(super) state: ApplicationState,
    pub(super) version: i32,
    /// None of a draft, and of what was missed or withdrawn as one.
    pub(super) submitted_at: Option<Instant>,
    pub(super) call_state: CallState,
    pub(super) min_reviews: i32,
    /// How often its marks were settled.
    pub(super) rounds: Option<i32>,
}

/// A reviewer of an application: the assignment and the name.
pub(super) type Reviewer = (AssignmentRow, String);

type PanelColumns = (Head, Option<AssignmentRow>, Option<String>);

/// Applications, each with everybody who was ever asked to review it, in their order.
pub(super) fn panels(
    conn: &mut Conn,
    ids: &[ApplicationId],
) -> QueryResult<Vec<(Head, Vec<Reviewer>)>> {
    let rounds = consensus_rounds::table
        .filter(consensus_rounds::application_id.eq(applications::id))
        .select(max(consensus_rounds::round))
        .single_value();
    let rows: Vec<PanelColumns> = applications::table
        .inner_join(calls::table)
        .left_join(assignments::table)
        .left_join(
            accounts::table.on(accounts::id
                .nullable()
                .eq(assignments::account_id.nullable())),
        )
        .filter(applications::id.eq_any(ids))
        .order((applications::id, assignments::id))
        .select((
            (
                applications::id,
                applications::call_id,
                applications::organisation_id,
                applications::number,
                applications::title,
                applications::state,
                applications::version,
                applications::submitted_at,
                calls::state,
                calls::min_reviews,
                rounds,
            ),
            assignments::all_columns.nullable(),
            accounts::name.nullable(),
        ))
        .load(conn)?;
    let mut panels: Vec<(Head, Vec<Reviewer>)> = Vec::new();
    for (head, row, name) in rows {
        let reviewer = row.zip(name);
        match panels.last_mut() {
            Some((last, all)) if last.application == head.application => all.extend(reviewer),
            _ => panels.push((head, reviewer.into_iter().collect())),
        }
    }
    Ok(panels)
}

/// The application an assignment is to.
pub(super) fn application_of(
    conn: &mut Conn,
    id: AssignmentId,
) -> QueryResult<Option<ApplicationId>> {
    assignments::table
        .find(id)
        .select(assignments::application_id)
        .first(conn)
        .optional()
}

/// Locks an application, so that settling its marks and what changes its reviews take turns.
pub(super) fn lock(conn: &mut Conn, application: ApplicationId) -> QueryResult<usize> {
    diesel::update(applications::table.find(application))
        .set(applications::version.eq(applications::version))
        .execute(conn)
}

/// Locks the application an assignment is to.
pub(super) fn lock_by(conn: &mut Conn, id: AssignmentId) -> QueryResult<Option<ApplicationId>> {
    let of_it = assignments::table
        .find(id)
        .select(assignments::application_id);
    diesel::update(applications::table.filter(applications::id.eq_any(of_it)))
        .set(applications::version.eq(applications::version))
        .returning(applications::id)
        .get_result(conn)
        .optional()
}

/// Locks the call of the application an assignment is to: before the application, where the call's
/// list may fall with the review.
pub(super) fn lock_call_by(conn: &mut Conn, id: AssignmentId) -> QueryResult<usize> {
    let of_it = assignments::table
        .inner_join(applications::table)
        .filter(assignments::id.eq(id))
        .select(applications::call_id);
    diesel::update(calls::table.filter(calls::id.eq_any(of_it)))
        .set(calls::version.eq(calls::version))
        .execute(conn)
}

/// Writes an assignment's step.
pub(super) fn write(
    conn: &mut Conn,
    id: AssignmentId,
    step: &Step<AssignmentState>,
) -> QueryResult<usize> {
    write_step!(assignments, conn, id, step)
}

/// Writes a step of an application in evaluation.
pub(super) fn write_application(
    conn: &mut Conn,
    id: ApplicationId,
    step: &Step<ApplicationState>,
) -> QueryResult<usize> {
    let raise = visibility::raises(step.from(), step.to());
    write_step!(applications, conn, id, step, raise)
}

/// The applications these people review or have reviewed in earnest.
pub(super) fn reviewed_by(
    conn: &mut Conn,
    people: &[AccountId],
) -> QueryResult<Vec<ApplicationId>> {
    assignments::table
        .filter(assignments::account_id.eq_any(people))
        .filter(assignments::state.eq_any(AssignmentState::AT_WORK))
        .order(assignments::application_id)
        .select(assignments::application_id)
        .distinct()
        .load(conn)
}

/// Locks applications, their calls before them.
pub(super) fn lock_all(conn: &mut Conn, ids: &[ApplicationId]) -> QueryResult<usize> {
    let of_them = applications::table
        .filter(applications::id.eq_any(ids))
        .select(applications::call_id);
    diesel::update(calls::table.filter(calls::id.eq_any(of_them)))
        .set(calls::version.eq(calls::version))
        .execute(conn)?;
    diesel::update(applications::table.filter(applications::id.eq_any(ids)))
        .set(applications::version.eq(applications::version))
        .execute(conn)
}

pub(super) fn insert_assignment(conn: &mut Conn, row: AssignmentRow) -> QueryResult<usize> {
    diesel::insert_into(assignments::table)
        .values(row)
        .execute(conn)
}

/// Keeps what was declared or found of an assignment.
pub(super) fn declare(
    conn: &mut Conn,
    id: AssignmentId,
    words: &str,
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::update(assignments::table.find(id))
        .set((
            assignments::declaration.eq(words),
            assignments::declared_at.eq(now),
            assignments::declared_by.eq(by),
        ))
        .execute(conn)
}

/// The marks that count on an application: assignment, criterion, half points.
pub(super) fn marks(conn: &mut Conn, application: ApplicationId) -> QueryResult<Vec<Mark>> {
    review_scores::table
        .inner_join(reviews::table.inner_join(assignments::table))
        .filter(assignments::application_id.eq(application))
        .filter(assignments::state.eq(AssignmentState::Submitted))
        .filter(reviews::submitted_at.is_not_null())
        .filter(review_scores::half_points.is_not_null())
        .select((
            assignments::id,
            review_scores::criterion_id,
            review_scores::half_points.assume_not_null(),
        ))
        .load(conn)
}

/// The reviews of an application with their marks, submitted or not.
pub(super) fn sheets(
    conn: &mut Conn,
    application: ApplicationId,
) -> QueryResult<Vec<(ReviewRow, Vec<ScoreRow>)>> {
    let rows = reviews::table
        .inner_join(assignments::table)
        .left_join(review_scores::table)
        .filter(assignments::application_id.eq(application))
        .order(reviews::id)
        .select((reviews::all_columns, review_scores::all_columns.nullable()))
        .load(conn)?;
    Ok(gathered(rows))
}

/// The review of an assignment with its marks.
pub(super) fn sheet(
    conn: &mut Conn,
    assignment: AssignmentId,
) -> QueryResult<Option<(ReviewRow, Vec<ScoreRow>)>> {
    let rows = reviews::table
        .left_join(review_scores::table)
        .filter(reviews::assignment_id.eq(assignment))
        .select((reviews::all_columns, review_scores::all_columns.nullable()))
        .load(conn)?;
    Ok(gathered(rows).pop())
}

fn gathered(rows: Vec<(ReviewRow, Option<ScoreRow>)>) -> Vec<(ReviewRow, Vec<ScoreRow>)> {
    let mut sheets: Vec<(ReviewRow, Vec<ScoreRow>)> = Vec::new();
    for (review, score) in rows {
        match sheets.last_mut() {
            Some((last, scores)) if last.id == review.id => scores.extend(score),
            _ => sheets.push((review, score.into_iter().collect())),
        }
    }
    sheets
}

/// Writes a review, anew or over what it was, with those of its marks that are new.
pub(super) fn save(
    conn: &mut Conn,
    row: ReviewRow,
    scores: Vec<ScoreRow>,
    is_new: bool,
) -> QueryResult<()> {
    if is_new {
        diesel::insert_into(reviews::table)
            .values(row)
            .execute(conn)?;
    } else {
        let given: Vec<CriterionId> = scores.iter().map(|score| score.criterion_id).collect();
        diesel::delete(
            review_scores::table
                .filter(review_scores::review_id.eq(row.id))
                .filter(review_scores::criterion_id.eq_any(given)),
        )
        .execute(conn)?;
        diesel::update(reviews::table.find(row.id))
            .set((
                reviews::for_applicant.eq(row.for_applicant),
                reviews::for_panel.eq(row.for_panel),
                reviews::saved_at.eq(row.saved_at),
                reviews::submitted_at.eq(row.submitted_at),
                reviews::version.eq(row.version),
            ))
            .execute(conn)?;
    }
    insert_all!(conn, review_scores::table, scores)
}

/// Notes that a review is back with its reviewer.
pub(super) fn give_back(conn: &mut Conn, assignment: AssignmentId) -> QueryResult<usize> {
    diesel::update(reviews::table.filter(reviews::assignment_id.eq(assignment)))
        .set(reviews::submitted_at.eq(None::<Instant>))
        .execute(conn)
}
