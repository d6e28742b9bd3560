//! Rows and SQL of payments that left already.

use crate::db::Conn;
use crate::db::schema::{departures, payment_order_lines};
use crate::kernel::id::{AccountId, PayoutId};
use crate::kernel::time::{Date, Instant};
use diesel::dsl::exists;
use diesel::prelude::*;

/// Whether an order has a line of this name.
pub(super) fn is_known(conn: &mut Conn, name: &str) -> QueryResult<bool> {
    let line = payment_order_lines::table.filter(payment_order_lines::end_to_end_id.eq(name));
    let left = departures::table.find(name);
    diesel::select(exists(line).or(exists(left))).get_result(conn)
}

pub(super) fn insert(
    conn: &mut Conn,
    (payout, name, left_on, note): (PayoutId, &str, Date, &str),
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::insert_into(departures::table)
        .values((
            departures::end_to_end_id.eq(name),
            departures::payout_id.eq(payout),
            departures::left_on.eq(left_on),
            departures::note.eq(note),
            departures::noted_by.eq(by),
            departures::noted_at.eq(now),
        ))
        .execute(conn)
}

/// The day on which the statement shows it.
pub(super) fn left_on(conn: &mut Conn, name: &str) -> QueryResult<Option<Date>> {
    departures::table
        .find(name)
        .select(departures::left_on)
        .first(conn)
        .optional()
}
