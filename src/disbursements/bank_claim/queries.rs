//! A payout as its page and the API show it: with what is claimed of the bank's answers.

use super::super::model::Payout;
use super::store;
use super::subject::Claimed;
use crate::case::{Case, Shown};
use crate::db::tx::View;
use crate::error::Result;
use crate::kernel::bank::last_four;
use crate::kernel::id::PayoutId;
use crate::rules::lifecycle::BankClaimState;
use crate::rules::visibility::Sight;

/// One payout and what its reader may do with it, for those who may see its award.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn one(view: &mut View<'_>, id: PayoutId) -> Result<Shown<Payout>> {
    page(view, id).map(|(payout, _)| payout)
}

/// The same, with whether the reader may see its history.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn page(view: &mut View<'_>, id: PayoutId) -> Result<(Shown<Payout>, bool)> {
    let case: Case<Payout> = view.case(id, Sight::Award)?;
    let mut offers = case.offers();
    let mut thing = Payout::clone(&case);
    if !case.sees(Sight::BankDetails) {
        thing.iban = format!("…{}", last_four(&thing.iban));
    }
    let sees_evidence = case.sees(Sight::BankEvidence);
    // What was never ordered the bank has answered nothing of.
    if !thing.lines.is_empty() {
        let currency = thing.amount.currency();
        let claims = store::claims(view.conn, id)?.into_iter();
        for claim in claims.map(|found| found.of(currency)) {
            if claim.state == BankClaimState::Proposed {
                let payout = Payout::clone(&case);
                let claimed = Claimed {
                    claim: claim.clone(),
                    payout,
                };
                offers.0.extend(case.entails(claimed).offers().0);
            }
            thing.bank_claims.push(claim);
        }
        if sees_evidence {
            thing.bank_files = store::files(view.conn, id)?;
        }
    }
    if !sees_evidence {
        for claim in &mut thing.bank_claims {
            (claim.message, claim.message_digest, claim.file) = (None, None, None);
        }
    }
    let sees_history = case.sees(Sight::History);
    Ok((Shown { thing, offers }, sees_history))
}
