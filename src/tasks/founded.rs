//! What calls, granted roles, pledges and letters await.
//!
//! A closed call waits for the findings on its applications; one that is not published yet for
//! money and partners: it is reckoned anew whenever they change.

use super::project::Projection;
use super::store;
use crate::calls::subject::Course;
use crate::case::Subject;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::fund::bookings::model::Contribution;
use crate::fund::bookings::subject::Entered;
use crate::identity::queries::{waiting_beside, waiting_for};
use crate::identity::second_factor::lost::Lost;
use crate::identity::second_factor::queries::all_lost;
use crate::identity::subject::Grant;
use crate::kernel::id::{AccountId, ApplicationId, CallId};
use crate::notifications::Letter;
use crate::rules::Matter;
use crate::rules::awaited::Awaits;

/// Adds what these matters await now.
pub(super) fn add(conn: &mut Conn, projection: &mut Projection, matters: &[Matter]) -> Result<()> {
    for matter in matters.iter().filter(|one| matches!(one, Matter::Call(_))) {
        projection.clear(*matter);
    }
    for id in calls_on_course(conn, matters)? {
        let course = Course::load(conn, id);
        add_if_there(conn, projection, Matter::Call(id), course)?;
    }
    for account in lost_factors(conn, projection, matters)? {
        let lost = Lost::load(conn, account);
        add_if_there(conn, projection, Matter::Account(account), lost)?;
    }
    for matter in matters {
        match matter {
            Matter::RoleGrant(id) => {
                let grant = Grant::load(conn, *id);
                add_if_there(conn, projection, *matter, grant)?;
                for other in waiting_beside(conn, *id)? {
                    let grant = Grant::load(conn, other);
                    add_if_there(conn, projection, Matter::RoleGrant(other), grant)?;
                }
            }
            // Whoever is shut out is confirmed in nothing, and nothing they proposed is.
            Matter::Account(id) => {
                for proposed in waiting_for(conn, *id)? {
                    let grant = Grant::load(conn, proposed);
                    add_if_there(conn, projection, Matter::RoleGrant(proposed), grant)?;
                }
            }
            Matter::Contribution(id) => {
                let pledge = Contribution::load(conn, *id);
                add_if_there(conn, projection, *matter, pledge)?;
            }
            // What is outstanding of its pledge may have changed with it.
            Matter::Receipt(id) => {
                let entered = Entered::load(conn, *id);
                if let Ok(entered) = &entered {
                    projection.add(conn, entered.pledge.clone())?;
                }
                add_if_there(conn, projection, *matter, entered)?;
            }
            Matter::Letter(id) => {
                let letter = Letter::load(conn, *id);
                add_if_there(conn, projection, *matter, letter)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whose lost factors these matters are or change: who may confirm that one is taken off depends on
/// who has proposed whom for a role.
fn lost_factors(
    conn: &mut Conn,
    projection: &mut Projection,
    matters: &[Matter],
) -> Result<Vec<AccountId>> {
    let is_account = |one: &&Matter| matches!(one, Matter::Account(_));
    for matter in matters.iter().filter(is_account) {
        projection.clear(*matter);
    }
    let are_people = |one: &Matter| matches!(one, Matter::Account(_) | Matter::RoleGrant(_));
    if !matters.iter().any(are_people) {
        return Ok(Vec::new());
    }
    let mut lost = all_lost(conn)?;
    if !matters
        .iter()
        .any(|one| matches!(one, Matter::RoleGrant(_)))
    {
        lost.retain(|account| matters.contains(&Matter::Account(*account)));
    }
    Ok(lost)
}

/// Adds a thing; one that is gone awaits nothing.
fn add_if_there<S>(
    conn: &mut Conn,
    projection: &mut Projection,
    matter: Matter,
    thing: Result<S>,
) -> Result<()>
where
    S: Subject + 'static,
    S::State: Awaits,
{
    match thing {
        Err(Error::NotFound(_)) => {
            projection.clear(matter);
            Ok(())
        }
        other => projection.add(conn, other?),
    }
}

/// The calls these matters are or change, whose own course awaits something.
fn calls_on_course(conn: &mut Conn, matters: &[Matter]) -> Result<Vec<CallId>> {
    let mut applications: Vec<ApplicationId> = Vec::new();
    let mut calls: Vec<CallId> = Vec::new();
    let mut weighs = false;
    for matter in matters {
        match matter {
            Matter::Application(id) => applications.push(*id),
            Matter::Call(id) => calls.push(*id),
            Matter::Partner(_) | Matter::Contribution(_) => weighs = true,
            _ => {}
        }
    }
    Ok(store::calls_on_course(conn, &calls, &applications, weighs)?)
}
