//! Statements about the database that must always be true, and those that are not.

mod invariants;
mod projections;
mod sent;

pub mod rebuild;

pub use sent::files;

use crate::anchors::{self, keys};
use crate::audit;
use crate::config::{Config, Storage};
use crate::db::Conn;
use crate::db::dialect::be_patient;
use crate::db::tx::View;
use crate::error::Result;
use crate::kernel::signature::PublicKey;
use crate::ledger;

/// A statement: it gives its fault.
type Check = fn(&mut Conn) -> Result<Option<String>>;

/// The statements that are not true, in words. What cannot be read is one of them.
///
/// # Errors
/// No answer from the database.
pub fn faults(view: &mut View<'_>, config: &Config) -> Result<Vec<String>> {
    let known = keys::known(&config.anchors);
    check(view, &config.storage, &known, &mut |_, _| {})
}

/// The same, where anchors are signed with one of these keys, if any are known; says what it is
/// at, and how many of it are done.
///
/// # Errors
/// No answer from the database.
pub fn check(
    view: &mut View<'_>,
    storage: &Storage,
    known: &[PublicKey],
    progress: &mut dyn FnMut(&str, usize),
) -> Result<Vec<String>> {
    let now = view.now();
    let conn = &mut *view.conn;
    be_patient(conn)?;
    let mut told = audit::verify::told(conn, progress)?;
    let mut faults = std::mem::take(&mut told.faults);
    // What is no more what it was is named already.
    for (number, some) in told.sound.chunks(projections::AT_ONCE).enumerate() {
        progress("tasks of matters", number * projections::AT_ONCE);
        let found = projections::tasks_that_differ(conn, now, some);
        faults.extend(named("the tasks", found));
    }
    let of_nothing = projections::tasks_of_nothing(conn, &told);
    faults.extend(named("the tasks", of_nothing));
    let of_keys = projections::keys_that_differ(conn);
    faults.extend(named("the keys of organisations", of_keys));
    let of_files = sent::files_that_differ(conn, storage, progress);
    faults.extend(named("the files", of_files));
    let of_ledger = ledger::verify::first_fault(conn, progress);
    faults.extend(named("the journal", of_ledger.map_err(Into::into)));
    let of_anchors = anchors::verify::faults_of_kept(conn, known);
    faults.extend(named("the anchors", of_anchors.map_err(Into::into)));
    let checks: [(&str, Check); 7] = [
        ("the numbers of applications", projections::numbers_follow),
        ("the pots", invariants::pots_are_allotted),
        ("what awards bind", invariants::awards_are_bound),
        ("the shares of awards", invariants::shares_hold),
        ("the cash of partners", invariants::cash_covers),
        ("the approvals of payouts", invariants::approvals_hold),
        ("what awards say is paid", invariants::awards_agree),
    ];
    for (what, check) in checks {
        progress(what, 0);
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
