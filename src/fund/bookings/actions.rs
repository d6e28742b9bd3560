//! Pledges and receipts: proposed by an officer of the partner that pays, confirmed or refused by
//! one of another, taken back before, and reversed in the same way.

use super::model::{Contribution, Mark};
use super::store;
use super::subject::Booking;
use crate::case::{Case, Reasoned, Saw};
use crate::db::tx::{Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::fund::input::{Pledge, Receive};
use crate::fund::queries::{self, Partner};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{ContributionId, PartnerId, ReceiptId};
use crate::kernel::money::Money;
use crate::kernel::time::Date;
use crate::ledger::{self, Due};
use crate::rules::{Action, Condition, Matter, Permit};
use serde_json::json;

fn positive(path: &str, money: std::result::Result<Money, Fault>) -> Result<Money> {
    match money {
        Ok(money) if money.is_positive() => Ok(money),
        Ok(_) => Err(Error::at(path, FaultCode::NotPositive)),
        Err(fault) => Err(Faults::one(path, fault).into()),
    }
}

/// A fund that was not founded was pledged and paid nothing.
fn not_before(founded_on: Option<Date>, path: &str, day: Date) -> Result<()> {
    match founded_on.filter(|founded_on| day < *founded_on) {
        Some(founded_on) => {
            let fault = Fault::limited(FaultCode::BeforeTheFounding, founded_on.plain_text());
            Err(Faults::one(path, fault).into())
        }
        None => Ok(()),
    }
}

/// Proposes a partner's binding pledge for the books.
///
/// # Errors
/// Faults of the input, or the refusal of the tables.
pub fn pledge(tx: &mut Tx<'_>, partner: PartnerId, input: &Pledge) -> Result<ContributionId> {
    let (amount, pledged_on, reference) = input.parse()?;
    let (action, id) = (Action::PledgeContribution, ContributionId::new());
    let currency = queries::currency(tx.conn)?;
    let founded_on = queries::founded_on(tx.conn)?;
    let mut case: Case<Partner> = tx.case(partner)?;
    let (today, _) = tx.now().on_the_wall(&case.zone);
    case.know(Condition::DayHasCome, pledged_on <= today);
    let matter = Matter::Contribution(id);
    tx.begin(&case, action, matter, &Saw::default())?;
    not_before(founded_on, "pledged_on", pledged_on)?;
    let money = positive("amount", amount.in_currency(currency))?;
    let by = (tx.person()?, tx.now());
    let proof = (pledged_on, reference.as_str());
    store::insert_pledge(tx.conn, (id, partner), &money, proof, by)?;
    tx.note_last(json!({ "amount": money, "pledged_on": pledged_on, "reference": reference }));
    let words = (money, reference.as_str(), "");
    tell(tx, action, matter, &case, words);
    Ok(id)
}

/// Proposes for the books that money of a pledge has arrived.
///
/// # Errors
/// Faults of the input, also more than is outstanding; a bank reference used before; refusals.
pub fn receive(tx: &mut Tx<'_>, pledge: ContributionId, input: &Receive) -> Result<ReceiptId> {
    let (amount, received_on, bank_reference) = input.parse()?;
    let (action, id) = (Action::ReceiveContribution, ReceiptId::new());
    let mut case: Case<Contribution> = tx.case(pledge)?;
    let (today, _) = tx.now().on_the_wall(&case.partner.zone);
    let is_after = received_on >= case.pledged_on;
    case.know(Condition::DayHasCome, received_on <= today);
    case.know(Condition::NotBeforeThePledge, is_after);
    let matter = Matter::Receipt(id);
    tx.begin(&case, action, matter, &Saw::default())?;
    let founded_on = queries::founded_on(tx.conn)?;
    not_before(founded_on, "received_on", received_on)?;
    let money = positive("amount", amount.in_currency(case.pledged.currency()))?;
    let outstanding = case.outstanding()?;
    if money.minor() > outstanding.minor() {
        let most = Fault::limited(FaultCode::TooLarge, outstanding.decimal_text());
        return Err(Faults::one("amount", most).into());
    }
    let by = (tx.person()?, tx.now());
    let proof = (received_on, bank_reference.as_str());
    store::insert_receipt(tx.conn, (id, pledge), &money, proof, by)
        .map_err(|error| unless_duplicate(error, action, "bank_reference"))?;
    tx.note_last(json!({
        "amount": money, "received_on": received_on, "bank_reference": bank_reference,
    }));
    let words = (money, bank_reference.as_str(), "");
    tell(tx, action, matter, &case.partner, words);
    Ok(id)
}

/// Tells the other partners what waits for them, or the partner that pays what they said.
fn tell(
    tx: &mut Tx<'_>,
    action: Action,
    matter: Matter,
    partner: &Partner,
    (money, reference, reason): (Money, &str, &str),
) {
    let tidings = Tidings::of(action, matter, "/fund")
        .about(partner.id)
        .saying("partner", partner.name.clone())
        .saying("amount", money)
        .saying("reference", reference.to_owned())
        .saying("reason", reason.to_owned());
    tx.tell(tidings);
}

fn tell_of<B: Booking>(tx: &mut Tx<'_>, action: Action, case: &Case<B>, reason: &str) {
    let ((_, money), (_, reference)) = (case.moves(), case.proof());
    let partner = &case.pledge().partner;
    let words = (money, reference, reason);
    tell(tx, action, case.matter(), partner, words);
}

fn post<B: Booking>(tx: &mut Tx<'_>, permit: Permit, case: &Case<B>, on: Date) -> Result<()> {
    let ((part, money), (_, reference)) = (case.moves(), case.proof());
    let due = Due {
        part,
        money,
        partner: Some(case.pledge().partner.id),
        pot: None,
        award: None,
    };
    ledger::post(tx, permit, case.matter(), on, reference, &[due])
}

fn mark<B: Booking>(tx: &mut Tx<'_>, case: &Case<B>, mark: Mark<'_>) -> Result<()> {
    let by = (tx.person()?, tx.now());
    case.mark(tx.conn, mark, by)?;
    Ok(())
}

/// Confirms a pledge or a receipt: it is in the books.
///
/// # Errors
/// Stale, or the refusal of the tables.
pub fn confirm<B: Booking>(tx: &mut Tx<'_>, id: B::Id, saw: &Saw) -> Result<()> {
    let action = Action::ConfirmBooking;
    let mut case: Case<B> = tx.case(id)?;
    let taken = tx.take(&mut case, action, saw)?;
    mark(tx, &case, Mark::Settled)?;
    let (day, _) = case.proof();
    post(tx, taken.permit(), &case, day)?;
    tell_of(tx, action, &case, "");
    Ok(())
}

/// Refuses a pledge or a receipt.
///
/// # Errors
/// Faults of the input; stale, or the refusal of the tables.
pub fn refuse<B: Booking>(tx: &mut Tx<'_>, id: B::Id, input: &Reasoned) -> Result<()> {
    settle::<B>(tx, id, Action::RefuseBooking, input)
}

/// Takes a proposed pledge or receipt back.
///
/// # Errors
/// Stale, or the refusal of the tables.
pub fn withdraw<B: Booking>(tx: &mut Tx<'_>, id: B::Id, saw: &Saw) -> Result<()> {
    let mut case: Case<B> = tx.case(id)?;
    tx.take(&mut case, Action::WithdrawBooking, saw)?;
    mark(tx, &case, Mark::Settled)
}

/// Proposes that a pledge or a receipt in the books is reversed.
///
/// # Errors
/// Faults of the input; stale, or the refusal of the tables: it says what stands in the way.
pub fn propose_reversal<B: Booking>(tx: &mut Tx<'_>, id: B::Id, input: &Reasoned) -> Result<()> {
    settle::<B>(tx, id, Action::ProposeReversal, input)
}

/// Confirms a reversal: an opposite entry takes it out of the books.
///
/// # Errors
/// Stale, or the refusal of the tables.
pub fn reverse<B: Booking>(tx: &mut Tx<'_>, id: B::Id, saw: &Saw) -> Result<()> {
    let action = Action::ReverseBooking;
    let mut case: Case<B> = tx.case(id)?;
    let taken = tx.take(&mut case, action, saw)?;
    mark(tx, &case, Mark::Reversed)?;
    let (today, _) = tx.now().on_the_wall(&case.pledge().partner.zone);
    post(tx, taken.permit(), &case, today)?;
    let reason = case.hands().reversal.as_ref();
    let reason = reason.and_then(|hand| hand.reason.as_deref());
    tell_of(tx, action, &case, reason.unwrap_or_default());
    Ok(())
}

/// Refuses a reversal, or takes it back: what is booked stays.
///
/// # Errors
/// Faults of the input; stale, or the refusal of the tables.
pub fn keep<B: Booking>(tx: &mut Tx<'_>, id: B::Id, input: &Reasoned) -> Result<()> {
    settle::<B>(tx, id, Action::KeepBooking, input)
}

/// Takes a step for a reason that posts nothing.
fn settle<B: Booking>(tx: &mut Tx<'_>, id: B::Id, action: Action, input: &Reasoned) -> Result<()> {
    let mut case: Case<B> = tx.case(id)?;
    case.admits(action, &input.saw())?;
    let reason = input.reason()?;
    let taken = tx.take(&mut case, action, &input.saw())?;
    let reason = reason.as_str();
    tx.because(&taken, reason);
    let what = match action {
        Action::RefuseBooking => Mark::Refused(reason),
        Action::ProposeReversal => Mark::Reversal(reason),
        _ => Mark::Kept,
    };
    mark(tx, &case, what)?;
    tell_of(tx, action, &case, reason);
    Ok(())
}
