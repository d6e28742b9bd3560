//! What was funded, in sums that everyone may know.

use crate::db::Conn;
use crate::db::dialect::{different, sum_of};
use crate::db::schema::{award_shares, awards, call_pots, payouts};
use crate::kernel::id::PartnerId;
use crate::kernel::money::{Currency, Money};
use crate::rules::lifecycle::{AwardState, PayoutState};
use diesel::prelude::*;

/// Sums over every agreement that is or was in force.
#[derive(Debug, Clone)]
pub struct Funded {
    pub projects: i64,
    pub participants: i64,
    pub granted: Money,
    pub paid: Money,
    /// Granted from each partner's pots; none for the common ones.
    pub by_pot: Vec<(Option<PartnerId>, Money)>,
}

/// What the fund has granted and paid in its currency.
///
/// # Errors
/// No answer from the database.
pub fn sums(conn: &mut Conn, currency: Currency) -> QueryResult<Funded> {
    let in_force = || {
        awards::table
            .filter(awards::state.eq_any([AwardState::Active, AwardState::Completed]))
            .filter(awards::currency.eq(currency))
            .select(awards::id)
    };
    let (projects, participants): (i64, i64) = award_shares::table
        .filter(award_shares::award_id.eq_any(in_force()))
        .select((different("award_id"), different("participant_id")))
        .first(conn)?;
    let by_pot: Vec<(Option<PartnerId>, i64)> = award_shares::table
        .inner_join(call_pots::table)
        .filter(award_shares::award_id.eq_any(in_force()))
        .group_by(call_pots::partner_id)
        .select((call_pots::partner_id, sum_of("granted_minor")))
        .load(conn)?;
    let paid: i64 = payouts::table
        .filter(payouts::award_id.eq_any(in_force()))
        .filter(payouts::state.eq(PayoutState::Confirmed))
        .select(sum_of("amount_minor"))
        .first(conn)?;
    let money = |minor| Money::from_minor(minor, currency);
    let mut by_pot: Vec<(Option<PartnerId>, Money)> = by_pot
        .into_iter()
        .map(|(partner, minor)| (partner, money(minor)))
        .collect();
    by_pot.sort_by_key(|one| (one.0.is_none(), one.0));
    Ok(Funded {
        projects,
        participants,
        granted: money(by_pot.iter().map(|one| one.1.minor()).sum()),
        paid: money(paid),
        by_pot,
    })
}
