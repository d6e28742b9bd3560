//! When a review no longer counts: a conflict declared, found or arisen late, a role taken back; or
//! an application is withdrawn.
//!
//! The settled marks fall with a review, and a list that ranks either falls, decided or not, until
//! it is released.

use super::input::Why;
use super::list::List;
use super::{actions, store};
use crate::applications;
use crate::case::{Case, Reasoned, Saw, Subject};
use crate::db::tx::Tx;
use crate::error::Result;
use crate::identity::roles;
use crate::kernel::id::{
    AccountId, ApplicationId, AssignmentId, JoiningId, OrganisationId, RecusalId, RoleGrantId,
};
use crate::organisations::input::Details;
use crate::organisations::{self, joining};
use crate::recusals::input::RecuseAnother;
use crate::recusals::subject::Conflict;
use crate::recusals::{actions as recusals, hints};
use crate::reviews::arisen::{self, Place};
use crate::reviews::model::Arisen;
use crate::reviews::panel::Panel;
use crate::reviews::subject::Assignment;
use crate::reviews::{assignment, consensus};
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

/// Withdraws an application, or discards a draft. That is an applicant's right at any time before
/// the release, on a list or not: to be refused it would tell that there is one. Places and money
/// move up without it, so the boards vote on another list.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn withdraw(tx: &mut Tx<'_>, id: ApplicationId, input: &Reasoned) -> Result<()> {
    store::lock_call_of(tx.conn, id)?;
    let (call, was) = applications::actions::withdraw(tx, id, input)?;
    if was == ApplicationState::Ranked
        && let Some(list) = store::lock_standing(tx.conn, call)?
    {
        // Who applies stands in no relation to a list.
        let list = List::load(tx.conn, list)?;
        let list = tx.case_from_afar(list);
        void(tx, list, Why::Withdrawal)?;
    }
    Ok(())
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
    shut_out(
        tx,
        joining.organisation,
        Arisen::Asked,
        &[joining.account()],
    )
}

/// Whoever was invited accepts; reviews in calls in which the organisation applies end with it.
///
/// # Errors
/// The refusal of the tables.
pub fn accept_membership(tx: &mut Tx<'_>, id: JoiningId, saw: &Saw) -> Result<()> {
    let joining = joining::accept_membership(tx, id, saw)?;
    shut_out(
        tx,
        joining.organisation,
        Arisen::Invited,
        &[joining.account()],
    )
}

/// Stands aside from an application; what one reviews of it ends.
///
/// # Errors
/// As [`recusals::recuse`].
pub fn recuse(tx: &mut Tx<'_>, id: ApplicationId, input: &Reasoned) -> Result<RecusalId> {
    store::lock_call_of(tx.conn, id)?;
    let (recusal, conflict) = recusals::recuse(tx, id, input)?;
    stands_aside(tx, id, &conflict)?;
    Ok(recusal)
}

/// Finds that somebody else in office has a conflict of interest; what they review of the
/// application ends.
///
/// # Errors
/// As [`recusals::recuse_another`].
pub fn recuse_another(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    input: &RecuseAnother,
) -> Result<RecusalId> {
    store::lock_call_of(tx.conn, id)?;
    let (recusal, conflict) = recusals::recuse_another(tx, id, input)?;
    stands_aside(tx, id, &conflict)?;
    Ok(recusal)
}

/// Confirms a hint: what the person reviews of the application ends with it, and of all its call
/// where they take part in the application.
///
/// # Errors
/// As [`recusals::confirm`].
pub fn confirm_hint(
    tx: &mut Tx<'_>,
    (application, id): (ApplicationId, RecusalId),
    saw: &Saw,
) -> Result<()> {
    store::lock_call_of(tx.conn, application)?;
    let conflict = recusals::confirm(tx, (application, id), saw)?;
    stands_aside(tx, application, &conflict)
}

fn stands_aside(tx: &mut Tx<'_>, id: ApplicationId, conflict: &Conflict) -> Result<()> {
    let cause = arisen::Cause {
        organisation: conflict.organisation,
        how: Arisen::Recused,
        people: vec![conflict.account],
        place: match conflict.competes {
            true => Place::Call(conflict.call),
            false => Place::Application(id),
        },
    };
    end_reviews(tx, &cause)
}

/// Registers an organisation; where it applies already under its number, reviews of whoever
/// registers it end with it.
///
/// # Errors
/// As [`organisations::actions::register`].
pub fn register_organisation(tx: &mut Tx<'_>, input: &Details) -> Result<OrganisationId> {
    let id = organisations::actions::register(tx, input)?;
    let by = tx.person()?;
    shut_out(tx, id, Arisen::Registered, &[by])?;
    Ok(id)
}

/// Changes an organisation's details; where it applies already under its new number, reviews of
/// those who act for it end with it.
///
/// # Errors
/// As [`organisations::actions::update`].
pub fn update_organisation(tx: &mut Tx<'_>, id: OrganisationId, input: &Details) -> Result<()> {
    let people = organisations::actions::update(tx, id, input)?;
    shut_out(tx, id, Arisen::Corrected, &people)
}

fn shut_out(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    how: Arisen,
    people: &[AccountId],
) -> Result<()> {
    let cause = arisen::Cause {
        organisation,
        how,
        people: people.to_vec(),
        place: Place::ItsCalls,
    };
    end_reviews(tx, &cause)?;
    for person in people {
        hints::look_for(tx, *person)?;
    }
    Ok(())
}

/// Ends the reviews in which a conflict arose, and what rests on those that counted.
fn end_reviews(tx: &mut Tx<'_>, cause: &arisen::Cause) -> Result<()> {
    for case in arisen::note_conflicts(tx, cause)? {
        fall(tx, &case, None)?;
    }
    Ok(())
}

/// What rests on a review falls with it: whoever ended the review stands to that as they stood to
/// the review before.
fn fall(tx: &mut Tx<'_>, cause: &Case<Assignment>, why: Option<&str>) -> Result<()> {
    let mut panel = cause.entails(Panel::load(tx.conn, cause.application())?);
    if panel.state() == ApplicationState::Ranked {
        if let Some(id) = store::lock_standing(tx.conn, cause.call())? {
            let list = List::load(tx.conn, id)?;
            void(tx, cause.entails(list), Why::Review)?;
        }
        panel = cause.entails(Panel::load(tx.conn, cause.application())?);
    }
    if panel.state() == ApplicationState::Assessed {
        consensus::void(tx, &mut panel, why)?;
    }
    Ok(())
}

/// Sets a list aside that cannot be what is decided.
fn void(tx: &mut Tx<'_>, mut list: Case<List>, why: Why) -> Result<()> {
    let taken = tx.follow(&mut list, Action::VoidRanking)?;
    actions::set_aside(tx, &list, &taken, why)
}
