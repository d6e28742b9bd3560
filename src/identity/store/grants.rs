//! Rows and SQL of roles.

use crate::db::Conn;
use crate::db::schema::{accounts, applications, memberships, recusals, role_grants};
use crate::kernel::id::{AccountId, ApplicationId, CallId, OrganisationId, PartnerId, RoleGrantId};
use crate::kernel::time::Instant;
use crate::rules::capacity::{Held, Role, Scope};
use crate::rules::decide::Step;
use crate::rules::lifecycle::{AccountState, RoleState};
use crate::rules::recusal::RecusalState;
use crate::write_step;
use diesel::dsl::exists;
use diesel::prelude::*;

/// A granted role as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = role_grants)]
pub(in crate::identity) struct RoleRow {
    pub(in crate::identity) id: RoleGrantId,
    pub(in crate::identity) account_id: AccountId,
    pub(in crate::identity) role: Role,
    pub(in crate::identity) scope: Scope,
    pub(in crate::identity) partner_id: Option<PartnerId>,
    pub(in crate::identity) call_id: Option<CallId>,
    pub(in crate::identity) state: RoleState,
    pub(in crate::identity) granted_by: Option<AccountId>,
    pub(in crate::identity) granted_at: Instant,
    pub(in crate::identity) confirmed_by: Option<AccountId>,
    pub(in crate::identity) confirmed_at: Option<Instant>,
    pub(in crate::identity) revoked_by: Option<AccountId>,
    pub(in crate::identity) revoked_at: Option<Instant>,
    pub(in crate::identity) version: i32,
    /// The partner the proposer acted for.
    pub(in crate::identity) proposed_for: Option<PartnerId>,
    /// When it takes force, where it was announced.
    pub(in crate::identity) takes_force_at: Option<Instant>,
    /// The application it is for, of a substitute.
    pub(in crate::identity) application_id: Option<ApplicationId>,
}

pub(in crate::identity) fn insert_role(conn: &mut Conn, row: RoleRow) -> QueryResult<usize> {
    diesel::insert_into(role_grants::table)
        .values(row)
        .execute(conn)
}

pub(in crate::identity) fn role(conn: &mut Conn, id: RoleGrantId) -> QueryResult<Option<RoleRow>> {
    role_grants::table.find(id).first(conn).optional()
}

/// Where an application lies, of a role that is for it alone: in its call, led by an organisation.
pub(in crate::identity) fn lies_in(
    conn: &mut Conn,
    application: ApplicationId,
) -> QueryResult<(CallId, OrganisationId)> {
    applications::table
        .find(application)
        .select((applications::call_id, applications::organisation_id))
        .first(conn)
}

/// Whether somebody stands aside from an application, or acts for who leads it.
pub(in crate::identity) fn is_aside(
    conn: &mut Conn,
    account: AccountId,
    (application, lead): (ApplicationId, OrganisationId),
) -> QueryResult<bool> {
    let recused = recusals::table
        .filter(recusals::account_id.eq(account))
        .filter(recusals::application_id.eq(application))
        .filter(recusals::state.eq_any(RecusalState::SHUTS_OUT));
    let inside = memberships::table
        .filter(memberships::account_id.eq(account))
        .filter(memberships::organisation_id.eq(lead));
    diesel::select(exists(recused).or(exists(inside))).get_result(conn)
}

/// States in which a role counts when duties clash: it is held, or may soon be.
pub(in crate::identity) const LIVE: [RoleState; 3] =
    [RoleState::Proposed, RoleState::Announced, RoleState::Active];

/// Roles a person holds or is proposed for: both count when duties clash.
pub(in crate::identity) fn live_roles(
    conn: &mut Conn,
    account: AccountId,
) -> QueryResult<Vec<RoleRow>> {
    role_grants::table
        .filter(role_grants::account_id.eq(account))
        .filter(role_grants::state.eq_any(LIVE))
        .order(role_grants::id)
        .load(conn)
}

/// What an account that is not shut out holds in force.
pub(in crate::identity) fn offices(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<Held>> {
    let held: Vec<(Role, Option<PartnerId>)> = role_grants::table
        .inner_join(accounts::table.on(accounts::id.eq(role_grants::account_id)))
        .filter(role_grants::account_id.eq(account))
        .filter(role_grants::scope.ne(Scope::Application))
        .filter(role_grants::state.eq(RoleState::Active))
        .filter(accounts::state.eq(AccountState::Active))
        .select((role_grants::role, role_grants::partner_id))
        .load(conn)?;
    let capacity = |(role, partner): (Role, _)| Held {
        capacity: role.capacity(),
        partner,
    };
    Ok(held.into_iter().map(capacity).collect())
}

/// The accounts whose own appointment somebody once proposed, however it ended, and those who
/// proposed that somebody.
pub(in crate::identity) fn tied_to(
    conn: &mut Conn,
    account: AccountId,
) -> QueryResult<Vec<AccountId>> {
    let is_of_them = role_grants::granted_by.eq(account);
    let is_theirs = role_grants::account_id.eq(account);
    let pairs: Vec<(AccountId, Option<AccountId>)> = role_grants::table
        .filter(role_grants::granted_by.is_not_null())
        .filter(is_of_them.or(is_theirs))
        .select((role_grants::account_id, role_grants::granted_by))
        .load(conn)?;
    let both = pairs
        .into_iter()
        .flat_map(|(holder, by)| [Some(holder), by]);
    let mut others: Vec<AccountId> = both.flatten().filter(|one| *one != account).collect();
    others.sort();
    others.dedup();
    Ok(others)
}

/// Who administers a partner, or is announced to, and how their account stands.
pub(in crate::identity) fn administrators(
    conn: &mut Conn,
    partner: PartnerId,
) -> QueryResult<Vec<(RoleRow, AccountState)>> {
    role_grants::table
        .inner_join(accounts::table.on(accounts::id.eq(role_grants::account_id)))
        .filter(role_grants::partner_id.eq(partner))
        .filter(role_grants::role.eq(Role::PartnerAdministrator))
        .filter(role_grants::state.eq_any([RoleState::Announced, RoleState::Active]))
        .order(role_grants::id)
        .select((role_grants::all_columns, accounts::state))
        .load(conn)
}

/// Whether somebody else who is not shut out holds the same role.
pub(in crate::identity) fn is_held_by_another(conn: &mut Conn, row: &RoleRow) -> QueryResult<bool> {
    let held = role_grants::table
        .inner_join(accounts::table.on(accounts::id.eq(role_grants::account_id)))
        .filter(role_grants::role.eq(row.role))
        .filter(role_grants::scope.ne(Scope::Application))
        .filter(role_grants::state.eq(RoleState::Active))
        .filter(role_grants::account_id.ne(row.account_id))
        .filter(accounts::state.ne(AccountState::Suspended));
    diesel::select(exists(held)).get_result(conn)
}

/// What was announced and whose hour has come.
pub(in crate::identity) fn announced(
    conn: &mut Conn,
    now: Instant,
) -> QueryResult<Vec<RoleGrantId>> {
    role_grants::table
        .filter(role_grants::state.eq(RoleState::Announced))
        .filter(role_grants::takes_force_at.le(now))
        .order(role_grants::id)
        .select(role_grants::id)
        .load(conn)
}

/// Other proposals that wait, of the same proposer and of whoever holds this role: who may confirm
/// them depends on all.
pub(in crate::identity) fn waiting_beside(
    conn: &mut Conn,
    id: RoleGrantId,
) -> QueryResult<Vec<RoleGrantId>> {
    let this = diesel::alias!(role_grants as this);
    let this_one = this.filter(this.field(role_grants::id).eq(id));
    let proposer = this_one.select(this.field(role_grants::granted_by));
    let holder = this_one.select(this.field(role_grants::account_id).nullable());
    role_grants::table
        .filter(role_grants::state.eq(RoleState::Proposed))
        .filter(role_grants::id.ne(id))
        .filter(
            role_grants::granted_by
                .eq_any(proposer)
                .or(role_grants::granted_by.eq_any(holder)),
        )
        .select(role_grants::id)
        .load(conn)
}

/// Roles somebody is proposed for, or proposed.
pub(in crate::identity) fn waiting_for(
    conn: &mut Conn,
    holder: AccountId,
) -> QueryResult<Vec<RoleGrantId>> {
    let theirs = role_grants::account_id.eq(holder);
    role_grants::table
        .filter(theirs.or(role_grants::granted_by.eq(holder)))
        .filter(role_grants::state.eq(RoleState::Proposed))
        .select(role_grants::id)
        .load(conn)
}

/// Whose role it is.
pub(in crate::identity) fn holder(
    conn: &mut Conn,
    id: RoleGrantId,
) -> QueryResult<Option<AccountId>> {
    let row = role_grants::table.find(id).select(role_grants::account_id);
    row.first(conn).optional()
}

/// Writes the step of a granted role.
pub(in crate::identity) fn step_role(
    conn: &mut Conn,
    id: RoleGrantId,
    step: &Step<RoleState>,
) -> QueryResult<usize> {
    write_step!(role_grants, conn, id, step)
}

pub(in crate::identity) fn note_confirmation(
    conn: &mut Conn,
    id: RoleGrantId,
    by: Option<AccountId>,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(role_grants::table.find(id))
        .set((
            role_grants::confirmed_by.eq(by),
            role_grants::confirmed_at.eq(now),
        ))
        .execute(conn)
}

/// Notes who refused a role or took it back.
pub(in crate::identity) fn note_end(
    conn: &mut Conn,
    id: RoleGrantId,
    by: Option<AccountId>,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(role_grants::table.find(id))
        .set((
            role_grants::revoked_by.eq(by),
            role_grants::revoked_at.eq(now),
        ))
        .execute(conn)
}
