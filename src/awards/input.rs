//! What may be asked of awards.

use crate::case::Saw;
use crate::kernel::bank::{Bic, Holder, Iban, PlainName};
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::ParticipantId;
use crate::kernel::text::{Country, Name, ShortProse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A milestone is reported.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Report {
    /// What was done.
    pub report: Entry,
    /// The version of the milestone as it was read.
    pub version: Entry,
}

impl Report {
    /// What was seen.
    pub fn saw(&self) -> Saw {
        Saw::of(&self.version, &Entry::default(), &Entry::default())
    }

    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<ShortProse, Faults> {
        let mut reading = Reading::new();
        let report = reading.required("report", &self.report);
        reading.finish(report)
    }
}

/// A payee's account is entered.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewAccount {
    pub participant: Entry,
    /// As the bank knows the holder.
    pub holder: Entry,
    /// The holder in the letters a payment order can print; read from the name where it is left
    /// out. A form sends it empty at first, so that a person sees the spelling and confirms it.
    pub holder_plain: Entry,
    /// The number: IBAN, ISO 13616.
    pub iban: Entry,
    /// The bank's code: BIC, ISO 9362.
    pub bic: Entry,
    /// The bank.
    pub bank_name: Entry,
    /// The bank's country.
    pub country: Entry,
}

/// [`NewAccount`], read.
pub struct ReadAccount {
    pub(super) participant: ParticipantId,
    pub(super) holder: Holder,
    pub(super) holder_plain: PlainName,
    pub(super) iban: Iban,
    pub(super) bic: Option<Bic>,
    pub(super) bank_name: Name,
    pub(super) country: Country,
}

impl NewAccount {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<ReadAccount, Faults> {
        let mut reading = Reading::new();
        let participant = reading.required("participant", &self.participant);
        let holder: Option<Holder> = reading.required("holder", &self.holder);
        let holder_plain = self.spelling(&mut reading, holder.as_ref());
        let iban = reading.required("iban", &self.iban);
        let bic = reading.optional("bic", &self.bic);
        let bank_name = reading.required("bank_name", &self.bank_name);
        let country = reading.required("country", &self.country);
        reading.finish((|| {
            Some(ReadAccount {
                participant: participant?,
                holder: holder?,
                holder_plain: holder_plain?,
                iban: iban?,
                bic: bic?,
                bank_name: bank_name?,
                country: country?,
            })
        })())
    }

    /// The holder's plain spelling: the person's own, or one that the person has seen.
    fn spelling(&self, reading: &mut Reading, holder: Option<&Holder>) -> Option<PlainName> {
        if !self.holder_plain.is_blank() {
            return reading.required("holder_plain", &self.holder_plain);
        }
        let holder = holder?;
        let plain = reading.take("holder", holder.plain())?;
        let is_new_to_the_person =
            self.holder_plain.is_given() && plain.as_str() != holder.as_str();
        let fault = Fault::limited(FaultCode::ConfirmSpelling, plain.as_str());
        reading.check(!is_new_to_the_person, "holder_plain", fault);
        Some(plain)
    }
}
