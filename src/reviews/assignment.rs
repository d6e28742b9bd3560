//! Assignments: made by hand, declared on, declined, taken back.

use super::input::{Assign, DeclareClear};
use super::store::{self, AssignmentRow};
use crate::applications;
use crate::calls::input::WithReason;
use crate::db::tx::{Change, Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::identity;
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{ApplicationId, AssignmentId};
use crate::kernel::told::Told;
use crate::rules::capacity::Role;
use crate::rules::lifecycle::{ApplicationState, AssignmentState, CallState, State};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Facts, Matter, Permit, decide};
use crate::standing;
use serde_json::json;

/// The declaration every reviewer makes; its version is kept with it.
const DECLARATION: &str = "no-conflict-2026-1";

/// Assigns a reviewer to an application.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn assign(tx: &mut Tx<'_>, application: ApplicationId, input: &Assign) -> Result<AssignmentId> {
    let action = Action::AssignReviewer;
    let (reviewer, due_on) = input.parse()?;
    let matter = Matter::Application(application);
    let standing = standing::in_unit(tx, matter)?;
    let call = applications::queries::call_of(tx.conn, application)?;
    let is_reviewer = standing::roles(tx.conn, reviewer)?
        .iter()
        .any(|held| held.role == Role::Reviewer && held.call.is_none_or(|own| own == call.id));
    let acts = store::acts_for_a_participant(tx.conn, reviewer, application)?;
    let facts = Facts::none()
        .with(Condition::PersonIsReviewer, is_reviewer)
        .with(Condition::NotOfAParticipant, !acts)
        .with(
            Condition::CallIsInEvaluation,
            call.state == CallState::InEvaluation,
        );
    let permit = tx.require(action, &standing, &facts)?;
    let title = applications::queries::load(tx.conn, application)?.title;
    applications::actions::proceed(tx, application, permit, &facts)?;
    let id = AssignmentId::new();
    let row = AssignmentRow {
        id,
        application_id: application,
        account_id: reviewer,
        state: AssignmentState::FIRST,
        assigned_by: tx.actor().person()?,
        assigned_at: tx.now(),
        due_on,
        declared_at: None,
        declaration: None,
        version: 1,
    };
    store::insert_assignment(tx.conn, row)
        .map_err(|error| unless_duplicate(error, action, "assignment"))?;
    let tidings = Tidings::of(action, Matter::Assignment(id), format!("/reviews/{id}"));
    let due = due_on.map_or_else(|| "—".into(), Told::from);
    tx.tell(
        tidings
            .to(reviewer)
            .saying("title", title)
            .saying("due", due),
    );
    let after = json!({ "assignment": id, "reviewer": reviewer, "due_on": due_on });
    tx.record(Change::under(permit, matter).to(after));
    Ok(id)
}

/// Declares that there is no conflict: the whole application opens.
///
/// # Errors
/// The declaration is demanded; the refusal of the tables.
pub fn declare_clear(tx: &mut Tx<'_>, id: AssignmentId, input: &DeclareClear) -> Result<()> {
    let (row, permit) = permitted(tx, id, Action::DeclareNoConflict)?;
    input.parse()?;
    move_to(tx, &row, permit, Some(DECLARATION))
}

/// Declares a conflict: the application is shut to this reviewer, and their marks do not count.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn declare_conflict(tx: &mut Tx<'_>, id: AssignmentId, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    let (row, permit) = permitted(tx, id, Action::DeclareConflict)?;
    store::mark_submitted(tx.conn, id, None)?;
    move_to(tx, &row, permit, Some(reason.as_str()))
}

/// Declines an assignment.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn decline(tx: &mut Tx<'_>, id: AssignmentId, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    let (row, permit) = permitted(tx, id, Action::DeclineAssignment)?;
    move_to(tx, &row, permit, Some(reason.as_str()))
}

/// Takes an assignment back.
///
/// # Errors
/// The refusal of the tables.
pub fn remove(tx: &mut Tx<'_>, id: AssignmentId) -> Result<()> {
    let (row, permit) = permitted(tx, id, Action::RemoveAssignment)?;
    move_to(tx, &row, permit, None)
}

/// Gives a submitted review back to its reviewer.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn reopen(tx: &mut Tx<'_>, id: AssignmentId, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    let (row, permit) = permitted(tx, id, Action::ReopenReview)?;
    store::mark_submitted(tx.conn, id, None)?;
    let tidings = Tidings::of(
        permit.action(),
        Matter::Assignment(id),
        format!("/reviews/{id}"),
    );
    tx.tell(tidings.to(row.account_id).saying("reason", reason.as_str()));
    move_to(tx, &row, permit, None)
}

/// The row of an assignment and the permit for an action on it.
pub(super) fn permitted(
    tx: &mut Tx<'_>,
    id: AssignmentId,
    action: Action,
) -> Result<(AssignmentRow, Permit)> {
    let row = store::assignment(tx.conn, id)?.ok_or(Error::NotFound(MatterKind::Assignment))?;
    let actor = tx.actor().account();
    let standing = standing::in_unit(tx, Matter::Assignment(id))?;
    let is_reviewers_own = matches!(
        action,
        Action::DeclareNoConflict
            | Action::DeclareConflict
            | Action::DeclineAssignment
            | Action::SaveReview
            | Action::SubmitReview
    );
    // Another's assignment does not exist for a reviewer.
    if is_reviewers_own && actor != Some(row.account_id) {
        return Err(Error::NotFound(MatterKind::Assignment));
    }
    let acts = store::acts_for_a_participant(tx.conn, row.account_id, row.application_id)?;
    let clear = !matches!(
        row.state,
        AssignmentState::Invited | AssignmentState::Conflicted
    );
    let facts = Facts::none()
        .with(Condition::NotOfAParticipant, !acts)
        .with(Condition::DeclaredNoConflict, clear)
        .with(Condition::NotTheReviewer, actor != Some(row.account_id));
    let permit = tx.require(action, &standing, &facts)?;
    Ok((row, permit))
}

/// Moves an assignment on.
pub(super) fn move_to(
    tx: &mut Tx<'_>,
    row: &AssignmentRow,
    permit: Permit,
    words: Option<&str>,
) -> Result<()> {
    let application = applications::queries::load(tx.conn, row.application_id)?;
    let is_open = application.state == ApplicationState::UnderReview;
    let facts = Facts::none().with(Condition::ConsensusIsOpen, is_open);
    let step = decide::step(row.state, permit.action(), &facts)?;
    let now = tx.now();
    if store::set_state(tx.conn, row.id, step, words.map(|words| (words, now)))? == 0 {
        return Err(Error::stale(permit.action()));
    }
    let mut change = Change::under(permit, Matter::Assignment(row.id))
        .from(json!({ "state": step.from() }))
        .to(json!({ "state": step.to() }));
    change.ground = words.map(str::to_owned);
    tx.record(change);
    Ok(())
}

/// Reviewers who may be assigned to an application, by name.
///
/// # Errors
/// No answer from the database.
pub fn candidates(
    conn: &mut crate::db::Conn,
    application: ApplicationId,
) -> Result<Vec<(crate::kernel::id::AccountId, String)>> {
    let taken = store::assignments_of(conn, application)?;
    let mut all = identity::queries::reviewers(conn)?;
    all.retain(|one| !taken.iter().any(|row| row.account_id == one.0));
    Ok(all)
}

/// Faults of a review that is to be submitted.
pub(super) fn demand(faults: &mut Faults, path: String, is_there: bool) {
    if !is_there {
        faults.add(path, Fault::new(FaultCode::Required));
    }
}
