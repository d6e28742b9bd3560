//! Passwords: how hard they are to guess, and their hashes, argon2id with the parameters of the
//! configuration; the only file that knows argon2.

use super::turns::TURNS;
use crate::config::Security;
use crate::error::{Error, Result};
use crate::kernel::clean;
use crate::kernel::fault::{Fault, FaultCode};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use zxcvbn::feedback::Warning;
use zxcvbn::{Score, zxcvbn};

/// Without a second factor, NIST SP 800-63B-4 asks for at least 15 characters.
const SHORTEST: usize = 15;
const LONGEST: usize = 128;

/// Attempts a password must withstand, in the steps of zxcvbn (Wheeler, USENIX Security 2016): its
/// step 3, "safely unguessable: moderate protection from offline slow-hash scenario", is 10^8.
const LEAST: Score = Score::Three;

/// Whether a new password is fit: long enough, and hard to guess also for one who knows the
/// person's own words, such as their name, their address and the fund's.
///
/// # Errors
/// The fault for its field, which says what would help.
pub(super) fn check(password: &str, own: &[String]) -> std::result::Result<(), Fault> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Fault::limited(FaultCode::TooShort, SHORTEST));
    }
    if length > LONGEST {
        return Err(Fault::limited(FaultCode::TooLong, LONGEST));
    }
    let guessed = zxcvbn(password, &[]);
    if guessed.score() < LEAST {
        let warning = guessed.feedback().and_then(|feedback| feedback.warning());
        return Err(Fault::new(warning.map_or(FaultCode::CommonPassword, why)));
    }
    if zxcvbn(&without(password, own), &[]).score() < LEAST {
        return Err(Fault::new(FaultCode::PasswordOwnWords));
    }
    Ok(())
}

/// What is left of a password without somebody's own words, and then without the signs around
/// them. zxcvbn takes such words too, but three of them in a row are already enough for it: here
/// they count for nothing.
fn without(password: &str, own: &[String]) -> String {
    let whole = clean::key(password);
    let cut = |rest: String, part: &String| rest.replace(part, "");
    let rest = parts_of(own).iter().fold(whole.clone(), cut);
    if rest == whole {
        return rest;
    }
    rest.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The parts of somebody's own words, the longest first.
fn parts_of(own: &[String]) -> Vec<String> {
    let words = own.iter().map(|word| clean::key(word));
    let mut parts: Vec<String> = words
        .flat_map(|word| {
            let parts = word.split(|c: char| !c.is_alphanumeric());
            parts.map(str::to_owned).collect::<Vec<_>>()
        })
        .filter(|part| part.chars().count() > 2)
        .collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    parts
}

fn why(warning: Warning) -> FaultCode {
    use Warning as W;
    match warning {
        W::StraightRowsOfKeysAreEasyToGuess | W::ShortKeyboardPatternsAreEasyToGuess => {
            FaultCode::PasswordKeys
        }
        W::RepeatsLikeAaaAreEasyToGuess
        | W::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess
        | W::SequencesLikeAbcAreEasyToGuess => FaultCode::PasswordRepeats,
        W::RecentYearsAreEasyToGuess | W::DatesAreOftenEasyToGuess => FaultCode::PasswordDates,
        _ => FaultCode::CommonPassword,
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

    /// Fault 48: one's own address passed, and a row of keys.
    #[test]
    fn what_is_easily_guessed_is_refused_with_what_would_help() {
        let own = [
            "Ada Lovelace",
            "ada.lovelace@analytical.example",
            "Fund of Two Shores",
            "Analytical Engines Ltd",
        ]
        .map(str::to_owned);
        use FaultCode as F;
        for (weak, why) in [
            ("short", F::TooShort),
            ("qwertyuiopasdfgh", F::CommonPassword),
            (";lkjhgfdsapoiuytre", F::PasswordKeys),
            ("31-12-1999donald", F::PasswordDates),
            ("aaaaaaaaaaaaaaaa", F::PasswordRepeats),
            ("abcabcabcabcabcabc", F::PasswordRepeats),
            ("passwordpassword", F::PasswordRepeats),
            ("ada.lovelace@analytical.example", F::PasswordOwnWords),
            ("ada.lovelace12345", F::PasswordOwnWords),
            ("Analytical Engines", F::PasswordOwnWords),
            ("FundOfTwoShores!", F::PasswordOwnWords),
        ] {
            let found = check(weak, &own).map_err(|fault| fault.code);
            assert_eq!(found, Err(why), "{weak}");
        }
        assert!(check("trustno1password", &own).is_err());
        for strong in [
            "a kettle of seven herons",
            "another kettle of herons",
            "nine lanterns under Ada",
            "کتری با هفت حواصیل",
        ] {
            assert_eq!(check(strong, &own), Ok(()), "{strong}");
        }
        let long = "a kettle of seven herons ".repeat(5);
        assert_eq!(check(&long, &own), Ok(()));
    }
}
