//! Password hashes: argon2id, with the parameters of the configuration; the only file that knows
//! argon2.

use super::turns::TURNS;
use crate::config::Security;
use crate::error::{Error, Result};
use crate::kernel::clean;
use crate::kernel::fault::{Fault, FaultCode};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

/// Without a second factor, NIST SP 800-63B-4 asks for at least 15 characters.
const SHORTEST: usize = 15;
const LONGEST: usize = 128;

/// Whether a new password is fit: long enough, and not made of the person's own address or one
/// letter.
///
/// # Errors
/// The fault for its field.
pub fn check(password: &str, email: &str) -> std::result::Result<(), Fault> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Fault::limited(FaultCode::TooShort, SHORTEST));
    }
    if length > LONGEST {
        return Err(Fault::limited(FaultCode::TooLong, LONGEST));
    }
    let lower = password.to_lowercase();
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let name = email.split('@').next().unwrap_or(email);
    let is_common = letters.len() < 5
        || ["password", "123456", "qwerty", "jointfund"]
            .iter()
            .any(|word| lower.replace(word, "").chars().count() < SHORTEST / 2)
        || (name.len() > 3 && lower.replace(name, "").chars().count() < SHORTEST / 2);
    if is_common {
        Err(Fault::new(FaultCode::CommonPassword))
    } else {
        Ok(())
    }
}

/// Hashes a password: about 20 ms and the configured memory. Never on an async thread, and never
/// within a unit of work, whose locks others wait for.
///
/// # Errors
/// `Unavailable` where too many wait for a hash; parameters argon2 does not take.
pub fn hash(password: &str, settings: &Security) -> Result<String> {
    // The same characters come in other code points from another keyboard (NIST SP 800-63B-4,
    // 3.1.1.2).
    let password = clean::composed(password);
    TURNS.take(|| {
        hasher(settings)?
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| Error::internal(error.to_string()))
    })
}

/// Whether a password fits a hash. Without a hash the same work is done in vain, so that the time
/// taken does not tell whether there is such an account.
///
/// # Errors
/// As [`hash`].
pub fn fits(password: &str, stored: Option<&str>, settings: &Security) -> Result<bool> {
    let Some(stored) = stored else {
        hash(password, settings)?;
        return Ok(false);
    };
    let parsed = PasswordHash::new(stored).map_err(|error| Error::internal(error.to_string()))?;
    let composed = clean::composed(password);
    TURNS.take(|| {
        let hasher = hasher(settings)?;
        let is_right = |typed: &str| hasher.verify_password(typed.as_bytes(), &parsed).is_ok();
        // Older hashes are of what was typed as it was.
        Ok(is_right(&composed) || (composed != password && is_right(password)))
    })
}

fn hasher(settings: &Security) -> Result<Argon2<'static>> {
    let params = Params::new(settings.argon2_memory_kib, settings.argon2_rounds, 1, None)
        .map_err(|error| Error::internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_refused() {
        let email = "ada.lovelace@example.org";
        for weak in [
            "short",
            "aaaaaaaaaaaaaaaa",
            "passwordpassword",
            "ada.lovelace12345",
        ] {
            assert!(check(weak, email).is_err(), "{weak}");
        }
        assert!(check("a kettle of seven herons", email).is_ok());
    }
}
