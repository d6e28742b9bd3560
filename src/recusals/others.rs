//! What changes elsewhere who acts in an application: an account is shut out or let in again, or
//! somebody acts for an organisation no longer. The tasks of vacant offices follow.

use super::store;
use crate::case::Saw;
use crate::db::tx::Tx;
use crate::error::Result;
use crate::identity::actions as accounts;
use crate::kernel::id::{AccountId, OrganisationId};
use crate::organisations::actions as organisations;
use crate::rules::Matter;

/// Shuts an account out.
///
/// # Errors
/// Those of [`accounts::suspend`].
pub fn suspend(tx: &mut Tx<'_>, id: AccountId, saw: &Saw) -> Result<()> {
    changing(tx, id, |tx| accounts::suspend(tx, id, saw))
}

/// Lets a suspended account in again.
///
/// # Errors
/// Those of [`accounts::restore`].
pub fn restore(tx: &mut Tx<'_>, id: AccountId, saw: &Saw) -> Result<()> {
    changing(tx, id, |tx| accounts::restore(tx, id, saw))
}

/// Lets a person act for an organisation no longer. Gives whether it was the actor.
///
/// # Errors
/// Those of [`organisations::remove_member`].
pub fn remove_member(tx: &mut Tx<'_>, id: OrganisationId, account: AccountId) -> Result<bool> {
    changing(tx, account, |tx| {
        organisations::remove_member(tx, id, account)
    })
}

/// Does what may change who acts in the applications around a person, as they lie before it.
fn changing<T>(
    tx: &mut Tx<'_>,
    account: AccountId,
    change: impl FnOnce(&mut Tx<'_>) -> Result<T>,
) -> Result<T> {
    let around = store::around(tx.conn, account)?;
    let done = change(tx)?;
    for id in around {
        tx.touch(Matter::Offices(id));
    }
    Ok(done)
}
