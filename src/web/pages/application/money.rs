//! Who takes part and for how much, beside what the call allows.

use super::Told;
use crate::applications::model::Participant;
use crate::kernel::money::Money;
use crate::web::parts::{Chip, Length};

/// A participant's costs, and what of them it asks for.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) chip: Option<Chip>,
    pub(super) contact: String,
    pub(super) bar: Length,
    pub(super) requested: String,
    pub(super) costs: String,
    /// Category and amount.
    pub(super) budget: Vec<(String, String)>,
}

/// A figure beside the most the call allows.
#[derive(Debug)]
pub(super) struct Meter {
    pub(super) name: String,
    pub(super) figure: String,
    pub(super) bar: Length,
}

impl Told<'_> {
    pub(super) fn participants(&self) -> Vec<Part> {
        let all = self.application.participants.iter();
        all.map(|one| self.part(one)).collect()
    }

    fn part(&self, one: &Participant) -> Part {
        let say = self.say;
        let hue = one.partner.map_or("plain", |id| self.colours.hue(id));
        let contact = [one.contact_name.as_str(), one.contact_email.as_str()];
        let contact: Vec<&str> = contact.into_iter().filter(|one| !one.is_empty()).collect();
        let of_costs = self.of(&one.requested, &one.costs);
        let lines = one.budget.iter().filter(|line| line.amount.is_positive());
        Part {
            name: one.organisation_name.clone(),
            chip: self.chip(one),
            contact: contact.join(" · "),
            bar: Length::new(&one.costs, &[(hue, "", one.requested)], of_costs.clone()),
            requested: say.amount(&one.requested),
            costs: say.money(&one.costs),
            budget: lines
                .map(|line| (say.field(line.category.code()), say.money(&line.amount)))
                .collect(),
        }
    }

    pub(super) fn of(&self, part: &Money, whole: &Money) -> String {
        let (part, whole) = (self.say.amount(part), self.say.money(whole));
        let words = [("part", part.into()), ("whole", whole.into())];
        self.say.with("asked-of", &words)
    }

    /// What is asked for beside the largest grant, and beside the costs.
    pub(super) fn meters(&self) -> Vec<Meter> {
        let (say, application) = (self.say, self.application);
        let window = &application.terms.window;
        let requested = application.requested;
        let meter = |name: String, whole: &Money| {
            let figure = self.of(&requested, whole);
            let is_over = requested.minor() > whole.minor();
            let class = if is_over { "over" } else { "plain" };
            Meter {
                name,
                bar: Length::new(whole, &[("", class, requested)], figure.clone()),
                figure,
            }
        };
        let rate = say.percent(window.funding_rate);
        let most = i128::from(application.costs.minor()) * i128::from(window.funding_rate) / 10_000;
        let most = Money::from_minor(
            i64::try_from(most).unwrap_or(i64::MAX),
            application.costs.currency(),
        );
        vec![
            meter(say.t("field-max_grant"), &window.max_grant),
            meter(say.with("meter-of_costs", &[("rate", rate.into())]), &most),
        ]
    }
}
