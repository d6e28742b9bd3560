//! What calls, granted roles, pledges and letters await.
//!
//! A closed call waits for its applications; one that is not published yet for money and
//! partners: it is reckoned anew whenever they change.

use super::project::Projection;
use super::store;
use crate::calls::subject::Course;
use crate::case::Subject;
use crate::db::Conn;
use crate::error::Result;
use crate::fund::queries::Contribution;
use crate::identity::subject::Grant;
use crate::kernel::id::{ApplicationId, CallId};
use crate::notifications::Letter;
use crate::rules::Matter;

/// Adds what these matters await now.
pub(super) fn add(conn: &mut Conn, projection: &mut Projection, matters: &[Matter]) -> Result<()> {
    for id in calls_of(conn, matters)? {
        let course = Course::load(conn, id)?;
        projection.add(conn, course)?;
    }
    for matter in matters {
        match matter {
            Matter::RoleGrant(id) => {
                let grant = Grant::load(conn, *id)?;
                projection.add(conn, grant)?;
            }
            Matter::Contribution(id) => {
                let pledge = Contribution::load(conn, *id)?;
                projection.add(conn, pledge)?;
            }
            Matter::Letter(id) => {
                let letter = Letter::load(conn, *id)?;
                projection.add(conn, letter)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The calls these matters are or change.
fn calls_of(conn: &mut Conn, matters: &[Matter]) -> Result<Vec<CallId>> {
    let mut applications: Vec<ApplicationId> = Vec::new();
    let mut calls: Vec<CallId> = Vec::new();
    let mut weighs = false;
    for matter in matters {
        match matter {
            Matter::Application(id) => applications.push(*id),
            Matter::Call(id) => calls.push(*id),
            Matter::Partner(_) | Matter::Contribution(_) => {}
            _ => continue,
        }
        weighs |= !matches!(matter, Matter::Application(_));
    }
    calls.extend(store::calls_closed(conn, &applications)?);
    if weighs {
        calls.extend(store::calls_being_weighed(conn)?);
    }
    calls.sort_by_key(|id| id.uuid());
    calls.dedup();
    Ok(calls)
}
