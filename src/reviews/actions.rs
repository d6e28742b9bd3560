//! Reviews: saved and submitted.

use super::assignment::own;
use super::input::{NewReview, ReviewDraft};
use super::store::{self, ReviewRow, ScoreRow};
use super::subject::Assignment;
use crate::calls::{self, model::Criterion};
use crate::case::Case;
use crate::db::tx::Tx;
use crate::error::{Error, Result};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{AssignmentId, ReviewId};
use crate::kernel::score::half_points_text;
use crate::kernel::time::Instant;
use crate::rules::Action;
use serde_json::json;

/// Saves a review, complete or not.
///
/// # Errors
/// Every fault of what is filled in; stale; the refusal of the tables.
pub fn save(tx: &mut Tx<'_>, id: AssignmentId, input: &ReviewDraft) -> Result<()> {
    let mut own = own(tx, id)?;
    let new = input.parse()?;
    tx.take(&mut own, Action::SaveReview, &input.saw())?;
    write(tx, &own, new, None).map(|_| ())
}

/// Submits a review: every criterion has a mark and a justification.
///
/// # Errors
/// Every problem at once; stale; the refusal of the tables.
pub fn submit(tx: &mut Tx<'_>, id: AssignmentId, input: &ReviewDraft) -> Result<()> {
    let mut own = own(tx, id)?;
    let new = input.parse()?;
    let taken = tx.take(&mut own, Action::SubmitReview, &input.saw())?;
    let now = tx.now();
    let sheet = write(tx, &own, new, Some(now))?;
    sheet.demand_whole()?;
    let marks: Vec<_> = sheet
        .scores
        .iter()
        .map(|score| json!([score.criterion_id, score.half_points.map(half_points_text)]))
        .collect();
    tx.note(&taken, json!({ "marks": marks }));
    Ok(())
}

/// A review as it stands now.
struct Sheet {
    criteria: Vec<Criterion>,
    scores: Vec<ScoreRow>,
    for_applicant: String,
}

impl Sheet {
    /// Everything is there that a submitted review has.
    fn demand_whole(&self) -> Result<()> {
        let mut faults = Faults::default();
        let mut demand = |path: String, is_there: bool| {
            if !is_there {
                faults.add(path, Fault::new(FaultCode::Required));
            }
        };
        for criterion in &self.criteria {
            let mut scores = self.scores.iter();
            let score = scores.find(|score| score.criterion_id == criterion.id);
            let path = |field: &str| format!("scores.{}.{field}", criterion.id);
            let has_mark = score.is_some_and(|score| score.half_points.is_some());
            demand(path("mark"), has_mark);
            let is_justified = score.is_some_and(|score| !score.justification.is_empty());
            demand(path("justification"), is_justified);
        }
        demand("for_applicant".to_owned(), !self.for_applicant.is_empty());
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults.into())
        }
    }
}

fn write(
    tx: &mut Tx<'_>,
    own: &Case<Assignment>,
    new: NewReview,
    submitted_at: Option<Instant>,
) -> Result<Sheet> {
    let criteria = calls::queries::criteria(tx.conn, own.call())?;
    let known = store::sheet(tx.conn, own.row.id)?;
    let (is_new, now) = (known.is_none(), tx.now());
    let (mut review, mut scores) =
        known.unwrap_or_else(|| (ReviewRow::new(own.row.id, now), Vec::new()));
    review.saved_at = now;
    review.submitted_at = submitted_at;
    review.version += 1;
    if let Some(text) = new.for_applicant {
        review.for_applicant = text;
    }
    if let Some(text) = new.for_panel {
        review.for_panel = text;
    }
    let of_the_call = new.scores.into_iter().map(|score| {
        let mut all = criteria.iter();
        let criterion = all.find(|one| one.id.to_string() == score.criterion);
        let criterion = criterion.ok_or_else(|| {
            let path = format!("scores.{}", score.criterion);
            Error::at(&path, FaultCode::UnknownField)
        })?;
        let old = scores.iter().find(|old| old.criterion_id == criterion.id);
        let old_mark = old.and_then(|old| old.half_points);
        let old_words = old.map(|old| old.justification.clone());
        Ok(ScoreRow {
            review_id: review.id,
            criterion_id: criterion.id,
            half_points: score
                .mark
                .map_or(old_mark, |mark| mark.map(|mark| mark.get())),
            justification: score.justification.or(old_words).unwrap_or_default(),
        })
    });
    let given: Vec<ScoreRow> = of_the_call.collect::<Result<_>>()?;
    scores.retain(|old| given.iter().all(|new| new.criterion_id != old.criterion_id));
    scores.extend(given.iter().cloned());
    let for_applicant = review.for_applicant.clone();
    store::save(tx.conn, review, given, is_new)?;
    Ok(Sheet {
        criteria,
        scores,
        for_applicant,
    })
}

impl ReviewRow {
    fn new(assignment: AssignmentId, now: Instant) -> Self {
        Self {
            id: ReviewId::new(),
            assignment_id: assignment,
            for_applicant: String::new(),
            for_panel: String::new(),
            saved_at: now,
            submitted_at: None,
            version: 0,
        }
    }
}
