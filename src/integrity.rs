//! Statements about the database that must always be true, and the first that is not.

use crate::audit;
use crate::awards;
use crate::db::Conn;
use crate::db::schema::{
    award_shares, awards as award_table, call_pots, payout_approvals, payouts,
};
use crate::db::tx::View;
use crate::error::Result;
use crate::kernel::id::{AwardId, AwardShareId, PartnerId, PayoutId, PotId};
use crate::kernel::money::Currency;
use crate::ledger;
use crate::rules::lifecycle::{AwardState, PayoutState};
use diesel::prelude::*;

/// A statement: it gives its fault.
type Check = fn(&mut Conn) -> Result<Option<String>>;

/// The first statement that is not true, in words, or `None`.
///
/// # Errors
/// No answer from the database.
pub fn first_fault(view: &mut View<'_>) -> Result<Option<String>> {
    let conn = &mut *view.conn;
    if let Some(fault) = audit::verify::first_fault(conn)? {
        return Ok(Some(fault));
    }
    if let Some(fault) = ledger::verify::first_fault(conn)? {
        return Ok(Some(fault));
    }
    let checks: [Check; 4] = [pots_hold, shares_hold, approvals_hold, awards_agree];
    for check in checks {
        if let Some(fault) = check(conn)? {
            return Ok(Some(fault));
        }
    }
    Ok(None)
}

/// No pot gives more than it holds (money, invariant 4).
fn pots_hold(conn: &mut Conn) -> Result<Option<String>> {
    let pots: Vec<(PotId, i64)> = call_pots::table
        .select((call_pots::id, call_pots::amount_minor))
        .load(conn)?;
    let taken: Vec<(PotId, i64)> = award_shares::table
        .inner_join(award_table::table)
        .filter(award_table::state.ne(AwardState::Lapsed))
        .select((award_shares::pot_id, award_shares::granted_minor))
        .load(conn)?;
    Ok(pots
        .into_iter()
        .find(|pot| {
            taken
                .iter()
                .filter(|one| one.0 == pot.0)
                .map(|one| one.1)
                .sum::<i64>()
                > pot.1
        })
        .map(|pot| format!("pot {} gives more than it holds", pot.0)))
}

/// No share is paid beyond its grant (money, invariant 5).
fn shares_hold(conn: &mut Conn) -> Result<Option<String>> {
    let shares: Vec<(AwardShareId, i64)> = award_shares::table
        .select((award_shares::id, award_shares::granted_minor))
        .load(conn)?;
    let live: Vec<(AwardShareId, i64)> = payouts::table
        .filter(payouts::state.ne_all([PayoutState::Refused, PayoutState::Cancelled]))
        .select((payouts::award_share_id, payouts::amount_minor))
        .load(conn)?;
    Ok(shares
        .into_iter()
        .find(|share| {
            live.iter()
                .filter(|one| one.0 == share.0)
                .map(|one| one.1)
                .sum::<i64>()
                > share.1
        })
        .map(|share| format!("share {} is paid beyond its grant", share.0)))
}

/// Nothing goes to the bank without two seats of two partners for it as it stands (invariants 8–10).
fn approvals_hold(conn: &mut Conn) -> Result<Option<String>> {
    let beyond = [
        PayoutState::Released,
        PayoutState::Ordered,
        PayoutState::Confirmed,
    ];
    let rows: Vec<(PayoutId, i32, String)> = payouts::table
        .filter(payouts::state.eq_any(beyond))
        .select((payouts::id, payouts::approval_round, payouts::digest))
        .load(conn)?;
    let ids: Vec<PayoutId> = rows.iter().map(|row| row.0).collect();
    let seats: Vec<(PayoutId, i32, PartnerId, String)> = payout_approvals::table
        .filter(payout_approvals::payout_id.eq_any(&ids))
        .filter(payout_approvals::voided_at.is_null())
        .select((
            payout_approvals::payout_id,
            payout_approvals::round,
            payout_approvals::partner_id,
            payout_approvals::digest,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .find(|(id, round, digest)| {
            let mut partners: Vec<PartnerId> = seats
                .iter()
                .filter(|seat| seat.0 == *id && seat.1 == *round && seat.3 == *digest)
                .map(|seat| seat.2)
                .collect();
            partners.sort();
            partners.dedup();
            partners.len() < 2
        })
        .map(|row| format!("payout {} left without two approvals", row.0)))
}

/// What awards say is paid is what the bank account of the books says.
fn awards_agree(conn: &mut Conn) -> Result<Option<String>> {
    let all: Vec<(AwardId, Currency)> = award_table::table
        .select((award_table::id, award_table::currency))
        .load(conn)?;
    for (award, currency) in all {
        let paid = awards::queries::paid_minor(conn, award)?;
        let booked = ledger::balances::booked(conn, award, currency)?;
        if paid != booked.minor() {
            return Ok(Some(format!(
                "award {award} says {paid} is paid, the books say {booked}"
            )));
        }
    }
    Ok(None)
}
