//! Payments the partners' banks know of, or may yet be told of.

use crate::db::Conn;
use crate::db::schema::{
    applications, award_shares, awards, participants, partners, payment_order_lines,
    payment_orders, payouts,
};
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::id::{ApplicationId, PartnerId, PaymentOrderId, PayoutId};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::Instant;
use crate::restores::model::{Known, KnownOrder};
use crate::rules::lifecycle::PayoutState;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use serde_json::json;

/// A payout that is shown, with what decides to whom.
pub(super) struct KnownRow {
    pub(super) payer_id: PartnerId,
    pub(super) application: ApplicationId,
    pub(super) known: Known,
}

/// How many payments that ended are shown beside those that are under way.
const ENDED: usize = 50;

type PayoutColumns = (
    PayoutId,
    PartnerId,
    String,
    String,
    i64,
    Currency,
    PayoutState,
    ApplicationId,
    Option<String>,
);

/// A line of an order: its payout, its order, that one's number, its own name, and since when.
type LineColumns = (PayoutId, PaymentOrderId, String, String, Instant);

/// Every payout under way, and the last that ended; those a bank was told of with their last line.
pub(super) fn known(conn: &mut Conn) -> QueryResult<Vec<KnownRow>> {
    let mut rows = payouts_that_count(conn)?;
    let mut ended = 0;
    rows.retain(|row| {
        ended += usize::from(row.6 == PayoutState::Confirmed);
        row.6 != PayoutState::Confirmed || ended <= ENDED
    });
    let ids: Vec<PayoutId> = rows.iter().map(|row| row.0).collect();
    let lines = lines(conn, ids)?;
    let row = |row: PayoutColumns| {
        let line = lines.iter().rev().find(|line| line.0 == row.0);
        shaped(row, line)
    };
    Ok(rows.into_iter().map(row).collect())
}

fn payouts_that_count(conn: &mut Conn) -> QueryResult<Vec<PayoutColumns>> {
    payouts::table
        .inner_join(partners::table)
        .inner_join(awards::table.inner_join(applications::table))
        .inner_join(award_shares::table.inner_join(participants::table))
        .filter(payouts::state.ne_all([PayoutState::Refused, PayoutState::Cancelled]))
        .order(payouts::id.desc())
        .select((
            payouts::id,
            payouts::payer_id,
            partners::code,
            participants::organisation_name,
            payouts::amount_minor,
            payouts::currency,
            payouts::state,
            applications::id,
            sql::<Nullable<Text>>(LEFT_AS),
        ))
        .load(conn)
}

fn lines(conn: &mut Conn, of: Vec<PayoutId>) -> QueryResult<Vec<LineColumns>> {
    payment_order_lines::table
        .inner_join(payment_orders::table)
        .filter(payment_order_lines::payout_id.eq_any(of))
        .order(payment_orders::id)
        .select((
            payment_order_lines::payout_id,
            payment_orders::id,
            payment_orders::number,
            payment_order_lines::end_to_end_id,
            payment_orders::exported_at,
        ))
        .load(conn)
}

fn shaped(row: PayoutColumns, line: Option<&LineColumns>) -> KnownRow {
    KnownRow {
        payer_id: row.1,
        application: row.7,
        known: Known {
            payout: row.0,
            payer: row.2,
            payee: row.3,
            amount: Money::from_minor(row.4, row.5),
            state: row.6,
            order: line.map(|line| KnownOrder {
                id: line.1,
                number: line.2.clone(),
                end_to_end_id: line.3.clone(),
                exported_at: line.4,
            }),
            left_as: row.8,
        },
    }
}

/// As what a payout has left of which no order is known; beside its row.
const LEFT_AS: &str = "(SELECT MIN(departures.end_to_end_id) FROM departures \
     WHERE departures.payout_id = payouts.id AND NOT EXISTS (SELECT 1 \
     FROM payment_order_lines AS known WHERE known.end_to_end_id = departures.end_to_end_id))";

/// SHA-256 of what is shown: who confirms says that they saw exactly this. What is noted meanwhile
/// of what has left is no other payment.
pub(super) fn digest_of(rows: &[KnownRow]) -> String {
    let all: Vec<_> = rows
        .iter()
        .map(|row| {
            let order = row.known.order.as_ref();
            json!([
                row.known.payout,
                row.known.state,
                row.known.amount,
                order.map(|order| &order.end_to_end_id)
            ])
        })
        .collect();
    sha256_hex(canonical_json(&all.into()))
}
