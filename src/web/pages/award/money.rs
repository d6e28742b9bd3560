//! The money of an award as lengths, and what was asked for of it.

use super::{ShareLength, Told};
use crate::awards::model::Share;
use crate::disbursements::claim::Asked;
use crate::kernel::money::Money;
use crate::rules::lifecycle::{AwardState, PayoutState};
use crate::web::parts::{Chip, Legend, Length, Row};
use crate::web::screen::Tag;
use crate::web::url;

/// A share of a grant, part by part, in minor units.
struct Parts {
    paid: i64,
    moving: i64,
    kept: i64,
    open: i64,
}

impl Told<'_> {
    /// Of a share: paid, on its way, kept back until the end, still to earn.
    fn parts(&self, share: &Share) -> Parts {
        let is_moving = |one: &&Asked| {
            one.share == share.id
                && !matches!(
                    one.state,
                    PayoutState::Confirmed | PayoutState::Refused | PayoutState::Cancelled
                )
        };
        let asked = self.asked.iter().filter(is_moving);
        let moving: i64 = asked.map(|one| one.amount.minor()).sum();
        let paid = share.paid.minor();
        // Of an award that lapsed nothing is to come: what was not paid is free in its pot again.
        let rest = match self.award.state {
            AwardState::Lapsed => 0,
            _ => share.granted.minor() - paid - moving,
        };
        let kept = share.retention.minor().clamp(0, rest.max(0));
        Parts {
            paid,
            moving,
            kept,
            open: rest - kept,
        }
    }

    pub(super) fn lengths(&self) -> Vec<ShareLength> {
        let say = self.say;
        let lengths = self.award.shares.iter().map(|share| {
            let parts = self.parts(share);
            let money = |minor| Money::from_minor(minor, share.granted.currency());
            let hue = self.colours.hue_of_pot(share.pot_code.as_deref());
            let says = say.with(
                "lengths-say",
                &[
                    ("paid", money(parts.paid).into()),
                    ("moving", money(parts.moving).into()),
                    ("kept", money(parts.kept).into()),
                    ("open", money(parts.open).into()),
                ],
            );
            let pieces = [
                (hue, "", money(parts.paid)),
                (hue, "moving", money(parts.moving)),
                (hue, "kept", money(parts.kept)),
                (hue, "open", money(parts.open)),
            ];
            ShareLength {
                name: share.participant_name.clone(),
                chip: Chip {
                    text: self.pot(share),
                    hue,
                },
                bar: Length::new(&share.granted, &pieces, says).thick(),
                paid: say.amount(&share.paid),
                granted: say.with("of-amount", &[("amount", share.granted.into())]),
            }
        });
        lengths.collect()
    }

    /// Whose money it is: a partner's, or the common pot's.
    fn pot(&self, share: &Share) -> String {
        match &share.pot_code {
            Some(code) => self.colours.name_of(code),
            None => self.say.t("common-pot"),
        }
    }

    pub(super) fn legend(&self) -> Legend {
        let say = self.say;
        let mut legend = vec![("", say.t("legend-paid"))];
        let parts = self.award.shares.iter().map(|share| self.parts(share));
        let moving: i64 = parts.map(|one| one.moving).sum();
        if moving > 0 {
            let moving = Money::from_minor(moving, self.award.granted.currency());
            legend.push((
                "moving",
                say.with("legend-moving", &[("amount", moving.into())]),
            ));
        }
        if self.award.state == AwardState::Lapsed {
            return Legend(vec![("", say.t("legend-lapsed"))]);
        }
        legend.push(("kept", say.t("legend-kept")));
        legend.push(("open", say.t("legend-open")));
        Legend(legend)
    }

    pub(super) fn payouts(&self) -> Vec<Row> {
        let say = self.say;
        let rows = self.asked.iter().map(|one| {
            let share = self.award.shares.iter().find(|share| share.id == one.share);
            let milestone = self
                .award
                .milestones
                .iter()
                .find(|milestone| Some(milestone.id) == one.milestone);
            let kind = match milestone {
                Some(milestone) => milestone.title.clone(),
                None => say.name(one.kind),
            };
            let payee = share.map(|share| share.participant_name.clone());
            let tag = Tag::of(say, one.state);
            Row {
                title: format!("{} · {}", say.money(&one.amount), payee.unwrap_or_default()),
                href: url::payout(one.id),
                chip: share.map(|share| self.colours.chip(share.payer)),
                more: kind,
                when: Some((tag.text, tag.class)),
                button: String::new(),
                is_first: false,
            }
        });
        rows.collect()
    }
}
