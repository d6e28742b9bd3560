//! Recomputes the chain.

use super::store::Row;
use crate::db::Conn;
use crate::db::schema::{audit_head, audit_records};
use diesel::prelude::*;

const BATCH: i64 = 1_000;

/// The first record that is not what was written, or `None` where the chain is whole.
///
/// # Errors
/// No answer from the database.
pub fn first_fault(conn: &mut Conn) -> QueryResult<Option<String>> {
    let (head, head_hash): (i64, String) = audit_head::table
        .find(1)
        .select((audit_head::sequence, audit_head::hash))
        .first(conn)?;
    let (mut expected, mut hash) = (1_i64, String::new());
    loop {
        let rows: Vec<Row> = audit_records::table
            .filter(audit_records::sequence.ge(expected))
            .order(audit_records::sequence)
            .limit(BATCH)
            .load(conn)?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.sequence != expected {
                return Ok(Some(format!("audit record {expected} is missing")));
            }
            if row.previous_hash != hash || row.hash != row.reckoned_hash() {
                return Ok(Some(format!("audit record {expected} has been changed")));
            }
            hash = row.hash;
            expected += 1;
        }
    }
    if expected - 1 != head || hash != head_hash {
        return Ok(Some(format!(
            "audit record {head} was the last written and is missing"
        )));
    }
    Ok(None)
}
