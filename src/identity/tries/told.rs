//! Very many wrong passwords or codes: their owner is told by letter, once a day at most.

use crate::config::Config;
use crate::db::tx::{Change, Tidings, Tx};
use crate::error::Result;
use crate::identity::store;
use crate::kernel::id::AccountId;
use crate::rules::{Action, Facts, Matter};
use crate::standing;
use serde_json::json;

const DAY: i64 = 24 * 60 * 60;

/// Tells the owner of an account that there were so many in a row, where that is many.
pub(in crate::identity) fn tell_owner(
    tx: &mut Tx<'_>,
    config: &Config,
    account: AccountId,
    in_a_row: i32,
) -> Result<()> {
    if in_a_row < config.limits.wrong_tries_before_letter {
        return Ok(());
    }
    let now = tx.now();
    if !store::note_tries_told(tx.conn, account, now.plus_seconds(-DAY), now)? {
        return Ok(());
    }
    let (action, matter) = (Action::NoteWrongTries, Matter::Account(account));
    let standing = standing::in_unit(tx, matter)?;
    let permit = tx.require(action, &standing, &Facts::none())?;
    tx.record(Change::under(permit, matter).to(json!({ "in_a_row": in_a_row })));
    let tidings = Tidings::of(action, matter, "/forgotten-password").to(account);
    tx.tell(tidings.saying("count", i64::from(in_a_row)));
    Ok(())
}
