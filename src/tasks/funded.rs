//! What awards and payouts await, and which of them depend on which.
//!
//! An award awaits signatures, its milestones reports and decisions, its accounts a verification,
//! its shares a request: a change of one may open or close another, so they are reckoned together.
//! A payout on its way from seat to seat concerns itself alone. One approved waits for cash as
//! well: it is reckoned anew whenever money of its payer has moved.

use super::project::tasks_of;
use super::store::{self, Task};
use crate::awards::model::Award;
use crate::case::Subject;
use crate::db::Conn;
use crate::disbursements::{claim, model::Payout, outgoing::Outgoing, queries::load_many};
use crate::error::Result;
use crate::kernel::id::{AwardId, PartnerId, PayoutId};
use crate::kernel::time::Instant;
use crate::rules::Matter;
use crate::rules::lifecycle::PayoutState;

/// Brings the tasks of these awards and payouts up to what they await now.
pub(super) fn refresh(conn: &mut Conn, now: Instant, matters: &[Matter]) -> Result<()> {
    let touched: Vec<PayoutId> = matters
        .iter()
        .filter_map(|matter| match matter {
            Matter::Payout(id) => Some(*id),
            _ => None,
        })
        .collect();
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

    let (mut renewed, mut tasks) = (Vec::new(), Vec::new());
    let mut banks: Vec<PartnerId> = payouts
        .iter()
        .filter(|one| touched.contains(&one.id) && nears_the_bank(one))
        .map(|one| one.payer)
        .collect();
    banks.sort();
    banks.dedup();
    for partner in banks {
        let outgoing = Outgoing::load(conn, partner)?;
        renewed.push(outgoing.matter());
        tasks.extend(tasks_of(conn, outgoing, now)?);
    }
    for payout in payouts {
        renewed.push(payout.matter());
        tasks.extend(tasks_of(conn, payout, now)?);
    }
    for award in awards {
        of_award(conn, award, now, (&mut renewed, &mut tasks))?;
    }
    Ok(store::replace(conn, &renewed, tasks)?)
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

fn of_award(
    conn: &mut Conn,
    id: AwardId,
    now: Instant,
    (renewed, tasks): (&mut Vec<Matter>, &mut Vec<Task>),
) -> Result<()> {
    let award = Award::load(conn, id)?;
    let (stages, payees) = (award.stages(), award.payees());
    renewed.push(award.matter());
    for claim in claim::of(conn, &award)? {
        tasks.extend(tasks_of(conn, claim, now)?);
    }
    tasks.extend(tasks_of(conn, award, now)?);
    for stage in stages {
        renewed.push(stage.matter());
        tasks.extend(tasks_of(conn, stage, now)?);
    }
    for payee in payees {
        renewed.push(payee.matter());
        tasks.extend(tasks_of(conn, payee, now)?);
    }
    Ok(())
}
