//! Calls, and what is written for them: drafts and submissions.

use super::Stage;
use super::chance::Chance;
use super::clerk::{Clerk, DAY, Desk, known, said};
use super::people::{COUNTRIES, Lead, PARTNERS, People, Teller};
use jointfund::applications::{actions, start, submission};
use jointfund::calls::shown;
use jointfund::db::units::Units;
use jointfund::error::{Error, Result};
use jointfund::kernel::id::{ApplicationId, CallId};
use serde_json::{Value, json};
use toml::Table;

/// A call as those know it who apply and judge.
pub(crate) struct Round {
    pub(crate) id: CallId,
    questions: Vec<String>,
    pub(crate) criteria: Vec<String>,
}

/// An application, as far as it must be known to go on with it.
pub(crate) struct Proposal {
    pub(crate) id: ApplicationId,
    /// Its call's place among those of its kind.
    pub(crate) round: usize,
    /// Its lead's place.
    pub(crate) lead: usize,
    /// The partners whose countries take part, by their places.
    pub(crate) concerned: Vec<usize>,
    /// The digest of what was submitted.
    pub(crate) digest: Option<String>,
}

/// The words by which a call is drafted: its code and title, each partner's pot, the days it is open.
pub(crate) fn words(code: &str, title: &str, pot: usize, days: i64) -> Table {
    let words = [
        ("code", code.to_owned()),
        ("title", title.to_owned()),
        ("pot", pot.to_string()),
        ("common", (pot / 2).to_string()),
        ("open_for", days.to_string()),
    ];
    let words = words.into_iter();
    words
        .map(|(name, word)| (name.to_owned(), word.into()))
        .collect()
}

impl Round {
    /// Publishes a call for about so many applications, which can fund some of them.
    pub(crate) fn publish(
        clerk: &Clerk,
        teller: &mut Teller,
        people: &People,
        (stage, size, number): (Stage, usize, usize),
    ) -> Result<Self> {
        let pot = (size * 12_000).max(200_000);
        let code = format!("{stage:?}-{number}").to_ascii_uppercase();
        let title = format!("{}, part {number}", of(&FIELDS, number + size));
        let days = if stage == Stage::Open { 60 } else { 30 };
        teller.tell("call_published", &words(&code, &title, pot, days))?;
        let id: CallId = teller
            .made("call")
            .and_then(|id| id.parse::<uuid::Uuid>().ok())
            .map(CallId::from_uuid)
            .ok_or_else(|| Error::internal("no call was made"))?;
        let call = clerk
            .app
            .read_now(people.secretary, |view| shown::page(view, id))?;
        Ok(Self {
            id,
            questions: call
                .questions
                .iter()
                .map(|one| one.id.to_string())
                .collect(),
            criteria: call.criteria.iter().map(|one| one.id.to_string()).collect(),
        })
    }
}

/// So many applications are written for these calls, in the weeks after they open; most of them are
/// submitted.
pub(crate) fn write(
    clerk: &Clerk,
    people: &People,
    chance: &mut Chance,
    (stage, day, count): (Stage, i64, usize),
    rounds: &[Round],
) -> Result<Vec<Proposal>> {
    clerk.day_comes(day + 2)?;
    let days = if stage == Stage::Open { 6 } else { 26 };
    let drafts = if stage == Stage::Open { 20 } else { 3 };
    let units = i64::try_from(count)
        .unwrap_or(i64::MAX)
        .saturating_mul(3)
        .max(1);
    let mut all: Vec<Option<Proposal>> = (0..count).map(|_| None).collect();
    let mut number = 0;
    clerk.each_at(days * DAY / units, &mut all, |desk, place| {
        let mut writer = Writer {
            people,
            chance,
            number,
        };
        let round = number % rounds.len().max(1);
        number += 1;
        let of_round = (round, known(rounds.get(round), "call")?);
        *place = Some(writer.apply(desk, of_round, drafts)?);
        Ok(())
    })?;
    if stage != Stage::Open {
        clerk.day_comes(day + 32)?;
    }
    Ok(all
        .into_iter()
        .flatten()
        .filter(|one| one.digest.is_some())
        .collect())
}

struct Writer<'w> {
    people: &'w People,
    chance: &'w mut Chance,
    number: usize,
}

impl Writer<'_> {
    /// Somebody begins an application, fills it in, and submits it unless it stays a draft.
    fn apply(
        &mut self,
        desk: &Desk<'_, '_>,
        (place, round): (usize, &Round),
        drafts: usize,
    ) -> Result<Proposal> {
        let lead_place = self.chance.below(self.people.leads.len());
        let lead = known(self.people.leads.get(lead_place), "lead")?.clone();
        let config = desk.batch().config().clone();
        let title = self.title();
        let begun = said(json!({ "organisation": lead.organisation, "title": title }))?;
        let id = desk.does(lead.actor, |tx| start::start(tx, &config, round.id, &begun))?;
        let members = self.members(lead_place)?;
        let mut proposal = Proposal {
            id,
            round: place,
            lead: lead_place,
            concerned: (0..PARTNERS)
                .filter(|one| members.iter().any(|member| member.country() == *one))
                .collect(),
            digest: None,
        };
        let is_draft = self.chance.percent(drafts);
        if is_draft && self.chance.percent(30) {
            return Ok(proposal);
        }
        let draft = said(self.draft(round, &title, &members))?;
        let saved = desk.does(lead.actor, |tx| actions::save(tx, id, &draft))?;
        if is_draft {
            return Ok(proposal);
        }
        let submit = said(json!({ "version": saved.version, "declaration": true }))?;
        let receipt = desk.does(lead.actor, |tx| submission::submit(tx, id, &submit))?;
        proposal.digest = Some(receipt.digest);
        Ok(proposal)
    }

    fn title(&mut self) -> String {
        let (what, whom) = (self.chance.below(WHAT.len()), self.chance.below(WHOM.len()));
        format!(
            "{} {} ({})",
            of(&WHAT, what),
            of(&WHOM, whom),
            self.number + 1
        )
    }

    /// The lead first, and one to three others, one of them from the country of another partner.
    fn members(&mut self, lead: usize) -> Result<Vec<Lead>> {
        let leads = &self.people.leads;
        let first = known(leads.get(lead), "lead")?;
        let mut members = vec![first.clone()];
        let more = 1 + self.chance.below(3);
        while members.len() <= more {
            let one = known(self.chance.pick(leads), "organisation")?;
            let is_there = members.iter().any(|member| member.number == one.number);
            let is_abroad = one.country() != first.country() && one.country() < PARTNERS;
            if !is_there && (members.len() > 1 || is_abroad) {
                members.push(one.clone());
            }
        }
        Ok(members)
    }

    /// A whole draft, in which each asks for what its partner pays.
    fn draft(&mut self, round: &Round, title: &str, members: &[Lead]) -> Value {
        let answers = round
            .questions
            .iter()
            .map(|question| (question.clone(), Value::from(self.prose(6))));
        let answers: serde_json::Map<String, Value> = answers.collect();
        let each = 280_000 / members.len();
        let participants: Vec<Value> = members
            .iter()
            .enumerate()
            .map(|(place, member)| {
                let asked = each / 2 + self.chance.below(each / 2 / 100) * 100;
                let is_paid = member.country() < PARTNERS;
                json!({
                    "id": format!("new-{}", place + 1),
                    "organisation_name": member.organisation_name(),
                    "country": COUNTRIES.get(member.country()),
                    "registration_number": member.register_number(),
                    "contact_name": member.name(),
                    "contact_email": member.email(),
                    "budget": {
                        "personnel": asked.to_string(),
                        "equipment": (asked / 4).to_string(),
                        "travel": (asked / 8).to_string(),
                    },
                    "requested": if is_paid { asked.to_string() } else { "0".to_owned() },
                })
            })
            .collect();
        json!({
            "version": 1, "title": title, "summary": self.prose(4), "answers": answers,
            "participants": participants,
        })
    }

    /// So many sentences.
    fn prose(&mut self, sentences: usize) -> String {
        let some: Vec<&str> = (0..sentences)
            .map(|_| of(&SAYS, self.chance.below(SAYS.len())))
            .collect();
        some.join(" ")
    }
}

/// One of these words, whatever the number.
pub(crate) fn of<'w>(words: &[&'w str], number: usize) -> &'w str {
    words.get(number % words.len()).copied().unwrap_or_default()
}

const FIELDS: [&str; 6] = [
    "From bench to market",
    "Trustworthy infrastructure",
    "Wind and waves",
    "Living soil",
    "Medicine at the bedside",
    "Machines that learn",
];
const WHAT: [&str; 10] = [
    "A rapid test",
    "An autonomous boat",
    "A learning model",
    "A quiet turbine",
    "A soft gripper",
    "A cheap sensor",
    "A safe key",
    "A new enzyme",
    "A living map",
    "A cold store",
];
const WHOM: [&str; 10] = [
    "for hospitals",
    "for small harbours",
    "for breweries",
    "for farms",
    "for registers",
    "for schools",
    "for rivers",
    "for wind farms",
    "for laboratories",
    "for old bridges",
];
const SAYS: [&str; 8] = [
    "What exists today is dear and slow, and works in the laboratory alone.",
    "A first sample has run for three months at two places, and was measured every day.",
    "Each partner brings what the others lack: the material, the machine and those who will use it.",
    "The work is parted into four packages with an outcome of its own each.",
    "Twelve customers have written down what they would pay.",
    "Where the second step fails, the first can still be used alone.",
    "All data are published within half a year, but for what patients own.",
    "We will know after eight months whether the idea carries.",
];
