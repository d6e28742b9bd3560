//! Rows and SQL of conflicts that arose.

use crate::db::Conn;
use crate::db::schema::{accounts, applications, assignments, organisations};
use crate::kernel::id::{AccountId, ApplicationId, AssignmentId, CallId, OrganisationId};
use crate::kernel::time::Instant;
use crate::reviews::model::Arisen;
use diesel::prelude::*;

/// A conflict that arose.
#[derive(Debug, Queryable)]
pub(super) struct Row {
    pub(super) assignment: AssignmentId,
    pub(super) reviewer: AccountId,
    pub(super) name: String,
    pub(super) organisation: OrganisationId,
    pub(super) organisation_name: String,
    pub(super) how: Option<Arisen>,
}

/// The conflicts that arose in a call.
pub(super) fn of_call(conn: &mut Conn, call: CallId) -> QueryResult<Vec<Row>> {
    assignments::table
        .inner_join(applications::table)
        .inner_join(accounts::table.on(accounts::id.eq(assignments::account_id)))
        .inner_join(
            organisations::table.on(organisations::id.nullable().eq(assignments::arose_from)),
        )
        .filter(applications::call_id.eq(call))
        .order(assignments::id)
        .select((
            assignments::id,
            accounts::id,
            accounts::name,
            organisations::id,
            organisations::name,
            assignments::arose_how,
        ))
        .load(conn)
}

/// Those of these applications that are of a call.
pub(super) fn of_that_call(
    conn: &mut Conn,
    ids: &[ApplicationId],
    call: CallId,
) -> QueryResult<Vec<ApplicationId>> {
    applications::table
        .filter(applications::id.eq_any(ids))
        .filter(applications::call_id.eq(call))
        .order(applications::id)
        .select(applications::id)
        .load(conn)
}

/// Keeps from what a conflict arose, and when.
pub(super) fn note(
    conn: &mut Conn,
    id: AssignmentId,
    (from, how): (OrganisationId, Arisen),
    (person, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::update(assignments::table.find(id))
        .set((
            assignments::arose_from.eq(from),
            assignments::arose_how.eq(how),
            assignments::declaration.eq(None::<String>),
            assignments::declared_at.eq(now),
            assignments::declared_by.eq(person),
        ))
        .execute(conn)
}
