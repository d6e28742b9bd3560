//! When a review no longer counts: a conflict declared, found or arisen late, a role taken back.
//!
//! The settled marks fall with it, and so does a list that ranks them, decided or not, until it is
//! released.

use super::input::Why;
use super::list::List;
use super::{actions, store};
use crate::case::{Case, Reasoned, Saw, Subject};
use crate::db::tx::Tx;
use crate::error::Result;
use crate::identity::roles;
use crate::kernel::id::{AssignmentId, JoiningId, RoleGrantId};
use crate::organisations::joining;
use crate::organisations::model::Joining;
use crate::reviews::panel::Panel;
use crate::reviews::subject::Assignment;
use crate::reviews::{arisen, assignment, consensus};
use crate::rules::Action;
use crate::rules::lifecycle::ApplicationState;

/// A reviewer declares a conflict of interest.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn declare_conflict(tx: &mut Tx<'_>, id: AssignmentId, input: &Reasoned) -> Result<()> {
    conflict(tx, id, Action::DeclareConflict, input)
}

/// The secretariat or the panel's chair finds a conflict of interest.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn find_conflict(tx: &mut Tx<'_>, id: AssignmentId, input: &Reasoned) -> Result<()> {
    conflict(tx, id, Action::FindConflict, input)
}

fn conflict(tx: &mut Tx<'_>, id: AssignmentId, action: Action, input: &Reasoned) -> Result<()> {
    let (case, counted) = assignment::note_conflict(tx, id, action, input)?;
    if counted {
        fall(tx, &case, Some(&input.reason.lines()))?;
    }
    Ok(())
}

/// Takes a role back; what a person reviews without one ends.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn revoke_role(tx: &mut Tx<'_>, grant: RoleGrantId, saw: &Saw) -> Result<()> {
    let account = roles::revoke(tx, grant, saw)?;
    for case in assignment::end_without_role(tx, account)? {
        fall(tx, &case, None)?;
    }
    Ok(())
}

/// A lead lets in whoever asked; reviews in calls in which the organisation applies end with it.
///
/// # Errors
/// The refusal of the tables.
pub fn accept_joining(tx: &mut Tx<'_>, id: JoiningId, saw: &Saw) -> Result<()> {
    let joining = joining::accept(tx, id, saw)?;
    shut_out(tx, &joining)
}

/// Whoever was invited accepts; reviews in calls in which the organisation applies end with it.
///
/// # Errors
/// The refusal of the tables.
pub fn accept_membership(tx: &mut Tx<'_>, id: JoiningId, saw: &Saw) -> Result<()> {
    let joining = joining::accept_membership(tx, id, saw)?;
    shut_out(tx, &joining)
}

fn shut_out(tx: &mut Tx<'_>, joining: &Case<Joining>) -> Result<()> {
    for case in arisen::note_conflicts(tx, joining)? {
        fall(tx, &case, None)?;
    }
    Ok(())
}

/// What rests on a review falls with it: whoever ended the review stands to that as they stood to
/// the review before.
fn fall(tx: &mut Tx<'_>, cause: &Case<Assignment>, why: Option<&str>) -> Result<()> {
    let mut panel = cause.entails(Panel::load(tx.conn, cause.application())?);
    if panel.state() == ApplicationState::Ranked {
        void(tx, cause)?;
        panel = cause.entails(Panel::load(tx.conn, cause.application())?);
    }
    if panel.state() == ApplicationState::Assessed {
        consensus::void(tx, &mut panel, why)?;
    }
    Ok(())
}

/// Sets a list aside that rests on a review which no longer counts.
fn void(tx: &mut Tx<'_>, cause: &Case<Assignment>) -> Result<()> {
    let Some(id) = store::lock_standing(tx.conn, cause.call())? else {
        return Ok(());
    };
    let mut list = cause.entails(List::load(tx.conn, id)?);
    let taken = tx.follow(&mut list, Action::VoidRanking)?;
    actions::set_aside(tx, &list, &taken, Why::Review)
}
