//! The bank: orders handed over as a file, and what it answers.

use super::actions::{advance, post, post_kind, restart, subject, tell};
use super::input::{Confirm, Export};
use super::store::{self, OrderRow};
use crate::calls::input::WithReason;
use crate::db::tx::{Change, Tx};
use crate::error::{Error, Result, unless_duplicate};
use crate::fund;
use crate::kernel::digest::sha256_hex;
use crate::kernel::fault::{FaultCode, Faults};
use crate::kernel::id::{PaymentOrderId, PayoutId};
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
    tx.require(action, &standing, &Facts::none())?;
    // The ledger's head is the lock under which two exports at once take turns.
    ledger::cash(tx.conn, partner)?;
    let code = fund::queries::partners(tx.conn)?
        .into_iter()
        .find(|known| known.id == partner)
        .map(|known| known.code)
        .ok_or_else(|| Error::at("partner", FaultCode::NotFound))?;
    let released = store::released(tx.conn, partner)?;
    if released.is_empty() {
        return Err(Error::at("partner", FaultCode::TooFew));
    }
    let number = format!("{code}-{:05}", store::orders_of(tx.conn, partner)? + 1);
    let mut total: Option<Money> = None;
    let mut lines = Vec::new();
    let mut file = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| Error::Internal(Box::new(error));
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
    let mut permitted = None;
    for (position, id) in (1_i32..).zip(released) {
        let subject = subject(tx, id)?;
        let permit = advance(tx, &subject, action, None)?;
        post(tx, &subject, permit, Part::Whole, None)?;
        let amount = subject.payout.amount;
        let end_to_end_id = format!("{number}-{position:04}");
        let account = subject
            .award
            .bank_accounts
            .iter()
            .find(|account| account.id == subject.payout.bank_account);
        let bic = account
            .and_then(|account| account.bic.clone())
            .unwrap_or_default();
        file.write_record([
            end_to_end_id.as_str(),
            &subject.payout.holder,
            account.map_or("", |account| account.iban.as_str()),
            &bic,
            &amount.decimal_text(),
            amount.currency().code(),
            &subject.payout.number,
        ])
        .map_err(failed)?;
        total = Some(match total {
            None => amount,
            Some(sum) => sum.plus(&amount)?,
        });
        lines.push((id, end_to_end_id, amount.minor()));
        permitted = Some(permit);
    }
    let (Some(total), Some(permit)) = (total, permitted) else {
        return Err(Error::internal("an order of nothing"));
    };
    let bytes = file
        .into_inner()
        .map_err(|error| Error::internal(error.to_string()))?;
    let content = String::from_utf8(bytes).map_err(|error| Error::Internal(Box::new(error)))?;
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
        exported_by: tx.actor().person()?,
        exported_at: tx.now(),
    };
    let after = json!({ "number": row.number, "total": total, "digest": row.digest });
    store::insert_order(tx.conn, row, &lines)
        .map_err(|error| unless_duplicate(error, action, "payment_order"))?;
    tx.record(Change::under(permit, Matter::PaymentOrder(id)).to(after));
    Ok(id)
}

/// Confirms that the bank has booked a payment.
///
/// # Errors
/// Every fault of the input; a reference used before; the refusal of the tables.
pub fn confirm(tx: &mut Tx<'_>, id: PayoutId, input: &Confirm) -> Result<()> {
    let action = Action::ConfirmPayout;
    let (reference, booked_on, amount) = input.parse()?;
    let mut subject = subject(tx, id)?;
    let money = amount
        .in_currency(subject.payout.amount.currency())
        .map_err(|fault| Error::Invalid(Faults::one("amount", fault)))?;
    let matches = money == subject.payout.amount;
    subject.facts = subject
        .facts
        .clone()
        .with(Condition::AmountMatchesOrder, matches);
    let permit = advance(tx, &subject, action, None)?;
    let made = (tx.actor().person()?, tx.now());
    let what = (reference.as_str(), booked_on);
    store::insert_confirmation(tx.conn, id, what, money.minor(), made)
        .map_err(|error| unless_duplicate(error, action, "bank_reference"))?;
    post(tx, &subject, permit, Part::Whole, Some(booked_on))?;
    let after = json!({ "bank_reference": reference, "booked_on": booked_on, "amount": money });
    tx.record(Change::under(permit, Matter::Payout(id)).to(after));
    tell(tx, id, action)
}

/// Records that the bank has refused a payment: it starts again, with new approvals.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn reject(tx: &mut Tx<'_>, id: PayoutId, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    let subject = subject(tx, id)?;
    let permit = restart(tx, &subject, Action::RecordBankRejection, reason.as_str())?;
    post(tx, &subject, permit, Part::Whole, None)?;
    post_kind(tx, &subject, permit)
}
