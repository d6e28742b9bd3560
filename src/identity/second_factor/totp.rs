//! Seeds and their codes: SHA-1, six digits, thirty seconds, as every app knows them; the only file
//! that knows totp-rs.

use crate::config::Config;
use crate::error::{Error, Result};
use crate::kernel::id::AccountId;
use crate::kernel::sealed::{Seal, random_bytes};
use crate::kernel::time::Instant;
use totp_rs::{Algorithm, Builder, Totp};

/// Seconds a code is shown.
pub const STEP: i64 = 30;
/// Bytes of a seed: as long as what SHA-1 makes of it (RFC 4226, 4).
const LENGTH: usize = 20;
/// What seeds are sealed for.
const PURPOSE: &str = "seeds of second factors";

/// What an app and we make the same codes of.
pub struct Seed(Vec<u8>);

fn seal(config: &Config) -> Result<Seal> {
    let key = config.security.token_key.expose();
    Seal::new(key.as_bytes(), PURPOSE).ok_or_else(|| Error::internal("no key for seeds"))
}

impl Seed {
    /// A new one.
    ///
    /// # Errors
    /// A machine without randomness.
    pub fn new() -> Result<Self> {
        let bytes = random_bytes(LENGTH).ok_or_else(|| Error::internal("no randomness"))?;
        Ok(Self(bytes))
    }

    /// As it is kept, for its owner alone.
    ///
    /// # Errors
    /// A key the library does not take.
    pub fn sealed(&self, config: &Config, owner: AccountId) -> Result<String> {
        let sealed = seal(config)?.close(&self.0, &owner.to_string());
        sealed.ok_or_else(|| Error::internal("a seed could not be sealed"))
    }

    /// What was kept.
    ///
    /// # Errors
    /// That it was sealed under another key, or for another.
    pub fn open(config: &Config, owner: AccountId, sealed: &str) -> Result<Self> {
        let bytes = seal(config)?.open(sealed, &owner.to_string());
        let bytes = bytes.ok_or_else(|| Error::internal("a seed of another key"))?;
        Ok(Self(bytes))
    }

    fn totp(&self, issuer: &str, account: &str) -> Result<Totp> {
        let name = |text: &str| text.replace(':', " ");
        let totp = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(STEP.unsigned_abs())
            .with_secret(self.0.clone())
            .with_issuer(Some(name(issuer)))
            .with_account_name(name(account))
            .build();
        totp.map_err(|error| Error::internal(error.to_string()))
    }

    /// The step a code is of, where it is one of now, or of half a minute before or after it.
    ///
    /// # Errors
    /// A seed the library does not take.
    pub fn step_of(&self, code: &str, now: Instant) -> Result<Option<i64>> {
        let Ok(seconds) = u64::try_from(now.micros() / 1_000_000) else {
            return Ok(None);
        };
        let is_code = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
        let step = self.totp("", "account")?.check(code, seconds);
        Ok(step
            .filter(|_| is_code)
            .and_then(|step| i64::try_from(step).ok()))
    }

    /// The code an app shows at a moment.
    ///
    /// # Errors
    /// A seed the library does not take.
    pub fn code_at(&self, now: Instant) -> Result<String> {
        let seconds = u64::try_from(now.micros() / 1_000_000).unwrap_or_default();
        Ok(self.totp("", "account")?.generate(seconds).to_string())
    }

    /// The address an app reads the seed from.
    ///
    /// # Errors
    /// A seed the library does not take.
    pub fn address(&self, issuer: &str, account: &str) -> Result<String> {
        let address = self.totp(issuer, account)?.to_url();
        address.map_err(|error| Error::internal(error.to_string()))
    }

    /// The seed to be typed by hand, in groups of four.
    pub fn text(&self) -> String {
        let text = data_encoding::BASE32_NOPAD.encode(&self.0);
        in_groups(&text)
    }
}

/// A text in groups of four.
pub(super) fn in_groups(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, in six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let seed = Seed(b"12345678901234567890".to_vec());
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            let now = Instant::from_micros(seconds * 1_000_000).unwrap();
            assert_eq!(seed.code_at(now).unwrap(), code);
            assert_eq!(seed.step_of(code, now).unwrap(), Some(seconds / STEP));
            let later = now.plus_seconds(2 * STEP);
            assert_eq!(seed.step_of(code, later).unwrap(), None);
        }
    }
}
