//! Money, numbers, dates and times as people read them.

use super::say::Say;
use crate::kernel::money::{Money, Rate};
use crate::kernel::time::{Date, Instant, Zone};

impl Say {
    /// An amount with its currency.
    pub fn money(&self, money: &Money) -> String {
        money.to_string()
    }

    /// A whole number.
    pub fn number(&self, number: i64) -> String {
        number.to_string()
    }

    /// A rate in basis points, as a percentage.
    pub fn percent(&self, points: i32) -> String {
        Rate::from_basis_points(points)
            .map(|rate| format!("{} %", rate.percent_text()))
            .unwrap_or_default()
    }

    /// A day.
    pub fn date(&self, day: Date) -> String {
        day.human()
    }

    /// A moment on the reader's wall, with its zone named.
    pub fn instant(&self, moment: Instant) -> String {
        self.instant_in(moment, self.zone())
    }

    /// A moment on the wall of a zone, which is named.
    pub fn instant_in(&self, moment: Instant, zone: &Zone) -> String {
        moment.in_zone(zone)
    }

    /// Several things in one sentence.
    pub fn list(&self, things: &[String]) -> String {
        things.join(", ")
    }
}
