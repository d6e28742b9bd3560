//! What calls, granted roles, pledges and letters await.
//!
//! A call in evaluation waits for its applications; one that is not published yet for money and
//! partners: it is reckoned anew whenever they change.

use super::project::tasks_of;
use super::store::{self, Task};
use crate::calls::subject::Course;
use crate::case::Subject;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::fund::queries::Contribution;
use crate::identity::subject::Grant;
use crate::kernel::id::{ApplicationId, CallId};
use crate::kernel::time::Instant;
use crate::notifications::Letter;
use crate::rules::Matter;
use crate::rules::awaited::Awaits;

/// Brings the tasks of these matters up to what they await now.
pub(super) fn refresh(conn: &mut Conn, now: Instant, matters: &[Matter]) -> Result<()> {
    let (mut renewed, mut tasks) = (Vec::new(), Vec::new());
    for id in calls_of(conn, matters)? {
        renewed.push(Matter::Call(id));
        let course = Course::load(conn, id);
        tasks.extend(of(conn, course, now)?);
    }
    for matter in matters {
        let own = match matter {
            Matter::RoleGrant(id) => {
                let grant = Grant::load(conn, *id);
                of(conn, grant, now)?
            }
            Matter::Contribution(id) => {
                let pledge = Contribution::load(conn, *id);
                of(conn, pledge, now)?
            }
            Matter::Letter(id) => {
                let letter = Letter::load(conn, *id);
                of(conn, letter, now)?
            }
            _ => continue,
        };
        renewed.push(*matter);
        tasks.extend(own);
    }
    if renewed.is_empty() {
        return Ok(());
    }
    Ok(store::replace(conn, &renewed, tasks)?)
}

/// What a thing awaits; one that is gone awaits nothing.
fn of<S>(conn: &mut Conn, thing: Result<S>, now: Instant) -> Result<Vec<Task>>
where
    S: Subject,
    S::State: Awaits,
{
    match thing {
        Err(Error::NotFound(_)) => Ok(Vec::new()),
        other => tasks_of(conn, other?, now),
    }
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
    calls.extend(store::calls_in_evaluation(conn, &applications)?);
    if weighs {
        calls.extend(store::calls_being_weighed(conn)?);
    }
    calls.sort_by_key(|id| id.uuid());
    calls.dedup();
    Ok(calls)
}
