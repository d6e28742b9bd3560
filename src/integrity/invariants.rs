//! What is true of the fund's money at any moment.

use crate::awards;
use crate::db::Conn;
use crate::db::dialect::sum_of;
use crate::db::schema::{
    award_shares, awards as award_table, call_partners, call_pots, calls, journal_entries,
    journal_lines, milestone_amounts, milestones, payout_approvals, payouts,
};
use crate::error::{Error, Result};
use crate::fund;
use crate::kernel::id::{AwardId, AwardShareId, CallId, PartnerId, PayoutId, PotId};
use crate::kernel::money::{Currency, Money};
use crate::ledger;
use crate::ledger::posting::Account;
use crate::rules::Action;
use crate::rules::lifecycle::{AwardState, CallState, MilestoneState, PayoutState};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Every published pot was allotted as its parties approved: its own partner's, or the parts of
/// all.
pub(super) fn pots_are_allotted(conn: &mut Conn) -> Result<Option<String>> {
    let allotted: Vec<(Option<PotId>, Option<PartnerId>, i64)> = journal_lines::table
        .inner_join(journal_entries::table)
        .filter(journal_entries::cause.eq(Action::PublishCall.code()))
        .filter(journal_lines::account.eq(Account::Available))
        .group_by((journal_lines::pot_id, journal_lines::partner_id))
        .select((
            journal_lines::pot_id,
            journal_lines::partner_id,
            sum_of("-amount_minor"),
        ))
        .load(conn)?;
    let unpublished = [
        CallState::Draft,
        CallState::InApproval,
        CallState::Cancelled,
    ];
    let pots: Vec<(PotId, CallId, Option<PartnerId>, i64)> = call_pots::table
        .inner_join(calls::table)
        .filter(calls::state.ne_all(unpublished))
        .select((
            call_pots::id,
            call_pots::call_id,
            call_pots::partner_id,
            call_pots::amount_minor,
        ))
        .load(conn)?;
    let parts: Vec<(CallId, PartnerId, i64)> = call_partners::table.load(conn)?;
    let total: i64 = pots.iter().map(|pot| pot.3).sum();
    if total != allotted.iter().map(|one| one.2).sum::<i64>() {
        return Ok(Some("the books allot what no pot holds".to_owned()));
    }
    let allotted = allotted.into_iter();
    let allotted: BTreeMap<_, i64> = allotted.map(|one| ((one.0, one.1), one.2)).collect();
    let of = |pot: PotId, partner: PartnerId| {
        let found = allotted.get(&(Some(pot), Some(partner)));
        found.copied().unwrap_or_default()
    };
    let parts = by(parts.into_iter().map(|part| (part.0, (part.1, part.2))));
    let is_whole = |pot: &(PotId, CallId, Option<PartnerId>, i64)| match pot.2 {
        Some(partner) => of(pot.0, partner) == pot.3,
        None => {
            let own = parts.get(&pot.1).map_or(&[][..], Vec::as_slice);
            own.iter().all(|part| of(pot.0, part.0) == part.1)
                && own.iter().map(|part| part.1).sum::<i64>() == pot.3
        }
    };
    Ok(pots
        .iter()
        .find(|pot| !is_whole(pot))
        .map(|pot| format!("pot {} is not allotted as it was approved", pot.0)))
}

/// No partner has released, handed to the bank or taken out of the books more than came in.
pub(super) fn cash_covers(conn: &mut Conn) -> Result<Option<String>> {
    let partners = fund::queries::partners(conn)?;
    let ids: Vec<PartnerId> = partners.iter().map(|one| one.id).collect();
    let currency = match fund::queries::currency(conn) {
        Ok(currency) => currency,
        // Partners can be there before the fund is set up.
        Err(Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let worths = ledger::balances::worths(conn, &ids, currency)?;
    Ok(worths
        .iter()
        .find(|one| one.cash.minor() < 0)
        .map(|one| format!("partner {} has given out more than came in", one.partner)))
}

/// What an award binds of its pots stands in the books: reserved while it is signed, committed in
/// force as far as it is not earned, nothing once it has lapsed.
pub(super) fn awards_are_bound(conn: &mut Conn) -> Result<Option<String>> {
    let all: Vec<(AwardId, AwardState, i64)> = award_table::table
        .select((
            award_table::id,
            award_table::state,
            award_table::granted_minor,
        ))
        .load(conn)?;
    let held: Vec<(Option<AwardId>, Account, i64)> = journal_lines::table
        .filter(journal_lines::account.eq_any([Account::Reserved, Account::Committed]))
        .group_by((journal_lines::award_id, journal_lines::account))
        .select((
            journal_lines::award_id,
            journal_lines::account,
            sum_of("-amount_minor"),
        ))
        .load(conn)?;
    let earned: Vec<(AwardId, i64)> = milestone_amounts::table
        .inner_join(milestones::table)
        .filter(milestones::state.eq(MilestoneState::Accepted))
        .group_by(milestones::award_id)
        .select((milestones::award_id, sum_of("earned_minor")))
        .load(conn)?;
    let held = held.into_iter();
    let held: BTreeMap<_, i64> = held.map(|one| ((one.0, one.1), one.2)).collect();
    let holds = |award: AwardId, account: Account| {
        let found = held.get(&(Some(award), account));
        found.copied().unwrap_or_default()
    };
    let earned: BTreeMap<AwardId, i64> = earned.into_iter().collect();
    Ok(all
        .into_iter()
        .find(|(award, state, granted)| {
            let rest = granted - earned.get(award).copied().unwrap_or_default();
            let (reserved, committed) = match state {
                AwardState::Signing => (*granted, 0),
                AwardState::Active | AwardState::Completed => (0, rest),
                AwardState::Lapsed => (0, 0),
            };
            holds(*award, Account::Reserved) != reserved
                || holds(*award, Account::Committed) != committed
        })
        .map(|one| format!("award {} binds other money than the books say", one.0)))
}

/// No share is paid beyond its grant (money, invariant 5).
pub(super) fn shares_hold(conn: &mut Conn) -> Result<Option<String>> {
    let shares: Vec<(AwardShareId, i64)> = award_shares::table
        .select((award_shares::id, award_shares::granted_minor))
        .load(conn)?;
    let live: Vec<(AwardShareId, i64)> = payouts::table
        .filter(payouts::state.ne_all([PayoutState::Refused, PayoutState::Cancelled]))
        .group_by(payouts::award_share_id)
        .select((payouts::award_share_id, sum_of("amount_minor")))
        .load(conn)?;
    let live: BTreeMap<AwardShareId, i64> = live.into_iter().collect();
    Ok(shares
        .into_iter()
        .find(|share| live.get(&share.0).is_some_and(|sum| *sum > share.1))
        .map(|share| format!("share {} is paid beyond its grant", share.0)))
}

/// Nothing goes to the bank without two seats of two partners for it as it stands (invariants
/// 8–10).
pub(super) fn approvals_hold(conn: &mut Conn) -> Result<Option<String>> {
    let beyond = [
        PayoutState::Released,
        PayoutState::Ordered,
        PayoutState::Confirmed,
    ];
    let rows: Vec<(PayoutId, i32, String)> = payouts::table
        .filter(payouts::state.eq_any(beyond))
        .select((payouts::id, payouts::approval_round, payouts::digest))
        .load(conn)?;
    let seats: Vec<(PayoutId, (i32, PartnerId, String))> = payout_approvals::table
        .inner_join(payouts::table)
        .filter(payouts::state.eq_any(beyond))
        .filter(payout_approvals::voided_at.is_null())
        .select((
            payout_approvals::payout_id,
            (
                payout_approvals::round,
                payout_approvals::partner_id,
                payout_approvals::digest,
            ),
        ))
        .load(conn)?;
    let seats = by(seats.into_iter());
    Ok(rows
        .into_iter()
        .find(|(id, round, digest)| {
            let own = seats.get(id).map_or(&[][..], Vec::as_slice).iter();
            let good = own.filter(|seat| seat.0 == *round && seat.2 == *digest);
            let partners: BTreeSet<PartnerId> = good.map(|seat| seat.1).collect();
            partners.len() < 2
        })
        .map(|row| format!("payout {} left without two approvals", row.0)))
}

/// What awards say is paid is what the bank account of the books says.
pub(super) fn awards_agree(conn: &mut Conn) -> Result<Option<String>> {
    let all: Vec<(AwardId, Currency)> = award_table::table
        .select((award_table::id, award_table::currency))
        .load(conn)?;
    let paid = awards::queries::paid_minor(conn)?.into_iter();
    let paid: BTreeMap<AwardId, i64> = paid.collect();
    let booked = by(ledger::balances::booked(conn)?.into_iter());
    for (award, currency) in all {
        let paid = paid.get(&award).copied().unwrap_or_default();
        let sums = booked.get(&award).map_or(&[][..], Vec::as_slice);
        let booked = Money::sum(currency, sums.iter().copied())?;
        if paid != booked.minor() {
            return Ok(Some(format!(
                "award {award} says {paid} is paid, the books say {}",
                booked.plain_text()
            )));
        }
    }
    Ok(None)
}

/// What there is of each key.
fn by<K: Ord, T>(all: impl Iterator<Item = (K, T)>) -> BTreeMap<K, Vec<T>> {
    let mut by: BTreeMap<K, Vec<T>> = BTreeMap::new();
    for (key, one) in all {
        by.entry(key).or_default().push(one);
    }
    by
}
