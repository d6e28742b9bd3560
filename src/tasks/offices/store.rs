//! SQL of what the offices in an application await.

use crate::db::Conn;
use crate::db::schema::{
    applications, joinings, memberships, ranking_entries, rankings, recusals, role_grants,
};
use crate::kernel::id::{
    ApplicationId, JoiningId, OrganisationId, PartnerId, RankingId, RecusalId, RoleGrantId,
};
use crate::rules::capacity::Role;
use crate::rules::lifecycle::{JoiningState, RankingState, RoleState};
use crate::rules::recusal::RecusalState;
use diesel::dsl::exists;
use diesel::prelude::*;

/// The application somebody stands aside from.
pub(super) fn application_of_recusal(
    conn: &mut Conn,
    id: RecusalId,
) -> QueryResult<Vec<ApplicationId>> {
    recusals::table
        .find(id)
        .select(recusals::application_id)
        .load(conn)
}

/// The applications from which somebody stands aside, or in which they take part, who holds the
/// same office as this grant gives, and the one it is for.
pub(super) fn applications_of_grant(
    conn: &mut Conn,
    id: RoleGrantId,
) -> QueryResult<Vec<ApplicationId>> {
    let found: Option<(Role, Option<PartnerId>, Option<ApplicationId>)> = role_grants::table
        .find(id)
        .select((
            role_grants::role,
            role_grants::partner_id,
            role_grants::application_id,
        ))
        .first(conn)
        .optional()?;
    let Some((role, partner, own)) = found else {
        return Ok(Vec::new());
    };
    let of_all = role_grants::partner_id.is_null();
    let holders = role_grants::table
        .filter(role_grants::role.eq(role))
        .filter(of_all.or(role_grants::partner_id.eq(partner)))
        // Whoever holds it no more left it vacant.
        .filter(
            role_grants::state
                .eq(RoleState::Active)
                .or(role_grants::id.eq(id)),
        )
        .select(role_grants::account_id);
    let aside = recusals::table
        .filter(recusals::state.eq_any(RecusalState::SHUTS_OUT))
        .filter(recusals::account_id.eq_any(holders))
        .select(recusals::application_id);
    let inside = memberships::table
        .filter(memberships::account_id.eq_any(holders))
        .select(memberships::organisation_id);
    let is_of_them = applications::id
        .eq_any(aside)
        .or(applications::organisation_id.eq_any(inside));
    let mut all: Vec<ApplicationId> = applications::table
        .filter(applications::submitted_at.is_not_null())
        .filter(is_of_them)
        .select(applications::id)
        .load(conn)?;
    all.extend(own.filter(|own| !all.contains(own)));
    Ok(all)
}

/// The applications that an organisation leads and somebody stands aside from, and those recusals.
pub(super) fn led_by(
    conn: &mut Conn,
    id: OrganisationId,
) -> QueryResult<(Vec<ApplicationId>, Vec<RecusalId>)> {
    let rows: Vec<(ApplicationId, RecusalId)> = applications::table
        .inner_join(recusals::table.on(recusals::application_id.eq(applications::id)))
        .filter(applications::organisation_id.eq(id))
        .order(recusals::id)
        .select((applications::id, recusals::id))
        .load(conn)?;
    Ok(rows.into_iter().unzip())
}

/// What the organisation applies for that somebody in office was let into.
pub(super) fn applications_of_joining(
    conn: &mut Conn,
    id: JoiningId,
) -> QueryResult<Vec<ApplicationId>> {
    let in_office = role_grants::table
        .filter(role_grants::account_id.eq(joinings::account_id))
        .filter(role_grants::state.eq(RoleState::Active));
    applications::table
        .inner_join(joinings::table.on(joinings::organisation_id.eq(applications::organisation_id)))
        .filter(joinings::id.eq(id))
        .filter(joinings::state.eq(JoiningState::Accepted))
        .filter(applications::submitted_at.is_not_null())
        .filter(exists(in_office))
        .select(applications::id)
        .load(conn)
}

/// Those of these applications from which somebody in office stands aside, or in which they take
/// part.
pub(super) fn with_somebody_aside(
    conn: &mut Conn,
    ids: &[ApplicationId],
) -> QueryResult<Vec<ApplicationId>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let aside = recusals::table
        .filter(recusals::application_id.eq(applications::id))
        .filter(recusals::state.eq_any(RecusalState::SHUTS_OUT));
    let inside = memberships::table
        .inner_join(role_grants::table.on(role_grants::account_id.eq(memberships::account_id)))
        .filter(memberships::organisation_id.eq(applications::organisation_id))
        .filter(role_grants::state.eq(RoleState::Active));
    applications::table
        .filter(applications::id.eq_any(ids))
        .filter(applications::submitted_at.is_not_null())
        .filter(exists(aside).or(exists(inside)))
        .select(applications::id)
        .load(conn)
}

/// The lists with these applications that are voted on.
pub(super) fn lists_with(conn: &mut Conn, ids: &[ApplicationId]) -> QueryResult<Vec<RankingId>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    ranking_entries::table
        .inner_join(rankings::table)
        .filter(ranking_entries::application_id.eq_any(ids))
        .filter(rankings::state.eq(RankingState::Frozen))
        .select(rankings::id)
        .distinct()
        .load(conn)
}
