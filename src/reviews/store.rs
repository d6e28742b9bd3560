//! Rows and SQL of reviews.

use super::input::NewReview;
use crate::db::Conn;
use crate::db::schema::{
    accounts, applications, assignments, memberships, organisations, participants, review_scores,
    reviews,
};
use crate::kernel::id::{
    AccountId, ApplicationId, AssignmentId, CallId, CriterionId, OrganisationId, ReviewId,
};
use crate::kernel::time::{Date, Instant};
use crate::rules::decide::Step;
use crate::rules::lifecycle::{AccountState, ApplicationState, AssignmentState};
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
#[diesel(table_name = review_scores)]
pub(super) struct ScoreRow {
    pub(super) review_id: ReviewId,
    pub(super) criterion_id: CriterionId,
    pub(super) half_points: Option<i32>,
    pub(super) justification: String,
}

pub(super) fn assignment(conn: &mut Conn, id: AssignmentId) -> QueryResult<Option<AssignmentRow>> {
    assignments::table.find(id).first(conn).optional()
}

/// Every assignment of an application, those that came to an end among them, in their order.
pub(super) fn assignments_of(
    conn: &mut Conn,
    application: ApplicationId,
) -> QueryResult<Vec<AssignmentRow>> {
    assignments::table
        .filter(assignments::application_id.eq(application))
        .order(assignments::id)
        .load(conn)
}

/// Every assignment of an application with its reviewer's name.
pub(super) fn named_assignments(
    conn: &mut Conn,
    application: ApplicationId,
) -> QueryResult<Vec<(AssignmentRow, String)>> {
    assignments::table
        .inner_join(accounts::table.on(accounts::id.eq(assignments::account_id)))
        .filter(assignments::application_id.eq(application))
        .order(assignments::id)
        .select((assignments::all_columns, accounts::name))
        .load(conn)
}

/// The assignments of a person that are under way or whose review counts.
pub(super) fn assignments_at_work(
    conn: &mut Conn,
    account: AccountId,
) -> QueryResult<Vec<AssignmentRow>> {
    assignments::table
        .filter(assignments::account_id.eq(account))
        .filter(assignments::state.eq_any(AssignmentState::AT_WORK))
        .order(assignments::id)
        .load(conn)
}

pub(super) fn is_active(conn: &mut Conn, account: AccountId) -> QueryResult<bool> {
    let state: Option<AccountState> = accounts::table
        .find(account)
        .select(accounts::state)
        .first(conn)
        .optional()?;
    Ok(state == Some(AccountState::Active))
}

pub(super) fn insert_assignment(conn: &mut Conn, row: AssignmentRow) -> QueryResult<usize> {
    diesel::insert_into(assignments::table)
        .values(row)
        .execute(conn)
}

pub(super) fn set_state(
    conn: &mut Conn,
    id: AssignmentId,
    step: Step<AssignmentState>,
    declared: Option<(&str, AccountId, Instant)>,
) -> QueryResult<usize> {
    let row = assignments::table
        .find(id)
        .filter(assignments::state.eq(step.from()));
    match declared {
        Some((words, by, now)) => diesel::update(row)
            .set((
                assignments::state.eq(step.to()),
                assignments::declaration.eq(words),
                assignments::declared_at.eq(now),
                assignments::declared_by.eq(by),
                assignments::version.eq(assignments::version + 1),
            ))
            .execute(conn),
        None => diesel::update(row)
            .set((
                assignments::state.eq(step.to()),
                assignments::version.eq(assignments::version + 1),
            ))
            .execute(conn),
    }
}

pub(super) fn review_of(
    conn: &mut Conn,
    assignment: AssignmentId,
) -> QueryResult<Option<ReviewRow>> {
    reviews::table
        .filter(reviews::assignment_id.eq(assignment))
        .first(conn)
        .optional()
}

pub(super) fn scores_of(conn: &mut Conn, ids: &[ReviewId]) -> QueryResult<Vec<ScoreRow>> {
    review_scores::table
        .filter(review_scores::review_id.eq_any(ids))
        .load(conn)
}

pub(super) fn reviews_of(
    conn: &mut Conn,
    assignments: &[AssignmentId],
) -> QueryResult<Vec<ReviewRow>> {
    reviews::table
        .filter(reviews::assignment_id.eq_any(assignments))
        .filter(reviews::submitted_at.is_not_null())
        .order(reviews::id)
        .load(conn)
}

/// Every submitted review of an application, whether it counts or not.
pub(super) fn sheets(conn: &mut Conn, application: ApplicationId) -> QueryResult<Vec<ReviewRow>> {
    reviews::table
        .inner_join(assignments::table)
        .filter(assignments::application_id.eq(application))
        .filter(reviews::submitted_at.is_not_null())
        .order(reviews::id)
        .select(reviews::all_columns)
        .load(conn)
}

/// Every mark on an application, of reviews that are submitted or not.
pub(super) fn scores_on(conn: &mut Conn, application: ApplicationId) -> QueryResult<Vec<ScoreRow>> {
    review_scores::table
        .inner_join(reviews::table.inner_join(assignments::table))
        .filter(assignments::application_id.eq(application))
        .select(review_scores::all_columns)
        .load(conn)
}

/// An application in short.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Head {
    pub(super) call: CallId,
    pub(super) number: Option<String>,
    pub(super) title: String,
    pub(super) state: ApplicationState,
}

pub(super) fn head(conn: &mut Conn, application: ApplicationId) -> QueryResult<Option<Head>> {
    applications::table
        .find(application)
        .select((
            applications::call_id,
            applications::number,
            applications::title,
            applications::state,
        ))
        .first(conn)
        .optional()
}

/// Locks an application, so that settling its marks and what changes its reviews take turns.
pub(super) fn lock(conn: &mut Conn, application: ApplicationId) -> QueryResult<usize> {
    diesel::update(applications::table.find(application))
        .set(applications::version.eq(applications::version))
        .execute(conn)
}

/// Writes a review over the one that was read, or anew; `false` where there is a newer one.
pub(super) fn save(
    conn: &mut Conn,
    (assignment, known): (AssignmentId, Option<ReviewRow>),
    new: &NewReview,
    criteria: &[CriterionId],
    now: Instant,
) -> QueryResult<bool> {
    let id = match known {
        None => {
            let id = ReviewId::new();
            let row = ReviewRow {
                id,
                assignment_id: assignment,
                for_applicant: new.for_applicant.clone().unwrap_or_default(),
                for_panel: new.for_panel.clone().unwrap_or_default(),
                saved_at: now,
                submitted_at: None,
                version: 1,
            };
            diesel::insert_into(reviews::table)
                .values(row)
                .execute(conn)?;
            id
        }
        Some(known) => {
            let written = diesel::update(
                reviews::table
                    .find(known.id)
                    .filter(reviews::version.eq(known.version)),
            )
            .set((
                reviews::for_applicant
                    .eq(new.for_applicant.as_ref().unwrap_or(&known.for_applicant)),
                reviews::for_panel.eq(new.for_panel.as_ref().unwrap_or(&known.for_panel)),
                reviews::saved_at.eq(now),
                reviews::version.eq(reviews::version + 1),
            ))
            .execute(conn)?;
            if written == 0 {
                return Ok(false);
            }
            known.id
        }
    };
    for criterion in criteria {
        let Some(score) = new
            .scores
            .iter()
            .find(|one| one.criterion == criterion.to_string())
        else {
            continue;
        };
        diesel::delete(review_scores::table.find((id, *criterion))).execute(conn)?;
        let row = ScoreRow {
            review_id: id,
            criterion_id: *criterion,
            half_points: score.mark.map(|mark| mark.get()),
            justification: score.justification.clone(),
        };
        diesel::insert_into(review_scores::table)
            .values(row)
            .execute(conn)?;
    }
    Ok(true)
}

pub(super) fn mark_submitted(
    conn: &mut Conn,
    assignment: AssignmentId,
    at: Option<Instant>,
) -> QueryResult<usize> {
    diesel::update(reviews::table.filter(reviews::assignment_id.eq(assignment)))
        .set(reviews::submitted_at.eq(at))
        .execute(conn)
}

/// An organisation by which people are known again in a consortium.
pub(super) type Known = (AccountId, OrganisationId, String, String);

/// One participant: application, country, register number, address of the contact.
pub(super) type Seat = (ApplicationId, Option<String>, String, String);

/// Who leads the applications of a call that stand.
pub(super) fn leads(
    conn: &mut Conn,
    call: CallId,
) -> QueryResult<Vec<(ApplicationId, OrganisationId)>> {
    applications::table
        .filter(applications::call_id.eq(call))
        .filter(applications::submitted_at.is_not_null())
        .filter(applications::state.ne(ApplicationState::Withdrawn))
        .select((applications::id, applications::organisation_id))
        .load(conn)
}

/// Who takes part in the applications of a call that stand.
pub(super) fn seats(conn: &mut Conn, call: CallId) -> QueryResult<Vec<Seat>> {
    participants::table
        .inner_join(applications::table)
        .filter(applications::call_id.eq(call))
        .filter(applications::submitted_at.is_not_null())
        .filter(applications::state.ne(ApplicationState::Withdrawn))
        .select((
            applications::id,
            participants::country,
            participants::registration_number,
            participants::contact_email,
        ))
        .load(conn)
}

/// The organisations these people act for.
pub(super) fn organisations_of(conn: &mut Conn, people: &[AccountId]) -> QueryResult<Vec<Known>> {
    organisations::table
        .inner_join(memberships::table)
        .filter(memberships::account_id.eq_any(people))
        .select((
            memberships::account_id,
            organisations::id,
            organisations::country,
            organisations::registration_number,
        ))
        .load(conn)
}

/// The addresses of these people.
pub(super) fn addresses(
    conn: &mut Conn,
    people: &[AccountId],
) -> QueryResult<Vec<(AccountId, String)>> {
    accounts::table
        .filter(accounts::id.eq_any(people))
        .select((accounts::id, accounts::email))
        .load(conn)
}
