//! Reviews as pages and API show them; nobody sees another's before their own is in.

use super::store::{self, AssignmentRow, ReviewRow, ScoreRow};
use crate::applications::{self, model::Application};
use crate::calls::model::Criterion;
use crate::db::Conn;
use crate::db::schema::{
    accounts, applications as application_table, assignments, calls, consensus_scores,
    review_scores, reviews,
};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, ApplicationId, AssignmentId, CriterionId};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::score::half_points_text;
use crate::kernel::time::{Date, Instant};
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Matter, decide};
use crate::standing;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

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

/// One mark.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Score {
    /// The criterion.
    pub criterion: CriterionId,
    /// The criterion's name.
    pub name: String,
    /// From 0 to 5, where given.
    pub mark: Option<String>,
    /// Why.
    pub justification: String,
}

/// A review.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Review {
    /// Its author's name, for those who may know it.
    pub reviewer: Option<String>,
    /// The marks.
    pub scores: Vec<Score>,
    /// What the applicant reads.
    pub for_applicant: String,
    /// What only the panel reads.
    pub for_panel: String,
    /// When it was saved.
    pub saved_at: Instant,
    /// When it was submitted.
    pub submitted_at: Option<Instant>,
    /// For updates.
    pub version: i32,
}

/// A reviewer's desk for one assignment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Desk {
    /// The assignment.
    pub id: AssignmentId,
    /// Where it stands.
    pub state: AssignmentState,
    /// When it is due.
    pub due_on: Option<Date>,
    /// The application, as far as the declaration opens it.
    pub application: Application,
    /// The criteria.
    pub criteria: Vec<Criterion>,
    /// The reviewer's own review.
    pub own: Option<Review>,
    /// The others', without names, once the own is submitted.
    pub others: Vec<Review>,
}

/// An assignment in a list.
#[derive(Debug, Clone, Serialize, ToSchema, Queryable)]
pub struct AssignmentItem {
    /// Its identifier.
    pub id: AssignmentId,
    /// The application.
    pub application: ApplicationId,
    /// The application's number.
    pub number: Option<String>,
    /// The application's title.
    pub title: String,
    /// The call's title.
    pub call_title: String,
    /// Where it stands.
    pub state: AssignmentState,
    /// When it is due.
    pub due_on: Option<Date>,
}

/// Who reviews an application, for those who assign.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Assigned {
    /// The assignment.
    pub id: AssignmentId,
    /// The reviewer's name.
    pub reviewer: String,
    /// Where it stands.
    pub state: AssignmentState,
    /// When it is due.
    pub due_on: Option<Date>,
    /// A declared conflict or a reason to decline.
    pub declaration: Option<String>,
}

/// Everything on the evaluation of one application.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Evaluation {
    /// The application.
    pub application: ApplicationId,
    /// The assignments.
    pub assigned: Vec<Assigned>,
    /// The submitted reviews, with names.
    pub reviews: Vec<Review>,
    /// The criteria, each with median, spread and agreed mark.
    pub criteria: Vec<CriterionResult>,
}

/// What the reviews say on one criterion.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CriterionResult {
    /// The criterion.
    pub criterion: CriterionId,
    /// Its name.
    pub name: String,
    /// The median.
    pub median: Option<String>,
    /// Whether the marks lie far apart.
    pub diverges: bool,
    /// The agreed mark, once settled.
    pub agreed: Option<String>,
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
        .filter(assignments::state.ne(AssignmentState::Removed))
        .filter(application_table::state.ne(ApplicationState::Withdrawn))
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
    if Some(row.account_id) != view.actor().account() {
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

fn shape(
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

/// The evaluation of an application, for those who see names.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn evaluation(view: &mut View<'_>, application: ApplicationId) -> Result<Evaluation> {
    let standing = standing::of(view.conn, view.actor(), Matter::Application(application))?;
    if !decide::sees(&standing, Sight::NamedReviews) {
        return Err(Error::NotFound(MatterKind::Application));
    }
    let call = applications::queries::call_of(view.conn, application)?;
    let rows = store::assignments_of(view.conn, application)?;
    let people: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
    let names: Vec<(AccountId, String)> = accounts::table
        .filter(accounts::id.eq_any(&people))
        .select((accounts::id, accounts::name))
        .load(view.conn)?;
    let name_of = |account: AccountId| {
        names
            .iter()
            .find(|one| one.0 == account)
            .map(|one| one.1.clone())
            .unwrap_or_default()
    };
    let ids: Vec<AssignmentId> = rows
        .iter()
        .filter(|row| row.state == AssignmentState::Submitted)
        .map(|row| row.id)
        .collect();
    let reviews = store::reviews_of(view.conn, &ids)?;
    let review_ids: Vec<_> = reviews.iter().map(|review| review.id).collect();
    let scores = store::scores_of(view.conn, &review_ids)?;
    let reviews = reviews
        .into_iter()
        .map(|review| {
            let author = rows.iter().find(|row| row.id == review.assignment_id);
            let name = author.map(|row| name_of(row.account_id));
            shape(review, &scores, &call.criteria, name)
        })
        .collect();
    let settled = agreed(view.conn, application)?;
    Ok(Evaluation {
        application,
        criteria: results(&call.criteria, &scores, &settled),
        assigned: rows
            .into_iter()
            .map(|row| Assigned {
                id: row.id,
                reviewer: name_of(row.account_id),
                state: row.state,
                due_on: row.due_on,
                declaration: row.declaration.filter(|_| {
                    matches!(
                        row.state,
                        AssignmentState::Conflicted | AssignmentState::Declined
                    )
                }),
            })
            .collect(),
        reviews,
    })
}

fn results(
    criteria: &[Criterion],
    scores: &[ScoreRow],
    settled: &[(CriterionId, i32)],
) -> Vec<CriterionResult> {
    use crate::rules::scoring;
    criteria
        .iter()
        .map(|criterion| {
            let marks: Vec<i32> = scores
                .iter()
                .filter(|row| row.criterion_id == criterion.id)
                .filter_map(|row| row.half_points)
                .collect();
            CriterionResult {
                criterion: criterion.id,
                name: criterion.name.clone(),
                median: scoring::median(&marks).map(half_points_text),
                diverges: scoring::diverges(&marks),
                agreed: settled
                    .iter()
                    .find(|one| one.0 == criterion.id)
                    .map(|one| half_points_text(one.1)),
            }
        })
        .collect()
}

/// The agreed marks of an application, in half points.
///
/// # Errors
/// No answer from the database.
pub fn agreed(conn: &mut Conn, application: ApplicationId) -> QueryResult<Vec<(CriterionId, i32)>> {
    consensus_scores::table
        .filter(consensus_scores::application_id.eq(application))
        .select((consensus_scores::criterion_id, consensus_scores::agreed))
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
