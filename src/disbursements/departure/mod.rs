//! Payments that left after the backup was taken that was restored: the bank's statement shows
//! them, and no order of them is known. They are handed to the bank no more; once released, their
//! order is written down again under the name the bank knows.

mod store;

use super::actions::post;
use super::file;
use super::model::Payout;
use super::store as payouts;
use super::store::{OrderLine, OrderRow};
use crate::case::{Case, Saw};
use crate::db::tx::{Change, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::digest::sha256_hex;
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::Faults;
use crate::kernel::id::{PaymentOrderId, PayoutId};
use crate::kernel::text::{Line, ShortProse};
use crate::kernel::time::Date;
use crate::ledger::Part;
use crate::rules::{Action, Condition, Matter, Reason, Refusal};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// A payment has left of which no order is known.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Departure {
    /// What the statement calls the payment: the identifier its order gave it.
    pub end_to_end_id: Entry,
    /// The day the statement shows.
    pub left_on: Entry,
    /// What is to be said of it.
    pub note: Entry,
    /// See [`Saw::version`].
    pub version: Entry,
    /// See [`Saw::digest`].
    pub digest: Entry,
    /// See [`Saw::acting_for`].
    pub acting_for: Entry,
}

/// A departure that was read.
struct Left {
    end_to_end_id: Line,
    left_on: Date,
    note: String,
}

impl Departure {
    /// What was seen.
    pub fn saw(&self) -> Saw {
        Saw::of(&self.version, &self.digest, &self.acting_for)
    }

    fn parse(&self) -> std::result::Result<Left, Faults> {
        let mut reading = Reading::new();
        let end_to_end_id = reading.required("end_to_end_id", &self.end_to_end_id);
        let left_on = reading.required("left_on", &self.left_on);
        let note: Option<Option<ShortProse>> = reading.optional("note", &self.note);
        reading.finish((|| {
            Some(Left {
                end_to_end_id: end_to_end_id?,
                left_on: left_on?,
                note: note?.map(ShortProse::into_string).unwrap_or_default(),
            })
        })())
    }
}

/// Notes that the bank's statement shows a payment.
///
/// # Errors
/// Every fault of the input; a name of another payment; the refusal of the tables.
pub fn note(tx: &mut Tx<'_>, id: PayoutId, input: &Departure) -> Result<()> {
    let action = Action::NoteDeparture;
    let left = input.parse()?;
    let mut payout: Case<Payout> = tx.case(id)?;
    let has_come = left.left_on <= tx.now().latest_day();
    payout.know(Condition::DayHasCome, has_come);
    let taken = tx.take(&mut payout, action, &input.saw())?;
    let name = left.end_to_end_id.as_str();
    if store::is_known(tx.conn, name)? {
        return Err(Refusal::new(action, Reason::Duplicate("end_to_end_id")).into());
    }
    let (by, now) = (tx.person()?, tx.now());
    store::insert(tx.conn, (id, name, left.left_on, &left.note), (by, now))
        .map_err(|error| unless_duplicate(error, action, "end_to_end_id"))?;
    tx.note(&taken, json!({ "line": name, "left_on": left.left_on }));
    Ok(())
}

/// Writes down the order of a released payment that has left already, as the bank knows it: nothing
/// is handed to the bank.
///
/// # Errors
/// The refusal of the tables.
pub fn record_order(tx: &mut Tx<'_>, id: PayoutId, saw: &Saw) -> Result<PaymentOrderId> {
    let action = Action::RecordLostOrder;
    let mut payout: Case<Payout> = tx.case(id)?;
    let name = payout.left_as.clone().unwrap_or_default();
    let taken = tx.take(&mut payout, action, saw)?;
    let left_on = store::left_on(tx.conn, &name)?
        .ok_or_else(|| Error::internal("it left, and nobody knows when"))?;
    post(tx, &payout, &taken, Part::Whole, None)?;
    let line = OrderLine {
        payout: id,
        end_to_end_id: name.clone(),
        replaces: payout.lines.last().map(|line| line.end_to_end_id.clone()),
        minor: payout.amount.minor(),
    };
    let content = file::written(std::slice::from_ref(&line), &[Payout::clone(&payout)])?;
    let order = PaymentOrderId::new();
    // The bank books on the day it left or later.
    let exported_at = left_on.plus_days(-1).last_moment().unwrap_or(tx.now());
    let row = OrderRow {
        id: order,
        file_name: format!("{name}.csv"),
        number: name,
        payer_id: payout.payer,
        currency: payout.amount.currency(),
        total_minor: payout.amount.minor(),
        digest: sha256_hex(&content),
        content,
        exported_by: tx.person()?,
        exported_at,
    };
    let told = json!({ "number": row.number, "total": payout.amount, "digest": row.digest });
    tx.record(Change::under(taken.permit(), Matter::PaymentOrder(order)).to(told));
    payouts::insert_order(tx.conn, row, &[line])
        .map_err(|error| unless_duplicate(error, action, "payment_order"))?;
    Ok(order)
}
