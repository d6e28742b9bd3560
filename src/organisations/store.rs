//! Rows and SQL of organisations.

use super::input::{Keys, MemberRole, NewOrganisation, SizeClass};
use super::model::{self, Door, Joining, Member, Organisation};
use crate::db::schema::{accounts, countries, joinings, memberships, organisations};
use crate::db::{Conn, lock_rows};
use crate::kernel::collation::sort_by_name;
use crate::kernel::id::{AccountId, JoiningId, OrganisationId};
use crate::kernel::time::Instant;
use crate::rules::Step;
use crate::rules::lifecycle::{AccountState, JoiningState, State};
use crate::write_step;
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
    pub(super) register_key: String,
    pub(super) name_key: String,
}

pub(super) fn insert(conn: &mut Conn, row: Row) -> QueryResult<usize> {
    diesel::insert_into(organisations::table)
        .values(row)
        .execute(conn)
}

pub(super) fn lock(conn: &mut Conn, id: OrganisationId) -> QueryResult<()> {
    lock_rows!(conn, organisations, [id])
}

/// Counts a change over the version that was read; 0 where there is a newer one.
pub(super) fn count_up(conn: &mut Conn, id: OrganisationId, read: i32) -> QueryResult<usize> {
    diesel::update(organisations::table.find(id))
        .filter(organisations::version.eq(read))
        .set(organisations::version.eq(read + 1))
        .execute(conn)
}

pub(super) fn update(
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
pub(super) struct Alike {
    pub(super) id: OrganisationId,
    pub(super) number: String,
}

pub(super) fn alike(conn: &mut Conn, keys: &Keys) -> QueryResult<Vec<Alike>> {
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

type JoiningColumns = (
    (JoiningId, OrganisationId, String),
    (AccountId, String, String),
    JoiningState,
    (Instant, Option<Instant>, Option<String>),
    i32,
);

/// Requests with their organisations and who asks, oldest first.
macro_rules! asked {
    () => {
        joinings::table
            .inner_join(organisations::table)
            .inner_join(accounts::table.on(accounts::id.eq(joinings::account_id)))
            .order(joinings::id)
            .select((
                (joinings::id, organisations::id, organisations::name),
                (accounts::id, accounts::name, accounts::email),
                joinings::state,
                (joinings::asked_at, joinings::decided_at, joinings::reason),
                joinings::version,
            ))
    };
}
type WithMember = (Row, Option<(AccountId, String, String, MemberRole)>);

/// An organisation with its people and the requests that wait.
pub(super) fn organisation(
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
    let waiting = joinings::organisation_id
        .eq(id)
        .and(joinings::state.eq(JoiningState::FIRST));
    let rows: Vec<JoiningColumns> = asked!().filter(waiting).load(conn)?;
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
        joinings: rows.into_iter().map(shape).collect(),
    }))
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

pub(super) fn is_member(
    conn: &mut Conn,
    organisation: OrganisationId,
    account: AccountId,
) -> QueryResult<bool> {
    let own = memberships::table.find((organisation, account));
    diesel::select(diesel::dsl::exists(own)).get_result(conn)
}

pub(super) fn account_of(conn: &mut Conn, email: &str) -> QueryResult<Option<AccountId>> {
    accounts::table
        .filter(accounts::email.eq(email))
        .filter(accounts::state.eq(AccountState::Active))
        .select(accounts::id)
        .first(conn)
        .optional()
}

fn shape((own, asker, state, (asked_at, decided_at, reason), version): JoiningColumns) -> Joining {
    let (id, organisation, organisation_name) = own;
    let (account, name, email) = asker;
    Joining {
        id,
        organisation,
        organisation_name,
        account,
        name,
        email,
        state,
        asked_at,
        decided_at,
        reason,
        version,
    }
}

pub(super) fn joining(conn: &mut Conn, id: JoiningId) -> QueryResult<Option<Joining>> {
    let found: Option<JoiningColumns> = asked!()
        .filter(joinings::id.eq(id))
        .first(conn)
        .optional()?;
    Ok(found.map(shape))
}

type Listed = (OrganisationId, String, String);
type Asker = (AccountId, String, String);
type Request = (
    JoiningId,
    JoiningState,
    Instant,
    Option<Instant>,
    Option<String>,
    i32,
);

/// These organisations, and those that a person asks to join or was declined by, each with the
/// request; oldest first.
pub(super) fn around(
    conn: &mut Conn,
    account: AccountId,
    own: &[OrganisationId],
) -> QueryResult<Vec<(Listed, Option<Joining>)>> {
    let unsettled = [JoiningState::Asked, JoiningState::Declined];
    let theirs = joinings::organisation_id
        .eq(organisations::id)
        .and(joinings::account_id.eq(account))
        .and(joinings::state.eq_any(unsettled));
    let rows: Vec<(Listed, Option<Request>, Asker)> = organisations::table
        .left_join(joinings::table.on(theirs))
        .inner_join(accounts::table.on(accounts::id.eq(account)))
        .filter(organisations::id.eq_any(own).or(joinings::id.is_not_null()))
        .order((organisations::id, joinings::id))
        .select((
            (
                organisations::id,
                organisations::name,
                organisations::country,
            ),
            (
                joinings::id,
                joinings::state,
                joinings::asked_at,
                joinings::decided_at,
                joinings::reason,
                joinings::version,
            )
                .nullable(),
            (accounts::id, accounts::name, accounts::email),
        ))
        .load(conn)?;
    let joined = |(listed, request, asker): (Listed, Option<Request>, _)| {
        let joining = request.map(|(id, state, asked_at, decided_at, reason, version)| {
            let own = (id, listed.0, listed.1.clone());
            shape((own, asker, state, (asked_at, decided_at, reason), version))
        });
        (listed, joining)
    };
    Ok(rows.into_iter().map(joined).collect())
}

/// The request of a person that waits at an organisation.
pub(super) fn waiting(
    conn: &mut Conn,
    organisation: OrganisationId,
    account: AccountId,
) -> QueryResult<Option<JoiningId>> {
    joinings::table
        .filter(joinings::organisation_id.eq(organisation))
        .filter(joinings::account_id.eq(account))
        .filter(joinings::state.eq(JoiningState::FIRST))
        .select(joinings::id)
        .first(conn)
        .optional()
}

/// An organisation as whoever is not of it meets it.
pub(super) fn door(conn: &mut Conn, id: OrganisationId) -> QueryResult<Option<Door>> {
    let rows: Vec<(String, Option<AccountId>)> = organisations::table
        .left_join(memberships::table)
        .filter(organisations::id.eq(id))
        .select((organisations::name, memberships::account_id.nullable()))
        .load(conn)?;
    let Some((name, _)) = rows.first().cloned() else {
        return Ok(None);
    };
    let asked: Vec<(AccountId, JoiningState, Instant, Option<Instant>)> = joinings::table
        .filter(joinings::organisation_id.eq(id))
        .select((
            joinings::account_id,
            joinings::state,
            joinings::asked_at,
            joinings::decided_at,
        ))
        .load(conn)?;
    let request = |(account, state, asked_at, decided_at)| model::Request {
        account,
        state,
        asked_at,
        decided_at,
    };
    Ok(Some(Door {
        id,
        name,
        members: rows.into_iter().filter_map(|row| row.1).collect(),
        asked: asked.into_iter().map(request).collect(),
    }))
}

pub(super) fn insert_joining(
    conn: &mut Conn,
    id: JoiningId,
    (organisation, account): (OrganisationId, AccountId),
    now: Instant,
) -> QueryResult<usize> {
    diesel::insert_into(joinings::table)
        .values((
            joinings::id.eq(id),
            joinings::organisation_id.eq(organisation),
            joinings::account_id.eq(account),
            joinings::state.eq(JoiningState::FIRST),
            joinings::asked_at.eq(now),
            joinings::version.eq(1),
        ))
        .execute(conn)
}

pub(super) fn write_joining(
    conn: &mut Conn,
    id: JoiningId,
    step: &Step<JoiningState>,
) -> QueryResult<usize> {
    write_step!(joinings, conn, id, step)
}

pub(super) fn note_decision(
    conn: &mut Conn,
    id: JoiningId,
    reason: Option<&str>,
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::update(joinings::table.find(id))
        .set((
            joinings::decided_by.eq(by),
            joinings::decided_at.eq(now),
            joinings::reason.eq(reason),
        ))
        .execute(conn)
}
