//! What may be claimed of the bank's answer.

use super::super::model::{BankClaimKind, BankReason};
use crate::case::Saw;
use crate::kernel::amount::Amount;
use crate::kernel::entry::{Entry, FromEntry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::BankFileId;
use crate::kernel::text::{Line, Prose, ShortProse};
use crate::kernel::time::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// It is claimed that the bank answered something else than yes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Proposal {
    /// `rejection`, `discrepancy`, `correction` or `return`.
    pub kind: Entry,
    /// The bank's reference; a rejection may have none.
    pub bank_reference: Entry,
    /// The day it was booked or came back; a rejection may have none.
    pub booked_on: Entry,
    /// The amount on the statement, of a discrepancy or a correction.
    pub amount: Entry,
    /// The bank's reason, a code of ISO 20022 such as `AC04`, of a rejection or a return.
    pub reason_code: Entry,
    /// What there is to say of it.
    pub note: Entry,
    /// What the bank wrote, word for word: this, or a file, or both.
    pub message: Entry,
    /// A file of the bank that was sent before.
    pub file: Entry,
    /// See [`Saw::version`].
    pub version: Entry,
    /// See [`Saw::digest`].
    pub digest: Entry,
    /// See [`Saw::acting_for`].
    pub acting_for: Entry,
}

/// A claim that was read.
#[derive(Debug)]
pub(super) struct Proposed {
    pub(super) kind: BankClaimKind,
    pub(super) reference: Option<Line>,
    pub(super) booked_on: Option<Date>,
    pub(super) amount: Option<Amount>,
    pub(super) code: Option<BankReason>,
    pub(super) note: ShortProse,
    pub(super) message: Option<Prose>,
    pub(super) file: Option<BankFileId>,
}

impl Proposal {
    /// What was seen.
    pub fn saw(&self) -> Saw {
        Saw::of(&self.version, &self.digest, &self.acting_for)
    }

    pub(super) fn parse(&self) -> Result<Proposed, Faults> {
        use BankClaimKind as K;
        let mut reading = Reading::new();
        let kind: Option<K> = reading.required("kind", &self.kind);
        let is = |kinds: &[K]| kind.is_some_and(|kind| kinds.contains(&kind));
        let is_booking = is(&[K::Discrepancy, K::Correction]);
        let is_dated = is_booking || is(&[K::Return]);
        let reference = read(
            &mut reading,
            "bank_reference",
            &self.bank_reference,
            is_dated,
        );
        let booked_on = read(&mut reading, "booked_on", &self.booked_on, is_dated);
        let amount = read(&mut reading, "amount", &self.amount, is_booking);
        let has_code = is(&[K::Rejection, K::Return]);
        let code = read(&mut reading, "reason_code", &self.reason_code, has_code);
        let note = reading.required("note", &self.note);
        let message = reading.optional("message", &self.message);
        let file = reading.optional("file", &self.file);
        let has_evidence = !self.message.is_blank() || !self.file.is_blank();
        reading.check(has_evidence, "message", Fault::new(FaultCode::NoEvidence));
        reading.finish((|| {
            Some(Proposed {
                kind: kind?,
                reference: reference?,
                booked_on: booked_on?,
                amount: amount?.filter(|_| is_booking),
                code: code?.filter(|_| has_code),
                note: note?,
                message: message?,
                file: file?,
            })
        })())
    }
}

fn read<T: FromEntry>(
    reading: &mut Reading,
    path: &str,
    entry: &Entry,
    is_required: bool,
) -> Option<Option<T>> {
    if is_required {
        reading.required(path, entry).map(Some)
    } else {
        reading.optional(path, entry)
    }
}
