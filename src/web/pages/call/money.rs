//! The money of a call as lengths, and on what terms it is given.

use super::Told;
use crate::calls::model::Pot;
use crate::kernel::money::Money;
use crate::web::parts::{Chip, Facts, Hue, Length};
use crate::web::screen::Cell;

/// A pot beside the whole.
#[derive(Debug)]
pub(super) struct PotLength {
    pub(super) chip: Chip,
    pub(super) bar: Length,
    pub(super) amount: String,
}

impl Told<'_> {
    pub(super) fn budget(&self) -> Money {
        let minor = self.call.pots.iter().map(|pot| pot.amount.minor()).sum();
        Money::from_minor(minor, self.call.currency)
    }

    fn hue(&self, pot: &Pot) -> Hue {
        self.colours.hue_of_pot(pot.code.as_deref())
    }

    fn name(&self, pot: &Pot) -> String {
        match &pot.code {
            Some(code) => self.colours.name_of(code),
            None => self.say.t("common-pot"),
        }
    }

    fn says(&self, pot: &Pot) -> String {
        format!("{} {}", self.name(pot), self.say.money(&pot.amount))
    }

    pub(super) fn bar(&self) -> Length {
        let pots = || self.call.pots.iter();
        let pieces: Vec<_> = pots().map(|pot| (self.hue(pot), "", pot.amount)).collect();
        let says: Vec<String> = pots().map(|pot| self.says(pot)).collect();
        Length::new(&self.budget(), &pieces, self.say.list(&says)).thick()
    }

    pub(super) fn pots(&self) -> Vec<PotLength> {
        let whole = self.budget();
        let length = |pot: &Pot| PotLength {
            chip: Chip {
                text: self.name(pot),
                hue: self.hue(pot),
            },
            bar: Length::new(&whole, &[(self.hue(pot), "", pot.amount)], self.says(pot)),
            amount: self.say.money(&pot.amount),
        };
        self.call.pots.iter().map(length).collect()
    }

    /// On what terms it is given.
    pub(super) fn conditions(&self) -> Facts {
        let (say, call) = (self.say, self.call);
        let rate = |points| Cell::Figure(say.percent(points));
        Facts(vec![
            (say.t("field-max_grant"), Cell::money(say, &call.max_grant)),
            (say.t("field-funding_rate"), rate(call.funding_rate)),
            (say.t("field-advance_rate"), rate(call.advance_rate)),
            (say.t("field-retention_rate"), rate(call.retention_rate)),
        ])
    }
}
