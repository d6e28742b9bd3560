//! What awards and payouts await, and which of them depend on which.
//!
//! An award awaits signatures, its milestones reports and decisions, its accounts a verification,
//! its shares a request: a change of one may open or close another, so they are reckoned together.
//! A payout on its way from seat to seat concerns itself alone. One approved waits for cash as
//! well: it is reckoned anew whenever money of its payer has moved.

use super::project::Projection;
use super::store;
use crate::awards::model::Award;
use crate::case::Subject;
use crate::db::Conn;
use crate::disbursements::bank_claim::Claimed;
use crate::disbursements::{claim, model::Payout, outgoing::Outgoing, queries::load_many};
use crate::error::Result;
use crate::kernel::id::{AwardId, PartnerId, PayoutId};
use crate::restores::model::Restore;
use crate::rules::Matter;
use crate::rules::lifecycle::PayoutState;

/// Adds what these awards and payouts await now; gives the partners whose money has moved.
pub(super) fn add(
    conn: &mut Conn,
    projection: &mut Projection,
    matters: &[Matter],
) -> Result<Vec<PartnerId>> {
    let mut touched: Vec<PayoutId> = matters
        .iter()
        .filter_map(|matter| match matter {
            Matter::Payout(id) => Some(*id),
            _ => None,
        })
        .collect();
    touched.extend(of_claims(conn, projection, matters)?);
    touched.sort();
    touched.dedup();
    for matter in matters {
        if let Matter::Restore(id) = matter {
            let restore = Restore::load(conn, *id)?;
            projection.add(conn, restore)?;
        }
    }
    let mut payouts = load_many(conn, &touched)?;
    let mut awards = store::awards_of(conn, matters)?;
    awards.extend(payouts.iter().filter(|one| ends(one)).map(|one| one.award));
    awards.sort_by_key(|award| award.uuid());
    awards.dedup();
    let mut payers: Vec<PartnerId> = payouts
        .iter()
        .filter(|one| moves_money(one))
        .map(|one| one.payer)
        .collect();
    payers.extend(store::partners_with_money_in(conn, matters)?);
    let mut others = store::payouts_that_wait(conn, &awards, &payers)?;
    others.retain(|id| !touched.contains(id));
    payouts.extend(load_many(conn, &others)?);

    let mut banks: Vec<PartnerId> = payouts
        .iter()
        .filter(|one| touched.contains(&one.id) && nears_the_bank(one))
        .map(|one| one.payer)
        .collect();
    banks.sort();
    banks.dedup();
    for partner in banks {
        let outgoing = Outgoing::load(conn, partner)?;
        projection.add(conn, outgoing)?;
    }
    for payout in payouts {
        projection.add(conn, payout)?;
    }
    for award in awards {
        of_award(conn, projection, award)?;
    }
    Ok(payers)
}

/// Adds what claims of the bank's answers await, and gives their payouts: while one is open,
/// nothing else is awaited of its payout.
fn of_claims(
    conn: &mut Conn,
    projection: &mut Projection,
    matters: &[Matter],
) -> Result<Vec<PayoutId>> {
    let mut payouts = Vec::new();
    for matter in matters {
        if let Matter::BankClaim(id) = matter {
            let claimed = Claimed::load(conn, *id)?;
            payouts.push(claimed.payout.id);
            projection.add(conn, claimed)?;
        }
    }
    Ok(payouts)
}

/// Whether a payout has begun, begun anew or come to its end: what can be asked for of its award,
/// and whether that is all paid, may have changed.
fn ends(payout: &Payout) -> bool {
    matches!(
        payout.state,
        PayoutState::Requested
            | PayoutState::Confirmed
            | PayoutState::Refused
            | PayoutState::Cancelled
    )
}

/// Whether what the payer can pay out may have changed.
fn moves_money(payout: &Payout) -> bool {
    matches!(
        payout.state,
        PayoutState::Requested | PayoutState::Released | PayoutState::Confirmed
    )
}

/// Whether what its payer's next order would hold may have changed.
fn nears_the_bank(payout: &Payout) -> bool {
    matches!(
        payout.state,
        PayoutState::Requested | PayoutState::Released | PayoutState::Ordered
    )
}

fn of_award(conn: &mut Conn, projection: &mut Projection, id: AwardId) -> Result<()> {
    let award = Award::load(conn, id)?;
    let (stages, payees) = (award.stages(), award.payees());
    for claim in claim::of(conn, &award)? {
        projection.add(conn, claim)?;
    }
    projection.add(conn, award)?;
    for stage in stages {
        projection.add(conn, stage)?;
    }
    for payee in payees {
        projection.add(conn, payee)?;
    }
    Ok(())
}
