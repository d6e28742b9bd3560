//! Holds anchors against trail and ledger: what stood before them is there as it was.

use super::anchor::{Anchor, Head};
use super::store;
use crate::audit;
use crate::db::Conn;
use crate::kernel::id::{AnchorId, FundId};
use crate::kernel::signature::PublicKey;
use crate::ledger;
use diesel::QueryResult;
use std::collections::BTreeMap;

/// Of how many stored anchors the rows are read at once.
const AT_ONCE: i64 = 500;

/// What the database has at the places that some anchors speak of.
struct Found {
    fund: Option<FundId>,
    records: BTreeMap<i64, String>,
    entries: BTreeMap<i64, String>,
}

impl Found {
    fn of(conn: &mut Conn, anchors: &[&Anchor]) -> QueryResult<Self> {
        let heads = anchors.iter().map(|anchor| &anchor.heads);
        let numbers = heads.map(|heads| (heads.trail.count, heads.ledger.count));
        let (records, entries): (Vec<i64>, Vec<i64>) = numbers.unzip();
        let records = audit::queries::hashes_at(conn, &records)?;
        let entries = ledger::queries::hashes_at(conn, &entries)?;
        Ok(Self {
            fund: store::heads(conn)?.map(|heads| heads.fund),
            records: records.into_iter().collect(),
            entries: entries.into_iter().collect(),
        })
    }

    fn faults(&self, anchor: &Anchor, known: &[PublicKey]) -> Vec<String> {
        let mut faults = Vec::new();
        if !anchor.is_signed() {
            faults.push("its signature is not that of its key".to_owned());
        }
        if !known.is_empty() && !known.contains(&anchor.key) {
            let key = anchor.key.hex();
            faults.push(format!("it is signed with {key}, which is no known key"));
        }
        let heads = &anchor.heads;
        match self.fund {
            Some(own) if own == heads.fund => {}
            Some(own) => faults.push(format!("it is of fund {}, not of {own}", heads.fund)),
            None => faults.push(format!("it is of fund {}, which is not here", heads.fund)),
        }
        faults.extend(fault_of("audit record", &heads.trail, &self.records));
        faults.extend(fault_of("journal entry", &heads.ledger, &self.entries));
        faults
    }
}

fn fault_of(what: &str, head: &Head, found: &BTreeMap<i64, String>) -> Option<String> {
    let count = head.count;
    // Before the first there is nothing.
    if count == 0 && head.hash.is_empty() {
        return None;
    }
    match found.get(&count) {
        Some(hash) if *hash == head.hash => None,
        Some(_) => {
            let changed = format!("{what} {count}, or one before it, is not what was signed");
            Some(changed)
        }
        None => Some(format!("{what} {count} was signed, and is missing")),
    }
}

/// What is wrong with an anchor, in words: its signature, whose it is, and what of trail and ledger
/// is no more what was signed. That each link follows from the one before it, the walk along the
/// chains tells. Without known keys nobody can say whose signature it is.
///
/// # Errors
/// No answer from the database.
pub fn faults(conn: &mut Conn, anchor: &Anchor, known: &[PublicKey]) -> QueryResult<Vec<String>> {
    let found = Found::of(conn, &[anchor])?;
    Ok(found.faults(anchor, known))
}

/// What is wrong with the anchors that are kept, each with its identifier.
///
/// # Errors
/// No answer from the database.
pub fn faults_of_kept(conn: &mut Conn, known: &[PublicKey]) -> QueryResult<Vec<String>> {
    let mut faults = Vec::new();
    let mut below: Option<AnchorId> = None;
    loop {
        let rows = store::rows(conn, below, AT_ONCE)?;
        let Some(last) = rows.last() else {
            return Ok(faults);
        };
        below = Some(last.id);
        let mut read = Vec::new();
        for row in rows {
            match row.anchor() {
                Ok(anchor) => read.push((row, anchor)),
                Err(why) => faults.push(format!("anchor {} cannot be read: {why}", row.id)),
            }
        }
        let anchors: Vec<&Anchor> = read.iter().map(|one| &one.1).collect();
        let found = Found::of(conn, &anchors)?;
        for (row, anchor) in &read {
            let own = found.faults(anchor, known).into_iter();
            faults.extend(own.map(|fault| format!("anchor {}: {fault}", row.id)));
        }
    }
}
