//! Settings of who knocks how often, and how it is known from where.

use serde::Deserialize;

/// How proxies say whom they were asked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForwardedBy {
    /// `X-Forwarded-For`.
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// How often one may knock.
#[derive(Debug, Clone, Deserialize)]
pub struct Limits {
    pub sign_ins_at_once: u32,
    pub sign_ins_a_minute: u32,
    pub letters_an_hour_of_a_network: u32,
    pub letters_an_hour_of_a_person: u32,
    pub letters_an_hour_to_an_address: u32,
    pub wrong_passwords_in_all: i32,
    pub wrong_tries_before_letter: i32,
    pub even_answer_ms: u64,
}

impl Limits {
    pub(super) fn that_shut_everyone_out(&self) -> Vec<String> {
        let limits = [
            ("sign_ins_at_once", self.sign_ins_at_once),
            ("sign_ins_a_minute", self.sign_ins_a_minute),
            (
                "letters_an_hour_of_a_network",
                self.letters_an_hour_of_a_network,
            ),
            (
                "letters_an_hour_of_a_person",
                self.letters_an_hour_of_a_person,
            ),
            (
                "letters_an_hour_to_an_address",
                self.letters_an_hour_to_an_address,
            ),
            (
                "wrong_tries_before_letter",
                u32::try_from(self.wrong_tries_before_letter).unwrap_or(0),
            ),
            (
                "wrong_passwords_in_all",
                u32::try_from(self.wrong_passwords_in_all).unwrap_or(0),
            ),
        ];
        let none = limits.iter().filter(|(_, limit)| *limit == 0);
        none.map(|(name, _)| format!("limits.{name}: must be at least 1"))
            .collect()
    }
}
