//! What a person typed, kept as typed until it is read.
//!
//! Inputs are structs of entries, so that a form and a JSON body make the same struct, a refused
//! form can show again exactly what was typed, and every fault is found at once.

use super::clean;
pub use super::clean::ascii_digits;
use super::fault::{Fault, FaultCode, Faults};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::num::IntErrorKind;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, SchemaType, Type,
};
use utoipa::{PartialSchema, ToSchema};

/// One field as typed. JSON may give text, a number or null, or a boolean for a box. A field that
/// was not sent at all is not the same as one that was emptied: where a draft is saved, it stays as
/// it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    typed: Option<String>,
    /// Whether it came as a boolean, which only boxes take.
    is_flag: bool,
}

impl Entry {
    /// Exactly what was typed. For secrets and tokens alone: everything else is read clean.
    pub fn verbatim(&self) -> &str {
        self.typed.as_deref().unwrap_or_default()
    }

    /// Whether the field was sent, be it empty.
    pub fn is_given(&self) -> bool {
        self.typed.is_some()
    }

    /// What was typed, clean, in several lines.
    pub fn lines(&self) -> String {
        clean::lines(self.verbatim())
    }

    /// What was typed, clean, in one line.
    pub fn line(&self) -> String {
        clean::line(self.verbatim())
    }

    fn read<T: FromEntry>(&self) -> Result<T, Fault> {
        if self.is_flag {
            return Err(Fault::new(FaultCode::Malformed));
        }
        if T::AS_TYPED {
            return T::from_entry(self.verbatim().trim());
        }
        T::from_entry(&self.lines())
    }

    /// Whether nothing that could be seen was typed.
    pub fn is_blank(&self) -> bool {
        clean::is_blank(self.verbatim())
    }

    /// Whether a box was ticked.
    pub fn is_checked(&self) -> bool {
        matches!(self.line().as_str(), "true" | "on" | "yes" | "1")
    }
}

impl AsRef<str> for Entry {
    fn as_ref(&self) -> &str {
        self.verbatim()
    }
}

impl From<&str> for Entry {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Entry {
    fn from(text: String) -> Self {
        Self {
            typed: Some(text),
            is_flag: false,
        }
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.typed.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Typed {
            Text(String),
            Flag(bool),
            Number(serde_json::Number),
            Nothing(()),
        }
        Ok(match Typed::deserialize(from)? {
            Typed::Text(text) => text.into(),
            Typed::Flag(flag) => Self {
                typed: Some(flag.to_string()),
                is_flag: true,
            },
            Typed::Number(number) => unambiguous(&number.to_string()).into(),
            Typed::Nothing(()) => Self::default(),
        })
    }
}

impl PartialSchema for Entry {
    fn schema() -> RefOr<Schema> {
        let kinds = [Type::String, Type::Number, Type::Boolean, Type::Null];
        ObjectBuilder::new()
            .schema_type(SchemaType::from_iter(kinds))
            .description(Some(
                "One field as typed: text, a number or null, or a boolean where a box may be \
                 ticked. A field that was not sent at all is not the same as one that was emptied: \
                 where a draft is saved, it stays as it is.",
            ))
            .into()
    }
}

impl ToSchema for Entry {}

/// A number of JSON, whose point is a point: three decimals get a fourth, lest they be taken for
/// thousands as in a number that a person typed.
fn unambiguous(number: &str) -> String {
    let has_three = number
        .split_once('.')
        .is_some_and(|(_, decimals)| decimals.len() == 3);
    if has_three {
        format!("{number}0")
    } else {
        number.to_owned()
    }
}

/// Several choices of one field: a form that ticks one box sends no list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entries(pub Vec<Entry>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Typed {
            Many(Vec<Entry>),
            One(Entry),
        }
        Ok(Self(match Typed::deserialize(from)? {
            Typed::Many(entries) => entries,
            Typed::One(entry) if entry.is_blank() => Vec::new(),
            Typed::One(entry) => vec![entry],
        }))
    }
}

impl PartialSchema for Entries {
    fn schema() -> RefOr<Schema> {
        OneOfBuilder::new()
            .item(ArrayBuilder::new().items(Entry::schema()))
            .item(Entry::schema())
            .description(Some("Several choices of one field, or a single one."))
            .into()
    }
}

impl ToSchema for Entries {}

/// A value that can be read from what was typed.
pub trait FromEntry: Sized {
    /// Whether what cannot be seen is no slip of the clipboard but part of what was typed, and is
    /// to be judged with it.
    const AS_TYPED: bool = false;

    /// Reads the clean, non-empty text.
    ///
    /// # Errors
    /// The one fault that best tells what to mend.
    fn from_entry(text: &str) -> Result<Self, Fault>;
}

/// Reads entries one by one and gathers what is wrong with them.
#[derive(Debug, Default)]
pub struct Reading {
    faults: Faults,
}

impl Reading {
    /// Nothing read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a field that must be filled in.
    pub fn required<T: FromEntry>(&mut self, path: &str, entry: &Entry) -> Option<T> {
        if entry.is_blank() {
            self.fault(path, Fault::new(FaultCode::Required));
            return None;
        }
        self.take(path, entry.read::<T>())
    }

    /// Reads a field that may be left empty: `Some(None)` is a lawful empty field.
    pub fn optional<T: FromEntry>(&mut self, path: &str, entry: &Entry) -> Option<Option<T>> {
        if entry.is_blank() {
            return Some(None);
        }
        self.take(path, entry.read::<T>()).map(Some)
    }

    /// Reads which version of a thing was on the screen. An absent or nonsensical one is a fault,
    /// never the current one: two people would overwrite each other unseen.
    pub fn version(&mut self, entry: &Entry) -> Option<i32> {
        self.seen("version", entry)
    }

    /// Reads the digest of what was on the screen, which binds an approval to exactly that.
    pub fn digest(&mut self, entry: &Entry) -> Option<String> {
        let digest = entry.line();
        if digest.is_empty() {
            self.fault("digest", Fault::new(FaultCode::NotSeen));
            return None;
        }
        Some(digest)
    }

    fn seen<T: FromEntry>(&mut self, path: &str, entry: &Entry) -> Option<T> {
        if entry.is_blank() {
            self.fault(path, Fault::new(FaultCode::NotSeen));
            return None;
        }
        self.required(path, entry)
    }

    /// Reads a field of a draft over what is known: one that was not sent stays as it is, and so
    /// does one that cannot be read, with its fault noted.
    pub fn kept<T: FromEntry, K>(
        &mut self,
        path: &str,
        entry: &Entry,
        known: K,
        shape: impl FnOnce(Option<T>) -> K,
    ) -> K {
        if !entry.is_given() {
            return known;
        }
        match self.optional(path, entry) {
            Some(read) => shape(read),
            None => known,
        }
    }

    /// Takes a value or notes its fault.
    pub fn take<T>(&mut self, path: &str, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.fault(path, fault)).ok()
    }

    /// Notes a fault.
    pub fn fault(&mut self, path: &str, fault: Fault) {
        self.faults.add(path, fault);
    }

    /// Notes a fault unless the statement holds.
    pub fn check(&mut self, holds: bool, path: &str, fault: Fault) {
        if !holds {
            self.fault(path, fault);
        }
    }

    /// Notes the faults of a part under its path, or gives the part.
    pub fn part<T>(&mut self, prefix: &str, read: Result<T, Faults>) -> Option<T> {
        read.map_err(|faults| self.faults.add_under(prefix, faults))
            .ok()
    }

    /// Everything that was wrong.
    pub fn into_faults(self) -> Faults {
        self.faults
    }

    /// The value, if nothing was wrong.
    ///
    /// # Errors
    /// Every fault noted.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Faults> {
        match value {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ if !self.faults.is_empty() => Err(self.faults),
            _ => Err(Faults::one("", Fault::new(FaultCode::Malformed))),
        }
    }
}

macro_rules! whole_number {
    ($($type:ty),+) => {
        $(impl FromEntry for $type {
            fn from_entry(text: &str) -> Result<Self, Fault> {
                // Rust reads a sign before a number; nobody asks for one.
                let digits = ascii_digits(text);
                let read = digits.parse::<$type>().map_err(|error| match error.kind() {
                    IntErrorKind::PosOverflow => {
                        Fault::limited(FaultCode::TooLarge, <$type>::MAX)
                    }
                    _ => Fault::new(FaultCode::NotAWholeNumber),
                });
                read.and_then(|number| match digits.starts_with('+') {
                    true => Err(Fault::new(FaultCode::NotAWholeNumber)),
                    false => Ok(number),
                })
            }
        })+
    };
}
whole_number!(i32, i64, u32);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_reads_whatever_json_gives() {
        let entries: Vec<Entry> =
            serde_json::from_str(r#"["a", 7, true, null]"#).unwrap_or_default();
        let ticked = Entry {
            typed: Some("true".to_owned()),
            is_flag: true,
        };
        assert_eq!(entries, ["a".into(), "7".into(), ticked, Entry::default()]);
        let flag: Entry = serde_json::from_str("true").unwrap_or_default();
        assert!(flag.is_checked());
        assert_eq!(flag.read::<i64>(), Err(Fault::new(FaultCode::Malformed)));
    }

    #[test]
    fn every_fault_is_found_at_once() {
        let mut reading = Reading::new();
        let one = reading.required::<i32>("one", &"x".into());
        let two = reading.required::<i32>("two", &"".into());
        let faults = reading.finish(one.zip(two)).unwrap_err();
        assert_eq!(faults.iter().count(), 2);
    }

    #[test]
    fn persian_and_arabic_digits_are_digits() {
        assert_eq!(i64::from_entry("۱۲٣"), Ok(123));
    }
}
