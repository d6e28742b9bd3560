//! The fund to people who are not signed in: money open now, how it works, what was funded.

use crate::anchors;
use crate::awards::funded::queries::{self as funded, Funded};
use crate::calls::public::queries::{self as public, Invitation};
use crate::error::Result;
use crate::fund;
use crate::kernel::id::PartnerId;
use crate::kernel::money::Money;
use crate::kernel::time::Instant;
use crate::rules::lifecycle::CallState;
use crate::web::layout::Frame;
use crate::web::parts::{Chip, Colours, Hue, Length, Own, drawn};
use crate::web::screen::{Form, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;
use askama::Template;

/// What the page shows.
#[derive(Debug)]
struct Front {
    lead: String,
    /// Where the open call is, or all of them.
    calls_at: String,
    /// Money open now, by partner, where two share it: drawn as two circles.
    circles: Option<Circles>,
    calls: Vec<CallCard>,
    funded: Option<Sums>,
    /// The public keys by which the fund's anchors are known.
    keys: Vec<String>,
}

/// Two partners and what they have in common.
#[derive(Debug)]
struct Circles {
    says: String,
    one: (Hue, String, String),
    other: (Hue, String, String),
    common: Option<String>,
}

impl Circles {
    /// The class of its figures: long ones are drawn smaller, so that they stay in their circles.
    fn size(&self) -> &'static str {
        let figures = [Some(&self.one.1), Some(&self.other.1), self.common.as_ref()];
        let longest = figures
            .into_iter()
            .flatten()
            .map(|text| text.chars().count());
        match longest.max() {
            Some(14..) => "sum longest",
            Some(11..) => "sum long",
            _ => "sum",
        }
    }
}

/// A call on a card.
#[derive(Debug)]
struct CallCard {
    tag: Tag,
    title: String,
    href: String,
    summary: String,
    bar: Length,
    chips: Vec<(Chip, String)>,
    budget: String,
    terms: String,
    deadline: String,
}

/// What was funded.
#[derive(Debug)]
struct Sums {
    figures: Vec<(String, String)>,
    bar: Length,
    chips: Vec<(Chip, String)>,
}

#[derive(Template)]
#[template(path = "front.html")]
struct Drawing<'a> {
    page: &'a Frame,
    it: &'a Front,
}

impl Own for Front {
    fn forms(&mut self) -> Vec<&mut Form> {
        Vec::new()
    }

    fn html(&self, page: &Frame) -> Result<String> {
        drawn(&Drawing { page, it: self })
    }
}

/// What is read for the page, to be put into words.
struct Told<'a> {
    say: &'a Say,
    colours: Colours,
    now: Instant,
}

/// The front page. Before the fund is set up it has nothing to tell but how it works.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let now = ask.view.now();
    let fund = fund::queries::fund(ask.view)?;
    let calls = public::invitations(ask.view.conn)?;
    let funded = funded::sums(ask.view.conn, fund.base_currency)?;
    let told = Told {
        say: ask.say,
        colours: Colours::from(&fund.partners),
        now,
    };
    let open: Vec<&Invitation> = calls
        .iter()
        .filter(|call| call.state == CallState::Open)
        .collect();
    let names: Vec<String> = fund.partners.iter().map(|one| one.name.clone()).collect();
    let themes = fund.themes.iter().filter(|one| !one.retired);
    let themes: Vec<String> = themes.map(|one| one.name.clone()).collect();
    let front = Front {
        lead: told.lead(&names, &themes),
        calls_at: match open.as_slice() {
            [only] => url::call(only.id),
            _ => Page::Calls.address(),
        },
        circles: told.circles(&open),
        calls: calls.iter().map(|call| told.card(call)).collect(),
        funded: (funded.projects > 0).then(|| told.sums(&funded)),
        keys: anchors::queries::known(ask.config).keys,
    };
    let mut screen = Screen::new(ask.say.t("title-front")).drawn_by(front);
    screen.has_own_head = true;
    Ok(screen)
}

impl Told<'_> {
    fn lead(&self, partners: &[String], themes: &[String]) -> String {
        let say = self.say;
        let (partners, themes) = (say.list(partners), say.list(themes));
        if themes.is_empty() {
            return say.with("front-lead_short", &[("partners", partners.into())]);
        }
        say.with(
            "front-lead",
            &[("partners", partners.into()), ("themes", themes.into())],
        )
    }

    fn hue(&self, partner: Option<PartnerId>) -> Hue {
        partner.map_or(Colours::COMMON, |id| self.colours.hue(id))
    }

    fn name(&self, partner: Option<PartnerId>) -> String {
        partner.map_or_else(|| self.say.t("common-pot"), |id| self.colours.name(id))
    }

    /// Pots as chips with their figures.
    fn chips(&self, pots: &[(Option<PartnerId>, Money)]) -> Vec<(Chip, String)> {
        let chip = |(partner, money): &(Option<PartnerId>, Money)| {
            let chip = Chip {
                text: self.name(*partner),
                hue: self.hue(*partner),
            };
            (chip, self.say.amount(money))
        };
        pots.iter().map(chip).collect()
    }

    fn bar(
        &self,
        whole: &Money,
        pots: &[(Option<PartnerId>, Money)],
        class: &'static str,
    ) -> Length {
        let say = self.say;
        let says: Vec<String> = pots
            .iter()
            .map(|(partner, money)| format!("{} {}", self.name(*partner), say.money(money)))
            .collect();
        let pieces: Vec<_> = pots
            .iter()
            .map(|(partner, money)| (self.hue(*partner), class, *money))
            .collect();
        Length::new(whole, &pieces, say.list(&says))
    }

    fn card(&self, call: &Invitation) -> CallCard {
        let say = self.say;
        let is_open = call.state == CallState::Open;
        let days = call.deadline_at.seconds_since(self.now).max(0) / 86_400;
        let text = if is_open {
            say.with("call-closes_in", &[("days", days.into())])
        } else {
            say.with("call-opens_on", &[("day", say.day(call.opens_at).into())])
        };
        CallCard {
            tag: Tag {
                text,
                class: if is_open { "good" } else { "plain" },
            },
            title: call.title.clone(),
            href: url::call(call.id),
            summary: call.summary.clone(),
            bar: self.bar(&call.budget, &call.pots, if is_open { "" } else { "open" }),
            chips: self.chips(&call.pots),
            budget: say.money(&call.budget),
            terms: say.with(
                "call-at_most",
                &[
                    ("amount", say.money(&call.max_grant).into()),
                    ("rate", say.percent(call.funding_rate).into()),
                ],
            ),
            deadline: say.instant_in(call.deadline_at, &call.zone),
        }
    }

    /// The money open now, where it is that of two partners, with or without a common pot.
    fn circles(&self, open: &[&Invitation]) -> Option<Circles> {
        let say = self.say;
        let mut sums: Vec<(Option<PartnerId>, Money)> = Vec::new();
        for (partner, money) in open.iter().flat_map(|call| &call.pots) {
            match sums.iter_mut().find(|sum| sum.0 == *partner) {
                Some(sum) => sum.1 = sum.1.plus(money).ok()?,
                None => sums.push((*partner, *money)),
            }
        }
        let common = sums.iter().find(|sum| sum.0.is_none()).cloned();
        let own: Vec<_> = sums.iter().filter(|sum| sum.0.is_some()).collect();
        let [one, other] = own.as_slice() else {
            return None;
        };
        let side = |sum: &(Option<PartnerId>, Money)| {
            (self.hue(sum.0), say.amount(&sum.1), self.code(sum.0))
        };
        let says: Vec<String> = sums
            .iter()
            .map(|(partner, money)| format!("{} {}", self.name(*partner), say.money(money)))
            .collect();
        Some(Circles {
            says: say.list(&says),
            one: side(one),
            other: side(other),
            common: common.map(|sum| say.amount(&sum.1)),
        })
    }

    fn code(&self, partner: Option<PartnerId>) -> String {
        partner.map(|id| self.colours.code(id)).unwrap_or_default()
    }

    fn sums(&self, funded: &Funded) -> Sums {
        let say = self.say;
        Sums {
            figures: vec![
                (say.number(funded.projects), say.t("funded-projects")),
                (
                    say.number(funded.participants),
                    say.t("funded-participants"),
                ),
                (say.money(&funded.granted), say.t("funded-granted")),
                (say.money(&funded.paid), say.t("funded-paid")),
            ],
            bar: self.bar(&funded.granted, &funded.by_pot, "").thick(),
            chips: self.chips(&funded.by_pot),
        }
    }
}
