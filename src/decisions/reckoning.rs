//! The ranked list as it follows from the settled marks: places, what the pots cover, and where
//! only people can decide.

use super::input::Outcome;
use super::reason::Reason;
use super::store::{self, Asking, Head, Pot};
use crate::calls::{
    self,
    model::{Criterion, GapMode},
};
use crate::db::Conn;
use crate::error::Result;
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::id::{ApplicationId, ParticipantId, PartnerId, PotId};
use crate::kernel::money::Money;
use crate::kernel::score::half_points_text;
use crate::reviews::{self, queries::Agreed};
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
    pub(super) reason: Reason,
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

/// The list.
pub(super) struct Reckoned {
    pub(super) lines: Vec<Line>,
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

/// All a list is reckoned from.
#[derive(Debug, Clone)]
pub(super) struct Grounds {
    pub(super) call: Head,
    pub(super) criteria: Vec<Criterion>,
    pots: Vec<Pot>,
    asking: Vec<Asking>,
    agreed: Vec<Agreed>,
}

impl Grounds {
    /// Reads them.
    pub(super) fn read(conn: &mut Conn, call: Head) -> Result<Self> {
        let asking = store::asking(conn, call.id, ApplicationState::Assessed)?;
        let ids: Vec<ApplicationId> = asking.iter().map(|one| one.id).collect();
        Ok(Self {
            criteria: calls::queries::criteria(conn, call.id)?,
            pots: store::pots(conn, call.id)?,
            agreed: reviews::queries::agreed(conn, &ids)?,
            asking,
            call,
        })
    }

    /// The applications that are to be ranked.
    pub(super) fn applications(&self) -> Vec<ApplicationId> {
        self.asking.iter().map(|one| one.id).collect()
    }

    fn pot_of(&self, partner: Option<PartnerId>) -> Option<&Pot> {
        self.pots.iter().find(|pot| pot.1 == partner)
    }

    fn marks_of(&self, application: ApplicationId) -> Vec<i32> {
        let mark = |criterion: &Criterion| {
            let mut all = self.agreed.iter();
            let found = all.find(|mark| mark.0 == application && mark.1 == criterion.id);
            found.map_or(0, |mark| mark.2)
        };
        self.criteria.iter().map(mark).collect()
    }

    /// The digest of what the list follows from: who stands on it, with which marks, asking for
    /// what.
    pub(super) fn digest(&self) -> String {
        let one = |asks: &Asking| {
            let parts = asks.parts.iter();
            let parts: Vec<_> = parts
                .map(|part| json!([part.participant, part.requested_minor]))
                .collect();
            json!([asks.id, self.marks_of(asks.id), parts])
        };
        let all: Vec<_> = self.asking.iter().map(one).collect();
        sha256_hex(canonical_json(
            &json!({ "call": self.call.id, "basis": all }),
        ))
    }

    /// The list as it follows from them, and from the order people gave to equals.
    pub(super) fn reckon(&self, order: &Order) -> Result<Reckoned> {
        let weighings: Vec<Weighing> = self
            .criteria
            .iter()
            .map(|one| Weighing {
                weight: one.weight,
                threshold: one.threshold,
            })
            .collect();
        let least = self.call.total_threshold;
        let assess = |(index, one): (usize, &Asking)| {
            let mut assessed = scoring::assess(index, self.marks_of(one.id), &weighings, least);
            assessed.set = order.get(&one.id).copied();
            assessed
        };
        let mut list: Vec<Assessed<usize>> = self.asking.iter().enumerate().map(assess).collect();
        let placed = scoring::rank(&mut list, &weighings);
        let grants = draw(self, &list, &placed);
        let mut lines = Vec::new();
        for ((marks, placed), grant) in list.into_iter().zip(placed).zip(grants) {
            let Some(one) = self.asking.get(marks.key) else {
                continue;
            };
            let (outcome, reason) = match &grant {
                None => (Some(Outcome::Rejected), failing(self, &marks)),
                Some(Grant::Fits(_)) => (Some(Outcome::Funded), Reason::Fits),
                Some(Grant::Short { minor, of }) => {
                    (Some(Outcome::Reserve), short(self, *minor, of))
                }
                Some(Grant::Ended) => (Some(Outcome::Reserve), Reason::Ended),
                Some(Grant::Open) => (None, Reason::Equal),
            };
            let takes = match &grant {
                Some(Grant::Fits(takes)) => shares(self, one, takes)?,
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
        Ok(Reckoned { lines })
    }
}

/// How much is missing for it, and in whose pots.
fn short(grounds: &Grounds, minor: i64, of: &[PartnerId]) -> Reason {
    let code = |partner: &PartnerId| grounds.pot_of(Some(*partner))?.3.clone();
    Reason::Short {
        missing: Money::from_minor(minor, grounds.call.currency),
        pots: of.iter().filter_map(code).collect(),
    }
}

/// Which threshold an application fails.
fn failing(grounds: &Grounds, one: &Assessed<usize>) -> Reason {
    grounds
        .criteria
        .iter()
        .zip(&one.marks)
        .find(|(criterion, mark)| **mark < criterion.threshold)
        .map_or_else(
            || Reason::BelowTotal {
                sum: half_points_text(one.total),
                least: half_points_text(grounds.call.total_threshold),
            },
            |(criterion, mark)| Reason::Below {
                criterion: criterion.name.clone(),
                mark: half_points_text(*mark),
                least: half_points_text(criterion.threshold),
            },
        )
}

/// What comes of each line; none where it fails a threshold.
fn draw(
    grounds: &Grounds,
    list: &[Assessed<usize>],
    placed: &[Placed],
) -> Vec<Option<Grant<PartnerId>>> {
    let wishes: Vec<Wish<PartnerId>> = list
        .iter()
        .zip(placed)
        .filter(|(one, _)| one.passes)
        .map(|(one, placed)| Wish {
            needs: grounds.asking.get(one.key).map(needs).unwrap_or_default(),
            is_equal: placed.parting == Parting::Equal,
        })
        .collect();
    let mut pots = Pots {
        own: grounds
            .pots
            .iter()
            .filter_map(|pot| Some((pot.1?, pot.2)))
            .collect(),
        common: grounds.pot_of(None).map_or(0, |pot| pot.2),
    };
    let stop = grounds.call.gap_mode == GapMode::Stop;
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
fn shares(grounds: &Grounds, asking: &Asking, drawn: &[Take<PartnerId>]) -> Result<Vec<Share>> {
    let (mut rows, currency) = (Vec::new(), grounds.call.currency);
    for take in drawn {
        let members: Vec<_> = asking
            .parts
            .iter()
            .filter(|part| part.partner == Some(take.partner))
            .collect();
        let weights: Vec<i64> = members.iter().map(|part| part.requested_minor).collect();
        let own = Money::from_minor(take.own, currency);
        let from_own = own.split(&weights)?;
        for (one, part) in members.iter().zip(from_own) {
            let requested = Money::from_minor(one.requested_minor, currency);
            let rest = requested.minus(&part)?;
            for (pot, amount) in [
                (grounds.pot_of(Some(take.partner)), part),
                (grounds.pot_of(None), rest),
            ] {
                let Some(pot) = pot.filter(|_| amount.is_positive()) else {
                    continue;
                };
                rows.push((one.participant, pot.0, amount.minor()));
            }
        }
    }
    Ok(rows)
}
