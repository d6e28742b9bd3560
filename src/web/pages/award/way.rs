//! The milestones of an award, from the advance to what is kept back.

use super::Told;
use crate::awards::model::{Milestone, Share};
use crate::disbursements::model::PayoutKind;
use crate::kernel::id::MilestoneId;
use crate::kernel::money::Money;
use crate::rules::lifecycle::{AwardState, MilestoneState, PayoutState};
use crate::web::parts::{Stage, Stands, Way};

impl Told<'_> {
    pub(super) fn way(&self) -> Way {
        let award = self.award;
        let mut stages = Vec::new();
        stages.extend(self.at_the_ends(PayoutKind::Advance, |share| share.advance));
        stages.extend(award.milestones.iter().map(|one| self.stage(one)));
        stages.extend(self.at_the_ends(PayoutKind::Retention, |share| share.retention));
        Way {
            label: self.say.t("heading-milestones"),
            stages,
        }
    }

    /// What the bank has paid of one kind, and of one milestone where it is of that kind.
    fn paid(&self, kind: PayoutKind, milestone: Option<MilestoneId>) -> Money {
        let paid = self.asked.iter().filter(|one| {
            (one.kind, one.milestone, one.state) == (kind, milestone, PayoutState::Confirmed)
        });
        let minor = paid.map(|one| one.amount.minor()).sum();
        Money::from_minor(minor, self.award.granted.currency())
    }

    fn paid_of(&self, paid: &Money, whole: &Money) -> String {
        let (paid, whole) = (self.say.amount(paid), self.say.money(whole));
        self.say
            .with("paid-of", &[("paid", paid.into()), ("whole", whole.into())])
    }

    /// The advance, or what is kept back; nothing where the award has none.
    fn at_the_ends(&self, kind: PayoutKind, of: impl Fn(&Share) -> Money) -> Option<Stage> {
        let award = self.award;
        let minor: i64 = award.shares.iter().map(|share| of(share).minor()).sum();
        let whole = Money::from_minor(minor, award.granted.currency());
        if whole.is_zero() {
            return None;
        }
        let paid = self.paid(kind, None);
        let is_reached = match kind {
            PayoutKind::Retention => self.turn().is_none(),
            _ => award.state == AwardState::Active,
        };
        let stands = if paid.minor() >= whole.minor() {
            Stands::Done
        } else if is_reached && award.in_force_at.is_some() {
            Stands::Now
        } else {
            Stands::Ahead
        };
        Some(Stage {
            name: self.say.name(kind),
            stands,
            lines: vec![self.paid_of(&paid, &whole)],
        })
    }

    /// The milestone whose turn it is.
    pub(super) fn turn(&self) -> Option<&Milestone> {
        let mut milestones = self.award.milestones.iter();
        milestones.find(|one| one.state != MilestoneState::Accepted)
    }

    fn stage(&self, one: &Milestone) -> Stage {
        let say = self.say;
        let is_turn = self.turn().is_some_and(|turn| turn.id == one.id);
        let stands = match one.state {
            MilestoneState::Accepted => Stands::Done,
            _ if is_turn && self.award.state == AwardState::Active => Stands::Now,
            _ => Stands::Ahead,
        };
        let mut lines = vec![format!(
            "{} · {}",
            say.percent(one.share),
            say.state(one.state)
        )];
        if one.state == MilestoneState::Accepted {
            let paid = self.paid(PayoutKind::Milestone, Some(one.id));
            lines.push(self.paid_of(&paid, &one.net));
        } else {
            lines.push(say.money(&one.net));
            lines.push(match one.due_on {
                Some(day) => say.with("due-on", &[("day", day.into())]),
                None => say.with(
                    "due-in_months",
                    &[("months", i64::from(one.due_months).into())],
                ),
            });
        }
        Stage {
            name: format!("{} {}", say.number(i64::from(one.position)), one.title),
            stands,
            lines,
        }
    }

    /// What was reported of the milestone whose turn it is, and why it came back.
    pub(super) fn report(&self) -> Option<(String, String, String)> {
        let turn = self.turn()?;
        let reason = turn.reason.clone().unwrap_or_default();
        (!turn.report.is_empty() || !reason.is_empty())
            .then(|| (turn.title.clone(), turn.report.clone(), reason))
    }
}
