//! What a page tells of a payout beside the payout itself.

use super::super::model::{Payout, Reckoned};
use crate::db::Conn;
use crate::db::schema::{accounts, milestone_amounts, milestones};
use crate::kernel::id::AccountId;
use crate::kernel::money::Money;
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
