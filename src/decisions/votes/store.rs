//! Rows and SQL of votes on lists, and of who has none.

use super::Cast;
use crate::db::schema::{
    applications, call_partners, decision_votes, memberships, ranking_entries, rankings, recusals,
    role_grants, vote_exceptions,
};
use crate::db::{Conn, insert_all};
use crate::decisions::input::Vote;
use crate::kernel::id::{AccountId, ApplicationId, PartnerId, RankingId, VoteId};
use crate::kernel::time::Instant;
use crate::rules::capacity::{Role, Scope};
use crate::rules::lifecycle::RoleState;
use crate::rules::recusal::RecusalState;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// A party to the call of a list, a vote of its on the list, and a row left out of the vote.
pub(super) type Ballot = (
    (RankingId, PartnerId),
    Option<(VoteId, AccountId, Vote)>,
    Option<ApplicationId>,
);

/// Every party's votes on these lists.
pub(super) fn ballots(conn: &mut Conn, ids: &[RankingId]) -> QueryResult<Vec<Ballot>> {
    let of_the_call = rankings::call_id.eq(call_partners::call_id);
    let its_own = decision_votes::ranking_id
        .eq(rankings::id)
        .and(decision_votes::partner_id.eq(call_partners::partner_id));
    let left_out = vote_exceptions::vote_id.eq(decision_votes::id);
    call_partners::table
        .inner_join(rankings::table.on(of_the_call))
        .left_join(decision_votes::table.on(its_own))
        .left_join(vote_exceptions::table.on(left_out))
        .filter(rankings::id.eq_any(ids))
        .order((call_partners::partner_id, decision_votes::id))
        .select((
            (rankings::id, call_partners::partner_id),
            (
                decision_votes::id,
                decision_votes::account_id,
                decision_votes::verdict,
            )
                .nullable(),
            vote_exceptions::application_id.nullable(),
        ))
        .load(conn)
}

/// A row of a list; somebody who stands aside from it; somebody in office who takes part in it; and
/// a board member for this row alone, of which partner.
pub(super) type Line = (
    (RankingId, ApplicationId),
    Option<AccountId>,
    Option<AccountId>,
    Option<(AccountId, Option<PartnerId>)>,
);

/// The rows of these lists, each with who has no vote on it, and who has one on it alone. All are
/// few beside a row.
pub(super) fn lines(conn: &mut Conn, ids: &[RankingId]) -> QueryResult<Vec<Line>> {
    let aside = recusals::application_id
        .eq(ranking_entries::application_id)
        .and(recusals::state.eq_any(RecusalState::SHUTS_OUT));
    let offices = diesel::alias!(role_grants as offices);
    let in_office = offices
        .filter(
            offices
                .field(role_grants::account_id)
                .eq(memberships::account_id),
        )
        .filter(offices.field(role_grants::state).eq(RoleState::Active));
    let inside = memberships::organisation_id
        .eq(applications::organisation_id)
        .and(exists(in_office));
    // Whoever has come to be of the same board votes on all rows.
    let boards = diesel::alias!(role_grants as boards);
    let on_the_board = boards
        .filter(
            boards
                .field(role_grants::account_id)
                .eq(role_grants::account_id),
        )
        .filter(
            boards
                .field(role_grants::partner_id)
                .eq(role_grants::partner_id),
        )
        .filter(boards.field(role_grants::role).eq(Role::BoardMember))
        .filter(boards.field(role_grants::scope).eq(Scope::Partner))
        .filter(boards.field(role_grants::state).eq(RoleState::Active));
    let stepping_in = role_grants::application_id
        .eq(ranking_entries::application_id.nullable())
        .and(role_grants::role.eq(Role::BoardMember))
        .and(role_grants::state.eq(RoleState::Active))
        .and(not(exists(on_the_board)));
    ranking_entries::table
        .inner_join(applications::table)
        .left_join(recusals::table.on(aside))
        .left_join(memberships::table.on(inside))
        .left_join(role_grants::table.on(stepping_in))
        .filter(ranking_entries::ranking_id.eq_any(ids))
        .order((ranking_entries::ranking_id, ranking_entries::line))
        .select((
            (ranking_entries::ranking_id, ranking_entries::application_id),
            recusals::account_id.nullable(),
            memberships::account_id.nullable(),
            (role_grants::account_id, role_grants::partner_id).nullable(),
        ))
        .load(conn)
}

pub(super) fn insert(
    conn: &mut Conn,
    ranking: RankingId,
    cast: &Cast,
    (reason, digest, now): (&str, &str, Instant),
) -> QueryResult<()> {
    let id = VoteId::new();
    diesel::insert_into(decision_votes::table)
        .values((
            decision_votes::id.eq(id),
            decision_votes::ranking_id.eq(ranking),
            decision_votes::partner_id.eq(cast.partner),
            decision_votes::account_id.eq(cast.by),
            decision_votes::verdict.eq(cast.vote),
            decision_votes::reason.eq(reason),
            decision_votes::digest.eq(digest),
            decision_votes::voted_at.eq(now),
        ))
        .execute(conn)?;
    let exceptions: Vec<_> = cast
        .but
        .iter()
        .map(|row| {
            (
                vote_exceptions::vote_id.eq(id),
                vote_exceptions::application_id.eq(*row),
            )
        })
        .collect();
    insert_all!(conn, vote_exceptions::table, exceptions)
}

/// Those of these applications from which an account stands aside, or in which it takes part.
pub(super) fn aside_from(
    conn: &mut Conn,
    account: AccountId,
    ids: &[ApplicationId],
) -> QueryResult<Vec<ApplicationId>> {
    let aside = recusals::table
        .filter(recusals::application_id.eq(applications::id))
        .filter(recusals::account_id.eq(account))
        .filter(recusals::state.eq_any(RecusalState::SHUTS_OUT));
    let inside = memberships::table
        .filter(memberships::organisation_id.eq(applications::organisation_id))
        .filter(memberships::account_id.eq(account));
    applications::table
        .filter(applications::id.eq_any(ids))
        .filter(exists(aside).or(exists(inside)))
        .select(applications::id)
        .load(conn)
}
