//! What an application says, and who asks for how much: on its own page, and beside its review.

use crate::applications::model::{Application, Participant};
use crate::kernel::address;
use crate::kernel::money::Money;
use crate::web::layout::Frame;
use crate::web::parts::{Chip, Colours, Length};
use crate::words::Say;
use askama::Template;

/// What an application says.
#[derive(Debug)]
pub(in crate::web::pages) struct Proposal {
    summary: String,
    /// Question and answer.
    answers: Vec<(String, String)>,
    participants: Vec<Part>,
    /// What is asked for of all costs.
    asked: String,
}

/// A participant's costs, and what of them it asks for.
#[derive(Debug)]
struct Part {
    name: String,
    chip: Option<Chip>,
    contact: String,
    bar: Length,
    requested: String,
    costs: String,
    /// Category and amount.
    budget: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "parts/proposal.html")]
pub(in crate::web::pages) struct ProposalPart<'a> {
    page: &'a Frame,
    it: &'a Proposal,
}

impl Frame {
    /// Draws what an application says.
    pub(in crate::web::pages) fn proposal<'a>(&'a self, it: &'a Proposal) -> ProposalPart<'a> {
        ProposalPart { page: self, it }
    }
}

impl Proposal {
    pub(in crate::web::pages) fn of(
        say: &Say,
        colours: &Colours,
        application: &Application,
    ) -> Self {
        let answers = application.answers.iter();
        let participants = application.participants.iter();
        Self {
            summary: application.summary.clone(),
            answers: answers
                .map(|one| (one.prompt.clone(), one.answer.clone()))
                .collect(),
            participants: participants.map(|one| part(say, colours, one)).collect(),
            asked: asked_of(say, &application.requested, &application.costs),
        }
    }
}

impl Proposal {
    /// For those who judge it: whom to ask is no part of that.
    pub(in crate::web::pages) fn without_contacts(mut self) -> Self {
        for part in &mut self.participants {
            part.contact.clear();
        }
        self
    }
}

/// A part of a whole, in figures.
pub(super) fn asked_of(say: &Say, part: &Money, whole: &Money) -> String {
    let (part, whole) = (say.amount(part), say.money(whole));
    say.with(
        "asked-of",
        &[("part", part.into()), ("whole", whole.into())],
    )
}

fn part(say: &Say, colours: &Colours, one: &Participant) -> Part {
    let hue = one.partner.map_or("plain", |id| colours.hue(id));
    let address = address::shown(&one.contact_email);
    let contact = [one.contact_name.as_str(), address.as_str()];
    let contact: Vec<&str> = contact.into_iter().filter(|one| !one.is_empty()).collect();
    let asked = asked_of(say, &one.requested, &one.costs);
    let lines = one.budget.iter().filter(|line| line.amount.is_positive());
    Part {
        name: one.organisation_name.clone(),
        chip: chip(colours, one),
        contact: contact.join(" · "),
        bar: Length::new(&one.costs, &[(hue, "", one.requested)], asked),
        requested: say.amount(&one.requested),
        costs: say.money(&one.costs),
        budget: lines
            .map(|line| (say.field(line.category.code()), say.money(&line.amount)))
            .collect(),
    }
}

/// The partner of a participant; the code of its country where no partner pays it.
fn chip(colours: &Colours, one: &Participant) -> Option<Chip> {
    match one.partner {
        Some(partner) => Some(colours.chip(partner)),
        None => one.country.clone().map(|text| Chip { text, hue: "" }),
    }
}
