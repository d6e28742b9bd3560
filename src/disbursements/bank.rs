//! What the bank answers: booked as ordered; or, once a claim of it is confirmed, booked otherwise,
//! put right, refused, sent back.

use super::actions::{post, post_kind, restart, tell};
use super::input::{Booking, key_of};
use super::model::{BankAnswerKind, BankClaim, BankClaimKind, Confirmation, Payout};
use super::store::{self, Answer};
use crate::awards;
use crate::case::{Case, Taken};
use crate::db::tx::Tx;
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::clean;
use crate::kernel::fault::Faults;
use crate::kernel::id::PayoutId;
use crate::kernel::money::Money;
use crate::kernel::time::Date;
use crate::ledger::Part;
use crate::rules::lifecycle::PayoutState;
use crate::rules::{Action, Condition};
use serde_json::json;

/// Confirms that the bank has booked a payment as it was ordered.
///
/// # Errors
/// Every fault of the input; a reference used before; the refusal of the tables.
pub fn confirm(tx: &mut Tx<'_>, id: PayoutId, input: &Booking) -> Result<()> {
    let booking = input.parse()?;
    let mut payout: Case<Payout> = tx.case(id)?;
    let money = booking
        .amount
        .in_currency(payout.amount.currency())
        .map_err(|fault| Error::Invalid(Faults::one("amount", fault)))?;
    know(tx, &mut payout, Some(money), Some(booking.booked_on))?;
    let taken = tx.take(&mut payout, Action::ConfirmPayout, &input.saw())?;
    let answer = Answer {
        kind: BankAnswerKind::Booked,
        reference: Some((booking.reference.as_str(), key_of(&booking.reference))),
        booked_on: Some(booking.booked_on),
        minor: Some(money.minor()),
        reason: None,
        note: &booking.note,
    };
    book(tx, &mut payout, &taken, answer, money)
}

/// Carries out what was claimed of the bank's answer and confirmed by another partner.
///
/// # Errors
/// A reference used before; the refusal of the tables, where the payout no longer allows it.
pub(super) fn answered(
    tx: &mut Tx<'_>,
    payout: &mut Case<Payout>,
    claim: &BankClaim,
) -> Result<()> {
    know(tx, payout, claim.amount, claim.booked_on)?;
    let (action, kind) = match claim.kind {
        BankClaimKind::Rejection => (Action::RecordBankRejection, BankAnswerKind::Rejected),
        BankClaimKind::Discrepancy => (Action::RecordDiscrepancy, BankAnswerKind::Discrepancy),
        BankClaimKind::Correction => (Action::CorrectDiscrepancy, BankAnswerKind::Corrected),
        BankClaimKind::Return => (Action::RecordBankReturn, BankAnswerKind::Returned),
    };
    let taken = tx.follow(payout, action)?;
    let is_return = kind == BankAnswerKind::Returned;
    let amount = claim.amount.or(is_return.then_some(payout.amount));
    let reference = claim.bank_reference.as_deref();
    let answer = Answer {
        kind,
        reference: reference.map(|text| (text, clean::reference_key(text))),
        booked_on: claim.booked_on,
        minor: amount.map(|amount| amount.minor()),
        reason: claim.reason_code,
        note: &claim.note,
    };
    match claim.amount {
        Some(money) => book(tx, payout, &taken, answer, money),
        None => come_back(tx, payout, &taken, answer),
    }
}

/// Writes down a booking; where it is as ordered, the payment is posted.
fn book(
    tx: &mut Tx<'_>,
    payout: &mut Case<Payout>,
    taken: &Taken<PayoutState>,
    answer: Answer<'_>,
    money: Money,
) -> Result<()> {
    let action = taken.permit().action();
    let reference = answer.reference.as_ref().map_or("", |one| one.0).to_owned();
    let booked_on = answer.booked_on;
    write(tx, payout, action, answer)?;
    if taken.to() == PayoutState::Confirmed
        && let Some(booked_on) = booked_on
    {
        post(tx, payout, taken, Part::Whole, Some(booked_on))?;
        payout.thing_mut().confirmation = Some(Confirmation {
            bank_reference: reference.clone(),
            booked_on,
        });
    }
    tx.note(
        taken,
        json!({ "bank_reference": reference, "booked_on": booked_on, "amount": money }),
    );
    tell(tx, payout, action);
    Ok(())
}

/// A payment that did not arrive, or did not stay, starts again, with new approvals and a new line
/// of a new order. What was sent back is at the partner again; a completed award goes on.
fn come_back(
    tx: &mut Tx<'_>,
    payout: &mut Case<Payout>,
    taken: &Taken<PayoutState>,
    answer: Answer<'_>,
) -> Result<()> {
    let action = taken.permit().action();
    let (code, booked_on) = (answer.reason, answer.booked_on);
    restart(tx, payout, taken, answer.note)?;
    write(tx, payout, action, answer)?;
    post(tx, payout, taken, Part::Whole, booked_on)?;
    post_kind(tx, payout, taken)?;
    tx.note(taken, json!({ "reason_code": code }));
    if action == Action::RecordBankReturn {
        awards::actions::reopen(tx, payout.award)?;
    }
    tell(tx, payout, action);
    Ok(())
}

/// Tells what the bank's figures say: whether its amount is the order's, and whether its day can
/// be. A rejection without a day is one of today.
pub(super) fn know(
    tx: &mut Tx<'_>,
    payout: &mut Case<Payout>,
    money: Option<Money>,
    booked_on: Option<Date>,
) -> Result<()> {
    let is_as_ordered = money.is_none_or(|money| money == payout.amount);
    payout.know(Condition::AmountMatchesOrder, is_as_ordered);
    payout.know(Condition::AmountDiffersFromOrder, !is_as_ordered);
    let booked_on = booked_on.unwrap_or_else(|| tx.now().date());
    know_the_day(tx, payout, booked_on)
}

/// The bank books when it has been told to, and what it will book tomorrow it has not booked yet.
fn know_the_day(tx: &mut Tx<'_>, payout: &mut Case<Payout>, booked_on: Date) -> Result<()> {
    let ordered_at = store::ordered_at(tx.conn, payout.id)?;
    let has_come = booked_on <= tx.now().latest_day();
    payout.know(Condition::DayHasCome, has_come);
    let is_later = ordered_at.is_none_or(|at| booked_on >= at.earliest_day());
    payout.know(Condition::NotBeforeTheOrder, is_later);
    let line = payout.lines.last().map(|line| line.end_to_end_id.clone());
    let answers = payout.bank_answers.iter();
    let of_the_line = answers.filter(|one| Some(&one.end_to_end_id) == line.as_ref());
    let booked = of_the_line.filter_map(|one| one.booked_on).max();
    let is_after = booked.is_none_or(|booked| booked_on >= booked);
    payout.know(Condition::NotBeforeTheBooking, is_after);
    Ok(())
}

fn write(tx: &mut Tx<'_>, payout: &Payout, action: Action, answer: Answer<'_>) -> Result<()> {
    let line = payout
        .lines
        .last()
        .ok_or_else(|| Error::internal("the bank answered what was never ordered"))?;
    let made = (tx.person()?, tx.now());
    store::insert_answer(tx.conn, payout.id, &line.end_to_end_id, answer, made)
        .map_err(|error| unless_duplicate(error, action, "bank_reference"))?;
    Ok(())
}
