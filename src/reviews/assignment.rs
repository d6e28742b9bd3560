//! Assignments: made by hand, declared on, declined, taken back, ended by a conflict or a lost
//! role.

use super::input::{Assign, DeclareClear};
use super::involvement::{self, Part};
use super::model::Candidate;
use super::store::{self, AssignmentRow};
use crate::applications;
use crate::calls::input::WithReason;
use crate::db::Conn;
use crate::db::tx::{Change, Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::identity;
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{AccountId, ApplicationId, AssignmentId, CallId};
use crate::kernel::told::Told;
use crate::rules::lifecycle::{ApplicationState, AssignmentState, CallState, State};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Facts, Matter, Permit, decide};
use crate::standing;
use serde_json::json;

/// The declaration every reviewer makes; its version is kept with it.
const DECLARATION: &str = "no-conflict-2026-1";

/// Assigns a reviewer to an application. Who declined or was taken off can be asked again.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn assign(tx: &mut Tx<'_>, application: ApplicationId, input: &Assign) -> Result<AssignmentId> {
    let action = Action::AssignReviewer;
    let (reviewer, due_on) = input.parse()?;
    let matter = Matter::Application(application);
    let standing = standing::in_unit(tx, matter)?;
    let call = applications::queries::call_of(tx.conn, application)?;
    let held = standing::roles(tx.conn, reviewer)?;
    let parts = involvement::parts(tx.conn, (call.id, application), &[reviewer])?;
    let own = standing::assignment_of(tx.conn, reviewer, application)?;
    let facts = parted(&parts)
        .with(
            Condition::PersonIsReviewer,
            standing::reviews(&held, Some(call.id)),
        )
        .with(
            Condition::ReviewerIsActive,
            store::is_active(tx.conn, reviewer)?,
        )
        .with(
            Condition::NoConflictKnown,
            own != Some(AssignmentState::Conflicted),
        )
        .with(
            Condition::DueDayAhead,
            due_on.is_none_or(|day| day > tx.now().earliest_day()),
        )
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
        declared_by: None,
        declaration: None,
        version: 1,
    };
    store::insert_assignment(tx.conn, row)
        .map_err(|error| unless_duplicate(error, action, "assignment"))?;
    let tidings = Tidings::of(action, Matter::Assignment(id), format!("/reviews/{id}"));
    let due = due_on.map_or_else(|| "—".into(), Told::from);
    let tidings = tidings.to(reviewer).saying("title", title);
    tx.tell(tidings.saying("due", due));
    let after = json!({ "assignment": id, "reviewer": reviewer, "due_on": due_on });
    tx.record(Change::under(permit, matter).to(after));
    Ok(id)
}

fn parted(parts: &[Part]) -> Facts {
    Facts::none()
        .with(
            Condition::NotOfAParticipant,
            !parts.iter().any(|part| part.in_it),
        )
        .with(
            Condition::NotInACompetingApplication,
            parts.iter().all(|part| part.in_it),
        )
}

/// Declares that there is no conflict: the whole application opens.
///
/// # Errors
/// The declaration is demanded; the refusal of the tables.
pub fn declare_clear(tx: &mut Tx<'_>, id: AssignmentId, input: &DeclareClear) -> Result<()> {
    let asked = permitted(tx, id, Action::DeclareNoConflict)?;
    input.parse()?;
    move_to(tx, &asked, Some(DECLARATION))
}

/// A reviewer declares a conflict, or others find one: the application is shut to the reviewer, and
/// a review that was in does not count. Gives the application whose marks it touches.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn note_conflict(
    tx: &mut Tx<'_>,
    id: AssignmentId,
    action: Action,
    input: &WithReason,
) -> Result<Option<ApplicationId>> {
    let reason = input.parse()?;
    let asked = permitted(tx, id, action)?;
    move_to(tx, &asked, Some(reason.as_str()))?;
    if action == Action::FindConflict {
        tell(tx, &asked, reason.as_str());
    }
    Ok(asked.counted())
}

/// Declines an assignment.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn decline(tx: &mut Tx<'_>, id: AssignmentId, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    let asked = permitted(tx, id, Action::DeclineAssignment)?;
    move_to(tx, &asked, Some(reason.as_str()))
}

/// Takes an assignment back.
///
/// # Errors
/// The refusal of the tables.
pub fn remove(tx: &mut Tx<'_>, id: AssignmentId) -> Result<()> {
    let asked = permitted(tx, id, Action::RemoveAssignment)?;
    tell(tx, &asked, "");
    move_to(tx, &asked, None)
}

/// Ends what a person reviews in calls whose reviewer they are no more; what rests on a released
/// decision stays. Gives the applications whose marks it touches.
///
/// # Errors
/// The refusal of the tables.
pub fn end_without_role(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<ApplicationId>> {
    let held = standing::roles(tx.conn, account)?;
    let mut touched = Vec::new();
    for row in store::assignments_at_work(tx.conn, account)? {
        let (call, state) = applications::queries::place(tx.conn, row.application_id)?;
        let is_history = is_released(state) && row.state == AssignmentState::Submitted;
        if standing::reviews(&held, Some(call)) || is_history {
            continue;
        }
        let asked = permitted(tx, row.id, Action::EndAssignment)?;
        tell(tx, &asked, "");
        move_to(tx, &asked, None)?;
        touched.extend(asked.counted());
    }
    Ok(touched)
}

/// Gives a submitted review back to its reviewer.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn reopen(tx: &mut Tx<'_>, id: AssignmentId, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    let asked = permitted(tx, id, Action::ReopenReview)?;
    store::mark_submitted(tx.conn, id, None)?;
    tell(tx, &asked, reason.as_str());
    move_to(tx, &asked, None)
}

fn tell(tx: &mut Tx<'_>, asked: &Asked, reason: &str) {
    let id = asked.row.id;
    let matter = Matter::Assignment(id);
    let tidings = Tidings::of(asked.permit.action(), matter, "/reviews");
    let tidings = tidings.to(asked.row.account_id).saying("reason", reason);
    tx.tell(tidings.saying("title", &asked.title));
}

/// An assignment, with the permit for an action on it and what is true of it.
pub(super) struct Asked {
    pub(super) row: AssignmentRow,
    pub(super) permit: Permit,
    title: String,
    facts: Facts,
}

impl Asked {
    /// The application, where a review that was in is touched.
    fn counted(&self) -> Option<ApplicationId> {
        (self.row.state == AssignmentState::Submitted).then_some(self.row.application_id)
    }
}

fn is_released(state: ApplicationState) -> bool {
    matches!(
        state,
        ApplicationState::Awarded | ApplicationState::Reserve | ApplicationState::Rejected
    )
}

/// The row of an assignment and the permit for an action on it.
pub(super) fn permitted(tx: &mut Tx<'_>, id: AssignmentId, action: Action) -> Result<Asked> {
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
    store::lock(tx.conn, row.application_id)?;
    let row = store::assignment(tx.conn, id)?.ok_or(Error::NotFound(MatterKind::Assignment))?;
    let application = applications::queries::load(tx.conn, row.application_id)?;
    let parts = involvement::parts(
        tx.conn,
        (application.call, row.application_id),
        &[row.account_id],
    )?;
    let clear = !matches!(
        row.state,
        AssignmentState::Invited | AssignmentState::Conflicted
    );
    let facts = parted(&parts)
        .with(Condition::DeclaredNoConflict, clear)
        .with(Condition::NotTheReviewer, actor != Some(row.account_id))
        .with(
            Condition::ApplicationStands,
            application.state != ApplicationState::Withdrawn,
        )
        .with(
            Condition::ConsensusIsOpen,
            application.state == ApplicationState::UnderReview,
        )
        .with(
            Condition::DecisionNotReleased,
            !is_released(application.state),
        );
    let permit = tx.require(action, &standing, &facts)?;
    Ok(Asked {
        row,
        permit,
        title: application.title,
        facts,
    })
}

/// Moves an assignment on.
pub(super) fn move_to(tx: &mut Tx<'_>, asked: &Asked, words: Option<&str>) -> Result<()> {
    let (row, permit) = (&asked.row, asked.permit);
    let step = decide::step(row.state, permit.action(), &asked.facts)?;
    let (by, now) = (tx.actor().person()?, tx.now());
    if store::set_state(tx.conn, row.id, step, words.map(|words| (words, by, now)))? == 0 {
        return Err(Error::stale(permit.action()));
    }
    let mut change = Change::under(permit, Matter::Assignment(row.id))
        .from(json!({ "state": step.from() }))
        .to(json!({ "state": step.to() }));
    change.ground = words.map(str::to_owned);
    tx.record(change);
    Ok(())
}

/// Reviewers who may be asked to review an application, by name.
pub(super) fn candidates(
    conn: &mut Conn,
    application: ApplicationId,
    call: CallId,
    assigned: &[(AssignmentRow, String)],
) -> Result<Vec<Candidate>> {
    let is_barred = |row: &AssignmentRow| {
        AssignmentState::AT_WORK.contains(&row.state) || row.state == AssignmentState::Conflicted
    };
    let all = identity::queries::reviewers(conn, call)?;
    let people: Vec<AccountId> = all.iter().map(|one| one.0).collect();
    let parts = involvement::parts(conn, (call, application), &people)?;
    let is_free = |account: AccountId| {
        parts.iter().all(|part| part.person != account)
            && !assigned
                .iter()
                .any(|(row, _)| row.account_id == account && is_barred(row))
    };
    Ok(all
        .into_iter()
        .filter(|one| is_free(one.0))
        .map(|(account, name)| Candidate { account, name })
        .collect())
}

/// Faults of a review that is to be submitted.
pub(super) fn demand(faults: &mut Faults, path: String, is_there: bool) {
    if !is_there {
        faults.add(path, Fault::new(FaultCode::Required));
    }
}
