//! What may be asked of payouts.

use super::claim::Cause;
use super::model::PayoutKind;
use crate::case::Saw;
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{MilestoneId, PartnerId};
use crate::kernel::money::Amount;
use crate::kernel::text::Line;
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

/// The bank has booked a payment.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Confirm {
    /// The bank's reference.
    pub bank_reference: Entry,
    /// The day it was booked.
    pub booked_on: Entry,
    /// The amount on the statement.
    pub amount: Entry,
    /// See [`Saw::version`].
    pub version: Entry,
    /// See [`Saw::digest`].
    pub digest: Entry,
    /// See [`Saw::acting_for`].
    pub acting_for: Entry,
}

impl Confirm {
    /// What was seen.
    pub fn saw(&self) -> Saw {
        Saw::of(&self.version, &self.digest, &self.acting_for)
    }

    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(Line, Date, Amount), Faults> {
        let mut reading = Reading::new();
        let reference = reading.required("bank_reference", &self.bank_reference);
        let booked_on = reading.required("booked_on", &self.booked_on);
        let amount = reading.required("amount", &self.amount);
        reading.finish((|| Some((reference?, booked_on?, amount?)))())
    }
}
