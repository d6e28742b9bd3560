//! What calls await.
//!
//! A call in evaluation waits for its applications; one that is not published yet for money and
//! partners: it is reckoned anew whenever they change.

use super::project::tasks_of;
use super::store::{self, Task};
use crate::calls::subject::Course;
use crate::case::Subject;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::id::{ApplicationId, CallId};
use crate::kernel::time::Instant;
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
            Matter::Fund | Matter::Partner(_) | Matter::Contribution(_) => {}
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
