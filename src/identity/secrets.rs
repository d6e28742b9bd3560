//! Passwords, and the links that prove an address: each works once.

use super::input::SetPassword;
use super::model::Purpose;
use super::store::{self};
use super::subject::Person;
use super::{password, sessions};
use crate::config::Config;
use crate::db::tx::Tx;
use crate::error::{Error, Result};
use crate::kernel::digest::sha256_hex;
use crate::kernel::entry::Reading;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::AccountId;
use crate::kernel::time::Instant;

pub(super) fn put_password(
    tx: &mut Tx<'_>,
    config: &Config,
    person: &Person,
    input: &SetPassword,
) -> Result<()> {
    let mut reading = Reading::new();
    let new =
        super::input::new_password(&mut reading, "password", &input.password, &person.row.email);
    let new = reading.finish(new)?;
    let hash = password::hash(&new, &config.security)?;
    store::set_password(tx.conn, person.row.id, &hash)?;
    Ok(())
}

pub(super) fn one_time_link(
    tx: &mut Tx<'_>,
    id: AccountId,
    purpose: Purpose,
    lifetime: i64,
    page: &str,
) -> Result<String> {
    let (secret, now) = (sessions::secret()?, tx.now());
    let expires_at: Instant = now.plus_seconds(lifetime);
    store::insert_token(tx.conn, id, purpose, &sha256_hex(&secret), now, expires_at)?;
    Ok(format!("{page}?token={secret}"))
}

pub(super) fn take_token(tx: &mut Tx<'_>, purpose: Purpose, token: &str) -> Result<AccountId> {
    let now = tx.now();
    store::use_token(tx.conn, purpose, &sha256_hex(token.trim()), now)?
        .ok_or_else(|| Error::at("token", FaultCode::NotFound))
}
