//! The bank: orders handed over as a file, and what it answers.

use super::actions::{post, post_kind, restart, tell};
use super::input::{Confirm, Export};
use super::model::{Confirmation, Payout};
use super::store::{self, OrderLine, OrderRow};
use crate::case::{Case, Reasoned};
use crate::db::tx::{Change, Tx};
use crate::error::{Error, Result, unless_duplicate};
use crate::fund;
use crate::kernel::digest::sha256_hex;
use crate::kernel::fault::{FaultCode, Faults};
use crate::kernel::id::{PartnerId, PaymentOrderId, PayoutId};
use crate::kernel::money::Money;
use crate::ledger::{self, Part};
use crate::rules::{Action, Condition, Facts, Matter};
use crate::standing;
use serde_json::json;

/// Writes every released payout of a partner to a payment order, and keeps its bytes.
///
/// # Errors
/// Nothing is released; the refusal of the tables.
pub fn export(tx: &mut Tx<'_>, input: &Export) -> Result<PaymentOrderId> {
    let action = Action::ExportOrder;
    let partner = input.parse()?;
    let standing = standing::in_unit(tx, Matter::Partner(partner))?;
    let permit = tx.require(action, &standing, &Facts::none())?;
    ledger::lock(tx.conn)?;
    let payouts = order_all(tx, partner)?;
    let number = number_of(tx, partner)?;
    let mut total: Option<Money> = None;
    for payout in &payouts {
        total = Some(match total {
            None => payout.amount,
            Some(sum) => sum.plus(&payout.amount)?,
        });
    }
    let total = total.ok_or_else(|| Error::at("partner", FaultCode::TooFew))?;
    let lines: Vec<OrderLine> = (1_i32..)
        .zip(&payouts)
        .map(|(position, payout)| OrderLine {
            payout: payout.id,
            end_to_end_id: format!("{number}-{position:04}"),
            minor: payout.amount.minor(),
        })
        .collect();
    let content = file(&lines, &payouts)?;
    let id = PaymentOrderId::new();
    let row = OrderRow {
        id,
        file_name: format!("{number}.csv"),
        number,
        payer_id: partner,
        currency: total.currency(),
        total_minor: total.minor(),
        digest: sha256_hex(&content),
        content,
        exported_by: tx.person()?,
        exported_at: tx.now(),
    };
    let after = json!({ "number": row.number, "total": total, "digest": row.digest });
    store::insert_order(tx.conn, row, &lines)
        .map_err(|error| unless_duplicate(error, action, "payment_order"))?;
    tx.record(Change::under(permit, Matter::PaymentOrder(id)).to(after));
    Ok(id)
}

/// Takes every released payout of a partner into the order.
fn order_all(tx: &mut Tx<'_>, partner: PartnerId) -> Result<Vec<Payout>> {
    let mut payouts = Vec::new();
    for id in store::released(tx.conn, partner)? {
        let mut payout: Case<Payout> = tx.case(id)?;
        let taken = tx.follow(&mut payout, Action::ExportOrder)?;
        post(tx, &payout, &taken, Part::Whole, None)?;
        payouts.push(Payout::clone(&payout));
    }
    Ok(payouts)
}

fn number_of(tx: &mut Tx<'_>, partner: PartnerId) -> Result<String> {
    let code = fund::queries::partners(tx.conn)?
        .into_iter()
        .find(|known| known.id == partner)
        .map(|known| known.code)
        .ok_or_else(|| Error::at("partner", FaultCode::NotFound))?;
    Ok(format!(
        "{code}-{:05}",
        store::orders_of(tx.conn, partner)? + 1
    ))
}

/// The bytes handed to the bank.
fn file(lines: &[OrderLine], payouts: &[Payout]) -> Result<String> {
    let failed = |error: csv::Error| Error::Internal(Box::new(error));
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record([
        "end_to_end_id",
        "payee",
        "iban",
        "bic",
        "amount",
        "currency",
        "remittance",
    ])
    .map_err(failed)?;
    for (line, payout) in lines.iter().zip(payouts) {
        file.write_record([
            line.end_to_end_id.as_str(),
            &payout.holder,
            &payout.iban,
            &payout.bic,
            &payout.amount.decimal_text(),
            payout.amount.currency().code(),
            &payout.number,
        ])
        .map_err(failed)?;
    }
    let bytes = file
        .into_inner()
        .map_err(|error| Error::internal(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Error::Internal(Box::new(error)))
}

/// Confirms that the bank has booked a payment.
///
/// # Errors
/// Every fault of the input; a reference used before; the refusal of the tables.
pub fn confirm(tx: &mut Tx<'_>, id: PayoutId, input: &Confirm) -> Result<()> {
    let action = Action::ConfirmPayout;
    let (bank_reference, booked_on, amount) = input.parse()?;
    let mut payout: Case<Payout> = tx.case(id)?;
    let money = amount
        .in_currency(payout.amount.currency())
        .map_err(|fault| Error::Invalid(Faults::one("amount", fault)))?;
    payout.know(Condition::AmountMatchesOrder, money == payout.amount);
    let taken = tx.take(&mut payout, action, &input.saw())?;
    let made = (tx.person()?, tx.now());
    let what = (bank_reference.as_str(), booked_on);
    store::insert_confirmation(tx.conn, id, what, money.minor(), made)
        .map_err(|error| unless_duplicate(error, action, "bank_reference"))?;
    post(tx, &payout, &taken, Part::Whole, Some(booked_on))?;
    tx.note(
        &taken,
        json!({ "bank_reference": bank_reference, "booked_on": booked_on, "amount": money }),
    );
    payout.thing_mut().confirmation = Some(Confirmation {
        bank_reference: bank_reference.into_string(),
        booked_on,
    });
    tell(tx, &payout, action);
    Ok(())
}

/// Records that the bank has refused a payment: it starts again, with new approvals.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn reject(tx: &mut Tx<'_>, id: PayoutId, input: &Reasoned) -> Result<()> {
    let mut payout: Case<Payout> = tx.case(id)?;
    let taken = restart(tx, &mut payout, Action::RecordBankRejection, input)?;
    post(tx, &payout, &taken, Part::Whole, None)?;
    post_kind(tx, &payout, &taken)
}
