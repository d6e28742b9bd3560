//! Roles: proposed, confirmed by a second partner, refused, revoked; and those the fund is founded
//! with.

use super::input::{GrantRole, NewRole};
use super::store::grants::{self, RoleRow};
use super::subject::{Appointment, Grant};
use crate::case::{Case, Reasoned, Saw, Subject, Taken};
use crate::db::tx::{Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::Result;
use crate::kernel::id::{AccountId, RoleGrantId};
use crate::kernel::text::ShortProse;
use crate::rules::lifecycle::RoleState;
use crate::rules::{Action, Matter, separation};
use serde_json::json;

/// Grants a role, or proposes it where another partner must confirm.
///
/// # Errors
/// Faults of the input; refusals: not theirs to grant, to oneself, incompatible duties, duplicate.
pub fn grant(tx: &mut Tx<'_>, account: AccountId, input: &GrantRole) -> Result<RoleGrantId> {
    give(tx, account, input.parse()?, &input.saw())
}

/// The same, of a role that was read already.
///
/// # Errors
/// As [`grant`].
pub fn give(tx: &mut Tx<'_>, account: AccountId, new: NewRole, saw: &Saw) -> Result<RoleGrantId> {
    let (action, id) = (Action::GrantRole, RoleGrantId::new());
    let appointment: Case<Appointment> = tx.case((account, new))?;
    let permit = tx.begin(&appointment, action, Matter::RoleGrant(id), saw)?;
    let waits = separation::CONFIRMED_BY_ANOTHER_PARTNER.contains(&new.role);
    let state = if waits {
        RoleState::Proposed
    } else {
        RoleState::Active
    };
    let row = RoleRow {
        granted_by: tx.actor().account(),
        proposed_for: permit.partner(),
        ..blank(tx, id, account, new, state)
    };
    insert(tx, action, row)?;
    if waits {
        let page = format!("/people/{account}");
        let mut tidings = Tidings::of(action, Matter::Account(account), page);
        if let Some(partner) = permit.partner() {
            tidings = tidings.about(partner);
        }
        if let Some(application) = new.application {
            tidings = tidings.for_application(application);
        }
        tx.tell(tidings.saying("role", new.role.code()));
    }
    Ok(id)
}

/// A role the fund is founded with: there is nobody yet who could confirm it.
///
/// # Errors
/// The refusal of the tables for what it is founded under.
pub fn found<S: Subject>(
    tx: &mut Tx<'_>,
    founding: &Case<S>,
    account: AccountId,
    new: NewRole,
) -> Result<RoleGrantId> {
    let (action, id) = (Action::FoundFund, RoleGrantId::new());
    tx.begin(founding, action, Matter::RoleGrant(id), &Saw::default())?;
    let row = RoleRow {
        confirmed_at: Some(tx.now()),
        ..blank(tx, id, account, new, RoleState::Active)
    };
    insert(tx, action, row)?;
    Ok(id)
}

/// A role nobody has proposed or confirmed.
pub(super) fn blank(
    tx: &Tx<'_>,
    id: RoleGrantId,
    account: AccountId,
    new: NewRole,
    state: RoleState,
) -> RoleRow {
    RoleRow {
        id,
        account_id: account,
        role: new.role,
        scope: new.scope,
        partner_id: new.partner,
        call_id: new.call,
        state,
        granted_by: None,
        granted_at: tx.now(),
        confirmed_by: None,
        confirmed_at: None,
        revoked_by: None,
        revoked_at: None,
        version: 1,
        proposed_for: None,
        takes_force_at: None,
        application_id: new.application,
    }
}

/// Writes a role that was just begun, and says in the trail what it is.
pub(super) fn insert(tx: &mut Tx<'_>, action: Action, row: RoleRow) -> Result<()> {
    let words = json!({
        "account": row.account_id, "role": row.role, "partner": row.partner_id,
        "call": row.call_id, "application": row.application_id, "state": row.state,
        "proposed_for": row.proposed_for,
        "takes_force_at": row.takes_force_at,
    });
    grants::insert_role(tx.conn, row).map_err(|error| unless_duplicate(error, action, "role"))?;
    tx.note_last(words);
    Ok(())
}

/// Confirms a proposed role, as an administrator of another partner; gives whose it is.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn confirm(tx: &mut Tx<'_>, id: RoleGrantId, saw: &Saw) -> Result<AccountId> {
    let action = Action::ConfirmRole;
    let mut grant: Case<Grant> = tx.case(id)?;
    let taken = tx.take(&mut grant, action, saw)?;
    let (by, now) = (tx.actor().account(), tx.now());
    grants::note_confirmation(tx.conn, id, by, now)?;
    name(tx, &taken, &grant);
    let (holder, role) = (grant.row.account_id, grant.row.role);
    let tidings = Tidings::of(action, Matter::Account(holder), "/work").to(holder);
    tx.tell(tidings.saying("role", role.code()));
    Ok(holder)
}

/// Refuses a proposed role, as an administrator of another partner; whoever proposed it is told.
///
/// # Errors
/// Every fault of the input; `NotFound`, or the refusal of the tables.
pub fn refuse(tx: &mut Tx<'_>, id: RoleGrantId, input: &Reasoned) -> Result<()> {
    let action = Action::RefuseRole;
    let (grant, reason) = end_because(tx, id, action, input)?;
    let reason = reason.as_str();
    if let Some(proposer) = grant.row.granted_by {
        let (holder, role) = (grant.row.account_id, grant.row.role);
        let page = format!("/people/{holder}");
        let tidings = Tidings::of(action, Matter::Account(holder), page).to(proposer);
        let tidings = tidings.saying("person", grant.title());
        tx.tell(tidings.saying("role", role.code()).saying("reason", reason));
    }
    Ok(())
}

/// Takes a role back; gives whose it was.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn revoke(tx: &mut Tx<'_>, id: RoleGrantId, saw: &Saw) -> Result<AccountId> {
    let (grant, _) = end(tx, id, Action::RevokeRole, saw)?;
    Ok(grant.row.account_id)
}

/// Ends a role for one application, for whoever its holder stood in for acts there again. What they
/// did in it stands.
///
/// # Errors
/// `NotFound`, or the refusal of the tables for what it follows from.
pub fn end_substitution<S: Subject>(
    tx: &mut Tx<'_>,
    cause: &Case<S>,
    id: RoleGrantId,
) -> Result<()> {
    let action = Action::EndSubstitution;
    let mut grant = cause.entails(Grant::lock(tx.conn, id)?);
    let taken = tx.follow(&mut grant, action)?;
    let (by, now) = (tx.actor().account(), tx.now());
    grants::note_end(tx.conn, id, by, now)?;
    name(tx, &taken, &grant);
    // Nobody was told that they were proposed.
    if taken.from() == RoleState::Active {
        let holder = grant.row.account_id;
        let tidings = Tidings::of(action, Matter::Account(holder), "/work").to(holder);
        tx.tell(tidings.saying("title", cause.title()));
    }
    Ok(())
}

/// Ends a role for a reason, which is read of those alone who may do so.
pub(super) fn end_because(
    tx: &mut Tx<'_>,
    id: RoleGrantId,
    action: Action,
    input: &Reasoned,
) -> Result<(Case<Grant>, ShortProse)> {
    let grant: Case<Grant> = tx.case(id)?;
    grant.admits(action, &input.saw())?;
    let reason = input.reason()?;
    let (grant, taken) = end(tx, id, action, &input.saw())?;
    tx.because(&taken, reason.as_str());
    Ok((grant, reason))
}

fn end(
    tx: &mut Tx<'_>,
    id: RoleGrantId,
    action: Action,
    saw: &Saw,
) -> Result<(Case<Grant>, Taken<RoleState>)> {
    let mut grant: Case<Grant> = tx.case(id)?;
    let taken = tx.take(&mut grant, action, saw)?;
    let (by, now) = (tx.actor().account(), tx.now());
    grants::note_end(tx.conn, id, by, now)?;
    name(tx, &taken, &grant);
    Ok((grant, taken))
}

/// Says in the trail which role of whom it is.
pub(super) fn name(tx: &mut Tx<'_>, taken: &Taken<RoleState>, grant: &Grant) {
    let (account, role) = (grant.row.account_id, grant.row.role);
    tx.note(taken, json!({ "account": account, "role": role }));
}
