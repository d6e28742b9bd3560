//! What may be asked of payouts.

use super::claim::Cause;
use super::model::PayoutKind;
use crate::case::Saw;
use crate::kernel::amount::Amount;
use crate::kernel::clean;
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{MilestoneId, PartnerId};
use crate::kernel::text::{Line, ShortProse};
use crate::kernel::time::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A payout is requested.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Request {
    /// The share of the award.
    pub share: Entry,
    /// `advance`, `milestone` or `retention`.
    pub kind: Entry,
    /// The milestone, for a payout of that kind.
    pub milestone: Entry,
}

impl Request {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<Cause, Faults> {
        let mut reading = Reading::new();
        let share = reading.required("share", &self.share);
        let kind: Option<PayoutKind> = reading.required("kind", &self.kind);
        let milestone = reading.optional::<MilestoneId>("milestone", &self.milestone);
        let fits = (kind == Some(PayoutKind::Milestone)) == matches!(milestone, Some(Some(_)));
        reading.check(
            fits || kind.is_none(),
            "milestone",
            Fault::new(FaultCode::Mismatch),
        );
        reading.finish((|| {
            Some(Cause {
                share: share?,
                kind: kind?,
                milestone: milestone?,
            })
        })())
    }
}

/// Released payouts of a partner are written to an order.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Export {
    /// The partner that pays.
    pub partner: Entry,
}

impl Export {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<PartnerId, Faults> {
        let mut reading = Reading::new();
        let partner = reading.required("partner", &self.partner);
        reading.finish(partner)
    }
}

/// The bank has booked a payment as it was ordered.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Booking {
    /// The bank's reference.
    pub bank_reference: Entry,
    /// The day it was booked.
    pub booked_on: Entry,
    /// The amount on the statement.
    pub amount: Entry,
    /// What is to be said of it.
    pub note: Entry,
    /// See [`Saw::version`].
    pub version: Entry,
    /// See [`Saw::digest`].
    pub digest: Entry,
    /// See [`Saw::acting_for`].
    pub acting_for: Entry,
}

/// A booking that was read.
pub(super) struct Booked {
    pub(super) reference: Line,
    pub(super) booked_on: Date,
    pub(super) amount: Amount,
    pub(super) note: String,
}

/// The key under which a bank's reference is the same, in whatever case and spacing it was typed.
pub(super) fn key_of(reference: &Line) -> String {
    clean::reference_key(reference.as_str())
}

impl Booking {
    /// What was seen.
    pub fn saw(&self) -> Saw {
        Saw::of(&self.version, &self.digest, &self.acting_for)
    }

    pub(super) fn parse(&self) -> Result<Booked, Faults> {
        let mut reading = Reading::new();
        let reference = reading.required("bank_reference", &self.bank_reference);
        let booked_on = reading.required("booked_on", &self.booked_on);
        let amount = reading.required("amount", &self.amount);
        let note: Option<Option<ShortProse>> = reading.optional("note", &self.note);
        reading.finish((|| {
            Some(Booked {
                reference: reference?,
                booked_on: booked_on?,
                amount: amount?,
                note: note?.map(ShortProse::into_string).unwrap_or_default(),
            })
        })())
    }
}
