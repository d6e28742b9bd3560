//! When a review no longer counts: a conflict declared or found late, a role taken back.
//!
//! The settled marks fall with it, and so does a list that ranks them, decided or not, until it is
//! released.

use super::input::Why;
use super::{actions, store};
use crate::applications;
use crate::calls::{self, input::WithReason};
use crate::case::Saw;
use crate::db::tx::Tx;
use crate::error::Result;
use crate::identity::roles;
use crate::kernel::id::{ApplicationId, AssignmentId, CallId, RoleGrantId};
use crate::reviews::{assignment, consensus};
use crate::rules::capacity::Standing;
use crate::rules::lifecycle::ApplicationState;
use crate::rules::{Action, Facts, Matter, decide};
use crate::standing;

/// A reviewer declares a conflict of interest.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn declare_conflict(tx: &mut Tx<'_>, id: AssignmentId, input: &WithReason) -> Result<()> {
    conflict(tx, id, Action::DeclareConflict, input)
}

/// The secretariat or the panel's chair finds a conflict of interest.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn find_conflict(tx: &mut Tx<'_>, id: AssignmentId, input: &WithReason) -> Result<()> {
    conflict(tx, id, Action::FindConflict, input)
}

fn conflict(tx: &mut Tx<'_>, id: AssignmentId, action: Action, input: &WithReason) -> Result<()> {
    // As it is before the conflict: it shuts the reviewer out.
    let standing = tx.standing_to(Matter::Assignment(id))?;
    match assignment::note_conflict(tx, id, action, input)? {
        Some(application) => fall(tx, application, &standing, Some(&input.reason.lines())),
        None => Ok(()),
    }
}

/// Takes a role back; what a person reviews without one ends.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn revoke_role(tx: &mut Tx<'_>, grant: RoleGrantId, saw: &Saw) -> Result<()> {
    let account = roles::revoke(tx, grant, saw)?;
    for application in assignment::end_without_role(tx, account)? {
        let standing = standing::in_unit(tx, Matter::Application(application))?;
        fall(tx, application, &standing, None)?;
    }
    Ok(())
}

fn fall(
    tx: &mut Tx<'_>,
    application: ApplicationId,
    standing: &Standing,
    why: Option<&str>,
) -> Result<()> {
    let (call, state) = applications::queries::place(tx.conn, application)?;
    if state == ApplicationState::Ranked {
        void(tx, call, standing)?;
    }
    if matches!(state, ApplicationState::Ranked | ApplicationState::Assessed) {
        consensus::void(tx, application, standing, why)?;
    }
    Ok(())
}

/// Sets a list aside that rests on a review which no longer counts.
fn void(tx: &mut Tx<'_>, call: CallId, standing: &Standing) -> Result<()> {
    let Some(row) = store::standing(tx.conn, call)? else {
        return Ok(());
    };
    let permit = tx.require(Action::VoidRanking, standing, &Facts::none())?;
    calls::actions::follow(tx, call, permit)?;
    let step = decide::step(row.state, Action::VoidRanking, &Facts::none())?;
    actions::set_aside(tx, &row, step, Why::Review, permit)
}
