//! Rows and SQL of organisations.

use super::input::{MemberRole, NewOrganisation, SizeClass};
use crate::db::Conn;
use crate::db::schema::{accounts, countries, memberships, organisations};
use crate::kernel::id::{AccountId, OrganisationId};
use crate::kernel::time::Instant;
use crate::rules::lifecycle::AccountState;
use diesel::prelude::*;

/// An organisation as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = organisations)]
pub(super) struct Row {
    pub(super) id: OrganisationId,
    pub(super) name: String,
    pub(super) country: String,
    pub(super) registration_number: String,
    pub(super) address_line: String,
    pub(super) postcode: String,
    pub(super) town: String,
    pub(super) website: Option<String>,
    pub(super) size_class: SizeClass,
    pub(super) registered_by: AccountId,
    pub(super) registered_at: Instant,
    pub(super) version: i32,
}

pub(super) fn insert(conn: &mut Conn, row: Row) -> QueryResult<usize> {
    diesel::insert_into(organisations::table)
        .values(row)
        .execute(conn)
}

pub(super) fn update(
    conn: &mut Conn,
    (id, read): (OrganisationId, i32),
    new: &NewOrganisation,
) -> QueryResult<usize> {
    diesel::update(
        organisations::table
            .find(id)
            .filter(organisations::version.eq(read)),
    )
    .set((
        organisations::name.eq(new.name.as_str()),
        organisations::country.eq(new.country.as_str()),
        organisations::registration_number.eq(new.registration_number.as_str()),
        organisations::address_line.eq(new.address_line.as_str()),
        organisations::postcode.eq(new.postcode.as_str()),
        organisations::town.eq(new.town.as_str()),
        organisations::website.eq(new.website.as_ref().map(|site| site.as_str())),
        organisations::size_class.eq(new.size_class),
        organisations::version.eq(organisations::version + 1),
    ))
    .execute(conn)
}

pub(super) fn country_is_known(conn: &mut Conn, code: &str) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(countries::table.find(code))).get_result(conn)
}

pub(super) fn set_member(
    conn: &mut Conn,
    organisation: OrganisationId,
    account: AccountId,
    role: MemberRole,
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    let changed = diesel::update(memberships::table.find((organisation, account)))
        .set(memberships::role.eq(role.code()))
        .execute(conn)?;
    if changed > 0 {
        return Ok(changed);
    }
    diesel::insert_into(memberships::table)
        .values((
            memberships::organisation_id.eq(organisation),
            memberships::account_id.eq(account),
            memberships::role.eq(role.code()),
            memberships::added_by.eq(by),
            memberships::added_at.eq(now),
        ))
        .execute(conn)
}

pub(super) fn remove_member(
    conn: &mut Conn,
    organisation: OrganisationId,
    account: AccountId,
) -> QueryResult<usize> {
    diesel::delete(memberships::table.find((organisation, account))).execute(conn)
}

/// The organisation's row is the lock under which its leads are counted.
pub(super) fn other_leads(
    conn: &mut Conn,
    organisation: OrganisationId,
    but: AccountId,
) -> QueryResult<i64> {
    diesel::update(organisations::table.find(organisation))
        .set(organisations::version.eq(organisations::version + 1))
        .execute(conn)?;
    memberships::table
        .filter(memberships::organisation_id.eq(organisation))
        .filter(memberships::role.eq(MemberRole::Lead.code()))
        .filter(memberships::account_id.ne(but))
        .count()
        .get_result(conn)
}

pub(super) fn account_of(conn: &mut Conn, email: &str) -> QueryResult<Option<AccountId>> {
    accounts::table
        .filter(accounts::email.eq(email))
        .filter(accounts::state.eq(AccountState::Active))
        .select(accounts::id)
        .first(conn)
        .optional()
}
