//! Roles: granted, confirmed by a second partner where money is near, revoked.

use super::input::{GrantRole, NewRole};
use super::store::{self, RoleRow};
use crate::db::tx::{Change, Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, PartnerId, RoleGrantId};
use crate::rules::capacity::{Capacity, Role, Scope, Standing};
use crate::rules::lifecycle::RoleState;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Facts, Matter, decide, separation};
use crate::standing;
use serde_json::json;

/// Grants a role, or proposes it where another partner must confirm.
///
/// # Errors
/// Faults of the input; refusals: not theirs to grant, to oneself, incompatible duties, duplicate.
pub fn grant(tx: &mut Tx<'_>, account: AccountId, input: &GrantRole) -> Result<RoleGrantId> {
    let new = input.parse()?;
    let matter = Matter::Account(account);
    let standing = appointing(tx, matter, new.partner)?;
    store::lock(tx.conn, account)?;
    store::by_id(tx.conn, account)?.ok_or(Error::NotFound(MatterKind::Account))?;
    let facts = Facts::none()
        .with(
            Condition::RoleIsTheirsToGrant,
            may_appoint(&standing, new.role),
        )
        .with(
            Condition::NotToOneself,
            tx.actor().account() != Some(account),
        )
        .with(
            Condition::DutiesAreCompatible,
            are_compatible(tx, account, new.role, None)?,
        );
    let permit = tx.require(Action::GrantRole, &standing, &facts)?;
    let waits = separation::CONFIRMED_BY_ANOTHER_PARTNER.contains(&new.role);
    let state = if waits {
        RoleState::Proposed
    } else {
        RoleState::Active
    };
    let id = insert(tx, account, new, state)?;
    if let Some(partner) = new.partner.filter(|_| waits) {
        let page = format!("/people/{account}");
        let tidings = Tidings::of(Action::GrantRole, matter, page).about(partner);
        tx.tell(tidings.saying("role", new.role.code()));
    }
    tx.record(Change::under(permit, matter).to(json!({
        "grant": id, "role": new.role, "partner": new.partner, "call": new.call, "state": state,
    })));
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
    let standing = standing::in_unit(tx, Matter::Account(account))?;
    let facts = Facts::none()
        .with(Condition::RoleIsTheirsToGrant, may_appoint(&standing, role))
        .with(Condition::NotToOneself, true)
        .with(
            Condition::DutiesAreCompatible,
            are_compatible(tx, account, role, None)?,
        );
    let permit = tx.require(Action::GrantRole, &standing, &facts)?;
    let new = NewRole {
        role,
        scope: Scope::Fund,
        partner: None,
        call: None,
    };
    let id = insert(tx, account, new, RoleState::Active)?;
    let after = json!({ "grant": id, "role": role, "state": RoleState::Active });
    tx.record(Change::under(permit, Matter::Account(account)).to(after));
    Ok(())
}

/// Confirms a proposed role, as an administrator of another partner.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn confirm(tx: &mut Tx<'_>, id: RoleGrantId) -> Result<()> {
    settle(tx, id, Action::ConfirmRole).map(|_| ())
}

/// Refuses a proposed role, as an administrator of another partner.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn refuse(tx: &mut Tx<'_>, id: RoleGrantId) -> Result<()> {
    settle(tx, id, Action::RefuseRole).map(|_| ())
}

/// Takes a role back; gives whose it was.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn revoke(tx: &mut Tx<'_>, id: RoleGrantId) -> Result<AccountId> {
    settle(tx, id, Action::RevokeRole)
}

fn settle(tx: &mut Tx<'_>, id: RoleGrantId, action: Action) -> Result<AccountId> {
    let row = store::role(tx.conn, id)?.ok_or(Error::NotFound(MatterKind::Account))?;
    let matter = Matter::Account(row.account_id);
    store::lock(tx.conn, row.account_id)?;
    let by_another = action != Action::RevokeRole;
    let standing = if by_another {
        standing::in_unit(tx, matter)?
    } else {
        appointing(tx, matter, row.partner_id)?
    };
    let is_of_another = standing
        .partners_as(Capacity::PartnerAdministrator)
        .any(|partner| Some(partner) != row.partner_id);
    let facts = Facts::none()
        .with(
            Condition::RoleIsTheirsToGrant,
            may_appoint(&standing, row.role),
        )
        .with(
            Condition::ConfirmedByAnotherPartner,
            is_of_another && row.granted_by != tx.actor().account(),
        )
        .with(
            Condition::NotToOneself,
            tx.actor().account() != Some(row.account_id),
        )
        .with(
            Condition::DutiesAreCompatible,
            are_compatible(tx, row.account_id, row.role, Some(id))?,
        );
    let permit = tx.require(action, &standing, &facts)?;
    let step = decide::step(row.state, action, &facts)?;
    let (by, now) = (tx.actor().account(), tx.now());
    if store::set_role_state(tx.conn, id, step, by, now)? == 0 {
        return Err(Error::stale(action));
    }
    if action == Action::ConfirmRole {
        let tidings = Tidings::of(action, matter, "/work").to(row.account_id);
        tx.tell(tidings.saying("role", row.role.code()));
    }
    tx.record(
        Change::under(permit, matter)
            .from(json!({ "grant": id, "role": row.role, "state": step.from() }))
            .to(json!({ "grant": id, "role": row.role, "state": step.to() })),
    );
    Ok(row.account_id)
}

/// The standing of one who appoints, where a partner's roles are that partner's own affair.
fn appointing(tx: &mut Tx<'_>, matter: Matter, partner: Option<PartnerId>) -> Result<Standing> {
    let standing = standing::in_unit(tx, matter)?;
    Ok(match partner {
        Some(partner) => standing.for_partner(partner),
        None => standing,
    })
}

fn may_appoint(standing: &Standing, role: Role) -> bool {
    standing
        .held()
        .iter()
        .any(|held| separation::appoints(held.capacity, role))
}

fn are_compatible(
    tx: &mut Tx<'_>,
    account: AccountId,
    role: Role,
    but: Option<RoleGrantId>,
) -> Result<bool> {
    let held = store::live_roles(tx.conn, account)?;
    Ok(held
        .iter()
        .filter(|row| Some(row.id) != but)
        .all(|row| separation::between(row.role, role).is_none()))
}

fn insert(
    tx: &mut Tx<'_>,
    account: AccountId,
    new: NewRole,
    state: RoleState,
) -> Result<RoleGrantId> {
    let id = RoleGrantId::new();
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
    store::insert_role(tx.conn, row)
        .map_err(|error| unless_duplicate(error, Action::GrantRole, "role"))?;
    Ok(id)
}
