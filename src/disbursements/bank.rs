//! What the bank answers: booked as ordered, booked otherwise, put right, refused, sent back.

use super::actions::{post, post_kind, restart, tell};
use super::input::{Booking, SentBack};
use super::model::{BankAnswerKind, Confirmation, Payout};
use super::store::{self, Answer};
use crate::awards;
use crate::case::Case;
use crate::db::tx::Tx;
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::fault::Faults;
use crate::kernel::id::PayoutId;
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
    book(tx, id, input, Action::ConfirmPayout)
}

/// Records that the bank has booked another amount than was ordered.
///
/// # Errors
/// Every fault of the input; a reference used before; the refusal of the tables.
pub fn query(tx: &mut Tx<'_>, id: PayoutId, input: &Booking) -> Result<()> {
    book(tx, id, input, Action::RecordDiscrepancy)
}

/// Records that the bank has put a differing booking right.
///
/// # Errors
/// Every fault of the input; a reference used before; the refusal of the tables.
pub fn correct(tx: &mut Tx<'_>, id: PayoutId, input: &Booking) -> Result<()> {
    book(tx, id, input, Action::CorrectDiscrepancy)
}

fn book(tx: &mut Tx<'_>, id: PayoutId, input: &Booking, action: Action) -> Result<()> {
    let booking = input.parse(action != Action::ConfirmPayout)?;
    let mut payout: Case<Payout> = tx.case(id)?;
    let money = booking
        .amount
        .in_currency(payout.amount.currency())
        .map_err(|fault| Error::Invalid(Faults::one("amount", fault)))?;
    let is_as_ordered = money == payout.amount;
    payout.know(Condition::AmountMatchesOrder, is_as_ordered);
    payout.know(Condition::AmountDiffersFromOrder, !is_as_ordered);
    know_the_day(tx, &mut payout, booking.booked_on)?;
    let taken = tx.take(&mut payout, action, &input.saw())?;
    let answer = Answer {
        kind: match action {
            Action::RecordDiscrepancy => BankAnswerKind::Discrepancy,
            Action::CorrectDiscrepancy => BankAnswerKind::Corrected,
            _ => BankAnswerKind::Booked,
        },
        reference: Some((booking.reference.as_str(), booking.reference_key())),
        booked_on: Some(booking.booked_on),
        minor: Some(money.minor()),
        reason: None,
        note: &booking.note,
    };
    write(tx, &payout, action, answer)?;
    if taken.to() == PayoutState::Confirmed {
        post(tx, &payout, &taken, Part::Whole, Some(booking.booked_on))?;
        payout.thing_mut().confirmation = Some(Confirmation {
            bank_reference: booking.reference.as_str().to_owned(),
            booked_on: booking.booked_on,
        });
    }
    tx.note(
        &taken,
        json!({
            "bank_reference": booking.reference, "booked_on": booking.booked_on, "amount": money,
        }),
    );
    tell(tx, &payout, action);
    Ok(())
}

/// Records that the bank has refused a payment: it starts again, with new approvals and a new line
/// of a new order.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn reject(tx: &mut Tx<'_>, id: PayoutId, input: &SentBack) -> Result<()> {
    come_back(tx, id, input, Action::RecordBankRejection)
}

/// Records that the bank has sent a booked payment back: the money is at the partner again, and the
/// payment starts anew. A completed award goes on.
///
/// # Errors
/// Every fault of the input; a reference used before; the refusal of the tables.
pub fn send_back(tx: &mut Tx<'_>, id: PayoutId, input: &SentBack) -> Result<()> {
    come_back(tx, id, input, Action::RecordBankReturn)
}

fn come_back(tx: &mut Tx<'_>, id: PayoutId, input: &SentBack, action: Action) -> Result<()> {
    let is_return = action == Action::RecordBankReturn;
    let sent_back = input.parse(is_return)?;
    let mut payout: Case<Payout> = tx.case(id)?;
    // A rejection without a day is one of today.
    let day = sent_back.booked_on.unwrap_or_else(|| tx.now().date());
    know_the_day(tx, &mut payout, day)?;
    let taken = restart(
        tx,
        &mut payout,
        action,
        sent_back.reason.as_str(),
        &input.saw(),
    )?;
    let answer = Answer {
        kind: if is_return {
            BankAnswerKind::Returned
        } else {
            BankAnswerKind::Rejected
        },
        reference: sent_back
            .reference
            .as_ref()
            .map(|reference| (reference.as_str(), super::input::key_of(reference))),
        booked_on: sent_back.booked_on,
        minor: is_return.then_some(payout.amount.minor()),
        reason: Some(sent_back.code),
        note: sent_back.reason.as_str(),
    };
    write(tx, &payout, action, answer)?;
    post(tx, &payout, &taken, Part::Whole, sent_back.booked_on)?;
    post_kind(tx, &payout, &taken)?;
    tx.note(&taken, json!({ "reason_code": sent_back.code }));
    if is_return {
        awards::actions::reopen(tx, payout.award)?;
    }
    tell(tx, &payout, action);
    Ok(())
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
