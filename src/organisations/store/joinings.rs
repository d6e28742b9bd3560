//! Rows and SQL of requests and invitations to act for an organisation.

use crate::db::Conn;
use crate::db::schema::{accounts, joinings, memberships, organisations};
use crate::kernel::id::{AccountId, JoiningId, OrganisationId};
use crate::kernel::time::Instant;
use crate::organisations::input::MemberRole;
use crate::organisations::model::{Asked, Door, Joining};
use crate::rules::Step;
use crate::rules::lifecycle::JoiningState;
use crate::write_step;
use diesel::prelude::*;

type Listed = (OrganisationId, String, String);
type Asker = (AccountId, String, String);
type Request = (
    JoiningId,
    JoiningState,
    (Instant, Option<Instant>, Option<String>),
    i32,
    (MemberRole, Option<AccountId>),
);

/// The columns of a request.
macro_rules! request {
    () => {
        (
            joinings::id,
            joinings::state,
            (joinings::asked_at, joinings::decided_at, joinings::reason),
            joinings::version,
            (joinings::role, joinings::invited_by),
        )
    };
}

/// Requests with their organisations and who is to join, oldest first.
macro_rules! asked {
    () => {
        joinings::table
            .inner_join(organisations::table)
            .inner_join(accounts::table.on(accounts::id.eq(joinings::account_id)))
            .order(joinings::id)
            .select((
                (
                    organisations::id,
                    organisations::name,
                    organisations::country,
                ),
                (accounts::id, accounts::name, accounts::email),
                request!(),
            ))
    };
}

fn shape((listed, who, request): (Listed, Asker, Request)) -> Joining {
    let (organisation, organisation_name, _) = listed;
    let (id, state, (asked_at, decided_at, reason), version, (role, invited_by)) = request;
    let (account, name, email) = who;
    Joining {
        id,
        organisation,
        organisation_name,
        account,
        // An invitation is to an address: whose it is, they tell by accepting.
        name: match invited_by {
            Some(_) => email.clone(),
            None => name,
        },
        email,
        role,
        is_invitation: invited_by.is_some(),
        invited_by,
        state,
        asked_at,
        decided_at,
        reason,
        version,
    }
}

pub(in crate::organisations) fn joining(
    conn: &mut Conn,
    id: JoiningId,
) -> QueryResult<Option<Joining>> {
    let found = asked!()
        .filter(joinings::id.eq(id))
        .first(conn)
        .optional()?;
    Ok(found.map(shape))
}

/// What waits at an organisation, for one side or the other.
pub(in crate::organisations) fn open_at(
    conn: &mut Conn,
    id: OrganisationId,
) -> QueryResult<Vec<Joining>> {
    let rows = asked!()
        .filter(joinings::organisation_id.eq(id))
        .filter(joinings::state.eq_any(JoiningState::OPEN))
        .load(conn)?;
    Ok(rows.into_iter().map(shape).collect())
}

/// These organisations, and those that a person asks to join, was declined by or is invited to,
/// each with the request; oldest first.
pub(in crate::organisations) fn around(
    conn: &mut Conn,
    account: AccountId,
    own: &[OrganisationId],
) -> QueryResult<Vec<(Listed, Option<Joining>)>> {
    let is_declined = joinings::state
        .eq(JoiningState::Declined)
        .and(joinings::invited_by.is_null());
    let theirs = joinings::organisation_id
        .eq(organisations::id)
        .and(joinings::account_id.eq(account))
        .and(joinings::state.eq_any(JoiningState::OPEN).or(is_declined));
    let rows: Vec<(Listed, Asker, Option<Request>)> = organisations::table
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
            (accounts::id, accounts::name, accounts::email),
            request!().nullable(),
        ))
        .load(conn)?;
    let joined = |(listed, who, request): (Listed, Asker, Option<Request>)| {
        let joining = request.map(|request| shape((listed.clone(), who, request)));
        (listed, joining)
    };
    Ok(rows.into_iter().map(joined).collect())
}

/// An organisation as whoever is not of it meets it.
pub(in crate::organisations) fn door(
    conn: &mut Conn,
    id: OrganisationId,
) -> QueryResult<Option<Door>> {
    let rows: Vec<(String, Option<AccountId>)> = organisations::table
        .left_join(memberships::table)
        .filter(organisations::id.eq(id))
        .select((organisations::name, memberships::account_id.nullable()))
        .load(conn)?;
    let Some((name, _)) = rows.first().cloned() else {
        return Ok(None);
    };
    Ok(Some(Door {
        id,
        name,
        members: rows.into_iter().filter_map(|row| row.1).collect(),
        asked: asked_at(conn, id)?,
    }))
}

/// Every request and invitation an organisation has known.
pub(in crate::organisations) fn asked_at(
    conn: &mut Conn,
    id: OrganisationId,
) -> QueryResult<Vec<Asked>> {
    joinings::table
        .filter(joinings::organisation_id.eq(id))
        .select((
            joinings::account_id,
            joinings::state,
            joinings::asked_at,
            joinings::decided_at,
            joinings::invited_by.is_not_null(),
        ))
        .load(conn)
}

/// The organisations that have invited a person since then.
pub(in crate::organisations) fn inviting_since(
    conn: &mut Conn,
    account: AccountId,
    since: Instant,
) -> QueryResult<Vec<OrganisationId>> {
    joinings::table
        .filter(joinings::account_id.eq(account))
        .filter(joinings::invited_by.is_not_null())
        .filter(joinings::asked_at.gt(since))
        .select(joinings::organisation_id)
        .distinct()
        .load(conn)
}

pub(in crate::organisations) fn insert(
    conn: &mut Conn,
    id: JoiningId,
    (organisation, account): (OrganisationId, AccountId),
    (state, role, invited_by): (JoiningState, MemberRole, Option<AccountId>),
    now: Instant,
) -> QueryResult<usize> {
    diesel::insert_into(joinings::table)
        .values((
            joinings::id.eq(id),
            joinings::organisation_id.eq(organisation),
            joinings::account_id.eq(account),
            joinings::state.eq(state),
            joinings::asked_at.eq(now),
            joinings::version.eq(1),
            joinings::role.eq(role.code()),
            joinings::invited_by.eq(invited_by),
        ))
        .execute(conn)
}

pub(in crate::organisations) fn write(
    conn: &mut Conn,
    id: JoiningId,
    step: &Step<JoiningState>,
) -> QueryResult<usize> {
    write_step!(joinings, conn, id, step)
}

pub(in crate::organisations) fn note_decision(
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
