//! SQL of who hands which payouts to the bank.

use crate::db::Conn;
use crate::db::schema::{applications, memberships, recusals, role_grants};
use crate::kernel::id::{AccountId, ApplicationId, PartnerId};
use crate::rules::capacity::{Role, Scope};
use crate::rules::lifecycle::RoleState;
use crate::rules::recusal::RecusalState;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// An application; somebody who stands aside from it; somebody in office who takes part in it; and
/// a payment officer for it alone.
pub(super) type Line = (
    ApplicationId,
    Option<AccountId>,
    Option<AccountId>,
    Option<AccountId>,
);

/// Each of these applications with whom a partner cannot let hand its payouts to the bank, and who
/// hands those of it alone. All are few beside an application.
pub(super) fn lines(
    conn: &mut Conn,
    partner: PartnerId,
    ids: &[ApplicationId],
) -> QueryResult<Vec<Line>> {
    let aside = recusals::application_id
        .eq(applications::id)
        .and(recusals::state.eq_any(RecusalState::SHUTS_OUT));
    let offices = diesel::alias!(role_grants as offices);
    let pays = offices
        .filter(offices.field(role_grants::role).eq(Role::PaymentOfficer))
        .filter(offices.field(role_grants::partner_id).eq(partner))
        .filter(offices.field(role_grants::state).eq(RoleState::Active));
    let in_office = pays.filter(
        offices
            .field(role_grants::account_id)
            .eq(memberships::account_id),
    );
    let inside = memberships::organisation_id
        .eq(applications::organisation_id)
        .and(exists(in_office));
    let in_all = pays
        .filter(offices.field(role_grants::scope).ne(Scope::Application))
        .filter(
            offices
                .field(role_grants::account_id)
                .eq(role_grants::account_id),
        );
    let stepping_in = role_grants::application_id
        .eq(applications::id.nullable())
        .and(role_grants::role.eq(Role::PaymentOfficer))
        .and(role_grants::partner_id.eq(partner))
        .and(role_grants::state.eq(RoleState::Active))
        .and(not(exists(in_all)));
    applications::table
        .left_join(recusals::table.on(aside))
        .left_join(memberships::table.on(inside))
        .left_join(role_grants::table.on(stepping_in.assume_not_null()))
        .filter(applications::id.eq_any(ids))
        .select((
            applications::id,
            recusals::account_id.nullable(),
            memberships::account_id.nullable(),
            role_grants::account_id.nullable(),
        ))
        .load(conn)
}
