//! Digests, keyed digests, random tokens and the one canonical form of JSON that is hashed.

use aws_lc_rs::{digest, hmac, rand};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::Value;
use std::io::{self, Write};

/// SHA-256 of these bytes, in lower-case hexadecimal.
pub fn sha256_hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(digest::digest(&digest::SHA256, bytes.as_ref()).as_ref())
}

/// SHA-256 of what comes piece by piece.
pub struct Sha256(digest::Context);

impl Default for Sha256 {
    fn default() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }
}

impl Sha256 {
    /// The next piece.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The digest of all of them, in lower-case hexadecimal.
    pub fn hex(self) -> String {
        HEXLOWER.encode(self.0.finish().as_ref())
    }
}

/// So that what is read can be copied into it.
impl Write for Sha256 {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.add(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// HMAC-SHA-256 of these bytes under this key, in lower-case hexadecimal.
pub fn keyed_hex(key: &[u8], bytes: &[u8]) -> String {
    HEXLOWER.encode(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), bytes).as_ref())
}

/// Whether two texts are the same, in time that depends on their length alone.
pub fn same(one: &str, other: &str) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

/// 256 random bits in base64 for addresses, or `None` where the system gives no randomness.
pub fn random_token() -> Option<String> {
    let mut bytes = [0_u8; 32];
    rand::fill(&mut bytes).ok()?;
    Some(BASE64URL_NOPAD.encode(&bytes))
}

/// JSON with sorted keys and no spaces, so that equal values have equal digests.
pub fn canonical_json(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort();
            let inner: Vec<String> = keys
                .into_iter()
                .filter_map(|key| {
                    let value = fields.get(key)?;
                    Some(format!(
                        "{}:{}",
                        Value::String(key.clone()),
                        canonical_json(value)
                    ))
                })
                .collect();
            format!("{{{}}}", inner.join(","))
        }
        Value::Array(items) => {
            let inner: Vec<String> = items.iter().map(canonical_json).collect();
            format!("[{}]", inner.join(","))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_does_not_matter() {
        let one = serde_json::json!({"b": [1, {"d": 2, "c": null}], "a": "x"});
        assert_eq!(
            canonical_json(&one),
            r#"{"a":"x","b":[1,{"c":null,"d":2}]}"#
        );
    }

    #[test]
    fn sha256_of_abc_is_the_standards() {
        assert_eq!(
            sha256_hex("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
