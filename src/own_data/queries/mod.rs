//! What is read of a person for themselves.

mod written;

pub(super) use written::{applications, files, reviews};

use crate::db::Conn;
use crate::db::column::AnyId;
use crate::db::schema::{
    accounts, address_changes, audit_records, calls, joinings, letters, memberships, organisations,
    partners, role_grants, sessions,
};
use crate::error::Result;
use crate::identity::model::SessionKind;
use crate::kernel::id::{AccountId, LetterId, OrganisationId};
use crate::kernel::time::Instant;
use crate::organisations::input::MemberRole;
use crate::rules::Action;
use crate::rules::capacity::{Capacity, Role, Scope};
use crate::rules::lifecycle::{JoiningState, LetterState, RoleState};
use crate::rules::matter::MatterKind;
use crate::rules::notice::LetterKind;
use crate::rules::visibility::is_told_to_its_actor;
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// Rows of a list that are in memory at once.
const PIECE: i64 = 500;

#[derive(Serialize, Queryable)]
pub(super) struct OwnRole {
    role: Role,
    scope: Scope,
    partner: Option<String>,
    call: Option<String>,
    state: RoleState,
    granted_at: Instant,
    confirmed_at: Option<Instant>,
    ended_at: Option<Instant>,
}

/// Every role the person holds, held or was proposed for; not by whom.
pub(super) fn roles(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<OwnRole>> {
    role_grants::table
        .left_join(partners::table)
        .left_join(calls::table)
        .filter(role_grants::account_id.eq(account))
        .order(role_grants::id)
        .select((
            role_grants::role,
            role_grants::scope,
            partners::code.nullable(),
            calls::code.nullable(),
            role_grants::state,
            role_grants::granted_at,
            role_grants::confirmed_at,
            role_grants::revoked_at,
        ))
        .load(conn)
}

#[derive(Serialize, Queryable)]
pub(super) struct OwnSession {
    kind: SessionKind,
    device: Option<String>,
    network: Option<String>,
    created_at: Instant,
    seen_at: Instant,
    ends_at: Instant,
    revoked_at: Option<Instant>,
}

pub(super) fn sessions(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<OwnSession>> {
    sessions::table
        .filter(sessions::account_id.eq(account))
        .order((sessions::created_at, sessions::id))
        .select((
            sessions::kind,
            sessions::device,
            sessions::network,
            sessions::created_at,
            sessions::seen_at,
            sessions::ends_at,
            sessions::revoked_at,
        ))
        .load(conn)
}

#[derive(Serialize, Queryable)]
pub(super) struct OwnAddress {
    old_email: String,
    new_email: String,
    asked_at: Instant,
    old_confirmed_at: Option<Instant>,
    new_confirmed_at: Option<Instant>,
    ended_at: Option<Instant>,
}

pub(super) fn addresses(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<OwnAddress>> {
    address_changes::table
        .filter(address_changes::account_id.eq(account))
        .order(address_changes::id)
        .select((
            address_changes::old_email,
            address_changes::new_email,
            address_changes::asked_at,
            address_changes::old_confirmed_at,
            address_changes::new_confirmed_at,
            address_changes::ended_at,
        ))
        .load(conn)
}

#[derive(Serialize, Queryable)]
pub(super) struct OwnMembership {
    organisation: OrganisationId,
    name: String,
    country: String,
    role: MemberRole,
    added_at: Instant,
}

pub(super) fn memberships(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<OwnMembership>> {
    memberships::table
        .inner_join(organisations::table)
        .filter(memberships::account_id.eq(account))
        .order(organisations::id)
        .select((
            organisations::id,
            organisations::name,
            organisations::country,
            memberships::role,
            memberships::added_at,
        ))
        .load(conn)
}

#[derive(Serialize, Queryable)]
pub(super) struct OwnJoining {
    organisation: String,
    state: JoiningState,
    role: MemberRole,
    asked_at: Instant,
    decided_at: Option<Instant>,
}

/// Requests and invitations, without who answered or invited.
pub(super) fn joinings(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<OwnJoining>> {
    joinings::table
        .inner_join(organisations::table)
        .filter(joinings::account_id.eq(account))
        .order(joinings::id)
        .select((
            organisations::name,
            joinings::state,
            joinings::role,
            joinings::asked_at,
            joinings::decided_at,
        ))
        .load(conn)
}

#[derive(Serialize, Queryable)]
pub(super) struct OwnLetter {
    id: LetterId,
    kind: LetterKind,
    to: String,
    state: LetterState,
    created_at: Instant,
    sent_at: Option<Instant>,
}

/// Letters to the person, by what they were about: their words may speak of others. What went to an
/// address that was only asked for would tell whether somebody else has it.
pub(super) fn letters(
    conn: &mut Conn,
    account: AccountId,
    after: Option<LetterId>,
) -> Result<(Vec<OwnLetter>, Option<LetterId>)> {
    let now = accounts::table.find(account).select(accounts::email);
    let earlier = address_changes::table
        .filter(address_changes::account_id.eq(account))
        .filter(address_changes::returns_until.is_not_null());
    let had = letters::recipient_email.eq_any(earlier.select(address_changes::old_email));
    let came_to_have = letters::recipient_email.eq_any(earlier.select(address_changes::new_email));
    let mut query = letters::table
        .filter(letters::account_id.eq(account))
        .filter(
            letters::recipient_email
                .eq_any(now)
                .or(had)
                .or(came_to_have),
        )
        .order(letters::id)
        .limit(PIECE)
        .select((
            letters::id,
            letters::kind,
            letters::recipient_email,
            letters::state,
            letters::created_at,
            letters::sent_at,
        ))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(letters::id.gt(after));
    }
    let found: Vec<OwnLetter> = query.load(conn)?;
    let last = found.last().map(|one| one.id);
    Ok((found, last))
}

#[derive(Serialize)]
pub(super) struct OwnDeed {
    at: Instant,
    action: Action,
    capacity: Capacity,
    outcome: String,
    matter_kind: MatterKind,
    matter: Option<Uuid>,
}

type DeedColumns = (
    i64,
    Instant,
    Action,
    Capacity,
    String,
    MatterKind,
    Option<AnyId>,
);

/// What the person did; not what was written of others with it, nor what followed from it where
/// they may not look.
pub(super) fn history(
    conn: &mut Conn,
    account: AccountId,
    after: Option<i64>,
) -> Result<(Vec<OwnDeed>, Option<i64>)> {
    let found: Vec<DeedColumns> = audit_records::table
        .filter(audit_records::account_id.eq(account))
        .filter(audit_records::sequence.gt(after.unwrap_or(0)))
        .order(audit_records::sequence)
        .limit(PIECE)
        .select((
            audit_records::sequence,
            audit_records::recorded_at,
            audit_records::action,
            audit_records::capacity,
            audit_records::outcome,
            audit_records::matter_kind,
            audit_records::matter_id,
        ))
        .load(conn)?;
    // The next piece begins where this one ended, told or not.
    let last = found.last().map(|one| one.0);
    let told = found
        .into_iter()
        .filter(|(_, _, action, capacity, ..)| is_told_to_its_actor(*action, *capacity));
    // Their numbers in the trail would tell how much followed from a deed, and is not told.
    let deed = |(_, at, action, capacity, outcome, matter_kind, matter): DeedColumns| OwnDeed {
        at,
        action,
        capacity,
        outcome,
        matter_kind,
        matter: matter.map(|id| id.0),
    };
    Ok((told.map(deed).collect(), last))
}
