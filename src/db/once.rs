//! A button pressed twice does what it does once: the answer of the first press is kept for the
//! second, in the same unit of work as what was done.

use super::Conn;
use super::schema::presses;
use crate::kernel::id::AccountId;
use crate::kernel::time::Instant;
use diesel::prelude::*;

/// How long a press is remembered, in seconds: a program that lost the answer may ask again for
/// a week.
const REMEMBERED: i64 = 7 * 24 * 60 * 60;

/// What a press was answered, where it came before.
///
/// # Errors
/// No answer from the database.
pub fn answered(conn: &mut Conn, account: AccountId, key: &str) -> QueryResult<Option<String>> {
    presses::table
        .find((account, key))
        .select(presses::answer)
        .first(conn)
        .optional()
}

/// Keeps the answer of a press; those nobody will repeat any more go.
///
/// # Errors
/// The same press has just been answered by another unit of work.
pub fn keep(
    conn: &mut Conn,
    account: AccountId,
    key: &str,
    answer: &str,
    now: Instant,
) -> QueryResult<()> {
    diesel::delete(presses::table)
        .filter(presses::account_id.eq(account))
        .filter(presses::pressed_at.lt(now.plus_seconds(-REMEMBERED)))
        .execute(conn)?;
    diesel::insert_into(presses::table)
        .values((
            presses::account_id.eq(account),
            presses::key.eq(key),
            presses::answer.eq(answer),
            presses::pressed_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}
