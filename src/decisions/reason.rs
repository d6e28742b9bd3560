//! Why a place of the ranked list has its outcome.

use crate::kernel::money::{Currency, Money};
use serde::{Serialize, Serializer};
use std::fmt;

/// Why, with its figures in points. It is kept and answered as text, which [`Reason::read`] reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The pots cover it.
    Fits,
    /// They do not; lists of former days do not say how much is missing.
    Gap,
    /// They would, but the call's list ends at the first that does not fit.
    Ended,
    /// They do not: so much is missing beside what is left in the pots of these partners, by code.
    Short { missing: Money, pots: Vec<String> },
    /// They cover some of its equals.
    Equal,
    /// Its reader stands aside from it, and is not told.
    Aside,
    /// The sum of its marks is below what the call asks for.
    BelowTotal { sum: String, least: String },
    /// A mark is below what its criterion asks for.
    Below {
        criterion: String,
        mark: String,
        least: String,
    },
}

impl Reason {
    /// Reads what was written; a name may hold whatever the figures hold.
    pub fn read(text: &str) -> Option<Self> {
        match text {
            "fits" => return Some(Self::Fits),
            "gap" => return Some(Self::Gap),
            "ended" => return Some(Self::Ended),
            "equal" => return Some(Self::Equal),
            "aside" => return Some(Self::Aside),
            _ => {}
        }
        let Some((before, least)) = text.rsplit_once(" < ") else {
            return read_short(text);
        };
        let least = least.to_owned();
        Some(match before.rsplit_once(": ") {
            Some((criterion, mark)) => Self::Below {
                criterion: criterion.to_owned(),
                mark: mark.to_owned(),
                least,
            },
            None => Self::BelowTotal {
                sum: before.to_owned(),
                least,
            },
        })
    }
}

/// Reads how much is missing where: `gap of 1250.00 EUR: AVA, BEL`.
fn read_short(text: &str) -> Option<Reason> {
    let (missing, pots) = text.strip_prefix("gap of ")?.split_once(": ")?;
    let (amount, currency) = missing.split_once(' ')?;
    let currency = Currency::from_code(currency).ok()?;
    let pots = pots.split(", ").filter(|code| !code.is_empty());
    Some(Reason::Short {
        missing: Money::from_decimal_text(amount, currency).ok()?,
        pots: pots.map(str::to_owned).collect(),
    })
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.to_string()
    }
}

impl TryFrom<String> for Reason {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::read(&text).ok_or(text)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fits => f.write_str("fits"),
            Self::Gap => f.write_str("gap"),
            Self::Ended => f.write_str("ended"),
            Self::Aside => f.write_str("aside"),
            Self::Short { missing, pots } => {
                write!(f, "gap of {}: {}", missing.plain_text(), pots.join(", "))
            }
            Self::Equal => f.write_str("equal"),
            Self::BelowTotal { sum, least } => write!(f, "{sum} < {least}"),
            Self::Below {
                criterion,
                mark,
                least,
            } => write!(f, "{criterion}: {mark} < {least}"),
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let text = |text: &str| text.to_owned();
        let short = |pots: &[&str]| Reason::Short {
            missing: Money::from_minor(125_050, Currency::from_code("EUR").unwrap()),
            pots: pots.iter().map(|code| text(code)).collect(),
        };
        let below = |criterion: &str| Reason::Below {
            criterion: text(criterion),
            mark: text("2.5"),
            least: text("3.0"),
        };
        for reason in [
            Reason::Fits,
            Reason::Gap,
            Reason::Ended,
            short(&["AVA", "BEL"]),
            short(&[]),
            Reason::Equal,
            Reason::BelowTotal {
                sum: text("9.5"),
                least: text("10.0"),
            },
            below("Impact"),
            below("Risk: small < large"),
        ] {
            assert_eq!(Reason::read(&reason.to_string()), Some(reason));
        }
        assert_eq!(Reason::read("otherwise"), None);
    }
}
