//! Tasks as they lie there, beside those that are awaited.

use super::{Row, Task, as_it_was};
use crate::db::Conn;
use crate::db::column::AnyId;
use crate::db::schema::tasks;
use crate::kernel::id::{AccountId, PartnerId};
use crate::kernel::time::Instant;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Matter};
use diesel::prelude::*;

impl Row {
    /// Whether it is this task in everything but since when it waits, and until when.
    fn is_whole(&self, out: &[AccountId], task: &Task) -> bool {
        self.is_still(out, task)
            && self.matter_kind == task.matter.kind()
            && (self.page_kind, self.page_id.0) == (task.page.kind(), task.page.id())
            && (self.call_id, self.application_id) == (task.call, task.application)
            && self.organisation_id == task.organisation
    }
}

/// Of which of some matters other tasks lie there than these; what can be done no more waits only
/// to be swept.
pub(in crate::tasks) fn differing(
    conn: &mut Conn,
    (matters, of_partners): (&[Matter], &[(PartnerId, Action)]),
    mut awaited: Vec<Task>,
    now: Instant,
) -> QueryResult<Vec<Matter>> {
    if matters.is_empty() {
        return Ok(Vec::new());
    }
    let (old, out) = as_it_was(conn, matters, of_partners)?;
    let mut differing = Vec::new();
    for row in old {
        let own = out.iter().filter(|one| one.0 == row.id);
        let out: Vec<AccountId> = own.map(|one| one.1).collect();
        match awaited.iter().position(|task| row.is_whole(&out, task)) {
            Some(place) => drop(awaited.swap_remove(place)),
            None if row.open_until.is_some_and(|until| until <= now) => {}
            None => differing.push(Matter::from_parts(row.matter_kind, row.matter_id.0)),
        }
    }
    differing.extend(awaited.into_iter().map(|task| task.matter));
    differing.dedup();
    Ok(differing)
}

/// The matters that have tasks.
pub(in crate::tasks) fn owners(conn: &mut Conn) -> QueryResult<Vec<Matter>> {
    let found: Vec<(MatterKind, AnyId)> = tasks::table
        .select((tasks::matter_kind, tasks::matter_id))
        .distinct()
        .load(conn)?;
    let matter = |(kind, id): (MatterKind, AnyId)| Matter::from_parts(kind, id.0);
    Ok(found.into_iter().map(matter).collect())
}

/// Takes away the tasks of these matters; what hangs on them goes with them.
pub(in crate::tasks) fn forget(conn: &mut Conn, matters: &[Matter]) -> QueryResult<()> {
    for matter in matters {
        diesel::delete(tasks::table)
            .filter(tasks::matter_kind.eq(matter.kind()))
            .filter(tasks::matter_id.eq(AnyId(matter.id())))
            .execute(conn)?;
    }
    Ok(())
}
