//! Everything on the evaluation of one application: who reviews it, what they say, what was
//! settled.

use super::consensus::store::{RoundRow, SettledRow};
use super::model::{Assigned, CriterionResult, Evaluation, Review, Round, SettledMark};
use super::queries::{digest_of, shape};
use super::store::{self, AssignmentRow, ReviewRow, ScoreRow};
use super::{assignment, consensus};
use crate::calls::{self, model::Criterion};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{ApplicationId, AssignmentId, CriterionId};
use crate::kernel::score::half_points_text;
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Action, Matter, decide, policy, scoring};

/// The evaluation of an application, for those who see names.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn evaluation(view: &mut View<'_>, application: ApplicationId) -> Result<Evaluation> {
    let missing = || Error::NotFound(MatterKind::Application);
    let standing = view.standing_to(Matter::Application(application))?;
    if !decide::sees(&standing, Sight::NamedReviews) {
        return Err(missing());
    }
    let head = store::head(view.conn, application)?.ok_or_else(missing)?;
    let criteria = calls::queries::criteria(view.conn, head.call)?;
    let assigned = store::named_assignments(view.conn, application)?;
    let rounds = consensus::store::named_rounds(view.conn, application)?;
    let settled = consensus::store::settled(view.conn, application)?;
    let sheets = store::sheets(view.conn, application)?;
    let scores = store::scores_on(view.conn, application)?;
    let asks = policy::row(Action::AssignReviewer)
        .is_some_and(|row| standing.first_of(row.capacities).is_some());
    let takes = matches!(
        head.state,
        ApplicationState::Eligible | ApplicationState::UnderReview
    );
    let candidates = if asks && takes {
        assignment::candidates(view.conn, application, head.call, &assigned)?
    } else {
        Vec::new()
    };
    let of = Sheets {
        criteria: &criteria,
        assigned: &assigned,
        scores: &scores,
    };
    let (counting, fallen): (Vec<ReviewRow>, Vec<ReviewRow>) =
        sheets.into_iter().partition(|review| of.counts(review));
    let marks: Vec<&ScoreRow> = scores
        .iter()
        .filter(|score| counting.iter().any(|review| review.id == score.review_id))
        .collect();
    Ok(Evaluation {
        application,
        number: head.number,
        title: head.title,
        call: head.call,
        state: head.state,
        digest: digest_of(application, rounds.len(), of.spread(&counting)),
        reviews: counting.iter().map(|review| of.named(review)).collect(),
        criteria: results(&criteria, &marks, &standing_marks(&rounds, &settled)),
        rounds: rounds
            .into_iter()
            .map(|(round, by)| shape_round(round, &settled, &criteria, by))
            .collect(),
        assigned: assigned
            .iter()
            .map(|(row, name)| {
                let fell = fallen.iter().any(|review| review.assignment_id == row.id);
                shape_assigned(row, name, fell)
            })
            .collect(),
        fallen: fallen.iter().map(|review| of.named(review)).collect(),
        candidates,
    })
}

/// The sheets of an application's reviewers, to be put together.
struct Sheets<'a> {
    criteria: &'a [Criterion],
    assigned: &'a [(AssignmentRow, String)],
    scores: &'a [ScoreRow],
}

impl Sheets<'_> {
    fn author(&self, review: &ReviewRow) -> Option<&(AssignmentRow, String)> {
        self.assigned
            .iter()
            .find(|one| one.0.id == review.assignment_id)
    }

    fn counts(&self, review: &ReviewRow) -> bool {
        self.author(review)
            .is_some_and(|one| one.0.state == AssignmentState::Submitted)
    }

    fn named(&self, review: &ReviewRow) -> Review {
        let name = self.author(review).map(|one| one.1.clone());
        shape(review.clone(), self.scores, self.criteria, name)
    }

    /// The marks of these reviews: assignment, criterion, half points.
    fn spread(&self, reviews: &[ReviewRow]) -> Vec<(AssignmentId, CriterionId, i32)> {
        let of_review = |review: &ReviewRow| {
            let (id, assignment) = (review.id, review.assignment_id);
            self.scores
                .iter()
                .filter(move |score| score.review_id == id)
                .filter_map(move |score| Some((assignment, score.criterion_id, score.half_points?)))
        };
        reviews.iter().flat_map(of_review).collect()
    }
}

fn standing_marks(
    rounds: &[(RoundRow, String)],
    settled: &[SettledRow],
) -> Vec<(CriterionId, i32)> {
    let stands = |round: i32| {
        rounds
            .iter()
            .any(|one| one.0.round == round && one.0.reopened_at.is_none())
    };
    settled
        .iter()
        .filter(|mark| stands(mark.round))
        .map(|mark| (mark.criterion_id, mark.agreed))
        .collect()
}

fn shape_assigned(row: &AssignmentRow, name: &str, fell: bool) -> Assigned {
    let said = matches!(
        row.state,
        AssignmentState::Conflicted | AssignmentState::Declined
    );
    Assigned {
        id: row.id,
        reviewer: name.to_owned(),
        assigned_at: row.assigned_at,
        state: row.state,
        due_on: row.due_on,
        declaration: row.declaration.clone().filter(|_| said),
        declared_at: row.declared_at.filter(|_| said),
        found_by_others: said && row.declared_by != Some(row.account_id),
        fell,
    }
}

fn shape_round(
    round: RoundRow,
    marks: &[SettledRow],
    criteria: &[Criterion],
    settled_by: String,
) -> Round {
    let of_round = |criterion: &Criterion| {
        marks
            .iter()
            .find(|mark| mark.round == round.round && mark.criterion_id == criterion.id)
    };
    Round {
        round: round.round,
        marks: criteria
            .iter()
            .filter_map(|criterion| {
                let mark = of_round(criterion)?;
                Some(SettledMark {
                    criterion: criterion.id,
                    name: criterion.name.clone(),
                    median: half_points_text(mark.median),
                    agreed: half_points_text(mark.agreed),
                })
            })
            .collect(),
        reason: round.reason,
        settled_by,
        settled_at: round.settled_at,
        reopened_at: round.reopened_at,
        reopened_why: round.reopened_why,
    }
}

fn results(
    criteria: &[Criterion],
    scores: &[&ScoreRow],
    settled: &[(CriterionId, i32)],
) -> Vec<CriterionResult> {
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
