//! What may be asked of payouts.

use super::claim::Cause;
use super::model::{BankReason, PayoutKind};
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

/// The bank has booked a payment: as ordered, otherwise, or put right.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Booking {
    /// The bank's reference.
    pub bank_reference: Entry,
    /// The day it was booked.
    pub booked_on: Entry,
    /// The amount on the statement.
    pub amount: Entry,
    /// What the statement shows, where it is not as ordered.
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

impl Booked {
    pub(super) fn reference_key(&self) -> String {
        key_of(&self.reference)
    }
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

    pub(super) fn parse(&self, needs_note: bool) -> Result<Booked, Faults> {
        let mut reading = Reading::new();
        let reference = reading.required("bank_reference", &self.bank_reference);
        let booked_on = reading.required("booked_on", &self.booked_on);
        let amount = reading.required("amount", &self.amount);
        let note: Option<Option<ShortProse>> = if needs_note {
            reading.required("note", &self.note).map(Some)
        } else {
            reading.optional("note", &self.note)
        };
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

/// The bank refused a payment, or sent it back after it was booked.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SentBack {
    /// The bank's reason, a code of ISO 20022 such as `AC04`.
    pub reason_code: Entry,
    /// What the bank's message says.
    pub reason: Entry,
    /// The bank's reference of the return.
    pub bank_reference: Entry,
    /// The day the money came back.
    pub booked_on: Entry,
    /// See [`Saw::version`].
    pub version: Entry,
    /// See [`Saw::digest`].
    pub digest: Entry,
    /// See [`Saw::acting_for`].
    pub acting_for: Entry,
}

/// What came back, read.
pub(super) struct CameBack {
    pub(super) code: BankReason,
    pub(super) reason: ShortProse,
    pub(super) reference: Option<Line>,
    pub(super) booked_on: Option<Date>,
}

impl SentBack {
    /// What was seen.
    pub fn saw(&self) -> Saw {
        Saw::of(&self.version, &self.digest, &self.acting_for)
    }

    /// A return was booked: it has a reference and a day.
    pub(super) fn parse(&self, is_return: bool) -> Result<CameBack, Faults> {
        let mut reading = Reading::new();
        let code = reading.required("reason_code", &self.reason_code);
        let reason = reading.required("reason", &self.reason);
        let (reference, booked_on) = if is_return {
            (
                reading
                    .required("bank_reference", &self.bank_reference)
                    .map(Some),
                reading.required("booked_on", &self.booked_on).map(Some),
            )
        } else {
            (
                reading.optional("bank_reference", &self.bank_reference),
                reading.optional("booked_on", &self.booked_on),
            )
        };
        reading.finish((|| {
            Some(CameBack {
                code: code?,
                reason: reason?,
                reference: reference?,
                booked_on: booked_on?,
            })
        })())
    }
}
