//! Whether settings are fit for real use; all that is not is said at once.

use super::{Config, ConfigFaults, STATEMENT_MS, Security, Server, Transport};
use crate::kernel::signature::PublicKey;

impl Config {
    /// Whether a server may start with these settings.
    ///
    /// # Errors
    /// What is missing for real use.
    pub fn ready_to_serve(&self) -> Result<(), ConfigFaults> {
        let mut faults = Vec::new();
        if !is_random(self.security.token_key.expose()) {
            faults.push("security.token_key: at least 32 random characters are needed".to_owned());
        }
        faults.extend(self.server.deadlines());
        if self.server.trusts_everybody() {
            let why = "with all networks trusted anybody could say to come from anywhere";
            faults.push(format!("server.trusted_proxies: {why}"));
        }
        if self.fund.bank_account_cooling_hours < 0 {
            faults.push("fund.bank_account_cooling_hours: must not be negative".to_owned());
        }
        if self.server.uploads_at_once == 0 || self.server.uploads_of_one == 0 {
            faults.push("server: with no place for uploads no file could be sent".to_owned());
        }
        if self.database.lock_ms >= STATEMENT_MS {
            let why = format!("a statement ends after {STATEMENT_MS} ms, and its unit with it");
            faults.push(format!("database.lock_ms: {why}"));
        }
        for key in &self.anchors.known_keys {
            if PublicKey::from_hex(key.trim()).is_none() {
                faults.push(format!(
                    "anchors.known_keys: {key} is not 64 hexadecimal digits"
                ));
            }
        }
        if self.fund.demo {
            let why = "the demo's mailbox shows everybody's letters; only `demo` switches it on";
            faults.push(format!("fund.demo: {why}"));
        }
        if matches!(self.mail.transport, Transport::Memory) {
            let why = "letters would never leave; choose smtp, or file to try it";
            faults.push(format!("mail.transport: {why}"));
        }
        faults.extend(public_address(&self.server.public_url));
        faults.extend(self.security.times_and_costs());
        faults.extend(self.limits.that_shut_everyone_out());
        if faults.is_empty() {
            Ok(())
        } else {
            Err(ConfigFaults(faults))
        }
    }
}

/// Whether a key can be random: long, and of many different characters.
fn is_random(key: &str) -> bool {
    let kinds: std::collections::BTreeSet<char> = key.chars().collect();
    key.len() >= 32 && kinds.len() >= LEAST_KINDS
}

/// Of 32 random hexadecimal digits fewer than eight are different once in ten million.
const LEAST_KINDS: usize = 8;

/// What is wrong with the address people use: their passwords cross the network to it.
fn public_address(address: &str) -> Option<String> {
    let read = url::Url::parse(address).ok();
    let host = read.as_ref().and_then(url::Url::host);
    let is_here = match &host {
        Some(url::Host::Domain(name)) => *name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match read.as_ref().map_or("", url::Url::scheme) {
        "https" if host.is_some() => None,
        "http" if is_here => None,
        _ => Some("server.public_url: an https address is needed".to_owned()),
    }
}

impl Server {
    fn trusts_everybody(&self) -> bool {
        let mut proxies = self.trusted_proxies.iter();
        proxies.any(|network| network.0.prefix_len() == 0)
    }

    /// The deadlines that nothing could meet.
    fn deadlines(&self) -> impl Iterator<Item = String> {
        let deadlines = [
            ("head_seconds", self.head_seconds),
            ("body_seconds", self.body_seconds),
            ("upload_seconds", self.upload_seconds),
            ("handler_seconds", self.handler_seconds),
            ("unread_seconds", self.unread_seconds),
        ];
        let none = deadlines.into_iter().filter(|(_, seconds)| *seconds == 0);
        none.map(|(name, _)| format!("server.{name}: must be at least 1"))
    }
}

impl Security {
    /// What is below what holds: no time at all, or hashes that cost too little (OWASP Password
    /// Storage Cheat Sheet, argon2id).
    fn times_and_costs(&self) -> Vec<String> {
        let times = [
            ("access_minutes", self.access_minutes),
            ("refresh_hours", self.refresh_hours),
            ("verify_hours", self.verify_hours),
            ("reset_minutes", self.reset_minutes),
            ("invite_days", self.invite_days),
            ("address_return_days", self.address_return_days),
            ("sign_in_max_delay_seconds", self.sign_in_max_delay_seconds),
        ];
        let gone = times.iter().filter(|(_, time)| *time < 1);
        let mut faults: Vec<String> = gone
            .map(|(name, _)| format!("security.{name}: must be at least 1"))
            .collect();
        if self.sign_in_free_attempts < 0 || self.sign_in_free_attempts > MOST_FREE_ATTEMPTS {
            faults.push(format!(
                "security.sign_in_free_attempts: from 0 to {MOST_FREE_ATTEMPTS}"
            ));
        }
        if self.argon2_memory_kib < LEAST_MEMORY_KIB || self.argon2_rounds < LEAST_ROUNDS {
            faults.push(format!(
                "security.argon2: at least {LEAST_MEMORY_KIB} KiB and {LEAST_ROUNDS} rounds"
            ));
        }
        faults
    }
}

/// So many wrong passwords in a row are a guesser's (NIST SP 800-63B-4, 3.2.2).
const MOST_FREE_ATTEMPTS: i32 = 100;
const LEAST_MEMORY_KIB: u32 = 19_456;
const LEAST_ROUNDS: u32 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    fn load(set: &[(&str, &str)]) -> Result<Config, ConfigFaults> {
        let set = set
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::load(None, set)
    }

    #[test]
    fn a_server_needs_a_key() {
        assert!(load(&[]).unwrap().ready_to_serve().is_err());
    }

    /// Fault 64: a key of one letter was long enough.
    #[test]
    fn a_key_of_few_signs_is_none() {
        assert!(!is_random(&"a".repeat(64)));
        assert!(!is_random("abcabcabcabcabcabcabcabcabcabcabcabc"));
        assert!(is_random("0123456789abcdef0123456789abcdef"));
    }

    /// Fault 64: `serve` started with anything.
    #[test]
    fn a_server_says_all_that_its_settings_lack_at_once() {
        let fit = [
            (
                "JOINTFUND_SECURITY__TOKEN_KEY",
                "0123456789abcdef0123456789abcdef",
            ),
            ("JOINTFUND_SERVER__PUBLIC_URL", "https://fund.example"),
            ("JOINTFUND_MAIL__TRANSPORT", "smtp"),
        ];
        assert_eq!(load(&fit).unwrap().ready_to_serve(), Ok(()));
        let unfit = [
            ("JOINTFUND_SECURITY__TOKEN_KEY", "short"),
            ("JOINTFUND_SERVER__PUBLIC_URL", "http://fund.example"),
            ("JOINTFUND_FUND__DEMO", "true"),
            ("JOINTFUND_SECURITY__RESET_MINUTES", "-5"),
            ("JOINTFUND_SECURITY__ARGON2_MEMORY_KIB", "8"),
            ("JOINTFUND_SECURITY__SIGN_IN_FREE_ATTEMPTS", "1000000"),
            ("JOINTFUND_SERVER__TRUSTED_PROXIES", "0.0.0.0/0"),
            ("JOINTFUND_FUND__BANK_ACCOUNT_COOLING_HOURS", "-1"),
        ];
        let faults = load(&unfit).unwrap().ready_to_serve().unwrap_err().0;
        for named in [
            "token_key",
            "public_url",
            "fund.demo",
            "mail.transport",
            "reset_minutes",
            "argon2",
            "sign_in_free_attempts",
            "trusted_proxies",
            "bank_account_cooling_hours",
        ] {
            let is_said = faults.iter().any(|one| one.contains(named));
            assert!(is_said, "{named}: {faults:?}");
        }
        for address in [
            "nonsense",
            "https://",
            "ftp://fund.example",
            "//fund.example",
        ] {
            assert!(public_address(address).is_some(), "{address}");
        }
        for address in [
            "http://127.0.0.1:8080",
            "http://localhost",
            "http://[::1]:8080",
        ] {
            assert_eq!(public_address(address), None, "{address}");
        }
    }
}
