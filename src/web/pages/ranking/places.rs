//! The places of a list, and the pots as they drain from place to place.

use super::given;
use crate::calls::model::Pot;
use crate::decisions::input::Outcome;
use crate::decisions::model::{Entry, Scale};
use crate::decisions::reason::Reason;
use crate::kernel::id::PotId;
use crate::kernel::money::Money;
use crate::kernel::score::half_points_text;
use crate::web::parts::{Chip, Colours, Hue, Length};
use crate::web::screen::Tag;
use crate::web::url;
use crate::words::Say;

/// One place.
#[derive(Debug)]
pub(super) struct Place {
    /// A line above it: where the money ends, or the thresholds begin.
    pub(super) line: String,
    pub(super) place: String,
    pub(super) title: String,
    /// Where the reader may open it.
    pub(super) href: String,
    pub(super) more: String,
    pub(super) score: String,
    pub(super) total: String,
    /// The same as a length, with what the call asks for.
    pub(super) sum: Length,
    pub(super) outcome: Tag,
    pub(super) why: String,
    /// What each pot still holds after it.
    pub(super) drains: Vec<Length>,
    pub(super) takes: String,
}

/// A pot of the call, and what the list leaves of it.
#[derive(Debug)]
pub(super) struct Drained {
    id: PotId,
    /// Its owner's code; none for the common one.
    code: Option<String>,
    pub(super) chip: Chip,
    hue: Hue,
    whole: Money,
    pub(super) figures: String,
    pub(super) bar: Length,
}

/// The pots of the call.
#[derive(Debug)]
pub(super) struct Pots(pub(super) Vec<Drained>);

impl Pots {
    pub(super) fn of(say: &Say, colours: &Colours, pots: Vec<Pot>, entries: &[Entry]) -> Self {
        let drained = |pot: Pot| {
            let hue = colours.hue_of_pot(pot.code.as_deref());
            let name = match &pot.code {
                Some(code) => colours.name_of(code),
                None => say.t("common-pot"),
            };
            let taken: i64 = entries.iter().map(|one| taken_by(one, pot.id)).sum();
            let left = Money::from_minor(pot.amount.minor() - taken, pot.amount.currency());
            let figures = format!("{} → {}", say.amount(&pot.amount), say.money(&left));
            Drained {
                id: pot.id,
                code: pot.code,
                bar: Length::new(
                    &pot.amount,
                    &[(hue, "", left)],
                    format!("{name}: {figures}"),
                ),
                chip: Chip { text: name, hue },
                hue,
                whole: pot.amount,
                figures,
            }
        };
        Self(pots.into_iter().map(drained).collect())
    }

    /// The name of the owner of a pot; its code where the pot is not the call's any more.
    fn name_of(&self, code: &str) -> String {
        let pot = self.0.iter().find(|pot| pot.code.as_deref() == Some(code));
        pot.map_or_else(|| code.to_owned(), |pot| pot.chip.text.clone())
    }
}

fn taken_by(entry: &Entry, pot: PotId) -> i64 {
    let own = entry.drawn.iter().filter(|one| one.0 == pot);
    own.map(|one| one.1).sum()
}

pub(super) fn of(say: &Say, entries: &[Entry], pots: &Pots, scale: Scale) -> Vec<Place> {
    let mut left: Vec<i64> = pots.0.iter().map(|pot| pot.whole.minor()).collect();
    let mut before: Option<&Entry> = None;
    let mut places = Vec::new();
    for entry in entries {
        for (left, pot) in left.iter_mut().zip(&pots.0) {
            *left -= taken_by(entry, pot.id);
        }
        let line = line_above(say, before, entry, entries, pots);
        let mut place = place(say, entry, line, (pots, scale));
        place.drains = drains(say, &left, pots);
        places.push(place);
        before = Some(entry);
    }
    places
}

fn drains(say: &Say, left: &[i64], pots: &Pots) -> Vec<Length> {
    let drain = |(left, pot): (&i64, &Drained)| {
        let left = Money::from_minor(*left, pot.whole.currency());
        let says = format!("{} {}", pot.chip.text, say.money(&left));
        Length::new(&pot.whole, &[(pot.hue, "", left)], says)
    };
    left.iter().zip(&pots.0).map(drain).collect()
}

/// Where the outcome changes from one place to the next, the line between them says why.
fn line_above(
    say: &Say,
    before: Option<&Entry>,
    entry: &Entry,
    entries: &[Entry],
    pots: &Pots,
) -> String {
    let is_new = before.is_some_and(|before| before.outcome != entry.outcome);
    match entry.outcome {
        Some(Outcome::Reserve) if is_new => {
            let currency = entry.takes.currency();
            let sum = |minor| Money::from_minor(minor, currency);
            let taken = entries.iter().map(|one| one.takes.minor()).sum();
            let whole = pots.0.iter().map(|pot| pot.whole.minor()).sum();
            given(say, &sum(taken), &sum(whole))
        }
        Some(Outcome::Rejected) if is_new => say.t("ranking-below_threshold"),
        _ => String::new(),
    }
}

fn place(say: &Say, one: &Entry, line: String, (pots, scale): (&Pots, Scale)) -> Place {
    let number = one.position.to_string();
    let number = if one.is_shared {
        say.with("place-shared", &[("place", number.into())])
    } else {
        number
    };
    let class = match one.outcome {
        Some(Outcome::Funded) => "good",
        Some(Outcome::Reserve) => "warn",
        Some(Outcome::Rejected) => "plain",
        None => "hold",
    };
    let reference = one.number.clone().unwrap_or_default();
    Place {
        line,
        place: number,
        title: one.title.clone(),
        href: match one.is_open {
            true => url::application(one.application),
            false => String::new(),
        },
        more: format!("{reference} · {}", one.organisation),
        score: one.score.clone(),
        total: one.total.clone(),
        sum: match one.stands_aside {
            true => Length::of_marks(0, scale.least, scale.best, say.t("reason-aside")),
            false => sum(say, one, scale),
        },
        outcome: Tag {
            text: match one.outcome {
                Some(outcome) => say.name(outcome),
                None if one.stands_aside => say.t("holder-aside"),
                None => say.t("outcome-open"),
            },
            class,
        },
        why: why(say, one, pots),
        drains: Vec::new(),
        takes: match one.stands_aside {
            true => String::new(),
            false => say.money(&one.takes),
        },
    }
}

fn sum(say: &Say, one: &Entry, scale: Scale) -> Length {
    let points = half_points_text;
    let words = [
        ("sum", one.total.clone().into()),
        ("best", points(scale.best).into()),
        ("least", points(scale.least).into()),
    ];
    let says = say.with("sum-of-marks", &words);
    Length::of_marks(one.total_half_points, scale.least, scale.best, says)
}

/// Why an application has its outcome, and what parts it from the line above where both have the
/// same weighted mark.
fn why(say: &Say, one: &Entry, pots: &Pots) -> String {
    let mut parts = vec![match &one.reason {
        Reason::Fits => say.t("reason-fits"),
        Reason::Gap => say.t("reason-gap"),
        Reason::Ended => say.t("reason-ended"),
        Reason::Short {
            missing,
            pots: short,
        } => {
            let names: Vec<String> = short.iter().map(|code| pots.name_of(code)).collect();
            let words = [
                ("missing", say.money(missing).into()),
                ("pots", say.list(&names).into()),
            ];
            say.with("reason-short", &words)
        }
        Reason::Equal => say.t("reason-equal"),
        Reason::Aside => say.t("reason-aside"),
        Reason::BelowTotal { sum, least } => {
            let words = [("sum", sum.clone().into()), ("least", least.clone().into())];
            say.with("reason-below_total", &words)
        }
        Reason::Below {
            criterion,
            mark,
            least,
        } => {
            let words = [
                ("criterion", criterion.clone().into()),
                ("mark", mark.clone().into()),
                ("least", least.clone().into()),
            ];
            say.with("reason-below", &words)
        }
    }];
    match (one.tie_trace.as_str(), &one.parted_by) {
        (_, Some(criterion)) => {
            let words = [("criterion", criterion.clone().into())];
            parts.push(say.with("parted-criterion", &words));
        }
        ("order", None) => parts.push(say.t("parted-order")),
        ("equal", None) => parts.push(say.t("parted-equal")),
        _ => {}
    }
    parts.join(" ")
}
