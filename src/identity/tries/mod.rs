//! Wrong passwords: what they cost whoever tries, and what the owner is told of them.
//!
//! They are counted by the address that was typed and the network they come from, whether or not
//! there is such an account: so no answer tells who has one, and whoever guesses at somebody's
//! password keeps out themselves and not the owner. A new password by a letter forgets them.

mod store;

pub mod queries;
pub(super) mod told;

use crate::config::Config;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::caller::Caller;
use crate::kernel::digest::keyed_hex;
use crate::kernel::id::AccountId;
use crate::kernel::time::Instant;
use store::Row;

/// Wrong passwords in a row are forgotten after a day without one.
const FORGOTTEN_AFTER: i64 = 24 * 60 * 60;
/// The table keeps what happened for operators to look at, and no longer.
const KEPT_FOR: i64 = 90 * 24 * 60 * 60;

/// Where somebody tries to get in.
#[derive(Debug, Clone)]
pub(super) struct Attempted {
    /// The keyed digest of the address that was typed.
    address: String,
    network: String,
    free: i32,
    longest_pause: i64,
    most_in_all: i32,
}

impl Attempted {
    pub(super) fn new(config: &Config, email: &str, caller: &Caller) -> Self {
        Self {
            address: digest_of(config, email),
            network: caller.network_text(),
            free: config.security.sign_in_free_attempts,
            longest_pause: config.security.sign_in_max_delay_seconds,
            most_in_all: config.limits.wrong_passwords_in_all,
        }
    }

    /// Whether tries are taken from here: the same for every address.
    ///
    /// # Errors
    /// `TooMany` while this network pauses, or after very many wrong passwords from all networks
    /// for whoever comes from one the account never signed in from.
    pub(super) fn admit(
        &self,
        conn: &mut Conn,
        account: Option<AccountId>,
        now: Instant,
    ) -> Result<()> {
        let since = now.plus_seconds(-FORGOTTEN_AFTER);
        let rows = store::since(conn, &self.address, since)?;
        let own = rows.iter().find(|row| row.network == self.network);
        let paused = own.and_then(|row| row.paused_until);
        if let Some(until) = paused.filter(|until| *until > now) {
            return Err(again_in(until.seconds_since(now)));
        }
        let in_all = rows
            .iter()
            .map(|row| row.in_a_row)
            .fold(0, i32::saturating_add);
        if in_all < self.most_in_all || store::signed_in_from(conn, account, &self.network)? {
            return Ok(());
        }
        let last = rows.iter().map(|row| row.last_at).max().unwrap_or(now);
        let over = last.plus_seconds(FORGOTTEN_AFTER);
        Err(again_in(over.seconds_since(now)))
    }

    /// Waits until nobody else tries the same from here, so that each try finds the count of the
    /// one before it.
    pub(super) fn take_turn(&self, conn: &mut Conn) -> Result<()> {
        store::lock(conn, &self.address, &self.network)?;
        Ok(())
    }

    /// Counts a wrong password; gives how many there were in a row, from all networks.
    pub(super) fn note_failure(
        &self,
        conn: &mut Conn,
        account: Option<AccountId>,
        now: Instant,
    ) -> Result<i32> {
        store::forget_before(conn, now.plus_seconds(-KEPT_FOR))?;
        let row = store::row(conn, &self.address, &self.network)?;
        let fresh = now.plus_seconds(-FORGOTTEN_AFTER);
        let before = row.as_ref().filter(|row| row.last_at > fresh);
        let in_a_row = before.map_or(0, |row| row.in_a_row).saturating_add(1);
        let pause = pause_after(in_a_row, self.free, self.longest_pause);
        let count = |kept: Option<i32>| kept.unwrap_or(0).saturating_add(1);
        let next = Row {
            address: self.address.clone(),
            network: self.network.clone(),
            account_id: account,
            in_a_row,
            untold: count(row.as_ref().map(|row| row.untold)),
            in_all: count(row.as_ref().map(|row| row.in_all)),
            first_at: row.as_ref().map_or(now, |row| row.first_at),
            last_at: now,
            paused_until: pause.map(|pause| now.plus_seconds(pause)),
        };
        let network = &self.network;
        tracing::warn!(%network, in_a_row, known = account.is_some(), "a sign-in failed");
        store::keep(conn, next, row.is_some())?;
        let rows = store::since(conn, &self.address, fresh)?;
        let all = rows.iter().map(|row| row.in_a_row);
        Ok(all.fold(0, i32::saturating_add))
    }

    /// The owner is in: gives how many wrong passwords there were since they last were.
    pub(super) fn note_success(&self, conn: &mut Conn) -> Result<i32> {
        let untold = store::untold(conn, &self.address)?;
        if untold > 0 {
            store::note_told(conn, &self.address)?;
        }
        store::forgive(conn, &self.address, Some(&self.network))?;
        Ok(untold)
    }
}

/// Whoever sets a new password by a letter is let in, whatever others tried.
pub(super) fn forgive(conn: &mut Conn, config: &Config, email: &str) -> Result<()> {
    store::forgive(conn, &digest_of(config, email), None)?;
    Ok(())
}

fn digest_of(config: &Config, email: &str) -> String {
    let key = config.security.token_key.expose();
    keyed_hex(key.as_bytes(), format!("address:{email}").as_bytes())
}

fn again_in(seconds: i64) -> Error {
    Error::TooMany {
        retry_after: seconds.max(1),
    }
}

/// Seconds of pause after so many wrong passwords: none at first, then one, doubling.
pub(super) fn pause_after(failures: i32, free: i32, longest: i64) -> Option<i64> {
    let doublings = u32::try_from(failures - free).ok()?.min(30);
    Some(2_i64.pow(doublings).min(longest))
}
