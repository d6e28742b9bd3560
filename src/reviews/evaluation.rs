//! Everything on the evaluation of one application: who reviews it, what they say, what was
//! settled.

use super::arisen;
use super::consensus;
use super::consensus::store::{RoundRow, SettledRow};
use super::involvement;
use super::model::{
    Assigned, Candidate, CriterionResult, Evaluation, Mark, Review, Round, SettledMark,
};
use super::panel::{self, Panel};
use super::queries::shape;
use super::store::{self, AssignmentRow, ReviewRow, Reviewer, ScoreRow};
use super::subject::{self, Assignment};
use crate::calls::{self, model::Criterion};
use crate::case::{Case, Offers, Shown, Subject};
use crate::db::Conn;
use crate::db::tx::View;
use crate::error::Result;
use crate::identity;
use crate::kernel::id::{AccountId, ApplicationId, CriterionId};
use crate::kernel::score::half_points_text;
use crate::rules::lifecycle::AssignmentState;
use crate::rules::visibility::Sight;
use crate::rules::{Action, scoring};

/// A review with its marks.
type Sheet = (ReviewRow, Vec<ScoreRow>);

/// The evaluation of an application, for those who see names, with what they may do with it and
/// with each of its reviewers.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn evaluation(view: &mut View<'_>, application: ApplicationId) -> Result<Shown<Evaluation>> {
    let panel: Case<Panel> = view.case(application, Sight::NamedReviews)?;
    let criteria = calls::queries::criteria(view.conn, panel.call())?;
    let rounds = consensus::store::named_rounds(view.conn, application)?;
    let settled = consensus::store::settled(view.conn, application)?;
    let mut sheets = store::sheets(view.conn, application)?;
    sheets.retain(|sheet| sheet.0.submitted_at.is_some());
    let offers = offers(view, &panel)?;
    let candidates = if offers.free(Action::AssignReviewer) {
        candidates(view.conn, &panel)?
    } else {
        Vec::new()
    };
    let mut reviewers = panel.reviewers.iter();
    let origins = match reviewers.any(|one| one.0.arose_from.is_some()) {
        true => arisen::of_call(view.conn, panel.call())?,
        false => Vec::new(),
    };
    let (counting, fallen): (Vec<Sheet>, Vec<Sheet>) = sheets
        .into_iter()
        .partition(|sheet| counts(&panel, &sheet.0));
    let named = |sheet: &Sheet| named(&panel, sheet, &criteria);
    let assigned = panel.reviewers.iter().map(|(row, name)| {
        let fell = fallen.iter().any(|sheet| sheet.0.assignment_id == row.id);
        let mut origins = origins.iter();
        let origin = origins.find(|one| one.0 == row.id);
        Assigned {
            origin: origin.map(|one| one.2.clone()),
            ..shape_assigned(row, name, fell)
        }
    });
    let thing = Evaluation {
        application,
        number: panel.head.number.clone(),
        title: panel.title(),
        call: panel.call(),
        state: panel.state(),
        version: panel.version(),
        digest: panel.digest().to_owned(),
        assigned: assigned.collect(),
        reviews: counting.iter().map(named).collect(),
        fallen: fallen.iter().map(named).collect(),
        criteria: results(&criteria, &panel.marks, &standing_marks(&rounds, &settled)),
        rounds: rounds
            .into_iter()
            .map(|(round, by)| shape_round(round, &settled, &criteria, by))
            .collect(),
        candidates,
    };
    Ok(Shown { thing, offers })
}

/// What the reader may do with the application, and with each of its reviewers.
fn offers(view: &mut View<'_>, panel: &Case<Panel>) -> Result<Offers> {
    let own = panel::OFFERED.iter();
    let mut offers = Offers(own.filter_map(|action| panel.offer(*action)).collect());
    for assignment in Assignment::all_of(panel) {
        let case = view.case_of(assignment)?;
        let of_it = subject::OF_THE_PANEL.iter();
        offers
            .0
            .extend(of_it.filter_map(|action| case.offer(*action)));
    }
    Ok(offers)
}

/// Reviewers who may be asked to review an application, by name.
fn candidates(conn: &mut Conn, panel: &Panel) -> Result<Vec<Candidate>> {
    let all = identity::queries::reviewers(conn, panel.call())?;
    let people: Vec<AccountId> = all.iter().map(|one| one.0).collect();
    let parts = involvement::parts(conn, &[panel.call()], &people)?;
    let aside = involvement::aside(conn, panel.application(), &people)?;
    let is_barred = |row: &AssignmentRow| {
        AssignmentState::AT_WORK.contains(&row.state) || row.state == AssignmentState::Conflicted
    };
    let is_free = |account: AccountId| {
        let mut asked = panel.reviewers.iter();
        !aside.contains(&account)
            && parts.iter().all(|part| part.person != account)
            && !asked.any(|one| one.0.account_id == account && is_barred(&one.0))
    };
    Ok(all
        .into_iter()
        .filter(|one| is_free(one.0))
        .map(|(account, name)| Candidate { account, name })
        .collect())
}

fn author<'a>(panel: &'a Panel, review: &ReviewRow) -> Option<&'a Reviewer> {
    let mut all = panel.reviewers.iter();
    all.find(|one| one.0.id == review.assignment_id)
}

fn counts(panel: &Panel, review: &ReviewRow) -> bool {
    author(panel, review).is_some_and(|one| one.0.state == AssignmentState::Submitted)
}

fn named(panel: &Panel, (review, scores): &Sheet, criteria: &[Criterion]) -> Review {
    let name = author(panel, review).map(|one| one.1.clone());
    shape(review, scores, criteria, name)
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
        version: row.version,
        due_on: row.due_on,
        declaration: row.declaration.clone().filter(|_| said),
        declared_at: row.declared_at.filter(|_| said),
        found_by_others: said && row.declared_by != Some(row.account_id),
        origin: None,
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
    counting: &[Mark],
    settled: &[(CriterionId, i32)],
) -> Vec<CriterionResult> {
    criteria
        .iter()
        .map(|criterion| {
            let marks: Vec<i32> = counting
                .iter()
                .filter(|mark| mark.1 == criterion.id)
                .map(|mark| mark.2)
                .collect();
            CriterionResult {
                criterion: criterion.id,
                name: criterion.name.clone(),
                least: half_points_text(criterion.threshold),
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
