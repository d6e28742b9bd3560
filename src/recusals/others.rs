//! What changes elsewhere who acts in an application: an account is shut out or let in again, or
//! somebody acts for an organisation no longer. The tasks of vacant offices follow.

use super::actions::end_substitutions;
use super::store;
use super::subject::Offices;
use crate::case::{Saw, Subject};
use crate::db::tx::Tx;
use crate::error::Result;
use crate::identity::actions as accounts;
use crate::kernel::id::{AccountId, ApplicationId, OrganisationId};
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

/// Lets a person act for an organisation no longer: in what it applies for, nobody stands in any
/// more for one who holds their office again. Gives whether it was the actor.
///
/// # Errors
/// Those of [`organisations::remove_member`]; no answer from the database.
pub fn remove_member(tx: &mut Tx<'_>, id: OrganisationId, account: AccountId) -> Result<bool> {
    let around = store::around(tx.conn, account)?;
    let is_oneself = organisations::remove_member(tx, id, account)?;
    for application in store::led_by(tx.conn, id, &around)? {
        let offices = Offices::lock(tx.conn, application)?;
        // It follows from what anybody may do, and tells nobody that it did.
        let offices = tx.case_from_afar(offices);
        end_substitutions(tx, &offices, &offices, account)?;
    }
    touch(tx, around);
    Ok(is_oneself)
}

/// Does what may change who acts in the applications around a person, as they lie before it.
fn changing(
    tx: &mut Tx<'_>,
    account: AccountId,
    change: impl FnOnce(&mut Tx<'_>) -> Result<()>,
) -> Result<()> {
    let around = store::around(tx.conn, account)?;
    change(tx)?;
    touch(tx, around);
    Ok(())
}

fn touch(tx: &mut Tx<'_>, around: Vec<ApplicationId>) {
    for id in around {
        tx.touch(Matter::Offices(id));
    }
}
