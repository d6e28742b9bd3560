//! JSON in which no object has a name twice.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;

/// Reads it; gives the path of the first name that comes twice where there is one.
///
/// # Errors
/// No JSON.
pub(super) fn read(body: &[u8]) -> serde_json::Result<Result<Value, String>> {
    let value = serde_json::from_slice(body)?;
    let mut repeated = None;
    Part {
        path: String::new(),
        repeated: &mut repeated,
    }
    .deserialize(&mut serde_json::Deserializer::from_slice(body))?;
    Ok(repeated.map_or(Ok(value), Err))
}

/// Looks through a value within another. A number with decimals, which is
/// kept as it was written, comes as an object of the library's own.
struct Part<'r> {
    path: String,
    repeated: &'r mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        for index in 0.. {
            let item = Part {
                path: format!("{}[{index}]", self.path),
                repeated: self.repeated,
            };
            if items.next_element_seed(item)?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = members.next_key::<String>()? {
            let dot = if self.path.is_empty() { "" } else { "." };
            let path = format!("{}{dot}{name}", self.path);
            if !names.insert(name) {
                self.repeated.get_or_insert_with(|| path.clone());
            }
            members.next_value_seed(Part {
                path,
                repeated: self.repeated,
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_comes_twice_is_told_by_its_path() {
        let read = |text: &str| read(text.as_bytes()).unwrap();
        assert_eq!(read(r#"{"a":1,"a":2}"#), Err("a".to_owned()));
        let nested = r#"{"a":[{"b":1},{"b":1.5,"b":1}]}"#;
        assert_eq!(read(nested), Err("a[1].b".to_owned()));
        assert_eq!(read(r#"{"a":{"c":{},"c":[]}}"#), Err("a.c".to_owned()));
        assert_eq!(read(r#"{"a":1,"\u0061":2}"#), Err("a".to_owned()));
    }

    #[test]
    fn all_else_is_read_as_it_is() {
        for text in [
            r#"{"a":{"a":{"a":[1,-2,2.5,"x",null,true,{}]}},"b":"a"}"#,
            "99999999999999999999.994",
            "[]",
        ] {
            let whole: Value = serde_json::from_str(text).unwrap();
            assert_eq!(read(text.as_bytes()).unwrap(), Ok(whole), "{text}");
        }
        for text in ["{", "{}x", "", "{\"a\":}", "[1,]"] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
    }
}
