//! What is reckoned from something else, reckoned again.

use crate::db::Conn;
use crate::db::schema::{applications, number_series};
use crate::error::Result;
use crate::kernel::id::reference_number;
use crate::kernel::time::Instant;
use crate::rules::Matter;
use crate::tasks;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Of how many matters the tasks are reckoned at once.
pub(super) const AT_ONCE: usize = 400;

/// Of which of these matters other tasks lie there than they await.
pub(super) fn tasks_that_differ(
    conn: &mut Conn,
    now: Instant,
    matters: &[Matter],
) -> Result<Vec<String>> {
    let differing = tasks::differing(conn, now, matters)?;
    let said = |matter: Matter| {
        let (kind, id) = (matter.kind(), matter.id());
        format!("{kind} {id} awaits something else than its tasks say")
    };
    Ok(differing.into_iter().map(said).collect())
}

/// Tasks of what there is not. The offices of an application are there with it.
pub(super) fn tasks_of_nothing(
    conn: &mut Conn,
    is_known: impl Fn(&Matter) -> bool,
) -> Result<Vec<String>> {
    let owners = tasks::owners(conn)?;
    let of = |matter: &Matter| match matter {
        Matter::Offices(id) => Matter::Application(*id),
        other => *other,
    };
    let unknown = owners.into_iter().filter(|matter| !is_known(&of(matter)));
    Ok(unknown
        .map(|matter| {
            format!(
                "a task is of {} {}, which is not there",
                matter.kind(),
                matter.id()
            )
        })
        .collect())
}

/// The latest number of each year is the highest that was given.
pub(super) fn numbers_follow(conn: &mut Conn) -> Result<Option<String>> {
    let given: Vec<Option<String>> = applications::table
        .filter(applications::number.is_not_null())
        .select(applications::number)
        .load(conn)?;
    let mut highest: BTreeMap<String, i32> = BTreeMap::new();
    for number in given.iter().flatten() {
        if let Some((series, running)) = number.rsplit_once('-') {
            let highest = highest.entry(series.to_owned()).or_default();
            *highest = running.parse().unwrap_or(i32::MAX).max(*highest);
        }
    }
    let series: Vec<(String, i32, i32)> = number_series::table.load(conn)?;
    for (prefix, year, latest) in series {
        let named = reference_number(&prefix, year, latest);
        let own = named.rsplit_once('-').map_or("", |parts| parts.0);
        if highest.remove(own) != Some(latest) {
            return Ok(Some(format!(
                "no application has {named}, the latest number of its year"
            )));
        }
    }
    Ok(highest
        .into_keys()
        .next()
        .map(|series| format!("nothing counts the numbers {series}-…")))
}
