//! Payment orders: released payouts of a partner, handed to its bank as a file.

use super::actions::post;
use super::input::Export;
use super::model::Payout;
use super::store::{self, OrderLine, OrderRow};
use crate::case::Case;
use crate::db::tx::{Change, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::fund;
use crate::kernel::digest::sha256_hex;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{PartnerId, PaymentOrderId};
use crate::kernel::money::Money;
use crate::ledger::Part;
use crate::rules::{Action, Facts, Matter};
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
            replaces: payout.lines.last().map(|line| line.end_to_end_id.clone()),
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
