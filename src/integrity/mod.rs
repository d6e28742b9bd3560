//! Statements about the database that must always be true, and those that are not.

mod invariants;
mod projections;
mod sent;

use crate::audit;
use crate::config::Storage;
use crate::db::Conn;
use crate::db::dialect::be_patient;
use crate::db::tx::View;
use crate::error::Result;
use crate::ledger;
use crate::rules::Matter;

/// A statement: it gives its fault.
type Check = fn(&mut Conn) -> Result<Option<String>>;

/// The statements that are not true, in words. What cannot be read is one of them.
///
/// # Errors
/// No answer from the database.
pub fn faults(view: &mut View<'_>, storage: &Storage) -> Result<Vec<String>> {
    let now = view.now();
    let conn = &mut *view.conn;
    be_patient(conn)?;
    let told = audit::verify::told(conn)?;
    let mut faults = told.faults;
    // What is no more what it was is named already.
    for some in told.sound.chunks(projections::AT_ONCE) {
        let found = projections::tasks_that_differ(conn, now, some);
        faults.extend(named("the tasks", found));
    }
    let key = |matter: &Matter| (matter.kind(), matter.id());
    let is_known = |matter: &Matter| told.matters.binary_search_by_key(&key(matter), key).is_ok();
    faults.extend(named(
        "the tasks",
        projections::tasks_of_nothing(conn, is_known),
    ));
    faults.extend(named("the files", sent::files_that_differ(conn, storage)));
    let checks: [(&str, Check); 8] = [
        ("the numbers of applications", projections::numbers_follow),
        ("the journal", |conn| Ok(ledger::verify::first_fault(conn)?)),
        ("the pots", invariants::pots_are_allotted),
        ("what awards bind", invariants::awards_are_bound),
        ("the shares of awards", invariants::shares_hold),
        ("the cash of partners", invariants::cash_covers),
        ("the approvals of payouts", invariants::approvals_hold),
        ("what awards say is paid", invariants::awards_agree),
    ];
    for (what, check) in checks {
        faults.extend(named(what, check(conn)));
    }
    Ok(faults)
}

/// The faults that were found; where nothing could be read, that.
fn named(what: &str, found: Result<impl IntoIterator<Item = String>>) -> Vec<String> {
    match found {
        Ok(faults) => faults.into_iter().collect(),
        Err(error) => vec![format!("{what} cannot be read: {error}")],
    }
}
