//! Two texts are alike where one becomes the other by giving other names to what is drawn by chance:
//! identifiers, tokens, digests of what holds such. One renaming holds for all that is compared, and
//! is one to one; whatever stands in both as it is stays as it is. A pattern of identifiers that
//! differs is a difference.
//!
//! The sources of chance are not seeded (decision 16). What a name by chance tells besides, when it was
//! drawn, is compared as well: what people are told in both worlds was drawn in the same order.

use data_encoding::BASE64URL_NOPAD;
use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct Renaming {
    there: BTreeMap<String, String>,
    back: BTreeMap<String, String>,
    /// Identifiers that were told, and what stood in their place; they begin with their time.
    told: BTreeMap<String, String>,
}

impl Renaming {
    /// What was made in both worlds, in the order in which it was made, corresponds; what one world
    /// has beyond that has its own name in both.
    pub(super) fn pair(&mut self, one: &[String], other: &[String]) {
        let only_in = |own: &[String], others: &[String]| {
            let own = own.iter().filter(|id| !others.contains(id)).cloned();
            own.collect::<Vec<String>>()
        };
        let (left, right) = (only_in(one, other), only_in(other, one));
        for (left, right) in left.into_iter().zip(right) {
            self.there.insert(left.clone(), right.clone());
            self.back.insert(right, left);
        }
    }

    /// A text of the first world as the second has it.
    pub(super) fn there(&self, text: &str) -> String {
        renamed(text, &self.there)
    }

    /// A text of the second world as the first has it.
    pub(super) fn back(&self, text: &str) -> String {
        renamed(text, &self.back)
    }

    /// Whether the texts are alike; if not, how they go on from where they part.
    pub(super) fn finds_alike(&mut self, one: &str, other: &str) -> Result<(), [String; 2]> {
        let (mut left, mut right) = (Words(one), Words(other));
        loop {
            let rest = [left.0, right.0];
            let before = &one[..one.len() - rest[0].len()];
            match (left.next(), right.next()) {
                (None, None) => return Ok(()),
                (Some(own), Some(others)) if self.admits(before, own, others) => {}
                _ => return Err(rest.map(|rest| rest.chars().take(200).collect())),
            }
        }
    }

    /// Two identifiers that were told, of which the other world drew the second first.
    pub(super) fn out_of_order(&self) -> Option<[&str; 2]> {
        let all: Vec<_> = self.told.iter().collect();
        let mut pairs = all.windows(2);
        let found = pairs.find(|pair| pair[0].1 >= pair[1].1)?;
        Some([found[0].0, found[1].0])
    }

    fn admits(&mut self, before: &str, one: &str, other: &str) -> bool {
        let is_alike = self.is_alike(before, one, other);
        if is_alike && is_of_a_time(one) {
            self.told.insert(one.to_owned(), other.to_owned());
        }
        is_alike
    }

    fn is_alike(&mut self, before: &str, one: &str, other: &str) -> bool {
        let (there, back) = (self.there.get(one), self.back.get(other));
        match (there, back) {
            (None, None) => {
                let chance = chance_of(one);
                let is_chance = chance.is_some() && chance == chance_of(other);
                let is_chance = is_chance && (chance != Some(Chance::Digest) || is_drawn(before));
                if is_chance {
                    self.there.insert(one.to_owned(), other.to_owned());
                    self.back.insert(other.to_owned(), one.to_owned());
                }
                is_chance || one == other
            }
            (Some(there), Some(back)) => there == other && back == one,
            _ => false,
        }
    }
}

fn renamed(text: &str, names: &BTreeMap<String, String>) -> String {
    let words = Words(text).map(|word| names.get(word).map_or(word, String::as_str));
    words.collect()
}

/// The words of a text, and each sign between them.
struct Words<'t>(&'t str);

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let text = self.0;
        let is_part = |sign: char| sign.is_ascii_alphanumeric() || "-_".contains(sign);
        let end = match text.find(|sign| !is_part(sign)) {
            None if text.is_empty() => return None,
            None => text.len(),
            // What is written as `%2F` is a sign too.
            Some(0) if is_escape(text) => 3,
            Some(0) => text.chars().next().map_or(0, char::len_utf8),
            Some(end) => end,
        };
        let (word, rest) = text.split_at(end);
        self.0 = rest;
        Some(word)
    }
}

fn is_escape(text: &str) -> bool {
    let code = text.strip_prefix('%').and_then(|rest| rest.get(..2));
    code.is_some_and(|code| is_hexadecimal(code, 2))
}

/// What is drawn by chance, or reckoned from what is, by its shape.
#[derive(PartialEq, Eq)]
enum Chance<'t> {
    Identifier,
    Token,
    Digest,
    /// Where the next page of a history begins: the hash of a record, as an address carries it.
    Cursor,
    /// The identifier of a field holds a digest of its form's address.
    Field(&'t str, &'t str),
}

fn chance_of(word: &str) -> Option<Chance<'_>> {
    let is_identifier = word.len() == 36
        && word.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    if is_identifier {
        Some(Chance::Identifier)
    } else if is_hexadecimal(word, 64) {
        Some(Chance::Digest)
    } else if word.len() == 43 {
        Some(Chance::Token)
    } else if is_cursor(word) {
        Some(Chance::Cursor)
    } else {
        let (form, rest) = word.split_once('-')?;
        let (digest, field) = rest.split_once('-').unwrap_or((rest, ""));
        is_hexadecimal(digest, 8).then_some(Chance::Field(form, field))
    }
}

/// Whether it is an identifier that begins with the time at which it was drawn (RFC 9562, 5.7).
fn is_of_a_time(word: &str) -> bool {
    chance_of(word) == Some(Chance::Identifier) && word.as_bytes()[14] == b'7'
}

/// Whether a digest that stands behind this is one of chance alone: what binds a form, or what is
/// carried along in it, to a browser; the hash of a record, which chains all that was ever recorded,
/// names drawn by chance included.
/// Any other digest tells of what it is of.
fn is_drawn(before: &str) -> bool {
    let places = [
        "name=\"_csrf\" value=\"",
        "name=\"_seal\" value=\"",
        "\"hash\":\"",
    ];
    places.iter().any(|place| before.ends_with(place))
}

fn is_cursor(word: &str) -> bool {
    let key = BASE64URL_NOPAD.decode(word.as_bytes()).ok();
    let key = key.and_then(|key| String::from_utf8(key).ok());
    key.is_some_and(|key| is_hexadecimal(&key, 64))
}

fn is_hexadecimal(word: &str, length: usize) -> bool {
    word.len() == length && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::{BASE64URL_NOPAD, Renaming};

    fn named(last: char) -> String {
        format!("01900000-0000-7000-8000-00000000000{last}")
    }

    #[test]
    fn other_names_are_alike_and_another_pattern_of_names_is_not() {
        let (a, b, c, d) = (named('a'), named('b'), named('c'), named('d'));
        let alike = |one: String, other: String| Renaming::default().finds_alike(&one, &other);
        assert!(alike(format!("{a} {b} {a}"), format!("{c} {d} {c}")).is_ok());
        assert!(alike(format!("{a} {b} {a}"), format!("{c} {d} {d}")).is_err());
        assert!(alike(format!("{a} {b}"), format!("{c} {c}")).is_err());
        assert!(alike(format!("{a} {b}"), format!("{a} {a}")).is_err());
        assert!(alike(format!("/files/{a}"), format!("/calls/{a}")).is_err());
        assert!(
            alike(
                format!("?next=%2Fcalls%2F{a}"),
                format!("?next=%2Fcalls%2F{b}")
            )
            .is_ok()
        );
        assert!(alike("zinnia".to_owned(), "alyssa".to_owned()).is_err());
        assert!(alike("one".to_owned(), "one more".to_owned()).is_err());
    }

    #[test]
    fn a_digest_is_by_chance_where_it_binds_or_chains_and_tells_of_its_content_elsewhere() {
        let (one, other) = ("a".repeat(64), "b".repeat(64));
        let alike = |before: &str| {
            let (one, other) = (format!("{before}{one}"), format!("{before}{other}"));
            Renaming::default().finds_alike(&one, &other).is_ok()
        };
        assert!(alike("name=\"_csrf\" value=\""));
        assert!(alike("{\"hash\":\""));
        assert!(!alike("name=\"digest\" value=\""));
        let [one, other] = [one, other].map(|hash| BASE64URL_NOPAD.encode(hash.as_bytes()));
        assert!(Renaming::default().finds_alike(&one, &other).is_ok());
    }

    #[test]
    fn names_that_are_drawn_in_another_order_are_not_alike() {
        let all = ['a', 'b', 'c', 'd'].map(named);
        let told = |pairs: [(usize, usize); 2]| {
            let mut renaming = Renaming::default();
            for (one, other) in pairs {
                renaming.finds_alike(&all[one], &all[other]).unwrap();
            }
            renaming.out_of_order().is_none()
        };
        assert!(told([(0, 2), (1, 3)]));
        assert!(told([(1, 3), (0, 2)]));
        assert!(!told([(0, 3), (1, 2)]));
    }

    #[test]
    fn a_name_once_given_holds_for_all_that_follows() {
        let (a, b, c) = (named('a'), named('b'), named('c'));
        let mut renaming = Renaming::default();
        renaming.pair(&[a.clone(), c.clone()], std::slice::from_ref(&b));
        assert_eq!(
            renaming.there(&format!("/calls/{a}?x={c}")),
            format!("/calls/{b}?x={c}")
        );
        assert!(renaming.finds_alike(&a, &b).is_ok());
        assert!(renaming.finds_alike(&a, &c).is_err());
        assert!(renaming.finds_alike(&a, &a).is_err());
    }
}
