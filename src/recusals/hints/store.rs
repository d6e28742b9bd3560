//! SQL of what was typed, and of whom it may name.

use super::super::store::{OVER, offices};
use crate::db::Conn;
use crate::db::schema::{
    accounts, address_changes, applications, memberships, organisations, participants, recusals,
    role_grants,
};
use crate::kernel::id::{AccountId, ApplicationId, OrganisationId};
use crate::kernel::text::Country;
use crate::rules::capacity::Role;
use crate::rules::lifecycle::RoleState;
use diesel::dsl::exists;
use diesel::prelude::*;

/// What was typed of a participant, and in which application.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Typed {
    pub(super) application: ApplicationId,
    pub(super) country: Option<Country>,
    pub(super) number: String,
    pub(super) email: String,
}

/// What was typed into one application, or into all in which somebody acts.
pub(super) fn typed(conn: &mut Conn, only: Option<ApplicationId>) -> QueryResult<Vec<Typed>> {
    let query = participants::table
        .inner_join(applications::table)
        .filter(applications::submitted_at.is_not_null())
        .filter(applications::state.ne_all(OVER))
        .order((participants::application_id, participants::position))
        .select((
            participants::application_id,
            participants::country,
            participants::registration_number,
            participants::contact_email,
        ));
    match only {
        Some(id) => query.filter(applications::id.eq(id)).load(conn),
        None => query.load(conn),
    }
}

/// The roles that do something in an application. Whoever only appoints, administers or audits is
/// never shut out by what an applicant types: they find the substitutes of the others.
fn at_work() -> Vec<Role> {
    let mut roles = offices();
    roles.push(Role::Reviewer);
    roles
}

/// Somebody who works in applications: their address, one they moved away from, and an organisation
/// they act for by country and register number; a row for each pair of the two.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Official {
    pub(super) account: AccountId,
    pub(super) address: String,
    pub(super) former: Option<String>,
    pub(super) acts_for: Option<(OrganisationId, Country, String)>,
}

/// One of those who work in applications, or all.
pub(super) fn officials(conn: &mut Conn, only: Option<AccountId>) -> QueryResult<Vec<Official>> {
    let works = role_grants::table
        .filter(role_grants::account_id.eq(accounts::id))
        .filter(role_grants::role.eq_any(at_work()))
        .filter(role_grants::state.eq(RoleState::Active));
    // A change that took force has a way back, or had one.
    let moved = address_changes::account_id
        .eq(accounts::id)
        .and(address_changes::returns_until.is_not_null());
    let query = accounts::table
        .left_join(address_changes::table.on(moved))
        .left_join(memberships::table.on(memberships::account_id.eq(accounts::id)))
        .left_join(
            organisations::table.on(organisations::id
                .nullable()
                .eq(memberships::organisation_id.nullable())),
        )
        .filter(exists(works))
        .select((
            accounts::id,
            accounts::email,
            address_changes::old_email.nullable(),
            (
                organisations::id,
                organisations::country,
                organisations::registration_number,
            )
                .nullable(),
        ));
    match only {
        Some(account) => query.filter(accounts::id.eq(account)).load(conn),
        None => query.load(conn),
    }
}

/// Who leads an application that was submitted, whatever came of it, and one of its participants:
/// the application and its number, and either by country and register number.
pub(super) type Together = (
    (ApplicationId, Option<String>),
    (Country, String),
    (Country, String),
);

/// The consortia that these organisations lead, or those of these numbers, in any register; all
/// that there are, where none is named.
pub(super) fn together(
    conn: &mut Conn,
    led_by: Option<(&[OrganisationId], &[String])>,
) -> QueryResult<Vec<Together>> {
    let query = participants::table
        .inner_join(applications::table.inner_join(organisations::table))
        .filter(participants::country.is_not_null())
        .filter(applications::submitted_at.is_not_null())
        .order((applications::id, participants::position))
        .select((
            (applications::id, applications::number),
            (organisations::country, organisations::registration_number),
            (
                participants::country.assume_not_null(),
                participants::registration_number,
            ),
        ));
    match led_by {
        Some((ids, numbers)) => {
            let is_named = organisations::id.eq_any(ids);
            let is_of_them = organisations::register_key.eq_any(numbers);
            query.filter(is_named.or(is_of_them)).load(conn)
        }
        None => query.load(conn),
    }
}

/// Of these people, who acts for the lead of which application, stands aside from it, or did:
/// nothing hints at them again.
pub(super) fn known(
    conn: &mut Conn,
    people: &[AccountId],
) -> QueryResult<Vec<(ApplicationId, AccountId)>> {
    let mut known: Vec<(ApplicationId, AccountId)> = recusals::table
        .filter(recusals::account_id.eq_any(people))
        .select((recusals::application_id, recusals::account_id))
        .load(conn)?;
    let members: Vec<(ApplicationId, AccountId)> = applications::table
        .inner_join(
            memberships::table.on(memberships::organisation_id.eq(applications::organisation_id)),
        )
        .filter(memberships::account_id.eq_any(people))
        .select((applications::id, memberships::account_id))
        .load(conn)?;
    known.extend(members);
    Ok(known)
}
