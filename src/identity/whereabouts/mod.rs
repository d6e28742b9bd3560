//! Where a person is signed in: told to themselves, and ended by them.

pub mod queries;

use super::sessions;
use crate::db::tx::{Actor, Change, Tx};
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, SessionId};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Facts, Matter, Permit};
use crate::standing;
use serde_json::json;

/// Ends one of the actor's own sessions.
///
/// # Errors
/// `NotFound` where it is another's, or has ended.
pub fn end_one(tx: &mut Tx<'_>, id: SessionId) -> Result<()> {
    let (account, permit) = permitted(tx, Action::EndSession)?;
    let now = tx.now();
    if !sessions::end_own(tx.conn, account, id, now)? {
        return Err(Error::NotFound(MatterKind::Account));
    }
    tx.record(Change::under(permit, Matter::Account(account)).to(json!({ "session": id })));
    Ok(())
}

/// Ends the actor's own sessions but the one they are in.
///
/// # Errors
/// `Unauthenticated` for anybody without one.
pub fn end_others(tx: &mut Tx<'_>) -> Result<()> {
    let Actor::Person { session, .. } = tx.actor() else {
        return Err(Error::Unauthenticated);
    };
    let (account, permit) = permitted(tx, Action::EndOtherSessions)?;
    let now = tx.now();
    let ended = sessions::end_all(tx.conn, account, Some(session), now)?;
    tx.record(Change::under(permit, Matter::Account(account)).to(json!({ "ended": ended })));
    Ok(())
}

fn permitted(tx: &mut Tx<'_>, action: Action) -> Result<(AccountId, Permit)> {
    let account = tx.actor().person()?;
    let standing = standing::in_unit(tx, Matter::Account(account))?;
    Ok((account, tx.require(action, &standing, &Facts::none())?))
}
