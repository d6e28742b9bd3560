//! What may be asked of applications.

use super::model::{Application, CostCategory, Land, Participant, Terms, Verdict};
use crate::calls::model::Question;
use crate::case::Saw;
use crate::kernel::amount::Amount;
use crate::kernel::clean;
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{ParticipantId, QuestionId};
use crate::kernel::money::{Currency, Money};
use crate::kernel::path;
use crate::kernel::text::{Country, Email, Line, Name, PersonName, ShortProse};
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

/// A draft is saved. What is left out stays as it is; fields may be empty until it is submitted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The version read.
    pub version: Entry,
    /// Whether what is good is saved although something else is not.
    pub partly: Entry,
    pub title: Entry,
    /// What it is about.
    pub summary: Entry,
    /// The answers, by the question's identifier.
    pub answers: BTreeMap<String, Entry>,
    /// The consortium, its lead first. A row without an identifier is new.
    pub participants: Vec<ParticipantEntry>,
}

/// A participant, as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ParticipantEntry {
    /// Its identifier, or `new-1`, `new-2` for a new one.
    pub id: Entry,
    /// Whether it leaves the consortium; so does one that is emptied.
    pub remove: Entry,
    /// The organisation's name.
    pub organisation_name: Entry,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewParticipant {
    pub(super) id: ParticipantId,
    pub(super) organisation_name: String,
    pub(super) country: Option<String>,
    pub(super) registration_number: String,
    pub(super) contact_name: String,
    pub(super) contact_email: String,
    pub(super) budget: Vec<(CostCategory, Money)>,
    pub(super) requested: Money,
}

/// [`Draft`], read over what was there: the whole of it as it is to be, and what could not be read.
pub(super) struct NewDraft {
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) answers: Vec<(QuestionId, String)>,
    pub(super) participants: Vec<NewParticipant>,
    pub(super) faults: Faults,
    /// New rows, by the path they were sent under, with the one they are known by from now on.
    pub(super) renamed: BTreeMap<String, String>,
}

/// The longest consortium.
const MOST_PARTICIPANTS: usize = 12;

impl Draft {
    /// What was seen.
    pub fn saw(&self) -> Saw {
        Saw::of(&self.version, &Entry::default(), &Entry::default())
    }

    /// Reads it over what was there. What cannot be read stays as it was, with its faults.
    pub(super) fn read(&self, known: &Application, lands: &[Land]) -> NewDraft {
        let mut reading = Reading::new();
        let line = |line: Option<Line>| line.map(Line::into_string).unwrap_or_default();
        let prose =
            |text: Option<ShortProse>| text.map(ShortProse::into_string).unwrap_or_default();
        let title = reading.kept("title", &self.title, known.title.clone(), line);
        let summary = reading.kept("summary", &self.summary, known.summary.clone(), prose);
        let answers = self.read_answers(&mut reading, &known.terms, known);
        let mut renamed = BTreeMap::new();
        let participants = self.read_participants(&mut reading, known, lands, &mut renamed);
        NewDraft {
            title,
            summary,
            answers,
            participants,
            faults: reading.into_faults(),
            renamed,
        }
    }

    fn read_answers(
        &self,
        reading: &mut Reading,
        terms: &Terms,
        known: &Application,
    ) -> Vec<(QuestionId, String)> {
        let answer_to = |question: &Question| {
            let known = known.answers.iter().find(|one| one.question == question.id);
            known.map(|one| one.answer.clone()).unwrap_or_default()
        };
        for other in self.answers.keys() {
            let mut questions = terms.questions.iter();
            let is_asked = questions.any(|question| question.id.to_string() == *other);
            let path = format!("answers.{other}");
            reading.check(is_asked, &path, Fault::new(FaultCode::UnknownField));
        }
        terms
            .questions
            .iter()
            .map(|question| {
                let known = answer_to(question);
                let path = format!("answers.{}", question.id);
                let answer = match self.answers.get(&question.id.to_string()) {
                    Some(typed) if typed.is_given() => reading
                        .take(&path, answered(question, typed.lines()))
                        .unwrap_or(known),
                    _ => known,
                };
                (question.id, answer)
            })
            .filter(|(_, answer)| !answer.is_empty())
            .collect()
    }

    fn read_participants(
        &self,
        reading: &mut Reading,
        known: &Application,
        lands: &[Land],
        renamed: &mut BTreeMap<String, String>,
    ) -> Vec<NewParticipant> {
        let currency = known.terms.window.currency;
        let mut all: Vec<NewParticipant> = known
            .participants
            .iter()
            .map(NewParticipant::as_known)
            .collect();
        for (index, row) in self.participants.iter().enumerate() {
            let sent = path::row("participants", &row.id, index);
            let key = row.id.line();
            let place = all.iter().position(|one| one.id.to_string() == key);
            if place.is_none() && !path::is_new(&key) {
                reading.fault(&sent, Fault::new(FaultCode::NotFound));
                continue;
            }
            let known = place.and_then(|place| all.get(place)).cloned();
            let is_known = known.is_some();
            let known = known.unwrap_or_else(|| NewParticipant::blank(currency));
            if row.remove.is_checked() || row.is_blank(is_known) {
                all.retain(|one| one.id != known.id);
                continue;
            }
            if !is_known && all.len() >= MOST_PARTICIPANTS {
                let fault = Fault::limited(FaultCode::TooMany, MOST_PARTICIPANTS);
                reading.fault(&sent, fault);
                continue;
            }
            let path = format!("participants[{}]", known.id);
            let read = row.read(reading, &sent, known, lands);
            match place.and_then(|place| all.get_mut(place)) {
                Some(place) => *place = read,
                None => {
                    renamed.insert(sent, path);
                    all.push(read);
                }
            }
        }
        all
    }
}

/// An answer, within what its question allows.
fn answered(question: &Question, answer: String) -> Result<String, Fault> {
    let most = usize::try_from(question.max_chars).unwrap_or(usize::MAX);
    if !clean::fits(&answer, most) {
        return Err(Fault::limited(FaultCode::TooLong, most));
    }
    if !answer.is_empty() && !question.choices.is_empty() && !question.choices.contains(&answer) {
        return Err(Fault::new(FaultCode::UnknownChoice));
    }
    Ok(answer)
}

impl NewParticipant {
    pub(super) fn as_known(known: &Participant) -> Self {
        Self {
            id: known.id,
            organisation_name: known.organisation_name.clone(),
            country: known.country.clone(),
            registration_number: known.registration_number.clone(),
            contact_name: known.contact_name.clone(),
            contact_email: known.contact_email.clone(),
            budget: known
                .budget
                .iter()
                .map(|line| (line.category, line.amount))
                .collect(),
            requested: known.requested,
        }
    }

    fn blank(currency: Currency) -> Self {
        Self {
            id: ParticipantId::new(),
            organisation_name: String::new(),
            country: None,
            registration_number: String::new(),
            contact_name: String::new(),
            contact_email: String::new(),
            budget: Vec::new(),
            requested: Money::zero(currency),
        }
    }
}

impl ParticipantEntry {
    /// Whether nothing is in it. A known row is emptied by sending every text empty.
    fn is_blank(&self, is_known: bool) -> bool {
        let texts = [
            &self.organisation_name,
            &self.registration_number,
            &self.contact_name,
            &self.contact_email,
            &self.requested,
        ];
        texts
            .iter()
            .all(|entry| entry.is_blank() && (entry.is_given() || !is_known))
            && self.budget.values().all(Entry::is_blank)
    }

    fn read(
        &self,
        reading: &mut Reading,
        prefix: &str,
        known: NewParticipant,
        lands: &[Land],
    ) -> NewParticipant {
        let path = |field: &str| format!("{prefix}.{field}");
        let name = |name: Option<Name>| name.map(Name::into_string).unwrap_or_default();
        let person =
            |name: Option<PersonName>| name.map(PersonName::into_string).unwrap_or_default();
        let email = |email: Option<Email>| email.map(Email::into_string).unwrap_or_default();
        let currency = known.requested.currency();
        NewParticipant {
            id: known.id,
            organisation_name: reading.kept(
                &path("organisation_name"),
                &self.organisation_name,
                known.organisation_name,
                name,
            ),
            country: self.read_country(reading, &path("country"), known.country, lands),
            registration_number: reading.kept(
                &path("registration_number"),
                &self.registration_number,
                known.registration_number,
                name,
            ),
            contact_name: reading.kept(
                &path("contact_name"),
                &self.contact_name,
                known.contact_name,
                person,
            ),
            contact_email: reading.kept(
                &path("contact_email"),
                &self.contact_email,
                known.contact_email,
                email,
            ),
            budget: self.read_budget(reading, &path("budget"), &known.budget, currency),
            requested: amount(
                reading,
                &path("requested"),
                &self.requested,
                known.requested,
            ),
        }
    }

    fn read_country(
        &self,
        reading: &mut Reading,
        path: &str,
        known: Option<String>,
        lands: &[Land],
    ) -> Option<String> {
        let code = |country: Option<Country>| country.map(Country::into_string);
        let read = reading.kept(path, &self.country, known.clone(), code);
        let is_listed = read
            .as_ref()
            .is_none_or(|code| lands.iter().any(|land| land.code == *code));
        reading.check(is_listed, path, Fault::new(FaultCode::UnknownCountry));
        if is_listed { read } else { known }
    }

    fn read_budget(
        &self,
        reading: &mut Reading,
        prefix: &str,
        known: &[(CostCategory, Money)],
        currency: Currency,
    ) -> Vec<(CostCategory, Money)> {
        for category in self.budget.keys() {
            let path = format!("{prefix}.{category}");
            reading.take(&path, category.parse::<CostCategory>());
        }
        let costs = CostCategory::ALL.iter().map(|category| {
            let known = known.iter().find(|line| line.0 == *category);
            let known = known.map_or(Money::zero(currency), |line| line.1);
            let path = format!("{prefix}.{category}");
            let entry = self.budget.get(category.code());
            let money = entry.map_or(known, |entry| amount(reading, &path, entry, known));
            (*category, money)
        });
        costs.filter(|line| !line.1.is_zero()).collect()
    }
}

fn amount(reading: &mut Reading, path: &str, entry: &Entry, known: Money) -> Money {
    let currency = known.currency();
    match reading.kept(path, entry, None, |amount: Option<Amount>| Some(amount)) {
        None => known,
        Some(None) => Money::zero(currency),
        Some(Some(amount)) => reading
            .take(path, amount.in_currency(currency))
            .unwrap_or(known),
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
    /// The digest of the submission that was judged.
    pub digest: Entry,
    /// The partner acted for, by an officer of several.
    pub acting_for: Entry,
}

impl Check {
    /// What was seen.
    pub fn saw(&self) -> Saw {
        Saw::of(&Entry::default(), &self.digest, &self.acting_for)
    }

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
