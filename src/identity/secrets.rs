//! Passwords, and the links that prove an address: each works once.

use super::input::SetPassword;
use super::model::{Pending, Purpose};
use super::{password, sessions, store};
use crate::config::{Config, Security};
use crate::db::tx::{Actor, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::kernel::digest::sha256_hex;
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, TokenId};

/// The hash of a new password, for the owner of a letter's token. It is reckoned before the unit
/// that writes it begins, so that no lock is held meanwhile.
///
/// # Errors
/// A fault of the password; `not_found` at the token where it is not good.
pub(super) fn password_for_token(
    app: &impl Units,
    actor: Actor,
    purpose: Purpose,
    input: &SetPassword,
) -> Result<String> {
    let token = hash_of(input.token.verbatim());
    let own = app.read_now(actor, |view| {
        let now = view.now();
        let account = store::account_of_token(view.conn, purpose, &token, now)?;
        let account = account.ok_or_else(|| Error::at("token", FaultCode::NotFound))?;
        Ok(store::own_words(view.conn, account)?)
    })?;
    new_password(&app.config().security, &input.password, &own)
}

/// The hash of a new password, where it is fit for somebody of whom this is known.
///
/// # Errors
/// A fault of the password.
pub(super) fn new_password(settings: &Security, entry: &Entry, own: &[String]) -> Result<String> {
    let mut reading = Reading::new();
    let new = super::input::new_password(&mut reading, "password", entry, own);
    password::hash(&reading.finish(new)?, settings)
}

/// Whether one more letter with such a link may go to an account: so many an hour, whoever asks;
/// the last of them is kept for when no link that was sent is good any more, so that whoever asks
/// in another's name does not keep them from one.
pub(super) fn may_send_link(
    tx: &mut Tx<'_>,
    config: &Config,
    id: AccountId,
    purpose: Purpose,
) -> Result<bool> {
    const HOUR: i64 = 60 * 60;
    let now = tx.now();
    let sent = store::links_since(tx.conn, id, purpose, now.plus_seconds(-HOUR))?;
    let is_good = sent
        .iter()
        .any(|(ends, used)| used.is_none() && *ends > now);
    let most = config.limits.letters_an_hour_to_an_address;
    let most = if is_good {
        most.saturating_sub(1)
    } else {
        most
    };
    // One that was used is no reason to wait.
    let unused = sent.iter().filter(|(_, used)| used.is_none()).count();
    let may = unused < usize::try_from(most.max(1)).unwrap_or(usize::MAX);
    if !may {
        tracing::warn!(account = %id, %purpose, "no further letter to this address for now");
    }
    Ok(may)
}

/// A link that works once, for the account's own password.
pub(super) fn one_time_link(
    tx: &mut Tx<'_>,
    id: AccountId,
    purpose: Purpose,
    lifetime: i64,
    page: &str,
) -> Result<String> {
    link(tx, id, (purpose, None), lifetime, page)
}

/// A link that makes of its account what was asked for.
pub(super) fn link_to_prove(
    tx: &mut Tx<'_>,
    id: AccountId,
    pending: &Pending,
    lifetime: i64,
) -> Result<String> {
    let purpose = (Purpose::VerifyEmail, Some(pending));
    link(tx, id, purpose, lifetime, "/verify-email")
}

fn link(
    tx: &mut Tx<'_>,
    id: AccountId,
    (purpose, pending): (Purpose, Option<&Pending>),
    lifetime: i64,
    page: &str,
) -> Result<String> {
    let (secret, now) = (sessions::secret()?, tx.now());
    store::insert_token(
        tx.conn,
        store::TokenRow {
            id: TokenId::new(),
            account_id: id,
            purpose,
            token_hash: sha256_hex(&secret),
            created_at: now,
            expires_at: now.plus_seconds(lifetime),
            used_at: None,
            name: pending.map(|one| one.name.clone()),
            password_hash: pending.map(|one| one.password_hash.clone()),
        },
    )?;
    Ok(format!("{page}?token={secret}"))
}

/// Whose a token was, and what it was to make of the account.
pub(super) struct Taken {
    pub(super) account: AccountId,
    pub(super) pending: Option<Pending>,
}

/// Uses up a token, and every other of its account for the same purpose.
///
/// # Errors
/// `not_found` at the token where it is not good.
pub(super) fn take_token(tx: &mut Tx<'_>, purpose: Purpose, token: &str) -> Result<Taken> {
    let now = tx.now();
    let row = store::use_token(tx.conn, purpose, &hash_of(token), now)?
        .ok_or_else(|| Error::at("token", FaultCode::NotFound))?;
    let pending = row.name.zip(row.password_hash);
    Ok(Taken {
        account: row.account_id,
        pending: pending.map(|(name, password_hash)| Pending {
            name,
            password_hash,
        }),
    })
}

fn hash_of(token: &str) -> String {
    sha256_hex(token.trim())
}
