//! What a page tells of a payout beside the payout itself.

use super::super::model::{Payout, Reckoned};
use crate::db::Conn;
use crate::db::schema::{accounts, milestone_amounts, milestones, payouts};
use crate::kernel::id::{AccountId, PayoutId};
use crate::kernel::money::Money;
use crate::kernel::time::Instant;
use crate::rules::lifecycle::PayoutState;
use diesel::prelude::*;

/// Who asked for a payout, verified it and released it, by name.
///
/// # Errors
/// No answer from the database.
pub fn movers(conn: &mut Conn, payout: &Payout) -> QueryResult<Vec<(AccountId, String)>> {
    let ids = [
        Some(payout.requested_by),
        payout.verified_by,
        payout.released_by,
    ];
    accounts::table
        .filter(accounts::id.eq_any(ids.into_iter().flatten()))
        .select((accounts::id, accounts::name))
        .load(conn)
}

/// What the payment of a milestone is reckoned from; nothing for other payments.
///
/// # Errors
/// No answer from the database.
pub fn reckoned(conn: &mut Conn, payout: &Payout) -> QueryResult<Option<Reckoned>> {
    let Some(milestone) = payout.milestone else {
        return Ok(None);
    };
    let found: Option<(i32, i64, i64, i64)> = milestone_amounts::table
        .inner_join(milestones::table)
        .filter(milestone_amounts::milestone_id.eq(milestone))
        .filter(milestone_amounts::award_share_id.eq(payout.share))
        .select((
            milestones::share,
            milestone_amounts::earned_minor,
            milestone_amounts::recovered_minor,
            milestone_amounts::retained_minor,
        ))
        .first(conn)
        .optional()?;
    let money = |minor| Money::from_minor(minor, payout.amount.currency());
    Ok(found.map(|(share, earned, recovered, retained)| Reckoned {
        share,
        earned: money(earned),
        recovered: money(recovered),
        retained: money(retained),
    }))
}

/// The payout that was asked for after one had ended unpaid.
#[derive(Debug, Clone, Queryable)]
pub struct Successor {
    pub id: PayoutId,
    pub state: PayoutState,
    pub requested_at: Instant,
}

/// The newest payout of the same share for the same cause, where this one was refused or cancelled
/// and another was asked for since.
///
/// # Errors
/// No answer from the database.
pub fn successor(conn: &mut Conn, payout: &Payout) -> QueryResult<Option<Successor>> {
    if !matches!(payout.state, PayoutState::Refused | PayoutState::Cancelled) {
        return Ok(None);
    }
    let of_cause = payouts::table.select((payouts::id, payouts::state, payouts::requested_at));
    let mut of_cause = of_cause.into_boxed();
    of_cause = match payout.milestone {
        Some(milestone) => of_cause.filter(payouts::milestone_id.eq(milestone)),
        None => of_cause.filter(payouts::milestone_id.is_null()),
    };
    of_cause
        .filter(payouts::award_share_id.eq(payout.share))
        .filter(payouts::kind.eq(payout.kind))
        .filter(payouts::requested_at.gt(payout.requested_at))
        .order(payouts::requested_at.desc())
        .first(conn)
        .optional()
}
