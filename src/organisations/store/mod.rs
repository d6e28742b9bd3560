//! Rows and SQL of organisations.

pub(in crate::organisations) mod joinings;

use crate::db::schema::{accounts, countries, memberships, organisations};
use crate::db::{Conn, lock_rows};
use crate::kernel::collation::sort_by_name;
use crate::kernel::id::{AccountId, OrganisationId};
use crate::kernel::time::Instant;
use crate::organisations::input::{Keys, MemberRole, NewOrganisation, SizeClass};
use crate::organisations::model::{Member, Organisation};
use diesel::prelude::*;

/// An organisation as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = organisations)]
pub(in crate::organisations) struct Row {
    pub(in crate::organisations) id: OrganisationId,
    pub(in crate::organisations) name: String,
    pub(in crate::organisations) country: String,
    pub(in crate::organisations) registration_number: String,
    pub(in crate::organisations) address_line: String,
    pub(in crate::organisations) postcode: String,
    pub(in crate::organisations) town: String,
    pub(in crate::organisations) website: Option<String>,
    pub(in crate::organisations) size_class: SizeClass,
    pub(in crate::organisations) registered_by: AccountId,
    pub(in crate::organisations) registered_at: Instant,
    pub(in crate::organisations) version: i32,
    pub(in crate::organisations) register_key: String,
    pub(in crate::organisations) name_key: String,
}

pub(in crate::organisations) fn insert(conn: &mut Conn, row: Row) -> QueryResult<usize> {
    diesel::insert_into(organisations::table)
        .values(row)
        .execute(conn)
}

pub(in crate::organisations) fn lock(conn: &mut Conn, id: OrganisationId) -> QueryResult<()> {
    lock_rows!(conn, organisations, [id])
}

/// Counts a change over the version that was read; 0 where there is a newer one.
pub(in crate::organisations) fn count_up(
    conn: &mut Conn,
    id: OrganisationId,
    read: i32,
) -> QueryResult<usize> {
    diesel::update(organisations::table.find(id))
        .filter(organisations::version.eq(read))
        .set(organisations::version.eq(read + 1))
        .execute(conn)
}

pub(in crate::organisations) fn update(
    conn: &mut Conn,
    id: OrganisationId,
    new: &NewOrganisation,
) -> QueryResult<usize> {
    let keys = new.keys();
    diesel::update(organisations::table.find(id))
        .set((
            organisations::name.eq(new.name.as_str()),
            organisations::country.eq(new.country.as_str()),
            organisations::registration_number.eq(new.registration_number.as_str()),
            organisations::address_line.eq(new.address_line.as_str()),
            organisations::postcode.eq(new.postcode.as_str()),
            organisations::town.eq(new.town.as_str()),
            organisations::website.eq(new.website.as_ref().map(|site| site.as_str())),
            organisations::size_class.eq(new.size_class),
            organisations::register_key.eq(keys.number),
            organisations::name_key.eq(keys.name),
        ))
        .execute(conn)
}

/// An organisation of the same country with the same number or name.
#[derive(Debug, Clone, Queryable)]
pub(in crate::organisations) struct Alike {
    pub(in crate::organisations) id: OrganisationId,
    pub(in crate::organisations) number: String,
}

pub(in crate::organisations) fn alike(conn: &mut Conn, keys: &Keys) -> QueryResult<Vec<Alike>> {
    organisations::table
        .filter(organisations::country.eq(&keys.country))
        .filter(
            organisations::register_key
                .eq(&keys.number)
                .or(organisations::name_key.eq(&keys.name)),
        )
        .order(organisations::id)
        .select((organisations::id, organisations::register_key))
        .load(conn)
}

type WithMember = (Row, Option<(AccountId, String, String, MemberRole)>);

/// An organisation with its people and the requests that wait.
pub(in crate::organisations) fn organisation(
    conn: &mut Conn,
    id: OrganisationId,
) -> QueryResult<Option<Organisation>> {
    let of_its_people = memberships::table
        .inner_join(accounts::table.on(accounts::id.eq(memberships::account_id)))
        .on(memberships::organisation_id.eq(organisations::id));
    let rows: Vec<WithMember> = organisations::table
        .left_join(of_its_people)
        .filter(organisations::id.eq(id))
        .select((
            organisations::all_columns,
            (
                accounts::id,
                accounts::name,
                accounts::email,
                memberships::role,
            )
                .nullable(),
        ))
        .load(conn)?;
    let (mut members, mut found) = (Vec::new(), None);
    for (row, member) in rows {
        members.extend(member.map(|(account, name, email, role)| Member {
            account,
            name,
            email,
            role,
        }));
        found = Some(row);
    }
    let Some(row) = found else { return Ok(None) };
    sort_by_name(&mut members, |one: &Member| &one.name);
    let joinings = joinings::open_at(conn, id)?;
    Ok(Some(Organisation {
        id,
        name: row.name,
        country: row.country,
        registration_number: row.registration_number,
        address_line: row.address_line,
        postcode: row.postcode,
        town: row.town,
        website: row.website,
        size_class: row.size_class,
        version: row.version,
        members,
        is_lead: false,
        joinings,
    }))
}

pub(in crate::organisations) fn country_is_known(conn: &mut Conn, code: &str) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(countries::table.find(code))).get_result(conn)
}

pub(in crate::organisations) fn set_member(
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

pub(in crate::organisations) fn remove_member(
    conn: &mut Conn,
    organisation: OrganisationId,
    account: AccountId,
) -> QueryResult<usize> {
    diesel::delete(memberships::table.find((organisation, account))).execute(conn)
}

pub(in crate::organisations) fn is_member(
    conn: &mut Conn,
    organisation: OrganisationId,
    account: AccountId,
) -> QueryResult<bool> {
    let own = memberships::table.find((organisation, account));
    diesel::select(diesel::dsl::exists(own)).get_result(conn)
}
