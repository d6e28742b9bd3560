//! A device that keeps passkeys, as software: it answers a browser's questions as WebAuthn has it,
//! with a key of P-256, and signs whatever it is told to.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use data_encoding::BASE64URL_NOPAD as B64;
use serde_json::{Value, json};
use std::cell::Cell;

/// The site of the tests' funds.
pub const SITE: &str = "http://localhost:8080";
const NAME: &[u8] = b"localhost";

/// Somebody was there; they were known by finger or number; a key follows.
const WAS_THERE: u8 = 0x01;
const WAS_KNOWN: u8 = 0x04;
const WITH_KEY: u8 = 0x40;

pub struct Device {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    /// How often it was used.
    pub uses: Cell<u32>,
    /// The page that asks, as the browser tells it.
    pub origin: Cell<&'static str>,
}

impl Device {
    /// A new one with one passkey, whose identifier is made of this word.
    pub fn new(word: &str) -> Self {
        let rule = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let secret = EcdsaKeyPair::generate_pkcs8(rule, &SystemRandom::new()).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(rule, secret.as_ref()).unwrap();
        let mut id = word.as_bytes().to_vec();
        id.resize(32, b'.');
        Self {
            key,
            id,
            uses: Cell::new(0),
            origin: Cell::new(SITE),
        }
    }

    /// What a browser gives of a new passkey.
    pub fn make(&self, options: &Value) -> String {
        let client = self.client_data("webauthn.create", options);
        let mut data = self.data(WAS_THERE | WAS_KNOWN | WITH_KEY);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(&self.id);
        data.extend(self.public_key());
        // {"fmt": "none", "attStmt": {}, "authData": bytes}, in CBOR (RFC 8949).
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        self.answer(json!({
            "clientDataJSON": B64.encode(&client),
            "attestationObject": B64.encode(&object),
            "transports": ["internal"],
        }))
    }

    /// What a browser gives of the passkey that is shown.
    pub fn show(&self, options: &Value) -> String {
        let client = self.client_data("webauthn.get", options);
        self.uses.set(self.uses.get() + 1);
        let data = self.data(WAS_THERE | WAS_KNOWN);
        let mut signed = data.clone();
        signed.extend(sha256(&client));
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.answer(json!({
            "clientDataJSON": B64.encode(&client),
            "authenticatorData": B64.encode(&data),
            "signature": B64.encode(signature.as_ref()),
        }))
    }

    fn answer(&self, response: Value) -> String {
        let id = B64.encode(&self.id);
        let answer = json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        });
        answer.to_string()
    }

    fn client_data(&self, kind: &str, asked: &Value) -> Vec<u8> {
        let data = json!({
            "type": kind,
            "challenge": asked["challenge"],
            "origin": self.origin.get(),
            "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = sha256(NAME);
        data.push(flags);
        data.extend(self.uses.get().to_be_bytes());
        data
    }

    /// {1: 2, 3: -7, -1: 1, -2: x, -3: y}, in CBOR (RFC 9053).
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let mut key = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".to_vec();
        key.extend(&point[1..33]);
        key.extend(b"\x22\x58\x20");
        key.extend(&point[33..65]);
        key
    }
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref().to_vec()
}
