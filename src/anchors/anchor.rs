//! An anchor: the heads of trail and ledger at one moment, signed. It is a text that a person reads
//! and a program checks, the same in the table, in the file and in the letter.
//!
//! What is signed are its lines up to that of the key, each with a line break.

use crate::kernel::id::FundId;
use crate::kernel::signature::{PublicKey, SigningKey};
use crate::kernel::time::Instant;

/// What was said, and that it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    pub heads: Heads,
    pub anchored_at: Instant,
    pub key: PublicKey,
    signature: String,
}

/// The fund, and how far its trail and ledger have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heads {
    pub fund: FundId,
    pub name: String,
    pub trail: Head,
    pub ledger: Head,
}

/// The last link of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its number: how many there are.
    pub count: i64,
    /// Its hash, which tells of all before it; empty where there is none.
    pub hash: String,
}

const TITLE: &str = "jointfund anchor 1";

impl Anchor {
    /// Signs the heads.
    pub fn sign(heads: Heads, anchored_at: Instant, key: &SigningKey) -> Self {
        let mut anchor = Self {
            heads,
            anchored_at,
            key: key.public(),
            signature: String::new(),
        };
        anchor.signature = key.sign(anchor.signed().as_bytes());
        anchor
    }

    /// Whether the key it names has signed it.
    pub fn is_signed(&self) -> bool {
        self.key.signed(self.signed().as_bytes(), &self.signature)
    }

    fn signed(&self) -> String {
        let Heads {
            fund,
            name,
            trail,
            ledger,
        } = &self.heads;
        format!(
            "{TITLE}\nfund: {name}\nfund-id: {fund}\nanchored-at: {}\naudit-records: {}\n\
             audit-hash: {}\njournal-entries: {}\njournal-hash: {}\nkey: {}\n",
            self.anchored_at.to_fixed_text(),
            trail.count,
            trail.hash,
            ledger.count,
            ledger.hash,
            self.key.hex()
        )
    }

    /// Its text.
    pub fn text(&self) -> String {
        format!("{}signature: {}\n", self.signed(), self.signature)
    }

    /// The anchor of a text, wherever in it it stands: what a letter was saved as has words before
    /// and after it. Marks of the direction of writing are passed over.
    ///
    /// # Errors
    /// What of it cannot be read.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().map(bare).filter(|line| !line.is_empty());
        if !lines.any(|line| line == TITLE) {
            return Err(format!("no line of it is “{TITLE}”"));
        }
        let mut next = |name: &str| {
            let line = lines.next().unwrap_or_default();
            let value = line
                .strip_prefix(name)
                .and_then(|rest| rest.strip_prefix(':'));
            value
                .map(|value| value.trim().to_owned())
                .ok_or_else(|| format!("{name} is not where it belongs"))
        };
        let name = next("fund")?;
        let fund = read(next("fund-id")?, "fund-id", |text| text.parse().ok())?;
        let anchored_at = read(next("anchored-at")?, "anchored-at", Instant::from_text)?;
        let trail = Head {
            count: read(next("audit-records")?, "audit-records", |text| {
                text.parse().ok()
            })?,
            hash: next("audit-hash")?,
        };
        let ledger = Head {
            count: read(next("journal-entries")?, "journal-entries", |text| {
                text.parse().ok()
            })?,
            hash: next("journal-hash")?,
        };
        Ok(Self {
            heads: Heads {
                fund: FundId::from_uuid(fund),
                name,
                trail,
                ledger,
            },
            anchored_at,
            key: read(next("key")?, "key", PublicKey::from_hex)?,
            signature: next("signature")?,
        })
    }
}

fn read<T>(text: String, name: &str, of: impl Fn(&str) -> Option<T>) -> Result<T, String> {
    of(&text).ok_or_else(|| format!("{name} cannot be read: {text}"))
}

/// A line without blanks around it, and without marks of direction.
fn bare(line: &str) -> &str {
    line.trim_matches(|one: char| {
        one.is_whitespace() || matches!(one, '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor() -> Anchor {
        let folder = tempfile::tempdir().unwrap();
        let key = SigningKey::make(&folder.path().join("key")).unwrap();
        let heads = Heads {
            fund: FundId::new(),
            name: "Two Rivers".to_owned(),
            trail: Head {
                count: 12,
                hash: "ab".to_owned(),
            },
            ledger: Head {
                count: 0,
                hash: String::new(),
            },
        };
        let at = Instant::from_text("2027-01-04T09:00:00.000000Z").unwrap();
        Anchor::sign(heads, at, &key)
    }

    #[test]
    fn an_anchor_is_read_from_its_text_and_from_a_letter() {
        let anchor = anchor();
        assert!(anchor.is_signed());
        assert_eq!(Anchor::read(&anchor.text()), Ok(anchor.clone()));
        let lines = anchor.text().replace('\n', "\r\n\r\n");
        let letter = format!(
            "Dear auditor,\r\n\u{2068}{}\u{2069}\r\nThe fund\r\n",
            lines.trim()
        );
        assert_eq!(Anchor::read(&letter), Ok(anchor));
    }

    #[test]
    fn every_word_of_it_is_signed() {
        let text = anchor().text();
        for (number, line) in text.lines().enumerate().skip(1) {
            let (name, value) = line.split_once(": ").unwrap_or((line, ""));
            let other = match value.chars().last() {
                Some('1') => format!("{name}: {}2", &value[..value.len() - 1]),
                Some('Z') => format!("{name}: {}", value.replace("09:", "08:")),
                Some(last) => format!("{name}: {}1", &value[..value.len() - last.len_utf8()]),
                None => format!("{name}: 1"),
            };
            let forged = text.lines().enumerate();
            let forged: Vec<&str> = forged
                .map(|(own, line)| if own == number { &*other } else { line })
                .collect();
            let read = Anchor::read(&forged.join("\n"));
            assert!(!read.is_ok_and(|read| read.is_signed()), "{other}");
        }
    }

    #[test]
    fn what_is_no_anchor_says_why() {
        assert!(Anchor::read("Dear auditor").unwrap_err().contains(TITLE));
        let text = anchor().text().replace("audit-hash", "hash");
        assert!(Anchor::read(&text).unwrap_err().contains("audit-hash"));
    }
}
