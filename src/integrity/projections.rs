//! What is reckoned from something else, reckoned again.

use crate::audit::verify::Told;
use crate::db::Conn;
use crate::db::keys;
use crate::db::schema::{applications, number_series};
use crate::error::Result;
use crate::kernel::id::reference_number;
use crate::kernel::time::Instant;
use crate::rules::Matter;
use crate::tasks;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

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

/// Tasks of what there is not.
pub(super) fn tasks_of_nothing(conn: &mut Conn, told: &Told) -> Result<Vec<String>> {
    let unknown = owners_of_nothing(conn, told)?.into_iter();
    let said = |matter: Matter| {
        let (kind, id) = (matter.kind(), matter.id());
        format!("a task is of {kind} {id}, which is not there")
    };
    Ok(unknown.map(said).collect())
}

/// The matters that have tasks and are not there. The offices of an application are there with it.
pub(super) fn owners_of_nothing(conn: &mut Conn, told: &Told) -> Result<Vec<Matter>> {
    let key = |matter: &Matter| (matter.kind(), matter.id());
    let is_known = |matter: &Matter| {
        let of = match matter {
            Matter::Offices(id) => Matter::Application(*id),
            other => *other,
        };
        told.matters.binary_search_by_key(&key(&of), key).is_ok()
    };
    let owners = tasks::owners(conn)?.into_iter();
    Ok(owners.filter(|matter| !is_known(matter)).collect())
}

/// Organisations whose keys are not made of their name and number.
pub(super) fn keys_that_differ(conn: &mut Conn) -> Result<Vec<String>> {
    let differing = keys::differing(conn)?.into_iter();
    let said = |id| format!("organisation {id} has other keys than its name and number make");
    Ok(differing.map(said).collect())
}

/// The latest number of each year: of which prefix and year, and which it is.
type Series = BTreeMap<(String, i32), i32>;

/// The highest number of each year that was given.
fn given(conn: &mut Conn) -> Result<Series> {
    let given: Vec<Option<String>> = applications::table
        .filter(applications::number.is_not_null())
        .select(applications::number)
        .load(conn)?;
    let mut highest = Series::new();
    for number in given.iter().flatten() {
        let Some((series, running)) = number.rsplit_once('-') else {
            continue;
        };
        let Some((prefix, year)) = series.rsplit_once('-') else {
            continue;
        };
        let year = year.parse().unwrap_or_default();
        let highest = highest.entry((prefix.to_owned(), year)).or_default();
        *highest = running.parse().unwrap_or(i32::MAX).max(*highest);
    }
    Ok(highest)
}

fn counted(conn: &mut Conn) -> Result<Series> {
    let series: Vec<(String, i32, i32)> = number_series::table.load(conn)?;
    let series = series.into_iter();
    Ok(series.map(|one| ((one.0, one.1), one.2)).collect())
}

/// The latest number of each year is the highest that was given.
pub(super) fn numbers_follow(conn: &mut Conn) -> Result<Option<String>> {
    let (mut given, counted) = (given(conn)?, counted(conn)?);
    for ((prefix, year), latest) in counted {
        let named = reference_number(&prefix, year, latest);
        if given.remove(&(prefix, year)) != Some(latest) {
            return Ok(Some(format!(
                "no application has {named}, the latest number of its year"
            )));
        }
    }
    let uncounted = given.into_keys().next();
    Ok(uncounted.map(|(prefix, year)| format!("nothing counts the numbers {prefix}-{year}-…")))
}

/// Counts from the highest number of each year that was given; gives the years where it differed.
pub(super) fn renumber(conn: &mut Conn) -> Result<Vec<String>> {
    let (given, counted) = (given(conn)?, counted(conn)?);
    let mut changed = Vec::new();
    let both: BTreeSet<_> = given.keys().chain(counted.keys()).collect();
    for series in both {
        let latest = given.get(series).copied();
        if latest == counted.get(series).copied() {
            continue;
        }
        let (prefix, year) = series;
        diesel::delete(number_series::table.find((prefix, year))).execute(conn)?;
        if let Some(latest) = latest {
            diesel::insert_into(number_series::table)
                .values((
                    number_series::prefix.eq(prefix),
                    number_series::year.eq(year),
                    number_series::latest.eq(latest),
                ))
                .execute(conn)?;
        }
        changed.push(format!("{prefix}-{year}"));
    }
    Ok(changed)
}
