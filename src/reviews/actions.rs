//! Reviews: saved and submitted.

use super::assignment::{demand, move_to, permitted};
use super::input::{NewReview, ReviewDraft};
use super::store::{self, AssignmentRow, ReviewRow};
use crate::applications;
use crate::calls::model::Call;
use crate::db::tx::{Change, Tx};
use crate::error::{Error, Result};
use crate::kernel::fault::{FaultCode, Faults};
use crate::kernel::id::{AssignmentId, CriterionId};
use crate::kernel::score::half_points_text;
use crate::rules::{Action, Matter};
use serde_json::json;

/// Saves a review, complete or not.
///
/// # Errors
/// Every fault of what is filled in; stale; the refusal of the tables.
pub fn save(tx: &mut Tx<'_>, id: AssignmentId, input: &ReviewDraft) -> Result<()> {
    let asked = permitted(tx, id, Action::SaveReview)?;
    let new = input.parse()?;
    write(tx, &asked.row, &new)?;
    move_to(tx, &asked, None)
}

/// Submits a review: every criterion has a mark and a justification.
///
/// # Errors
/// Every problem at once; stale; the refusal of the tables.
pub fn submit(tx: &mut Tx<'_>, id: AssignmentId, input: &ReviewDraft) -> Result<()> {
    let asked = permitted(tx, id, Action::SubmitReview)?;
    let new = input.parse()?;
    let (call, review) = write(tx, &asked.row, &new)?;
    let scores = store::scores_of(tx.conn, &[review.id])?;
    let mut faults = Faults::default();
    for criterion in &call.criteria {
        let key = criterion.id.to_string();
        let score = scores
            .iter()
            .find(|score| score.criterion_id == criterion.id);
        let path = |field: &str| format!("scores.{key}.{field}");
        demand(
            &mut faults,
            path("mark"),
            score.is_some_and(|score| score.half_points.is_some()),
        );
        let is_justified = score.is_some_and(|score| !score.justification.is_empty());
        demand(&mut faults, path("justification"), is_justified);
    }
    demand(
        &mut faults,
        "for_applicant".to_owned(),
        !review.for_applicant.is_empty(),
    );
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let now = tx.now();
    store::mark_submitted(tx.conn, id, Some(now))?;
    move_to(tx, &asked, None)?;
    let marks: Vec<_> = scores
        .iter()
        .map(|score| json!([score.criterion_id, score.half_points.map(half_points_text)]))
        .collect();
    tx.record(Change::under(asked.permit, Matter::Assignment(id)).to(json!({ "marks": marks })));
    Ok(())
}

fn write(tx: &mut Tx<'_>, row: &AssignmentRow, new: &NewReview) -> Result<(Call, ReviewRow)> {
    let call = applications::queries::call_of(tx.conn, row.application_id)?;
    let criteria: Vec<CriterionId> = call.criteria.iter().map(|criterion| criterion.id).collect();
    let known = store::review_of(tx.conn, row.id)?;
    let current = known.as_ref().map_or(0, |review| review.version);
    let read = match new.version {
        None if known.is_some() => return Err(Error::at("version", FaultCode::NotSeen)),
        read => read.unwrap_or(0),
    };
    let now = tx.now();
    if read != current || !store::save(tx.conn, (row.id, known), new, &criteria, now)? {
        return Err(Error::stale(Action::SaveReview));
    }
    let review = store::review_of(tx.conn, row.id)?
        .ok_or_else(|| Error::internal("a saved review that is not there"))?;
    Ok((call, review))
}
