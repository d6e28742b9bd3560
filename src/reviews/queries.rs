//! Reviews as pages and API show them; nobody sees another's before their own is in.

use super::consensus;
use super::model::{AssignmentItem, Desk, Review, Score};
use super::store::{self, AssignmentRow, ReviewRow, ScoreRow};
use crate::applications;
use crate::calls::model::Criterion;
use crate::db::Conn;
use crate::db::schema::{
    applications as application_table, assignments, calls, consensus_rounds, consensus_scores,
    review_scores, reviews,
};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::id::{ApplicationId, AssignmentId, CriterionId};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::score::half_points_text;
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use crate::rules::matter::MatterKind;
use diesel::prelude::*;
use serde_json::json;

/// An assignment, where it is one to this application.
///
/// # Errors
/// `NotFound` where it is to another.
pub fn assigned_to(
    conn: &mut Conn,
    application: ApplicationId,
    id: AssignmentId,
) -> Result<AssignmentId> {
    let row = store::assignment(conn, id)?;
    row.filter(|row| row.application_id == application)
        .map(|row| row.id)
        .ok_or(Error::NotFound(MatterKind::Assignment))
}

/// The actor's own assignments, what is open first.
///
/// # Errors
/// `Unauthenticated` for visitors.
pub fn own(view: &mut View<'_>, after: Option<&str>) -> Result<Page<AssignmentItem>> {
    let account = view.actor().person()?;
    let mut query = assignments::table
        .inner_join(application_table::table.inner_join(calls::table))
        .filter(assignments::account_id.eq(account))
        .order(assignments::id.desc())
        .limit(PAGE_SIZE + 1)
        .select((
            assignments::id,
            application_table::id,
            application_table::number,
            application_table::title,
            calls::title,
            assignments::state,
            assignments::due_on,
            application_table::state.eq(ApplicationState::Withdrawn),
        ))
        .into_boxed();
    if let Some(id) = after.and_then(key_of).and_then(|key| key.parse().ok()) {
        query = query.filter(assignments::id.lt(AssignmentId::from_uuid(id)));
    }
    Ok(Page::cut(
        query.load::<AssignmentItem>(view.conn)?,
        |item| item.id.to_string(),
    ))
}

/// The desk of the actor's own assignment.
///
/// # Errors
/// `NotFound` for everyone but its reviewer, and for them after a conflict or a refusal.
pub fn desk(view: &mut View<'_>, id: AssignmentId) -> Result<Desk> {
    let missing = || Error::NotFound(MatterKind::Assignment);
    let row = store::assignment(view.conn, id)?.ok_or_else(missing)?;
    let is_open = AssignmentState::AT_WORK.contains(&row.state);
    if !is_open || Some(row.account_id) != view.actor().account() {
        return Err(missing());
    }
    let application =
        applications::queries::page(view, row.application_id).map_err(|_| missing())?;
    let criteria = crate::calls::queries::criteria(view.conn, application.call)?;
    let own = store::review_of(view.conn, id)?;
    let others = if row.state == AssignmentState::Submitted {
        others(view.conn, &row, &criteria)?
    } else {
        Vec::new()
    };
    let own = match own {
        Some(review) => {
            let scores = store::scores_of(view.conn, &[review.id])?;
            Some(shape(review, &scores, &criteria, None))
        }
        None => None,
    };
    Ok(Desk {
        id,
        state: row.state,
        due_on: row.due_on,
        application,
        criteria,
        own,
        others,
    })
}

fn others(
    conn: &mut Conn,
    row: &AssignmentRow,
    criteria: &[Criterion],
) -> QueryResult<Vec<Review>> {
    let ids: Vec<AssignmentId> = store::assignments_of(conn, row.application_id)?
        .iter()
        .filter(|other| other.id != row.id && other.state == AssignmentState::Submitted)
        .map(|other| other.id)
        .collect();
    let reviews = store::reviews_of(conn, &ids)?;
    let review_ids: Vec<_> = reviews.iter().map(|review| review.id).collect();
    let scores = store::scores_of(conn, &review_ids)?;
    Ok(reviews
        .into_iter()
        .map(|review| shape(review, &scores, criteria, None))
        .collect())
}

pub(super) fn shape(
    review: ReviewRow,
    scores: &[ScoreRow],
    criteria: &[Criterion],
    reviewer: Option<String>,
) -> Review {
    Review {
        reviewer,
        scores: criteria
            .iter()
            .map(|criterion| {
                let score = scores
                    .iter()
                    .find(|row| row.review_id == review.id && row.criterion_id == criterion.id);
                Score {
                    criterion: criterion.id,
                    name: criterion.name.clone(),
                    mark: score.and_then(|row| row.half_points).map(half_points_text),
                    justification: score
                        .map(|row| row.justification.clone())
                        .unwrap_or_default(),
                }
            })
            .collect(),
        for_applicant: review.for_applicant,
        for_panel: review.for_panel,
        saved_at: review.saved_at,
        submitted_at: review.submitted_at,
        version: review.version,
    }
}

/// An agreed mark: application, criterion, half points.
pub type Agreed = (ApplicationId, CriterionId, i32);

/// The agreed marks of applications, as they stand.
///
/// # Errors
/// No answer from the database.
pub fn agreed(conn: &mut Conn, applications: &[ApplicationId]) -> QueryResult<Vec<Agreed>> {
    let is_its_round = consensus_rounds::application_id
        .eq(consensus_scores::application_id)
        .and(consensus_rounds::round.eq(consensus_scores::round));
    consensus_scores::table
        .inner_join(consensus_rounds::table.on(is_its_round))
        .filter(consensus_rounds::reopened_at.is_null())
        .filter(consensus_scores::application_id.eq_any(applications))
        .select((
            consensus_scores::application_id,
            consensus_scores::criterion_id,
            consensus_scores::agreed,
        ))
        .load(conn)
}

/// Every submitted mark on an application: assignment, criterion, half points.
///
/// # Errors
/// No answer from the database.
pub fn spread(
    conn: &mut Conn,
    application: ApplicationId,
) -> QueryResult<Vec<(AssignmentId, CriterionId, i32)>> {
    let rows: Vec<(AssignmentId, CriterionId, Option<i32>)> = review_scores::table
        .inner_join(reviews::table.inner_join(assignments::table))
        .filter(assignments::application_id.eq(application))
        .filter(assignments::state.eq(AssignmentState::Submitted))
        .filter(reviews::submitted_at.is_not_null())
        .select((
            assignments::id,
            review_scores::criterion_id,
            review_scores::half_points,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.0, row.1, row.2?)))
        .collect())
}

/// The digest of the marks that count on an application, and of how often they were settled.
///
/// # Errors
/// No answer from the database.
pub fn as_read(conn: &mut Conn, application: ApplicationId) -> QueryResult<String> {
    let marks = spread(conn, application)?;
    let rounds = consensus::store::rounds(conn, application)?.len();
    Ok(digest_of(application, rounds, marks))
}

pub(super) fn digest_of(
    application: ApplicationId,
    rounds: usize,
    mut marks: Vec<(AssignmentId, CriterionId, i32)>,
) -> String {
    marks.sort_unstable();
    let marks: Vec<_> = marks
        .iter()
        .map(|mark| json!([mark.0, mark.1, mark.2]))
        .collect();
    let read = json!({ "application": application, "rounds": rounds, "marks": marks });
    sha256_hex(canonical_json(&read))
}

/// What reviewers wrote for the applicant, without names.
///
/// # Errors
/// No answer from the database.
pub fn feedback(conn: &mut Conn, application: ApplicationId) -> QueryResult<Vec<String>> {
    reviews::table
        .inner_join(assignments::table)
        .filter(assignments::application_id.eq(application))
        .filter(assignments::state.eq(AssignmentState::Submitted))
        .filter(reviews::submitted_at.is_not_null())
        .order(reviews::for_applicant)
        .select(reviews::for_applicant)
        .load(conn)
}
