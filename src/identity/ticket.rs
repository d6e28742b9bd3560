//! The ticket between the two steps of signing in: it says whose password was right and when, and
//! opens nothing without a code.

use crate::config::Config;
use crate::kernel::digest::{keyed_hex, same};
use crate::kernel::id::AccountId;
use crate::kernel::time::Instant;

/// Seconds between the two steps.
const LIFETIME: i64 = 5 * 60;

pub(super) struct Ticket {
    pub(super) account: AccountId,
    /// The account as it was: another password makes the ticket void.
    pub(super) version: i32,
}

fn signed(config: &Config, text: &str) -> String {
    let key = config.security.token_key.expose();
    keyed_hex(key.as_bytes(), format!("ticket:{text}").as_bytes())
}

pub(super) fn issue(config: &Config, account: AccountId, version: i32, now: Instant) -> String {
    let ends = now.plus_seconds(LIFETIME).micros();
    let text = format!("{account}.{version}.{ends}");
    format!("{text}.{}", signed(config, &text))
}

pub(super) fn read(config: &Config, ticket: &str, now: Instant) -> Option<Ticket> {
    let (text, sign) = ticket.rsplit_once('.')?;
    if !same(sign, &signed(config, text)) {
        return None;
    }
    let mut parts = text.splitn(3, '.');
    let account = AccountId::from_uuid(parts.next()?.parse().ok()?);
    let version = parts.next()?.parse().ok()?;
    let ends = Instant::from_micros(parts.next()?.parse().ok()?)?;
    (now < ends).then_some(Ticket { account, version })
}
