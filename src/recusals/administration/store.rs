//! SQL of who administers the partners, and where they stand aside.

use super::super::store::OVER;
use crate::db::Conn;
use crate::db::schema::{accounts, applications, memberships, partners, recusals, role_grants};
use crate::kernel::id::{AccountId, ApplicationId, PartnerId};
use crate::rules::capacity::Role;
use crate::rules::lifecycle::{AccountState, RoleState};
use crate::rules::recusal::RecusalState;
use diesel::prelude::*;

/// Somebody who administers a partner, or is proposed or announced to.
#[derive(Debug, Clone, Queryable)]
pub(in crate::recusals) struct Administering {
    pub(in crate::recusals) partner: PartnerId,
    /// The partner's.
    pub(in crate::recusals) code: String,
    /// The partner's.
    pub(in crate::recusals) name: String,
    pub(in crate::recusals) account: AccountId,
    pub(in crate::recusals) state: RoleState,
}

/// Everybody who administers a partner, or is to; whoever is shut out administers nothing.
pub(in crate::recusals) fn administering(conn: &mut Conn) -> QueryResult<Vec<Administering>> {
    let live = [RoleState::Proposed, RoleState::Announced, RoleState::Active];
    role_grants::table
        .inner_join(accounts::table.on(accounts::id.eq(role_grants::account_id)))
        .inner_join(partners::table)
        .filter(role_grants::role.eq(Role::PartnerAdministrator))
        .filter(role_grants::state.eq_any(live))
        .filter(accounts::state.ne(AccountState::Suspended))
        .order((partners::code, role_grants::id))
        .select((
            partners::id,
            partners::code,
            partners::name,
            accounts::id,
            role_grants::state,
        ))
        .load(conn)
}

/// The applications under way from which these people stand aside, or in which they take part.
pub(super) fn aside(
    conn: &mut Conn,
    people: &[AccountId],
) -> QueryResult<Vec<(ApplicationId, AccountId)>> {
    let mut all: Vec<(ApplicationId, AccountId)> = recusals::table
        .inner_join(applications::table)
        .filter(recusals::account_id.eq_any(people))
        .filter(recusals::state.eq_any(RecusalState::SHUTS_OUT))
        .filter(applications::state.ne_all(OVER))
        .select((applications::id, recusals::account_id))
        .load(conn)?;
    let its_lead = applications::organisation_id.eq(memberships::organisation_id);
    let inside: Vec<(ApplicationId, AccountId)> = memberships::table
        .inner_join(applications::table.on(its_lead))
        .filter(memberships::account_id.eq_any(people))
        .filter(applications::submitted_at.is_not_null())
        .filter(applications::state.ne_all(OVER))
        .select((applications::id, memberships::account_id))
        .load(conn)?;
    all.extend(inside);
    Ok(all)
}
