//! What may be asked of applications.

use super::model::{CostCategory, Verdict};
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::money::{Amount, Currency, Money};
use crate::kernel::text::{Country, Email, Line, Name, ShortProse};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An application is begun.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Start {
    /// The organisation that leads.
    pub organisation: Entry,
    /// A title to begin with.
    pub title: Entry,
}

/// A draft is saved: all of it at once. Fields may be empty until it is submitted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The version read.
    pub version: Entry,
    /// Its title.
    pub title: Entry,
    /// What it is about.
    pub summary: Entry,
    /// The answers, by the question's identifier.
    pub answers: BTreeMap<String, Entry>,
    /// The consortium, its lead first. Empty rows are left out.
    pub participants: Vec<ParticipantEntry>,
}

/// A participant, as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ParticipantEntry {
    /// The organisation's name.
    pub organisation_name: Entry,
    /// Its country.
    pub country: Entry,
    /// Its number in the register.
    pub registration_number: Entry,
    /// Who to ask.
    pub contact_name: Entry,
    /// Where to ask.
    pub contact_email: Entry,
    /// Costs by category.
    pub budget: BTreeMap<String, Entry>,
    /// What it asks for.
    pub requested: Entry,
}

/// A participant, read.
pub(super) struct NewParticipant {
    pub(super) organisation_name: String,
    pub(super) country: Option<Country>,
    pub(super) registration_number: String,
    pub(super) contact_name: String,
    pub(super) contact_email: String,
    pub(super) budget: Vec<(CostCategory, Money)>,
    pub(super) requested: Money,
}

/// [`Draft`], read.
pub(super) struct NewDraft {
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) answers: BTreeMap<String, String>,
    pub(super) participants: Vec<NewParticipant>,
}

/// The longest consortium.
const MOST_PARTICIPANTS: usize = 12;

impl Draft {
    /// Reads it, in the currency of its call.
    ///
    /// # Errors
    /// Every fault of what is filled in.
    pub(super) fn parse(&self, currency: Currency) -> Result<NewDraft, Faults> {
        let mut reading = Reading::new();
        let title = reading.optional::<Line>("title", &self.title);
        let summary = reading.optional::<ShortProse>("summary", &self.summary);
        let rows: Vec<(usize, &ParticipantEntry)> = self
            .participants
            .iter()
            .enumerate()
            .filter(|(_, row)| !row.is_blank())
            .collect();
        let fits = rows.len() <= MOST_PARTICIPANTS;
        reading.check(
            fits,
            "participants",
            Fault::limited(FaultCode::TooMany, MOST_PARTICIPANTS),
        );
        let participants: Vec<Option<NewParticipant>> = rows
            .into_iter()
            .map(|(index, row)| row.read(&mut reading, &format!("participants.{index}"), currency))
            .collect();
        let answers = self
            .answers
            .iter()
            .map(|(question, answer)| {
                (
                    question.clone(),
                    answer.as_str().replace("\r\n", "\n").trim().to_owned(),
                )
            })
            .collect();
        reading.finish((|| {
            Some(NewDraft {
                title: title?.map(Line::into_string).unwrap_or_default(),
                summary: summary?.map(ShortProse::into_string).unwrap_or_default(),
                answers,
                participants: participants.into_iter().collect::<Option<_>>()?,
            })
        })())
    }
}

impl ParticipantEntry {
    fn is_blank(&self) -> bool {
        let texts = [
            &self.organisation_name,
            &self.registration_number,
            &self.contact_name,
            &self.contact_email,
            &self.requested,
        ];
        texts.iter().all(|entry| entry.is_blank()) && self.budget.values().all(Entry::is_blank)
    }

    fn read(
        &self,
        reading: &mut Reading,
        prefix: &str,
        currency: Currency,
    ) -> Option<NewParticipant> {
        let path = |field: &str| format!("{prefix}.{field}");
        let name = reading.optional::<Name>(&path("organisation_name"), &self.organisation_name);
        let country = reading.optional::<Country>(&path("country"), &self.country);
        let number =
            reading.optional::<Name>(&path("registration_number"), &self.registration_number);
        let contact_name = reading.optional::<Name>(&path("contact_name"), &self.contact_name);
        let contact_email = reading.optional::<Email>(&path("contact_email"), &self.contact_email);
        let requested = amount(reading, &path("requested"), &self.requested, currency);
        let budget: Vec<Option<(CostCategory, Money)>> = self
            .budget
            .iter()
            .map(|(category, entry)| {
                let path = path(&format!("budget.{category}"));
                let category = reading.take(&path, category.parse());
                let money = amount(reading, &path, entry, currency);
                category.zip(money)
            })
            .collect();
        let text = |name: Option<Name>| name.map(Name::into_string).unwrap_or_default();
        Some(NewParticipant {
            organisation_name: text(name?),
            country: country?,
            registration_number: text(number?),
            contact_name: text(contact_name?),
            contact_email: contact_email?.map(Email::into_string).unwrap_or_default(),
            budget: budget.into_iter().collect::<Option<_>>()?,
            requested: requested?,
        })
    }
}

fn amount(reading: &mut Reading, path: &str, entry: &Entry, currency: Currency) -> Option<Money> {
    match reading.optional::<Amount>(path, entry)? {
        None => Some(Money::zero(currency)),
        Some(amount) => reading.take(path, amount.in_currency(currency)),
    }
}

/// A finding on eligibility is recorded.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Check {
    /// `eligible` or `ineligible`.
    pub verdict: Entry,
    /// Why, in words the applicant may read.
    pub reason: Entry,
}

impl Check {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(Verdict, ShortProse), Faults> {
        let mut reading = Reading::new();
        let verdict = reading.required("verdict", &self.verdict);
        let reason = reading.required("reason", &self.reason);
        reading.finish(verdict.zip(reason))
    }
}
