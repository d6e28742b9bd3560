//! Rows and SQL of applications on a list.

use crate::db::Conn;
use crate::db::schema::{applications, ranking_entries};
use crate::decisions::input::Outcome;
use crate::kernel::id::{ApplicationId, CallId, RankingId};
use crate::rules::decide::Step;
use crate::rules::lifecycle::ApplicationState;
use crate::rules::visibility;
use diesel::prelude::*;

/// An application on a list.
#[derive(Debug, Clone, Queryable)]
pub(in crate::decisions) struct Listed {
    pub(in crate::decisions) id: ApplicationId,
    pub(in crate::decisions) call: CallId,
    pub(in crate::decisions) number: Option<String>,
    pub(in crate::decisions) title: String,
    pub(in crate::decisions) state: ApplicationState,
    pub(in crate::decisions) version: i32,
    /// What the list proposes; none where it is being frozen.
    pub(in crate::decisions) outcome: Option<Outcome>,
}

/// Locks applications.
pub(in crate::decisions) fn lock_applications(
    conn: &mut Conn,
    ids: &[ApplicationId],
) -> QueryResult<usize> {
    diesel::update(applications::table.filter(applications::id.eq_any(ids)))
        .set(applications::version.eq(applications::version))
        .execute(conn)
}

/// Applications that are to be listed.
pub(in crate::decisions) fn to_list(
    conn: &mut Conn,
    ids: &[ApplicationId],
) -> QueryResult<Vec<Listed>> {
    let rows: Vec<_> = applications::table
        .filter(applications::id.eq_any(ids))
        .order(applications::id)
        .select((
            applications::id,
            applications::call_id,
            applications::number,
            applications::title,
            applications::state,
            applications::version,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, call, number, title, state, version)| Listed {
            id,
            call,
            number,
            title,
            state,
            version,
            outcome: None,
        })
        .collect())
}

/// The applications of a list that still stand on it, in their order.
pub(in crate::decisions) fn listed(conn: &mut Conn, list: RankingId) -> QueryResult<Vec<Listed>> {
    ranking_entries::table
        .inner_join(applications::table)
        .filter(ranking_entries::ranking_id.eq(list))
        .filter(applications::state.eq(ApplicationState::Ranked))
        .order(ranking_entries::line)
        .select((
            applications::id,
            applications::call_id,
            applications::number,
            applications::title,
            applications::state,
            applications::version,
            ranking_entries::outcome.nullable(),
        ))
        .load(conn)
}

/// Writes the same step of many applications.
pub(in crate::decisions) fn write_applications(
    conn: &mut Conn,
    ids: &[ApplicationId],
    step: &Step<ApplicationState>,
) -> QueryResult<usize> {
    let raise = visibility::raises(step.from(), step.to());
    diesel::update(
        applications::table
            .filter(applications::id.eq_any(ids))
            .filter(applications::state.eq(step.from())),
    )
    .set((
        applications::state.eq(step.to()),
        applications::version.eq(applications::version + raise),
    ))
    .execute(conn)
}
