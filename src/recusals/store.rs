//! Rows and SQL of recusals, and of who holds which office.

use super::model::{Holder, Recusal};
use crate::db::Conn;
use crate::db::schema::{
    accounts, applications, awards, memberships, organisations, partners, recusals, role_grants,
};
use crate::kernel::id::{
    AccountId, ApplicationId, CallId, OrganisationId, PartnerId, RecusalId, RoleGrantId,
};
use crate::kernel::time::Instant;
use crate::rules::Step;
use crate::rules::capacity::{Role, Scope};
use crate::rules::lifecycle::{AccountState, ApplicationState, AwardState, RoleState};
use crate::rules::recusal::{RecusalOrigin, RecusalState};
use crate::write_step;
use diesel::dsl::exists;
use diesel::prelude::*;

/// The states of an application in which nobody acts in it any more.
pub(super) const OVER: [ApplicationState; 6] = [
    ApplicationState::Draft,
    ApplicationState::Missed,
    ApplicationState::Withdrawn,
    ApplicationState::Ineligible,
    ApplicationState::Rejected,
    ApplicationState::Lapsed,
];

/// A recusal as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = recusals)]
pub(super) struct Row {
    pub(super) id: RecusalId,
    pub(super) application_id: ApplicationId,
    pub(super) account_id: AccountId,
    pub(super) state: RecusalState,
    pub(super) origin: RecusalOrigin,
    pub(super) reason: String,
    pub(super) raised_by: Option<AccountId>,
    pub(super) raised_at: Instant,
    pub(super) decided_by: Option<AccountId>,
    pub(super) decided_at: Option<Instant>,
    pub(super) decision_reason: Option<String>,
    pub(super) version: i32,
}

fn shape((row, name): (Row, String)) -> Recusal {
    Recusal {
        id: row.id,
        application: row.application_id,
        account: row.account_id,
        name,
        state: row.state,
        origin: row.origin,
        reason: row.reason,
        raised_at: row.raised_at,
        decided_at: row.decided_at,
        decision_reason: row.decision_reason,
        version: row.version,
    }
}

pub(super) fn insert(conn: &mut Conn, row: Row) -> QueryResult<usize> {
    diesel::insert_into(recusals::table)
        .values(row)
        .execute(conn)
}

pub(super) fn recusal(conn: &mut Conn, id: RecusalId) -> QueryResult<Option<Recusal>> {
    let found: Option<(Row, String)> = recusals::table
        .inner_join(accounts::table)
        .filter(recusals::id.eq(id))
        .select((recusals::all_columns, accounts::name))
        .first(conn)
        .optional()?;
    Ok(found.map(shape))
}

/// Every recusal from an application, the newest first.
pub(super) fn recusals_from(conn: &mut Conn, id: ApplicationId) -> QueryResult<Vec<Recusal>> {
    let found: Vec<(Row, String)> = recusals::table
        .inner_join(accounts::table)
        .filter(recusals::application_id.eq(id))
        .order(recusals::id.desc())
        .select((recusals::all_columns, accounts::name))
        .load(conn)?;
    Ok(found.into_iter().map(shape).collect())
}

/// A recusal of somebody, with the number of the application and its lead.
pub(super) type Own = (RecusalState, Instant, Option<String>, String);

/// The applications from which a person stands aside, the newest first.
pub(super) fn recused(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<Own>> {
    recusals::table
        .inner_join(applications::table.inner_join(organisations::table))
        .filter(recusals::account_id.eq(account))
        .filter(recusals::state.eq_any(RecusalState::SHUTS_OUT))
        .order(recusals::id.desc())
        .select((
            recusals::state,
            recusals::raised_at,
            applications::number,
            organisations::name,
        ))
        .load(conn)
}

pub(super) fn lock(conn: &mut Conn, id: RecusalId) -> QueryResult<usize> {
    diesel::update(recusals::table.find(id))
        .set(recusals::version.eq(recusals::version))
        .execute(conn)
}

pub(super) fn step(
    conn: &mut Conn,
    id: RecusalId,
    step: &Step<RecusalState>,
) -> QueryResult<usize> {
    write_step!(recusals, conn, id, step)
}

/// Notes who decided on a recusal, when and why.
pub(super) fn decided(
    conn: &mut Conn,
    id: RecusalId,
    reason: Option<&str>,
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::update(recusals::table.find(id))
        .set((
            recusals::decided_by.eq(by),
            recusals::decided_at.eq(now),
            recusals::decision_reason.eq(reason),
        ))
        .execute(conn)
}

/// An application in short.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Head {
    pub(super) id: ApplicationId,
    pub(super) call: CallId,
    pub(super) organisation: OrganisationId,
    pub(super) organisation_name: String,
    pub(super) number: Option<String>,
    pub(super) title: String,
    pub(super) state: ApplicationState,
    pub(super) was_submitted: bool,
    /// Whether everything of its award is paid.
    pub(super) is_completed: bool,
    pub(super) version: i32,
}

pub(super) fn head(conn: &mut Conn, id: ApplicationId) -> QueryResult<Option<Head>> {
    let completed = awards::table
        .filter(awards::application_id.eq(applications::id))
        .filter(awards::state.eq(AwardState::Completed));
    applications::table
        .inner_join(organisations::table)
        .filter(applications::id.eq(id))
        .select((
            applications::id,
            applications::call_id,
            applications::organisation_id,
            organisations::name,
            applications::number,
            applications::title,
            applications::state,
            applications::submitted_at.is_not_null(),
            exists(completed),
            applications::version,
        ))
        .first(conn)
        .optional()
}

/// Locks an application: recusals from it and substitutes for it take turns there.
pub(super) fn lock_application(conn: &mut Conn, id: ApplicationId) -> QueryResult<usize> {
    diesel::update(applications::table.find(id))
        .set(applications::version.eq(applications::version))
        .execute(conn)
}

type HolderColumns = (
    (AccountId, String),
    (RoleGrantId, Role, Scope, RoleState),
    (Option<AccountId>, Option<PartnerId>),
    Option<PartnerId>,
    Option<String>,
);

/// Everybody whose office reaches an application, or would once it is confirmed.
pub(super) fn holders(
    conn: &mut Conn,
    (application, call): (ApplicationId, CallId),
    parties: &[PartnerId],
) -> QueryResult<Vec<Holder>> {
    let of_the_fund = role_grants::scope.eq(Scope::Fund);
    let of_the_call = role_grants::scope
        .eq(Scope::Call)
        .and(role_grants::call_id.eq(call));
    let of_a_party = role_grants::scope
        .eq(Scope::Partner)
        .and(role_grants::partner_id.eq_any(parties));
    let of_it = role_grants::scope
        .eq(Scope::Application)
        .and(role_grants::application_id.eq(application));
    let in_force = role_grants::state.eq(RoleState::Active);
    let proposed = role_grants::state.eq(RoleState::Proposed);
    let rows: Vec<HolderColumns> = role_grants::table
        .inner_join(accounts::table.on(accounts::id.eq(role_grants::account_id)))
        .left_join(partners::table)
        .filter(role_grants::role.eq_any(offices()))
        .filter(accounts::state.eq(AccountState::Active))
        .filter(
            of_it
                .and(in_force.or(proposed))
                .or(in_force.and(of_the_fund.or(of_the_call).or(of_a_party).assume_not_null())),
        )
        .order((role_grants::role, partners::code, role_grants::id))
        .select((
            (accounts::id, accounts::name),
            (
                role_grants::id,
                role_grants::role,
                role_grants::scope,
                role_grants::state,
            ),
            (role_grants::granted_by, role_grants::proposed_for),
            role_grants::partner_id,
            partners::code.nullable(),
        ))
        .load(conn)?;
    let holder = |((account, name), granted, proposer, partner, code): HolderColumns| {
        let (grant, role, scope, state) = granted;
        Holder {
            grant,
            account,
            name,
            role,
            partner,
            partner_code: code,
            is_substitute: scope == Scope::Application,
            is_proposed: state == RoleState::Proposed,
            proposer,
            is_unbacked: false,
            stands_aside: false,
        }
    };
    Ok(rows.into_iter().map(holder).collect())
}

/// Who acts for an organisation.
pub(super) fn members(conn: &mut Conn, id: OrganisationId) -> QueryResult<Vec<AccountId>> {
    memberships::table
        .filter(memberships::organisation_id.eq(id))
        .select(memberships::account_id)
        .load(conn)
}

/// The account of an address, where it is in use.
pub(super) fn account_of(conn: &mut Conn, email: &str) -> QueryResult<Option<AccountId>> {
    accounts::table
        .filter(accounts::email.eq(email))
        .filter(accounts::state.eq(AccountState::Active))
        .select(accounts::id)
        .first(conn)
        .optional()
}

pub(super) fn name_of(conn: &mut Conn, account: AccountId) -> QueryResult<Option<String>> {
    accounts::table
        .find(account)
        .select(accounts::name)
        .first(conn)
        .optional()
}

/// The applications in which somebody stands aside, or takes part, who holds an office of the kind
/// that this person holds; to administer a partner counts as one.
pub(super) fn around(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<ApplicationId>> {
    let mut of_these = offices();
    of_these.push(Role::PartnerAdministrator);
    let own: Vec<Role> = role_grants::table
        .filter(role_grants::account_id.eq(account))
        .filter(role_grants::role.eq_any(of_these))
        .filter(role_grants::state.eq(RoleState::Active))
        .select(role_grants::role)
        .load(conn)?;
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let alike = role_grants::table
        .filter(role_grants::role.eq_any(own))
        .filter(role_grants::state.eq(RoleState::Active))
        .select(role_grants::account_id);
    let aside = recusals::table
        .filter(recusals::account_id.eq_any(alike.clone()))
        .filter(recusals::state.eq_any(RecusalState::SHUTS_OUT))
        .select(recusals::application_id);
    let inside = memberships::table
        .filter(memberships::account_id.eq_any(alike))
        .select(memberships::organisation_id);
    applications::table
        .filter(applications::submitted_at.is_not_null())
        .filter(applications::state.ne_all(OVER))
        .filter(
            applications::id
                .eq_any(aside)
                .or(applications::organisation_id.eq_any(inside)),
        )
        .select(applications::id)
        .load(conn)
}

/// Those of these applications that an organisation leads.
pub(super) fn led_by(
    conn: &mut Conn,
    id: OrganisationId,
    of: &[ApplicationId],
) -> QueryResult<Vec<ApplicationId>> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    applications::table
        .filter(applications::id.eq_any(of))
        .filter(applications::organisation_id.eq(id))
        .order(applications::id)
        .select(applications::id)
        .load(conn)
}

/// The roles that hold an office in an application.
pub(super) fn offices() -> Vec<Role> {
    let all = Role::ALL.iter().copied();
    all.filter(|role| role.has_substitutes() || *role == Role::PanelChair)
        .collect()
}
