//! The ranked list as it follows from the settled marks: places, what the pots cover, and where
//! only people can decide.

use super::input::Outcome;
use super::store::{self, Asking};
use crate::calls::model::{Call, GapMode};
use crate::db::Conn;
use crate::error::Result;
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::id::{ApplicationId, ParticipantId, PartnerId, PotId};
use crate::kernel::money::Money;
use crate::kernel::score::half_points_text;
use crate::reviews;
use crate::rules::lifecycle::ApplicationState;
use crate::rules::scoring::{
    self, Assessed, Grant, Need, Parting, Placed, Pots, Take, Weighing, Wish,
};
use serde_json::json;
use std::collections::BTreeMap;

/// The place that people gave to applications with equal marks.
pub(super) type Order = BTreeMap<ApplicationId, i32>;

/// What a participant takes from a pot, in minor units.
pub(super) type Share = (ParticipantId, PotId, i64);

/// One line of the list.
pub(super) struct Line {
    pub(super) asking: Asking,
    pub(super) marks: Assessed<usize>,
    pub(super) placed: Placed,
    /// None where the pots cover some of its equals only, and people have not decided yet.
    pub(super) outcome: Option<Outcome>,
    pub(super) reason: String,
    pub(super) takes: Vec<Share>,
}

impl Line {
    /// The word that says what parted it from the line above.
    pub(super) fn trace(&self) -> String {
        match self.placed.parting {
            Parting::First => String::new(),
            Parting::Threshold => "threshold".to_owned(),
            Parting::Score => "score".to_owned(),
            Parting::Criterion(index) => format!("criterion-{}", index + 1),
            Parting::Order => "order".to_owned(),
            Parting::Equal => "equal".to_owned(),
        }
    }
}

/// The list, and the digest of all it is reckoned from.
pub(super) struct Reckoned {
    pub(super) lines: Vec<Line>,
    pub(super) basis: String,
}

impl Reckoned {
    /// The equals among which people must decide.
    pub(super) fn open(&self) -> Vec<ApplicationId> {
        let mut open = Vec::new();
        let mut lines = self
            .lines
            .iter()
            .skip_while(|line| line.outcome.is_some())
            .peekable();
        while let Some(line) = lines.next() {
            open.push(line.asking.id);
            let goes_on = lines
                .peek()
                .is_some_and(|next| next.placed.parting == Parting::Equal);
            if !goes_on {
                break;
            }
        }
        open
    }
}

/// Reckons the list of a call from the marks as they are settled.
pub(super) fn reckon(conn: &mut Conn, call: &Call, order: &Order) -> Result<Reckoned> {
    let asking = store::asking(conn, call.id, &[ApplicationState::Assessed])?;
    let ids: Vec<ApplicationId> = asking.iter().map(|one| one.id).collect();
    let agreed = reviews::queries::agreed(conn, &ids)?;
    let weighings: Vec<Weighing> = call
        .criteria
        .iter()
        .map(|one| Weighing {
            weight: one.weight,
            threshold: one.threshold,
        })
        .collect();
    let mut list: Vec<Assessed<usize>> = Vec::new();
    for (index, one) in asking.iter().enumerate() {
        let mark = |criterion| {
            let found = agreed
                .iter()
                .find(|mark| mark.0 == one.id && mark.1 == criterion);
            found.map_or(0, |mark| mark.2)
        };
        let marks = call.criteria.iter().map(|each| mark(each.id)).collect();
        let mut assessed = scoring::assess(index, marks, &weighings, call.total_threshold);
        assessed.set = order.get(&one.id).copied();
        list.push(assessed);
    }
    let basis = basis(call, &asking, &list);
    let placed = scoring::rank(&mut list, &weighings);
    let grants = draw(call, &asking, &list, &placed);
    let mut lines = Vec::new();
    for ((marks, placed), grant) in list.into_iter().zip(placed).zip(grants) {
        let Some(one) = asking.get(marks.key) else {
            continue;
        };
        let (outcome, reason) = match &grant {
            None => (Some(Outcome::Rejected), failing(call, &marks)),
            Some(Grant::Fits(_)) => (Some(Outcome::Funded), "fits".to_owned()),
            Some(Grant::Short) => (Some(Outcome::Reserve), "gap".to_owned()),
            Some(Grant::Open) => (None, "equal".to_owned()),
        };
        let takes = match &grant {
            Some(Grant::Fits(takes)) => shares(call, one, takes)?,
            _ => Vec::new(),
        };
        lines.push(Line {
            asking: one.clone(),
            marks,
            placed,
            outcome,
            reason,
            takes,
        });
    }
    Ok(Reckoned { lines, basis })
}

/// The digest of what the list follows from: who stands on it, with which marks, asking for what.
fn basis(call: &Call, asking: &[Asking], list: &[Assessed<usize>]) -> String {
    let all: Vec<_> = list
        .iter()
        .filter_map(|one| {
            let asks = asking.get(one.key)?;
            let parts: Vec<_> = asks
                .parts
                .iter()
                .map(|part| json!([part.participant, part.requested_minor]))
                .collect();
            Some(json!([asks.id, one.marks, parts]))
        })
        .collect();
    sha256_hex(canonical_json(&json!({ "call": call.id, "basis": all })))
}

/// Which threshold an application fails, as a word and its figures.
fn failing(call: &Call, one: &Assessed<usize>) -> String {
    call.criteria
        .iter()
        .zip(&one.marks)
        .find(|(criterion, mark)| **mark < criterion.threshold)
        .map_or_else(
            || {
                format!(
                    "{} < {}",
                    half_points_text(one.total),
                    half_points_text(call.total_threshold)
                )
            },
            |(criterion, mark)| {
                let least = half_points_text(criterion.threshold);
                format!("{}: {} < {least}", criterion.name, half_points_text(*mark))
            },
        )
}

/// What comes of each line; none where it fails a threshold.
fn draw(
    call: &Call,
    asking: &[Asking],
    list: &[Assessed<usize>],
    placed: &[Placed],
) -> Vec<Option<Grant<PartnerId>>> {
    let wishes: Vec<Wish<PartnerId>> = list
        .iter()
        .zip(placed)
        .filter(|(one, _)| one.passes)
        .map(|(one, placed)| Wish {
            needs: asking.get(one.key).map(needs).unwrap_or_default(),
            is_equal: placed.parting == Parting::Equal,
        })
        .collect();
    let mut pots = Pots {
        own: call
            .pots
            .iter()
            .filter_map(|pot| Some((pot.partner?, pot.amount.minor())))
            .collect(),
        common: call.pot_of(None).map_or(0, |pot| pot.amount.minor()),
    };
    let stop = call.gap_mode == GapMode::Stop;
    let mut grants = scoring::allocate(&wishes, &mut pots, stop).into_iter();
    list.iter()
        .map(|one| one.passes.then(|| grants.next().unwrap_or(Grant::Open)))
        .collect()
}

fn needs(asking: &Asking) -> Vec<Need<PartnerId>> {
    let mut needs: Vec<Need<PartnerId>> = Vec::new();
    for part in &asking.parts {
        let Some(partner) = part.partner else {
            continue;
        };
        match needs.iter_mut().find(|need| need.partner == partner) {
            Some(need) => need.minor += part.requested_minor,
            None => needs.push(Need {
                partner,
                minor: part.requested_minor,
            }),
        }
    }
    needs
}

/// Divides what an application draws for a partner among that partner's participants: each in
/// proportion to what it asks, own pot and common pot alike, without losing a cent.
fn shares(call: &Call, asking: &Asking, drawn: &[Take<PartnerId>]) -> Result<Vec<Share>> {
    let mut rows = Vec::new();
    for take in drawn {
        let members: Vec<_> = asking
            .parts
            .iter()
            .filter(|part| part.partner == Some(take.partner))
            .collect();
        let weights: Vec<i64> = members.iter().map(|part| part.requested_minor).collect();
        let own = Money::from_minor(take.own, call.currency);
        let from_own = own.split(&weights)?;
        for (one, part) in members.iter().zip(from_own) {
            let requested = Money::from_minor(one.requested_minor, call.currency);
            let rest = requested.minus(&part)?;
            for (pot, amount) in [
                (call.pot_of(Some(take.partner)), part),
                (call.pot_of(None), rest),
            ] {
                let Some(pot) = pot.filter(|_| amount.is_positive()) else {
                    continue;
                };
                rows.push((one.participant, pot.id, amount.minor()));
            }
        }
    }
    Ok(rows)
}
