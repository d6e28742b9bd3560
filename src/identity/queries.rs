//! People as pages and API show them.

use super::model::{Account, RoleItem};
use super::second_factor::lost::Lost;
use super::store::{AccountRow, grants};
use super::subject::{Grant, Person};
use crate::case::{Shown, Subject};
use crate::db::Conn;
use crate::db::schema::{accounts, applications, calls, partners, role_grants};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::collation::sort_by_name;
use crate::kernel::id::{AccountId, CallId, RoleGrantId};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::rules::capacity::{Capacity, Role, Scope};
use crate::rules::lifecycle::{AccountState, RoleState};
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Matter, decide};
use crate::standing;
use diesel::dsl::exists;
use diesel::prelude::*;

/// Everyone, by name, for those who look after people.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn list(view: &mut View<'_>, after: Option<&str>) -> Result<Page<Account>> {
    let standing = view.standing_to(Matter::Fund)?;
    if !decide::sees(&standing, Sight::People) {
        return Err(Error::NotFound(MatterKind::Account));
    }
    let mut query = accounts::table
        .order((accounts::name_key, accounts::id))
        .limit(PAGE_SIZE + 1)
        .into_boxed();
    if let Some((id, name)) = after.and_then(key_of).and_then(|key| place(&key)) {
        let same = accounts::name_key.eq(name.clone());
        let behind = accounts::name_key.gt(name);
        query = query.filter(behind.or(same.and(accounts::id.gt(id))));
    }
    let page = Page::cut(query.load::<AccountRow>(view.conn)?, |row| {
        format!("{} {}", row.id, row.name_key)
    });
    let next = page.next.clone();
    Ok(Page {
        items: with_roles(view, page.items)?,
        next,
    })
}

fn place(key: &str) -> Option<(AccountId, String)> {
    let (id, name) = key.split_once(' ')?;
    Some((AccountId::from_uuid(id.parse().ok()?), name.to_owned()))
}

/// Whether there is an account with this address.
///
/// # Errors
/// No answer from the database.
pub fn has_account(conn: &mut Conn, email: &str) -> QueryResult<bool> {
    Ok(super::store::by_email(conn, email)?.is_some())
}

/// One person, for themselves and those who look after people.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn person(view: &mut View<'_>, id: AccountId) -> Result<Account> {
    let standing = view.standing_to(Matter::Account(id))?;
    let row: Option<AccountRow> = accounts::table.find(id).first(view.conn).optional()?;
    let row = row
        .filter(|_| standing.has(Capacity::AccountOwner) || decide::sees(&standing, Sight::People));
    with_roles(view, row.into_iter().collect())?
        .pop()
        .ok_or(Error::NotFound(MatterKind::Account))
}

/// One person and what the reader may do with their account and their roles, for themselves and
/// those who look after people.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn page(view: &mut View<'_>, id: AccountId) -> Result<Shown<Account>> {
    let person = Person::load(view.conn, id)?;
    let person = view.case_of(person)?;
    if !person.standing().has(Capacity::AccountOwner) && !person.sees(Sight::People) {
        return Err(Error::NotFound(MatterKind::Account));
    }
    let mut offers = person.offers();
    let lost = Lost::of(view.conn, &person.row)?;
    let factor_reset = lost.proposed(view.conn)?;
    let factor_lost_at = lost.told_at();
    offers.0.extend(view.case_of(lost)?.offers().0);
    let live = grants::live_roles(view.conn, id)?;
    for row in live.clone() {
        let grant = Grant::of(view.conn, row, &person.row, &live)?;
        offers.0.extend(view.case_of(grant)?.offers().0);
    }
    let mut people = with_roles(view, vec![person.row.clone()])?;
    let thing = people.pop();
    let mut thing = thing.ok_or(Error::NotFound(MatterKind::Account))?;
    thing.factor_reset = factor_reset;
    thing.factor_lost_at = factor_lost_at;
    Ok(Shown { thing, offers })
}

/// A role, where it is one of this person's.
///
/// # Errors
/// `NotFound` where it is another's.
pub fn grant_of(conn: &mut Conn, person: AccountId, id: RoleGrantId) -> Result<RoleGrantId> {
    grants::holder(conn, id)?
        .filter(|holder| *holder == person)
        .map(|_| id)
        .ok_or(Error::NotFound(MatterKind::RoleGrant))
}

/// Other proposals of whoever proposed or holds this role, which wait for their confirmation.
///
/// # Errors
/// No answer from the database.
pub fn waiting_beside(conn: &mut Conn, id: RoleGrantId) -> QueryResult<Vec<RoleGrantId>> {
    grants::waiting_beside(conn, id)
}

/// Roles somebody is proposed for, or proposed.
///
/// # Errors
/// No answer from the database.
pub fn waiting_for(conn: &mut Conn, holder: AccountId) -> QueryResult<Vec<RoleGrantId>> {
    grants::waiting_for(conn, holder)
}

/// The actor's own account.
///
/// # Errors
/// `Unauthenticated` for anybody without one.
pub fn own(view: &mut View<'_>) -> Result<Account> {
    let id = view.actor().person()?;
    person(view, id)
}

type RoleColumns = (
    RoleGrantId,
    AccountId,
    Role,
    Scope,
    (Option<String>, Option<String>, Option<String>),
    RoleState,
    i32,
);

/// People with their roles, but for those in an application from which the reader stands aside;
/// one's own are told in any case.
fn with_roles(view: &mut View<'_>, rows: Vec<AccountRow>) -> Result<Vec<Account>> {
    let ids: Vec<AccountId> = rows.iter().map(|row| row.id).collect();
    let of_it = role_grants::application_id.eq(applications::id.nullable());
    let ground = view.ground()?;
    let barred = standing::barred_from(view.conn, &ground)?;
    let is_own = role_grants::account_id
        .nullable()
        .eq(view.actor().account());
    let is_told = role_grants::application_id.assume_not_null().ne_all(barred);
    let roles: Vec<RoleColumns> = role_grants::table
        .left_join(partners::table)
        .left_join(calls::table)
        .left_join(applications::table.on(of_it))
        .filter(role_grants::account_id.eq_any(&ids))
        .filter(role_grants::state.eq_any(grants::LIVE))
        .filter(
            role_grants::application_id
                .is_null()
                .or(is_told)
                .or(is_own.assume_not_null()),
        )
        .order(role_grants::id)
        .select((
            role_grants::id,
            role_grants::account_id,
            role_grants::role,
            role_grants::scope,
            (
                partners::code.nullable(),
                calls::code.nullable(),
                applications::number.nullable(),
            ),
            role_grants::state,
            role_grants::version,
        ))
        .load(view.conn)?;
    let shaped = rows.into_iter().map(|row| shape(row, &roles));
    Ok(shaped.collect())
}

fn shape(row: AccountRow, roles: &[RoleColumns]) -> Account {
    let own = roles.iter().filter(|role| role.1 == row.id);
    let item = |role: &RoleColumns| {
        let (id, _, role, scope, (partner, call, application), state, version) = role.clone();
        RoleItem {
            id,
            role,
            scope,
            partner,
            call,
            application,
            state,
            version,
        }
    };
    Account {
        roles: own.map(item).collect(),
        id: row.id,
        email: row.email,
        name: row.name,
        state: row.state,
        language: row.language,
        created_at: row.created_at,
        version: row.version,
        factor_lost_at: None,
        factor_reset: None,
    }
}

/// Whether an account is in use.
///
/// # Errors
/// No answer from the database.
pub fn is_active(conn: &mut Conn, account: AccountId) -> QueryResult<bool> {
    let active = accounts::table
        .find(account)
        .filter(accounts::state.eq(AccountState::Active));
    diesel::select(exists(active)).get_result(conn)
}

/// Active reviewers of the fund and of a call with their names, for those who assign.
///
/// # Errors
/// No answer from the database.
pub fn reviewers(conn: &mut Conn, call: CallId) -> QueryResult<Vec<(AccountId, String)>> {
    let mut found: Vec<(AccountId, String)> = accounts::table
        .inner_join(role_grants::table.on(role_grants::account_id.eq(accounts::id)))
        .filter(role_grants::role.eq(Role::Reviewer))
        .filter(role_grants::state.eq(RoleState::Active))
        .filter(
            role_grants::call_id
                .is_null()
                .or(role_grants::call_id.eq(call)),
        )
        .filter(accounts::state.eq(AccountState::Active))
        .order(accounts::id)
        .select((accounts::id, accounts::name))
        .load(conn)?;
    found.dedup();
    sort_by_name(&mut found, |one| &one.1);
    Ok(found)
}
