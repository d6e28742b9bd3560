//! A value that stands in a sentence, before anyone's language is known.

use super::money::Money;
use super::time::{Date, Instant, Zone};

/// What a message is told: words of people stay as they are, the rest is said in the reader's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// As it is: what looks like a number in somebody's name stays a name.
    Text(String),
    /// A number the message's plural forms depend on.
    Count(i64),
    /// An amount.
    Money(Money),
    Day(Date),
    /// A moment on the reader's wall.
    Moment(Instant),
    /// A moment on the wall of a zone that matters more than the reader's.
    MomentIn(Instant, Zone),
}

impl From<String> for Told {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Told {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&str> for Told {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Told {
    fn from(number: i64) -> Self {
        Self::Count(number)
    }
}

impl From<Money> for Told {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

impl From<Date> for Told {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<Instant> for Told {
    fn from(moment: Instant) -> Self {
        Self::Moment(moment)
    }
}

impl From<(Instant, &Zone)> for Told {
    fn from((moment, zone): (Instant, &Zone)) -> Self {
        Self::MomentIn(moment, zone.clone())
    }
}
