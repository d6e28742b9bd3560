//! Reviews: saved and submitted.

use super::assignment::{demand, move_to, permitted};
use super::input::{NewReview, ReviewDraft};
use super::store::{self, AssignmentRow};
use crate::applications;
use crate::calls::model::Call;
use crate::db::tx::{Change, Tx};
use crate::error::{Error, Result};
use crate::kernel::fault::Faults;
use crate::kernel::id::{AssignmentId, CriterionId};
use crate::rules::{Action, Matter};
use serde_json::json;

/// Saves a review, complete or not.
///
/// # Errors
/// Every fault of what is filled in; stale; the refusal of the tables.
pub fn save(tx: &mut Tx<'_>, id: AssignmentId, input: &ReviewDraft) -> Result<()> {
    let asked = permitted(tx, id, Action::SaveReview)?;
    let new = input.parse()?;
    write(tx, &asked.row, input, &new)?;
    move_to(tx, &asked, None)
}

/// Submits a review: every criterion has a mark and a justification.
///
/// # Errors
/// Every problem at once; stale; the refusal of the tables.
pub fn submit(tx: &mut Tx<'_>, id: AssignmentId, input: &ReviewDraft) -> Result<()> {
    let asked = permitted(tx, id, Action::SubmitReview)?;
    let new = input.parse()?;
    let call = write(tx, &asked.row, input, &new)?;
    let mut faults = Faults::default();
    for criterion in &call.criteria {
        let key = criterion.id.to_string();
        let score = new.scores.iter().find(|score| score.criterion == key);
        let path = |field: &str| format!("scores.{key}.{field}");
        demand(
            &mut faults,
            path("mark"),
            score.is_some_and(|score| score.mark.is_some()),
        );
        let is_justified = score.is_some_and(|score| !score.justification.is_empty());
        demand(&mut faults, path("justification"), is_justified);
    }
    demand(
        &mut faults,
        "for_applicant".to_owned(),
        !new.for_applicant.is_empty(),
    );
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let now = tx.now();
    store::mark_submitted(tx.conn, id, Some(now))?;
    move_to(tx, &asked, None)?;
    let marks: Vec<_> = new
        .scores
        .iter()
        .map(|score| json!([score.criterion, score.mark.map(|mark| mark.to_string())]))
        .collect();
    tx.record(Change::under(asked.permit, Matter::Assignment(id)).to(json!({ "marks": marks })));
    Ok(())
}

fn write(
    tx: &mut Tx<'_>,
    row: &AssignmentRow,
    input: &ReviewDraft,
    new: &NewReview,
) -> Result<Call> {
    let call = applications::queries::call_of(tx.conn, row.application_id)?;
    let criteria: Vec<CriterionId> = call.criteria.iter().map(|criterion| criterion.id).collect();
    let read = input.version.as_str().trim().parse().ok();
    let now = tx.now();
    store::save(tx.conn, row.id, new, &criteria, read, now)?
        .ok_or_else(|| Error::stale(Action::SaveReview))?;
    Ok(call)
}
