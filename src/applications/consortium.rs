//! Who may stand in a consortium: everybody once, and the applicant among them.

use super::model::{Application, Participant};
use crate::kernel::alike;
use crate::kernel::fault::{Fault, FaultCode, Faults};

/// An organisation as its register knows it, however it is spelt.
fn register_key(country: Option<&str>, number: &str) -> Option<(String, String)> {
    let is_there = number.chars().any(char::is_alphanumeric);
    let country = country.filter(|_| is_there)?;
    Some((country.to_ascii_uppercase(), alike::number_key(number)))
}

fn key_of(one: &Participant) -> Option<(String, String)> {
    register_key(one.country.as_deref(), &one.registration_number)
}

/// Everything wrong with who is in it.
pub(super) fn faults(application: &Application) -> Faults {
    let mut faults = Faults::default();
    let mut known = Vec::new();
    let at = |one: &Participant| format!("participants[{}].registration_number", one.id);
    for one in &application.participants {
        let Some(key) = key_of(one) else { continue };
        if known.contains(&key) {
            faults.add(at(one), Fault::new(FaultCode::ParticipantTwice));
        }
        known.push(key);
    }
    let applicant = &application.applicant;
    let applicant = register_key(Some(&applicant.country), &applicant.registration_number);
    let is_there = applicant.is_none_or(|applicant| known.contains(&applicant));
    // A row that is not filled in yet may still become the applicant's.
    let is_complete = application
        .participants
        .iter()
        .all(|one| key_of(one).is_some());
    if let Some(lead) = application.participants.first()
        && is_complete
        && !is_there
    {
        faults.add(at(lead), Fault::new(FaultCode::ApplicantMissing));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_spelt() {
        let one = register_key(Some("XA"), "RSA-01");
        assert_eq!(one, register_key(Some("xa"), "rsa01 "));
        assert_eq!(one, register_key(Some("XA"), "R SA 01"));
        assert_ne!(one, register_key(Some("XB"), "RSA-01"));
        assert_eq!(register_key(Some("XA"), " - "), None);
    }
}
