//! Payouts up to their release: requested, verified, two seats, released; changed and refused.

use super::claim::Claim;
use super::input::Request;
use super::model::{Payout, PayoutKind};
use super::store;
use crate::awards;
use crate::case::{Case, Reasoned, Saw, Taken};
use crate::db::tx::{Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::id::{AwardId, PayoutId};
use crate::kernel::time::Date;
use crate::kernel::told::Told;
use crate::ledger::{self, Due, Part};
use crate::rules::lifecycle::PayoutState;
use crate::rules::{Action, Matter};
use serde_json::json;

/// Requests a payout of a share: the advance, a milestone, or what was kept back.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn request(tx: &mut Tx<'_>, award: AwardId, input: &Request) -> Result<PayoutId> {
    let action = Action::RequestPayout;
    // A share that is none of the award's tells nobody else that there is such an award.
    tx.about(Matter::Award(award));
    let claim: Case<Claim> = tx.case((award, input.parse()?))?;
    let id = PayoutId::new();
    tx.begin(&claim, action, Matter::Payout(id), &Saw::default())?;
    let (by, now) = (tx.person()?, tx.now());
    let account = claim
        .account
        .ok_or_else(|| Error::internal("no account after all"))?;
    store::insert(tx.conn, claim.row(id, account, (by, now)))
        .map_err(|error| unless_duplicate(error, action, "payout"))?;
    let payout = super::queries::load(tx.conn, id)?;
    store::seal(tx.conn, id, &payout.reckoned_digest())?;
    tx.note_last(json!({ "amount": claim.amount, "kind": claim.cause.kind }));
    tell(tx, &payout, action);
    Ok(id)
}

/// Verifies a payout against agreement, milestone and account.
///
/// # Errors
/// The refusal of the tables: not by its requester.
pub fn verify(tx: &mut Tx<'_>, id: PayoutId, saw: &Saw) -> Result<()> {
    let mut payout: Case<Payout> = tx.case(id)?;
    tx.take(&mut payout, Action::VerifyPayout, saw)?;
    let (by, now) = (tx.person()?, tx.now());
    store::verified(tx.conn, id, by, now)?;
    tell(tx, &payout, Action::VerifyPayout);
    Ok(())
}

/// Takes a seat: an approver of the paying partner one, an approver of another partner the other.
///
/// # Errors
/// The refusal of the tables.
pub fn approve(tx: &mut Tx<'_>, id: PayoutId, saw: &Saw) -> Result<()> {
    let action = Action::ApprovePayout;
    let mut payout: Case<Payout> = tx.case(id)?;
    let taken = tx.take(&mut payout, action, saw)?;
    let partner = taken
        .partner()
        .ok_or_else(|| Error::internal("an approver of no partner"))?;
    let seat = payout.seat_of(Some(partner));
    let (by, now) = (tx.person()?, tx.now());
    store::insert_approval(tx.conn, &payout, (seat, partner), (by, now))
        .map_err(|error| unless_duplicate(error, action, "seat"))?;
    tx.note(&taken, json!({ "seat": seat, "digest": payout.digest }));
    if taken.to() == PayoutState::Approved {
        post_kind(tx, &payout, &taken)?;
        tell(tx, &payout, action);
    }
    Ok(())
}

/// Sends a payout back to its start, to the payee's account as it is verified now.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn change(tx: &mut Tx<'_>, id: PayoutId, input: &Reasoned) -> Result<()> {
    let mut payout: Case<Payout> = tx.case(id)?;
    let reason = input.reason()?;
    let taken = tx.take(&mut payout, Action::ChangePayout, &input.saw())?;
    restart(tx, &mut payout, &taken, reason.as_str())?;
    if matches!(taken.from(), PayoutState::Approved | PayoutState::Released) {
        post_kind(tx, &payout, &taken)?;
    }
    Ok(())
}

/// Begins a new round of approvals, to the payee's account as it is verified now.
pub(super) fn restart(
    tx: &mut Tx<'_>,
    payout: &mut Case<Payout>,
    taken: &Taken<PayoutState>,
    reason: &str,
) -> Result<()> {
    let before = payout.digest.clone();
    let account = awards::queries::verified_account(tx.conn, payout.award, payout.participant)?
        .unwrap_or(payout.bank_account);
    payout.thing_mut().round += 1;
    let now = tx.now();
    store::begin_round(tx.conn, payout, account, reason, now)?;
    let mut new = super::queries::load(tx.conn, payout.id)?;
    new.digest = new.reckoned_digest();
    store::seal(tx.conn, new.id, &new.digest)?;
    let digest = new.digest.clone();
    *payout.thing_mut() = new;
    tx.because(taken, reason);
    tx.note(taken, json!({ "digest": digest, "digest_before": before }));
    Ok(())
}

/// Refuses a payout.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn refuse(tx: &mut Tx<'_>, id: PayoutId, input: &Reasoned) -> Result<()> {
    let reason = input.reason()?;
    let mut payout: Case<Payout> = tx.case(id)?;
    let taken = tx.take(&mut payout, Action::RefusePayout, &input.saw())?;
    store::reasoned(tx.conn, id, reason.as_str())?;
    tx.because(&taken, reason.as_str());
    if taken.from() == PayoutState::Approved {
        post_kind(tx, &payout, &taken)?;
    }
    payout.thing_mut().reason = Some(reason.into_string());
    tell(tx, &payout, Action::RefusePayout);
    Ok(())
}

/// Gives up a payout that was not verified yet.
///
/// # Errors
/// The refusal of the tables.
pub fn cancel(tx: &mut Tx<'_>, id: PayoutId, saw: &Saw) -> Result<()> {
    let mut payout: Case<Payout> = tx.case(id)?;
    tx.take(&mut payout, Action::CancelPayout, saw)?;
    Ok(())
}

/// Releases an approved payout: by an officer of the paying partner who did nothing else of it.
///
/// # Errors
/// The refusal of the tables.
pub fn release(tx: &mut Tx<'_>, id: PayoutId, saw: &Saw) -> Result<()> {
    let mut payout: Case<Payout> = tx.case(id)?;
    tx.take(&mut payout, Action::ReleasePayout, saw)?;
    let (by, now) = (tx.person()?, tx.now());
    store::released_by(tx.conn, id, by, now)?;
    Ok(())
}

/// Posts what an action does to an advance or to what was kept back; a milestone was posted when
/// it was accepted.
pub(super) fn post_kind(
    tx: &mut Tx<'_>,
    payout: &Payout,
    taken: &Taken<PayoutState>,
) -> Result<()> {
    let part = match payout.kind {
        PayoutKind::Advance => Part::Advance,
        PayoutKind::Retention => Part::Retention,
        PayoutKind::Milestone => return Ok(()),
    };
    post(tx, payout, taken, part, None)
}

/// Posts a part of the payout's amount, booked today unless the bank says otherwise.
pub(super) fn post(
    tx: &mut Tx<'_>,
    payout: &Payout,
    taken: &Taken<PayoutState>,
    part: Part,
    booked_on: Option<Date>,
) -> Result<()> {
    let due = Due {
        part,
        money: payout.amount,
        partner: Some(payout.payer),
        pot: Some(payout.pot),
        award: Some(payout.award),
    };
    let day = booked_on.unwrap_or_else(|| tx.now().date());
    let matter = Matter::Payout(payout.id);
    ledger::post(tx, taken.permit(), matter, day, &payout.number, &[due])
}

/// Tells those the tables name.
pub(super) fn tell(tx: &mut Tx<'_>, payout: &Payout, action: Action) {
    tx.tell(tidings(payout, action));
}

/// What there is to tell of an action on a payout.
pub(super) fn tidings(payout: &Payout, action: Action) -> Tidings {
    let link = format!("/payouts/{}", payout.id);
    let confirmation = payout.confirmation.as_ref();
    let replaced = payout.replaced();
    let replaced_on = replaced.map(|line| Told::from(line.exported_at.date()));
    Tidings::of(action, Matter::Payout(payout.id), link)
        .for_application(payout.application)
        .about(payout.payer)
        .saying("number", &payout.number)
        .saying("title", &payout.title)
        .saying("payee", &payout.payee)
        .saying("amount", payout.amount)
        .saying("reason", payout.reason.as_deref().unwrap_or(""))
        .saying(
            "reference",
            confirmation.map_or("", |one| one.bank_reference.as_str()),
        )
        .saying(
            "replaces",
            replaced.map_or("none", |line| line.order.as_str()),
        )
        .saying("replaced_on", replaced_on.unwrap_or_else(|| "".into()))
}
