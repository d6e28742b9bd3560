//! Why a place of the ranked list has its outcome.

use serde::{Serialize, Serializer};
use std::fmt;

/// Why, with its figures in points. It is kept and answered as text, which [`Reason::read`] reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The pots cover it.
    Fits,
    /// They do not.
    Gap,
    /// They cover some of its equals.
    Equal,
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
            "equal" => return Some(Self::Equal),
            _ => {}
        }
        let (before, least) = text.rsplit_once(" < ")?;
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
        let below = |criterion: &str| Reason::Below {
            criterion: text(criterion),
            mark: text("2.5"),
            least: text("3.0"),
        };
        for reason in [
            Reason::Fits,
            Reason::Gap,
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
