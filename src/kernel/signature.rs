//! Signatures by Ed25519 (RFC 8032), and the file in which the key to sign with lies.

use super::closed;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use data_encoding::{BASE64, HEXLOWER, HEXLOWER_PERMISSIVE};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// What signatures are checked with. Anybody may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// The key of 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// In 64 lower-case hexadecimal digits.
    pub fn hex(self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// Whether a signature, in hexadecimal digits, is that of this key under these bytes.
    pub fn signed(self, bytes: &[u8], signature: &str) -> bool {
        let Ok(signature) = HEXLOWER_PERMISSIVE.decode(signature.as_bytes()) else {
            return false;
        };
        let key = UnparsedPublicKey::new(&ED25519, self.0);
        key.verify(bytes, &signature).is_ok()
    }
}

/// What is signed with. It is its file's alone.
pub struct SigningKey(Ed25519KeyPair);

/// Why there is no key to sign with.
#[derive(Debug, thiserror::Error)]
pub enum NoKey {
    #[error("{0}: there is no such file")]
    Missing(String),
    #[error("{0}: others on this machine may read it, and so sign; chmod 600 it")]
    IsOpen(String),
    #[error("{0}: cannot be read: {1}")]
    Unreadable(String, io::Error),
    #[error("{0}: holds no Ed25519 key (PKCS#8, PEM)")]
    NoneInIt(String),
}

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

impl SigningKey {
    /// The key that lies in a file.
    ///
    /// # Errors
    /// None lies there, or others may read it too.
    pub fn read(path: &Path) -> Result<Self, NoKey> {
        let named = || path.display().to_string();
        let unreadable = |error| NoKey::Unreadable(named(), error);
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(NoKey::Missing(named()));
            }
            Err(error) => return Err(unreadable(error)),
        };
        if closed::is_open(path).map_err(unreadable)? {
            return Err(NoKey::IsOpen(named()));
        }
        let lines = text.lines().map(str::trim);
        let inner: String = lines.filter(|line| !line.starts_with("-----")).collect();
        let der = BASE64.decode(inner.as_bytes()).ok();
        let pair = der.and_then(|der| Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).ok());
        pair.map(Self).ok_or_else(|| NoKey::NoneInIt(named()))
    }

    /// Makes a key in a file that is not there yet, closed to others from the first byte.
    ///
    /// # Errors
    /// The file is there, or cannot be made; the system gives no randomness.
    pub fn make(path: &Path) -> io::Result<Self> {
        let failed = |_| io::Error::other("no key could be made");
        let pair = Ed25519KeyPair::generate().map_err(failed)?;
        let der = pair.to_pkcs8v1().map_err(failed)?;
        let inner = BASE64.encode(der.as_ref());
        let mut file = closed::new_file(path)?;
        writeln!(file, "{BEGIN}\n{inner}\n{END}")?;
        file.sync_all()?;
        Ok(Self(pair))
    }

    /// What its signatures are checked with.
    pub fn public(&self) -> PublicKey {
        let bytes = self.0.public_key().as_ref();
        // It is 32 bytes long by its kind.
        PublicKey(bytes.try_into().unwrap_or_default())
    }

    /// The signature under these bytes, in lower-case hexadecimal digits.
    pub fn sign(&self, bytes: &[u8]) -> String {
        HEXLOWER.encode(self.0.sign(bytes).as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_made_and_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let made = SigningKey::make(&path).unwrap();
        let read = SigningKey::read(&path).unwrap();
        assert_eq!(read.public(), made.public());
        let signature = read.sign(b"what is signed");
        assert!(made.public().signed(b"what is signed", &signature));
        assert!(!made.public().signed(b"what is not", &signature));
        assert!(!made.public().signed(b"what is signed", "not hexadecimal"));
        assert!(SigningKey::make(&path).is_err());
    }

    /// RFC 8032, 7.1, test 2.
    #[test]
    fn the_standards_own_signature_holds() {
        let key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        let signature = "92a009a9f0d4cab8720e820b5F642540a2b27b5416503f8fb3762223ebdb69da\
                         085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        let key = PublicKey::from_hex(key).unwrap();
        assert!(key.signed(&[0x72], signature));
        assert!(!key.signed(&[0x73], signature));
    }

    #[test]
    #[cfg(unix)]
    fn a_key_that_others_may_read_is_none() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let of = |path: &Path| SigningKey::read(path).err().map(|error| error.to_string());
        assert!(of(&path).unwrap().ends_with("there is no such file"));
        SigningKey::make(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(of(&path).unwrap().contains("chmod 600"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "something else").unwrap();
        assert!(of(&path).unwrap().contains("holds no Ed25519 key"));
    }
}
