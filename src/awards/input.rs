//! What may be asked of awards.

use crate::case::Saw;
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
    /// The participant.
    pub participant: Entry,
    /// As the bank knows the holder.
    pub holder: Entry,
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
    pub(super) holder: Name,
    pub(super) iban: String,
    pub(super) bic: Option<String>,
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
        let holder: Option<Name> = reading.required("holder", &self.holder);
        // A spreadsheet takes what begins otherwise for a formula.
        let is_plain = holder
            .as_ref()
            .is_none_or(|holder| holder.as_str().starts_with(char::is_alphanumeric));
        reading.check(is_plain, "holder", Fault::new(FaultCode::Malformed));
        let iban = reading.required::<Name>("iban", &self.iban);
        let iban = iban.and_then(|typed| reading.take("iban", iban_of(typed.as_str())));
        let bic = reading.optional::<Name>("bic", &self.bic);
        let bic = bic.and_then(|typed| match typed {
            None => Some(None),
            Some(typed) => reading.take("bic", bic_of(typed.as_str())).map(Some),
        });
        let bank_name = reading.required("bank_name", &self.bank_name);
        let country = reading.required("country", &self.country);
        reading.finish((|| {
            Some(ReadAccount {
                participant: participant?,
                holder: holder?,
                iban: iban?,
                bic: bic?,
                bank_name: bank_name?,
                country: country?,
            })
        })())
    }
}

/// An IBAN without spaces whose check digits are right: ISO 7064, mod 97-10, over ISO 13616's order.
/// Lengths by country are not asked: the registry lacks countries a fund may pay to.
fn iban_of(text: &str) -> Result<String, Fault> {
    let iban: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let fault = || Fault::new(FaultCode::Malformed);
    let is_shaped = (15..=34).contains(&iban.len())
        && iban.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && iban.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && iban
            .bytes()
            .skip(2)
            .take(2)
            .all(|byte| byte.is_ascii_digit());
    if !is_shaped {
        return Err(fault());
    }
    let (head, tail) = iban.split_at(4);
    let mut rest = 0_u32;
    for c in tail.chars().chain(head.chars()) {
        let value = c.to_digit(36).ok_or_else(fault)?;
        rest = (rest * if value > 9 { 100 } else { 10 } + value) % 97;
    }
    if rest == 1 { Ok(iban) } else { Err(fault()) }
}

fn bic_of(text: &str) -> Result<String, Fault> {
    let bic = text.trim().to_ascii_uppercase();
    let is_shaped = matches!(bic.len(), 8 | 11)
        && bic.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && bic
            .bytes()
            .skip(4)
            .take(2)
            .all(|byte| byte.is_ascii_uppercase());
    if is_shaped {
        Ok(bic)
    } else {
        Err(Fault::new(FaultCode::Malformed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_checked() {
        assert_eq!(
            iban_of("GB82 WEST 1234 5698 7654 32"),
            Ok("GB82WEST12345698765432".into())
        );
        assert!(iban_of("GB83WEST12345698765432").is_err());
        assert!(iban_of("NOT AN IBAN").is_err());
    }
}
