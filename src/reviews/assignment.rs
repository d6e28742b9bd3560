//! Assignments: made by hand, declared on, declined, taken back, ended by a conflict or a lost
//! role.

use super::input::{Assign, DeclareClear};
use super::panel::{Panel, is_released};
use super::store::{self, AssignmentRow};
use super::subject::Assignment;
use super::{involvement, queries};
use crate::case::{Case, Reasoned, Saw, Subject, Taken};
use crate::db::tx::{Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::identity;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, ApplicationId, AssignmentId};
use crate::kernel::time::Date;
use crate::kernel::told::Told;
use crate::rules::lifecycle::{AssignmentState, State};
use crate::rules::matter::MatterKind;
use crate::rules::notice::LetterKind;
use crate::rules::{Action, Condition, Matter};
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
    let mut panel: Case<Panel> = tx.case(application)?;
    weigh(tx, &mut panel, reviewer, due_on)?;
    let taken = tx.take(&mut panel, action, &input.saw())?;
    let id = AssignmentId::new();
    let row = AssignmentRow {
        id,
        application_id: application,
        account_id: reviewer,
        state: AssignmentState::FIRST,
        assigned_by: tx.person()?,
        assigned_at: tx.now(),
        due_on,
        declared_at: None,
        declared_by: None,
        declaration: None,
        version: 1,
        arose_from: None,
        arose_how: None,
    };
    store::insert_assignment(tx.conn, row)
        .map_err(|error| unless_duplicate(error, action, "assignment"))?;
    tx.touch(Matter::Assignment(id));
    let tidings = Tidings::of(action, Matter::Assignment(id), format!("/reviews/{id}"));
    let due = due_on.map_or_else(|| "—".into(), Told::from);
    let tidings = tidings.to(reviewer).saying("title", panel.title());
    tx.tell(tidings.saying("due", due));
    let after = json!({ "assignment": id, "reviewer": reviewer, "due_on": due_on });
    tx.note(&taken, after);
    Ok(id)
}

/// Nobody plans a review further ahead.
const LONGEST_DAYS: i32 = 366;

/// Tells the case what the law asks of the person who is to review.
fn weigh(
    tx: &mut Tx<'_>,
    panel: &mut Case<Panel>,
    reviewer: AccountId,
    due_on: Option<Date>,
) -> Result<()> {
    use Condition as C;
    let (call, application) = (panel.call(), panel.application());
    let held = standing::roles(tx.conn, reviewer)?;
    let is_active = identity::queries::is_active(tx.conn, reviewer)?;
    let parts = involvement::parts(tx.conn, &[call], &[reviewer])?;
    let conflicted = (reviewer, AssignmentState::Conflicted);
    let stands_aside = !involvement::aside(tx.conn, application, &[reviewer])?.is_empty();
    let is_known = stands_aside || panel.seats().contains(&conflicted);
    let latest = tx.now().date().plus_days(LONGEST_DAYS);
    if due_on.is_some_and(|day| day > latest) {
        return Err(Error::at("due_on", FaultCode::TooFarAhead));
    }
    let is_ahead = due_on.is_none_or(|day| day > tx.now().earliest_day());
    let mut in_it = parts.iter().map(|part| part.application == application);
    panel.know(C::NotOfAParticipant, !in_it.clone().any(|own| own));
    panel.know(C::NotInACompetingApplication, in_it.all(|own| own));
    panel.know(C::PersonIsReviewer, standing::reviews(&held, Some(call)));
    panel.know(C::ReviewerIsActive, is_active);
    panel.know(C::NoConflictKnown, !is_known);
    panel.know(C::DueDayAhead, is_ahead);
    Ok(())
}

/// One's own assignment, to act on; another's does not exist for a reviewer.
pub(super) fn own(tx: &mut Tx<'_>, id: AssignmentId) -> Result<Case<Assignment>> {
    let case: Case<Assignment> = tx.case(id)?;
    if tx.actor().account() == Some(case.row.account_id) {
        Ok(case)
    } else {
        Err(Error::NotFound(MatterKind::Assignment))
    }
}

/// Declares that there is no conflict: the whole application opens.
///
/// # Errors
/// The declaration is demanded; the refusal of the tables.
pub fn declare_clear(tx: &mut Tx<'_>, id: AssignmentId, input: &DeclareClear) -> Result<()> {
    let mut own = own(tx, id)?;
    input.parse()?;
    let taken = tx.take(&mut own, Action::DeclareNoConflict, &input.saw())?;
    declare(tx, &own, &taken, DECLARATION)
}

/// A reviewer declares a conflict, or others find one: the application is shut to the reviewer, and
/// a review that was in does not count. Gives the assignment as it is then, and whether its review
/// counted.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn note_conflict(
    tx: &mut Tx<'_>,
    id: AssignmentId,
    action: Action,
    input: &Reasoned,
) -> Result<(Case<Assignment>, bool)> {
    // The call's list may fall with the review.
    store::lock_call_by(tx.conn, id)?;
    let mut case = match action {
        Action::DeclareConflict => own(tx, id)?,
        _ => tx.case(id)?,
    };
    case.allows(action, &input.saw())?;
    let reason = input.reason()?;
    let taken = tx.take(&mut case, action, &input.saw())?;
    declare(tx, &case, &taken, reason.as_str())?;
    if action == Action::FindConflict {
        tell(tx, &case, action, reason.as_str());
    }
    Ok((case, taken.from() == AssignmentState::Submitted))
}

/// Declines an assignment.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn decline(tx: &mut Tx<'_>, id: AssignmentId, input: &Reasoned) -> Result<()> {
    let mut own = own(tx, id)?;
    let reason = input.reason()?;
    let taken = tx.take(&mut own, Action::DeclineAssignment, &input.saw())?;
    declare(tx, &own, &taken, reason.as_str())
}

fn declare(
    tx: &mut Tx<'_>,
    case: &Case<Assignment>,
    taken: &Taken<AssignmentState>,
    words: &str,
) -> Result<()> {
    let made = (tx.person()?, tx.now());
    store::declare(tx.conn, case.row.id, words, made)?;
    tx.because(taken, words);
    Ok(())
}

/// Takes an assignment back.
///
/// # Errors
/// The refusal of the tables.
pub fn remove(tx: &mut Tx<'_>, id: AssignmentId, saw: &Saw) -> Result<()> {
    let action = Action::RemoveAssignment;
    let mut case: Case<Assignment> = tx.case(id)?;
    tx.take(&mut case, action, saw)?;
    tell(tx, &case, action, "");
    Ok(())
}

/// Gives a submitted review back to its reviewer.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn reopen(tx: &mut Tx<'_>, id: AssignmentId, input: &Reasoned) -> Result<()> {
    let action = Action::ReopenReview;
    let mut case: Case<Assignment> = tx.case(id)?;
    case.allows(action, &input.saw())?;
    let reason = input.reason()?;
    tx.take(&mut case, action, &input.saw())?;
    store::give_back(tx.conn, id)?;
    tell(tx, &case, action, reason.as_str());
    Ok(())
}

/// Ends what a person reviews in calls whose reviewer they are no more; what rests on a released
/// decision stays. Gives the assignments whose marks counted.
///
/// # Errors
/// The refusal of the tables.
pub fn end_without_role(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Case<Assignment>>> {
    let action = Action::EndAssignment;
    let held = standing::roles(tx.conn, account)?;
    let applications = store::reviewed_by(tx.conn, &[account])?;
    store::lock_all(tx.conn, &applications)?;
    let mut counted = Vec::new();
    for assignment in queries::at_work(tx.conn, &applications, &[account])? {
        let is_in = assignment.state() == AssignmentState::Submitted;
        let is_history = is_in && is_released(assignment.head.state);
        if is_history || standing::reviews(&held, Some(assignment.call())) {
            continue;
        }
        let mut case = tx.case_of(assignment)?;
        tx.follow(&mut case, action)?;
        tell(tx, &case, action, "");
        counted.extend(is_in.then_some(case));
    }
    Ok(counted)
}

pub(super) fn tell(tx: &mut Tx<'_>, case: &Assignment, action: Action, reason: &str) {
    let tidings = Tidings::of(action, case.matter(), "/reviews").to(case.row.account_id);
    let tidings = tidings.saying("reason", reason);
    let letter = match action {
        Action::ReopenReview => LetterKind::ReviewReopened,
        _ => LetterKind::AssignmentEnded,
    };
    tx.tell(tidings.saying("title", &case.head.title).only(letter));
}
