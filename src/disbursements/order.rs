//! Payment orders: released payouts of a partner, handed to its bank as a file.

use super::actions::post;
use super::file;
use super::input::Export;
use super::model::Payout;
use super::outgoing::Outgoing;
use super::store::{self, OrderLine, OrderRow};
use crate::case::{Case, Saw};
use crate::db::tx::Tx;
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::digest::sha256_hex;
use crate::kernel::id::PaymentOrderId;
use crate::kernel::money::Money;
use crate::ledger::Part;
use crate::rules::{Action, Matter};
use serde_json::json;

/// Writes every released payout of a partner to a payment order, but for those of applications from
/// which the actor stands aside, and keeps its bytes.
///
/// # Errors
/// Nothing is released, or nothing of it is left for the actor; the refusal of the tables.
pub fn export(tx: &mut Tx<'_>, input: &Export) -> Result<PaymentOrderId> {
    let action = Action::ExportOrder;
    let outgoing: Case<Outgoing> = tx.case(input.parse()?)?;
    let id = PaymentOrderId::new();
    tx.begin(&outgoing, action, Matter::PaymentOrder(id), &Saw::default())?;
    let payouts = order_all(tx, &outgoing.of(tx.person()?))?;
    let number = outgoing.next_number();
    let lines = lines(&number, &payouts);
    let content = file::written(&lines, &payouts)?;
    let total = total(&payouts)?;
    let row = OrderRow {
        id,
        file_name: format!("{number}.csv"),
        number,
        payer_id: outgoing.partner,
        currency: total.currency(),
        total_minor: total.minor(),
        digest: sha256_hex(&content),
        content,
        exported_by: tx.person()?,
        exported_at: tx.now(),
    };
    tx.note_last(json!({ "number": row.number, "total": total, "digest": row.digest }));
    store::insert_order(tx.conn, row, &lines)
        .map_err(|error| unless_duplicate(error, action, "payment_order"))?;
    Ok(id)
}

/// Takes these released payouts of a partner into the order.
fn order_all(tx: &mut Tx<'_>, released: &[Payout]) -> Result<Vec<Payout>> {
    let mut ordered = Vec::new();
    for payout in released {
        let mut payout: Case<Payout> = tx.case_of(payout.clone())?;
        let taken = tx.follow(&mut payout, Action::ExportOrder)?;
        post(tx, &payout, &taken, Part::Whole, None)?;
        ordered.push(Payout::clone(&payout));
    }
    Ok(ordered)
}

fn lines(number: &str, payouts: &[Payout]) -> Vec<OrderLine> {
    (1_i32..)
        .zip(payouts)
        .map(|(position, payout)| OrderLine {
            payout: payout.id,
            end_to_end_id: format!("{number}-{position:04}"),
            replaces: payout.lines.last().map(|line| line.end_to_end_id.clone()),
            minor: payout.amount.minor(),
        })
        .collect()
}

fn total(payouts: &[Payout]) -> Result<Money> {
    let first = payouts
        .first()
        .ok_or_else(|| Error::internal("an order of nothing"))?;
    let amounts = payouts.iter().map(|payout| payout.amount);
    Ok(Money::sum(first.amount.currency(), amounts)?)
}
