//! SQL of what was typed, and of whom it may name.

use super::super::store::{OVER, offices};
use crate::db::Conn;
use crate::db::schema::{
    accounts, applications, memberships, organisations, participants, recusals, role_grants,
};
use crate::kernel::id::{AccountId, ApplicationId};
use crate::kernel::text::Country;
use crate::rules::capacity::Role;
use crate::rules::lifecycle::RoleState;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Text;

diesel::define_sql_function! {
    /// In lower case.
    fn lower(text: Text) -> Text;
}

/// What was typed of a participant, and in which application.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Typed {
    pub(super) application: ApplicationId,
    pub(super) country: Option<Country>,
    pub(super) number: String,
    pub(super) email: String,
}

type TypedColumns = (
    participants::application_id,
    participants::country,
    participants::registration_number,
    participants::contact_email,
);

const TYPED: TypedColumns = (
    participants::application_id,
    participants::country,
    participants::registration_number,
    participants::contact_email,
);

/// What was typed into one application.
pub(super) fn typed_in(conn: &mut Conn, id: ApplicationId) -> QueryResult<Vec<Typed>> {
    participants::table
        .filter(participants::application_id.eq(id))
        .select(TYPED)
        .load(conn)
}

/// What was typed into the submitted applications in which somebody may be named who has this
/// address, or acts for organisations of these countries.
pub(super) fn typed_anywhere(
    conn: &mut Conn,
    email: &str,
    countries: &[Country],
) -> QueryResult<Vec<Typed>> {
    participants::table
        .inner_join(applications::table)
        .filter(applications::submitted_at.is_not_null())
        .filter(applications::state.ne_all(OVER))
        .filter(
            lower(participants::contact_email)
                .eq(email)
                .or(participants::country.assume_not_null().eq_any(countries)),
        )
        .order(participants::application_id)
        .select(TYPED)
        .load(conn)
}

/// The roles that do something in an application. Whoever only appoints, administers or audits is
/// never shut out by what an applicant types: they find the substitutes of the others.
fn at_work() -> Vec<Role> {
    let mut roles = offices();
    roles.push(Role::Reviewer);
    roles
}

/// Whoever works in applications and has one of these addresses.
pub(super) fn at_these(
    conn: &mut Conn,
    addresses: &[String],
) -> QueryResult<Vec<(AccountId, String)>> {
    accounts::table
        .inner_join(role_grants::table.on(role_grants::account_id.eq(accounts::id)))
        .filter(accounts::email.eq_any(addresses))
        .filter(role_grants::role.eq_any(at_work()))
        .filter(role_grants::state.eq(RoleState::Active))
        .select((accounts::id, accounts::email))
        .distinct()
        .load(conn)
}

/// An organisation by country and register number, and who acts for it.
pub(super) type Registered = (AccountId, Country, String);

/// Whoever works in applications and acts for an organisation with one of these numbers, in any
/// register.
pub(super) fn of_these(conn: &mut Conn, numbers: &[String]) -> QueryResult<Vec<Registered>> {
    let works = role_grants::table
        .filter(role_grants::account_id.eq(memberships::account_id))
        .filter(role_grants::role.eq_any(at_work()))
        .filter(role_grants::state.eq(RoleState::Active));
    organisations::table
        .inner_join(memberships::table)
        .filter(organisations::register_key.eq_any(numbers))
        .filter(exists(works))
        .select((
            memberships::account_id,
            organisations::country,
            organisations::registration_number,
        ))
        .load(conn)
}

/// The address of somebody who works in applications, and the organisations they act for.
pub(super) fn own(
    conn: &mut Conn,
    account: AccountId,
) -> QueryResult<Option<(String, Vec<Registered>)>> {
    let found: Option<String> = accounts::table
        .inner_join(role_grants::table.on(role_grants::account_id.eq(accounts::id)))
        .filter(accounts::id.eq(account))
        .filter(role_grants::role.eq_any(at_work()))
        .filter(role_grants::state.eq(RoleState::Active))
        .select(accounts::email)
        .first(conn)
        .optional()?;
    let Some(email) = found else {
        return Ok(None);
    };
    let organisations = memberships::table
        .inner_join(organisations::table)
        .filter(memberships::account_id.eq(account))
        .select((
            memberships::account_id,
            organisations::country,
            organisations::registration_number,
        ))
        .load(conn)?;
    Ok(Some((email, organisations)))
}

/// Whoever acts for the lead of an application, stands aside from it, or did: nothing hints at them
/// again.
pub(super) fn known_in(conn: &mut Conn, id: ApplicationId) -> QueryResult<Vec<AccountId>> {
    let mut known: Vec<AccountId> = recusals::table
        .filter(recusals::application_id.eq(id))
        .select(recusals::account_id)
        .load(conn)?;
    let members: Vec<AccountId> = applications::table
        .inner_join(
            memberships::table.on(memberships::organisation_id.eq(applications::organisation_id)),
        )
        .filter(applications::id.eq(id))
        .select(memberships::account_id)
        .load(conn)?;
    known.extend(members);
    Ok(known)
}
