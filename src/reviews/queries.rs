//! Reviews as pages and API show them; nobody sees another's before their own is in.

use super::model::{AssignmentItem, Desk, Review, Score};
use super::panel::Panel;
use super::store::{self, ReviewRow, ScoreRow};
use super::subject::Assignment;
use crate::applications;
use crate::calls::{self, model::Criterion};
use crate::case::{Offers, Shown, Subject};
use crate::db::Conn;
use crate::db::schema::{
    applications as application_table, assignments, calls as call_table, consensus_rounds,
    consensus_scores, reviews,
};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, ApplicationId, AssignmentId, CriterionId};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::score::half_points_text;
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Capacity};
use diesel::prelude::*;

/// An assignment, where it is one to this application.
///
/// # Errors
/// `NotFound` where it is to another.
pub fn assigned_to(
    conn: &mut Conn,
    application: ApplicationId,
    id: AssignmentId,
) -> Result<AssignmentId> {
    store::application_of(conn, id)?
        .filter(|of| *of == application)
        .map(|_| id)
        .ok_or(Error::NotFound(MatterKind::Assignment))
}

/// The actor's own assignments, what is open first.
///
/// # Errors
/// `Unauthenticated` for visitors.
pub fn own(view: &mut View<'_>, after: Option<&str>) -> Result<Page<AssignmentItem>> {
    let account = view.actor().person()?;
    let mut query = assignments::table
        .inner_join(application_table::table.inner_join(call_table::table))
        .filter(assignments::account_id.eq(account))
        .order(assignments::id.desc())
        .limit(PAGE_SIZE + 1)
        .select((
            assignments::id,
            application_table::id,
            application_table::number,
            application_table::title,
            call_table::title,
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

/// What these people review or have reviewed of these applications.
pub(super) fn at_work(
    conn: &mut Conn,
    applications: &[ApplicationId],
    people: &[AccountId],
) -> QueryResult<Vec<Assignment>> {
    let panels = Panel::in_brief(conn, applications)?;
    let all = panels.iter().flat_map(Assignment::all_of);
    let is_theirs = |one: &Assignment| {
        let mut people = people.iter();
        people.any(|person| one.is_open_to(Some(*person)))
    };
    Ok(all.filter(is_theirs).collect())
}

/// What is offered to a reviewer on the desk.
const ON_THE_DESK: [Action; 5] = [
    Action::DeclareNoConflict,
    Action::SubmitReview,
    Action::SaveReview,
    Action::DeclareConflict,
    Action::DeclineAssignment,
];

/// The desk of the actor's own assignment, with what they may do.
///
/// # Errors
/// `NotFound` for everyone but its reviewer, and for them after a conflict or a refusal.
pub fn desk(view: &mut View<'_>, id: AssignmentId) -> Result<Shown<Desk>> {
    let missing = || Error::NotFound(MatterKind::Assignment);
    let case = Assignment::load(view.conn, id)?;
    let case = view.case_of(case)?;
    // Whoever sees the application in another capacity reviews it no more for that.
    let reviews = case.standing().has(Capacity::AssignedReviewer);
    if !reviews || !case.is_open_to(view.actor().account()) {
        return Err(missing());
    }
    let is_brief = case.state() == AssignmentState::Invited;
    let of = case.application();
    let application = applications::queries::for_reviewer(view.conn, of, is_brief)?;
    let criteria = calls::queries::criteria(view.conn, case.call())?;
    let is_in = case.state() == AssignmentState::Submitted;
    let sheets = match case.state() {
        AssignmentState::Invited => Vec::new(),
        AssignmentState::Submitted => store::sheets(view.conn, of)?,
        _ => store::sheet(view.conn, id)?.into_iter().collect(),
    };
    let counts = |review: &ReviewRow| {
        let mut seats = case.others().iter();
        seats.any(|one| *one == (review.assignment_id, AssignmentState::Submitted))
    };
    let (mut own, mut others) = (None, Vec::new());
    for (review, scores) in sheets {
        if review.assignment_id == id {
            own = Some(shape(&review, &scores, &criteria, None));
        } else if is_in && counts(&review) {
            others.push(shape(&review, &scores, &criteria, None));
        }
    }
    let offers = ON_THE_DESK.iter().filter_map(|action| case.offer(*action));
    let offers = Offers(offers.collect());
    let thing = Desk {
        id,
        state: case.state(),
        version: case.version(),
        due_on: case.row.due_on,
        application,
        criteria,
        own,
        others,
    };
    Ok(Shown { thing, offers })
}

pub(super) fn shape(
    review: &ReviewRow,
    scores: &[ScoreRow],
    criteria: &[Criterion],
    reviewer: Option<String>,
) -> Review {
    Review {
        reviewer,
        scores: criteria
            .iter()
            .map(|criterion| {
                let score = scores.iter().find(|row| row.criterion_id == criterion.id);
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
        for_applicant: review.for_applicant.clone(),
        for_panel: review.for_panel.clone(),
        saved_at: review.saved_at,
        submitted_at: review.submitted_at,
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
