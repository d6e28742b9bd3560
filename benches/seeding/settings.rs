//! The settings of a fund to measure by.

use jointfund::config::{Config, Transport};
use jointfund::kernel::secret::Secret;

/// Everyone's password.
pub(crate) const PASSWORD: &str = "a kettle of seven herons";

/// Changes settings so that a fund can be seeded by them.
pub(crate) fn tune(config: &mut Config) {
    let key = "no secret: a fund to measure by";
    config.security.token_key = Secret::new(key.to_owned());
    config.mail.transport = Transport::Memory;
    // Thousands of them, all of one password that is no secret.
    config.security.argon2_memory_kib = 64;
    config.security.argon2_rounds = 1;
    config.security.second_factor_for = Vec::new();
    config.limits.sign_ins_at_once = 1_000_000;
    config.limits.letters_an_hour_of_a_network = 1_000_000;
    config.limits.letters_an_hour_of_a_person = 1_000_000;
    config.limits.even_answer_ms = 0;
    config.fund.max_drafts = 1_000;
}
