//! Recomputes the chain, and what every record says its matter is made of.

use super::contents::{self, Digests, Key, Rows};
use super::store::Row;
use crate::db::Conn;
use crate::db::schema::{audit_head, audit_records};
use crate::kernel::time::Instant;
use crate::rules::Matter;
use diesel::prelude::*;
use diesel::result::Error;

const BATCH: i64 = 1_000;

/// What the trail tells of.
#[derive(Debug, Default)]
pub struct Told {
    /// Every matter, in the order of kinds and identifiers.
    pub matters: Vec<Matter>,
    /// Those that are what their last record says.
    pub sound: Vec<Matter>,
    /// Where the trail, or what it tells of, is not what was written.
    pub faults: Vec<String>,
    /// Whether the trail itself is what was written: where it is not, no record proves anything.
    pub chain_holds: bool,
}

/// Walks along the trail, and reads again all it tells of; says how far it is.
///
/// # Errors
/// No answer from the database.
pub fn told(conn: &mut Conn, progress: &mut dyn FnMut(&str, usize)) -> QueryResult<Told> {
    let mut told = Told::default();
    let latest = chain(conn, &mut told.faults, progress)?;
    told.chain_holds = told.faults.is_empty();
    compare(conn, &latest, &mut told, progress)?;
    let matter = |(kind, id): Key| Matter::from_parts(kind, id);
    told.matters = latest.into_keys().map(matter).collect();
    Ok(told)
}

/// Walks along the chain. Gives the digest every matter had after its last change.
fn chain(
    conn: &mut Conn,
    faults: &mut Vec<String>,
    progress: &mut dyn FnMut(&str, usize),
) -> QueryResult<Digests> {
    let mut walk = Walk::default();
    // The chain begins at one: whatever stands before it was not written by the program.
    let before: i64 = audit_records::table
        .filter(audit_records::sequence.lt(1))
        .count()
        .get_result(conn)?;
    if before > 0 {
        walk.fault(format!(
            "audit records stand before the first: {before} of them"
        ));
    }
    loop {
        progress("audit records", walk.passed);
        let rows = match next(conn, walk.last, BATCH) {
            Ok(rows) => rows,
            Err(Error::DeserializationError(_)) => one_by_one(conn, &mut walk)?,
            Err(error) => return Err(error),
        };
        if rows.is_empty() {
            break;
        }
        rows.into_iter().for_each(|row| walk.pass(row));
    }
    let head: Option<(i64, String, Instant)> = audit_head::table
        .find(1)
        .select((
            audit_head::sequence,
            audit_head::hash,
            audit_head::recorded_at,
        ))
        .first(conn)
        .optional()?;
    match head {
        None => walk.fault("the head of the audit trail is missing".to_owned()),
        Some((sequence, hash, at)) => {
            if sequence != walk.last || hash != walk.hash {
                let fault = format!("audit record {sequence} was the last written and is missing");
                walk.fault(fault);
            } else if walk.at.is_some_and(|last| last != at) {
                walk.fault("the head of the audit trail has another time than its last".to_owned());
            }
        }
    }
    faults.append(&mut walk.faults);
    Ok(walk.latest)
}

fn next(conn: &mut Conn, after: i64, many: i64) -> QueryResult<Vec<Row>> {
    audit_records::table
        .filter(audit_records::sequence.gt(after))
        .order(audit_records::sequence)
        .limit(many)
        .load(conn)
}

/// The next record, where one of those that follow cannot be read; that one is passed over.
fn one_by_one(conn: &mut Conn, walk: &mut Walk) -> QueryResult<Vec<Row>> {
    loop {
        match next(conn, walk.last, 1) {
            Err(Error::DeserializationError(_)) => {
                let (sequence, hash): (i64, String) = audit_records::table
                    .filter(audit_records::sequence.gt(walk.last))
                    .order(audit_records::sequence)
                    .select((audit_records::sequence, audit_records::hash))
                    .first(conn)?;
                walk.fault(format!("audit record {sequence} cannot be read"));
                (walk.last, walk.hash) = (sequence, hash);
            }
            rows => return rows,
        }
    }
}

/// How far the chain was walked, and what was found.
#[derive(Default)]
struct Walk {
    last: i64,
    passed: usize,
    hash: String,
    at: Option<Instant>,
    latest: Digests,
    faults: Vec<String>,
}

impl Walk {
    fn fault(&mut self, fault: String) {
        self.faults.push(fault);
    }

    fn pass(&mut self, row: Row) {
        let is_next = row.sequence == self.last + 1;
        if !is_next {
            self.fault(missing(self.last + 1, row.sequence - 1));
        }
        if (is_next && row.previous_hash != self.hash) || row.hash != row.reckoned_hash() {
            self.fault(format!("audit record {} has been changed", row.sequence));
        }
        self.passed += 1;
        (self.last, self.hash, self.at) = (row.sequence, row.hash, Some(row.recorded_at));
        if let Some(content) = row.content {
            self.latest.extend(contents::from_json(&content.0));
        }
    }
}

fn missing(first: i64, last: i64) -> String {
    if first == last {
        format!("audit record {first} is missing")
    } else {
        format!("audit records {first} to {last} are missing")
    }
}

/// Reads every matter again, some at a time. Of each table of which matters are made, every row is
/// of one of them.
fn compare(
    conn: &mut Conn,
    latest: &Digests,
    told: &mut Told,
    progress: &mut dyn FnMut(&str, usize),
) -> QueryResult<()> {
    let mut rows = Rows::new();
    let keys: Vec<Key> = latest.keys().copied().collect();
    for (number, some) in keys.chunks(contents::AT_ONCE).enumerate() {
        progress("matters", number * contents::AT_ONCE);
        for (key, digest) in readable(conn, some, &mut rows, &mut told.faults)? {
            let (kind, id) = key;
            if latest.get(&key) == Some(&digest) {
                told.sound.push(Matter::from_parts(kind, id));
            } else {
                let fault = format!("{kind} {id} is not what its last record says");
                told.faults.push(fault);
            }
        }
    }
    let is_known = |key: &Key| latest.contains_key(key);
    match contents::strangers(conn, &rows, is_known) {
        Err(Error::DeserializationError(error)) => {
            let fault = format!("whose some rows are cannot be read: {error}");
            told.faults.push(fault);
        }
        found => told.faults.extend(found?),
    }
    Ok(())
}

/// What can be read of these matters, whose rows are counted; the others are named.
fn readable(
    conn: &mut Conn,
    some: &[Key],
    rows: &mut Rows,
    faults: &mut Vec<String>,
) -> QueryResult<Digests> {
    let mut count = |found: Rows| {
        for (table, count) in found {
            *rows.entry(table).or_default() += count;
        }
    };
    match contents::of(conn, some.iter().copied()) {
        Err(Error::DeserializationError(_)) => {}
        read => {
            let (digests, found) = read?;
            count(found);
            return Ok(digests);
        }
    }
    let mut digests = Digests::new();
    for key in some {
        match contents::of(conn, [*key]) {
            Err(Error::DeserializationError(error)) => {
                faults.push(format!("{} {} cannot be read: {error}", key.0, key.1));
            }
            read => {
                let (own, found) = read?;
                digests.extend(own);
                count(found);
            }
        }
    }
    Ok(digests)
}
