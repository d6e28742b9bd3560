//! The machine's clock, held against the trail.

use super::store::unless_behind;
use crate::db::Conn;
use crate::db::schema::audit_head;
use crate::db::tx::{Change, Tx};
use crate::error::Result;
use crate::kernel::time::Instant;
use crate::rules::{Action, Facts, Matter};
use diesel::prelude::*;
use serde_json::json;

/// When the last record was written.
///
/// # Errors
/// No answer from the database.
pub fn latest(conn: &mut Conn) -> QueryResult<Instant> {
    audit_head::table
        .find(1)
        .select(audit_head::recorded_at)
        .first(conn)
}

/// Whether something can be recorded at this moment.
///
/// # Errors
/// `ClockBehind` where what was recorded is ahead of it.
pub fn is_right(conn: &mut Conn, now: Instant) -> Result<()> {
    unless_behind(latest(conn)?, now)
}

/// Records that the clock jumped by so many seconds: back, where they are less than nothing.
///
/// # Errors
/// No answer from the database.
pub fn note_jump(tx: &mut Tx<'_>, seconds: i64) -> Result<()> {
    let standing = tx.standing_to(Matter::Fund)?;
    let permit = tx.require(Action::NoteClockJump, &standing, &Facts::none())?;
    let shows = tx.now();
    let how = json!({ "seconds": seconds, "clock": shows });
    tx.record(Change::under(permit, Matter::Fund).to(how));
    Ok(())
}
