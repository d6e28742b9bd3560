//! What is kept in the database and read by nobody who has only the database: AES-256-GCM under a
//! key derived from the server's own for one purpose (HKDF, RFC 5869).

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use aws_lc_rs::rand;
use data_encoding::BASE64URL_NOPAD;

const SALT: &[u8] = b"jointfund sealed values";

/// The key of one purpose.
pub struct Seal(RandomizedNonceKey);

impl Seal {
    /// The key for this purpose; `None` where the library cannot make one.
    pub fn new(key: &[u8], purpose: &str) -> Option<Self> {
        let mut bytes = [0_u8; 32];
        let derived = Salt::new(HKDF_SHA256, SALT).extract(key);
        let info = [purpose.as_bytes()];
        derived
            .expand(&info, HKDF_SHA256)
            .and_then(|okm| okm.fill(&mut bytes))
            .ok()?;
        RandomizedNonceKey::new(&AES_256_GCM, &bytes).ok().map(Self)
    }

    /// Seals a value for its owner: nothing opens it for another.
    pub fn close(&self, value: &[u8], owner: &str) -> Option<String> {
        let mut sealed = value.to_vec();
        let owner = Aad::from(owner.as_bytes());
        let nonce = self.0.seal_in_place_append_tag(owner, &mut sealed).ok()?;
        let whole = [nonce.as_ref().as_slice(), &sealed].concat();
        Some(BASE64URL_NOPAD.encode(&whole))
    }

    /// Opens what was sealed for this owner under the same key.
    pub fn open(&self, sealed: &str, owner: &str) -> Option<Vec<u8>> {
        let whole = BASE64URL_NOPAD.decode(sealed.as_bytes()).ok()?;
        let (nonce, rest) = whole.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut rest = rest.to_vec();
        let owner = Aad::from(owner.as_bytes());
        let value = self.0.open_in_place(nonce, owner, &mut rest).ok()?;
        Some(value.to_vec())
    }
}

/// So many random bytes, or `None` where the system gives no randomness.
pub fn random_bytes(count: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0_u8; count];
    rand::fill(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_owner_and_key_alone() {
        let seal = Seal::new(b"a key", "seeds").unwrap();
        let sealed = seal.close(b"value", "ada").unwrap();
        assert_eq!(seal.open(&sealed, "ada").as_deref(), Some(&b"value"[..]));
        assert_eq!(seal.open(&sealed, "ben"), None);
        assert_ne!(seal.close(b"value", "ada").unwrap(), sealed);
        for other in [
            Seal::new(b"another key", "seeds").unwrap(),
            Seal::new(b"a key", "letters").unwrap(),
        ] {
            assert_eq!(other.open(&sealed, "ada"), None);
        }
        let cut = sealed.get(..sealed.len() - 2).unwrap();
        assert_eq!(seal.open(cut, "ada"), None);
        assert_eq!(seal.open("", "ada"), None);
    }
}
