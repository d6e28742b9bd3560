//! Rows and SQL of reviews.

use super::input::NewReview;
use crate::db::Conn;
use crate::db::schema::{
    assignments, consensus_scores, memberships, participants, review_scores, reviews,
};
use crate::kernel::id::{
    AccountId, ApplicationId, AssignmentId, CriterionId, OrganisationId, ReviewId,
};
use crate::kernel::time::{Date, Instant};
use crate::rules::decide::Step;
use crate::rules::lifecycle::AssignmentState;
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

/// The assignments of an application that were not taken back, in their order.
pub(super) fn assignments_of(
    conn: &mut Conn,
    application: ApplicationId,
) -> QueryResult<Vec<AssignmentRow>> {
    assignments::table
        .filter(assignments::application_id.eq(application))
        .filter(assignments::state.ne(AssignmentState::Removed))
        .order(assignments::id)
        .load(conn)
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
    declared: Option<(&str, Instant)>,
) -> QueryResult<usize> {
    let row = assignments::table
        .find(id)
        .filter(assignments::state.eq(step.from()));
    match declared {
        Some((words, now)) => diesel::update(row)
            .set((
                assignments::state.eq(step.to()),
                assignments::declaration.eq(words),
                assignments::declared_at.eq(now),
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

/// Whether a person acts for the lead organisation or for a participant with the same register number.
pub(super) fn acts_for_a_participant(
    conn: &mut Conn,
    account: AccountId,
    application: ApplicationId,
) -> QueryResult<bool> {
    use crate::db::schema::{applications, organisations};
    let own: Vec<(OrganisationId, String, String)> = organisations::table
        .inner_join(memberships::table)
        .filter(memberships::account_id.eq(account))
        .select((
            organisations::id,
            organisations::country,
            organisations::registration_number,
        ))
        .load(conn)?;
    let lead: Option<OrganisationId> = applications::table
        .find(application)
        .select(applications::organisation_id)
        .first(conn)
        .optional()?;
    let consortium: Vec<(Option<String>, String)> = participants::table
        .filter(participants::application_id.eq(application))
        .select((participants::country, participants::registration_number))
        .load(conn)?;
    Ok(own.iter().any(|(id, country, number)| {
        Some(*id) == lead
            || consortium
                .iter()
                .any(|one| one.0.as_ref() == Some(country) && one.1.eq_ignore_ascii_case(number))
    }))
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

/// Writes a review over the version that was read, or anew; `None` where there is a newer one.
pub(super) fn save(
    conn: &mut Conn,
    assignment: AssignmentId,
    new: &NewReview,
    criteria: &[CriterionId],
    read: Option<i32>,
    now: Instant,
) -> QueryResult<Option<ReviewId>> {
    let id = match review_of(conn, assignment)? {
        None => {
            let id = ReviewId::new();
            let row = ReviewRow {
                id,
                assignment_id: assignment,
                for_applicant: new.for_applicant.clone(),
                for_panel: new.for_panel.clone(),
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
            let read = read.unwrap_or(known.version);
            let written = diesel::update(
                reviews::table
                    .find(known.id)
                    .filter(reviews::version.eq(read)),
            )
            .set((
                reviews::for_applicant.eq(&new.for_applicant),
                reviews::for_panel.eq(&new.for_panel),
                reviews::saved_at.eq(now),
                reviews::version.eq(reviews::version + 1),
            ))
            .execute(conn)?;
            if written == 0 {
                return Ok(None);
            }
            known.id
        }
    };
    diesel::delete(review_scores::table.filter(review_scores::review_id.eq(id))).execute(conn)?;
    for criterion in criteria {
        let Some(score) = new
            .scores
            .iter()
            .find(|one| one.criterion == criterion.to_string())
        else {
            continue;
        };
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
    Ok(Some(id))
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

pub(super) fn insert_consensus(
    conn: &mut Conn,
    (application, criterion): (ApplicationId, CriterionId),
    (median, agreed): (i32, i32),
    reason: Option<&str>,
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::insert_into(consensus_scores::table)
        .values((
            consensus_scores::application_id.eq(application),
            consensus_scores::criterion_id.eq(criterion),
            consensus_scores::median.eq(median),
            consensus_scores::agreed.eq(agreed),
            consensus_scores::reason.eq(reason),
            consensus_scores::settled_by.eq(by),
            consensus_scores::settled_at.eq(now),
        ))
        .execute(conn)
}
