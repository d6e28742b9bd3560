//! Roles: granted, confirmed by a second partner where money is near, revoked.

use super::input::{GrantRole, NewRole};
use super::store::{self, RoleRow};
use super::subject::{Appointment, Grant};
use crate::case::{Case, Saw, Taken};
use crate::db::tx::{Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::Result;
use crate::kernel::id::{AccountId, RoleGrantId};
use crate::rules::capacity::{Role, Scope};
use crate::rules::lifecycle::RoleState;
use crate::rules::{Action, Matter, separation};
use serde_json::json;

/// Grants a role, or proposes it where another partner must confirm.
///
/// # Errors
/// Faults of the input; refusals: not theirs to grant, to oneself, incompatible duties, duplicate.
pub fn grant(tx: &mut Tx<'_>, account: AccountId, input: &GrantRole) -> Result<RoleGrantId> {
    let new = input.parse()?;
    let waits = separation::CONFIRMED_BY_ANOTHER_PARTNER.contains(&new.role);
    let state = if waits {
        RoleState::Proposed
    } else {
        RoleState::Active
    };
    let id = appoint(tx, account, new, state)?;
    if let Some(partner) = new.partner.filter(|_| waits) {
        let page = format!("/people/{account}");
        let matter = Matter::Account(account);
        let tidings = Tidings::of(Action::GrantRole, matter, page).about(partner);
        tx.tell(tidings.saying("role", new.role.code()));
    }
    Ok(id)
}

/// The operator's first administrator; repeating it changes nothing.
pub(super) fn appoint_administrator(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let role = Role::SystemAdministrator;
    if store::live_roles(tx.conn, account)?
        .iter()
        .any(|held| held.role == role)
    {
        return Ok(());
    }
    let new = NewRole {
        role,
        scope: Scope::Fund,
        partner: None,
        call: None,
    };
    appoint(tx, account, new, RoleState::Active).map(drop)
}

fn appoint(
    tx: &mut Tx<'_>,
    account: AccountId,
    new: NewRole,
    state: RoleState,
) -> Result<RoleGrantId> {
    let (action, id) = (Action::GrantRole, RoleGrantId::new());
    let appointment: Case<Appointment> = tx.case((account, new))?;
    tx.begin(&appointment, action, Matter::RoleGrant(id), &Saw::default())?;
    let row = RoleRow {
        id,
        account_id: account,
        role: new.role,
        scope: new.scope,
        partner_id: new.partner,
        call_id: new.call,
        state,
        granted_by: tx.actor().account(),
        granted_at: tx.now(),
        confirmed_by: None,
        confirmed_at: None,
        revoked_by: None,
        revoked_at: None,
        version: 1,
    };
    store::insert_role(tx.conn, row).map_err(|error| unless_duplicate(error, action, "role"))?;
    tx.note_last(json!({
        "account": account, "role": new.role, "partner": new.partner, "call": new.call,
        "state": state,
    }));
    Ok(id)
}

/// Confirms a proposed role, as an administrator of another partner.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn confirm(tx: &mut Tx<'_>, id: RoleGrantId, saw: &Saw) -> Result<()> {
    let action = Action::ConfirmRole;
    let mut grant: Case<Grant> = tx.case(id)?;
    let taken = tx.take(&mut grant, action, saw)?;
    let (by, now) = (tx.actor().account(), tx.now());
    store::note_confirmation(tx.conn, id, by, now)?;
    name(tx, &taken, &grant);
    let (holder, role) = (grant.row.account_id, grant.row.role);
    let tidings = Tidings::of(action, Matter::Account(holder), "/work").to(holder);
    tx.tell(tidings.saying("role", role.code()));
    Ok(())
}

/// Refuses a proposed role, as an administrator of another partner.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn refuse(tx: &mut Tx<'_>, id: RoleGrantId, saw: &Saw) -> Result<()> {
    end(tx, id, Action::RefuseRole, saw).map(drop)
}

/// Takes a role back; gives whose it was.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn revoke(tx: &mut Tx<'_>, id: RoleGrantId, saw: &Saw) -> Result<AccountId> {
    end(tx, id, Action::RevokeRole, saw)
}

fn end(tx: &mut Tx<'_>, id: RoleGrantId, action: Action, saw: &Saw) -> Result<AccountId> {
    let mut grant: Case<Grant> = tx.case(id)?;
    let taken = tx.take(&mut grant, action, saw)?;
    let (by, now) = (tx.actor().account(), tx.now());
    store::note_end(tx.conn, id, by, now)?;
    name(tx, &taken, &grant);
    Ok(grant.row.account_id)
}

/// Says in the trail which role of whom it is.
fn name(tx: &mut Tx<'_>, taken: &Taken<RoleState>, grant: &Grant) {
    let (account, role) = (grant.row.account_id, grant.row.role);
    tx.note(taken, json!({ "account": account, "role": role }));
}
