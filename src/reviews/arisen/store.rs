//! Rows and SQL of conflicts that arose.

use crate::db::Conn;
use crate::db::schema::{accounts, applications, assignments, joinings, organisations};
use crate::kernel::id::{AccountId, AssignmentId, CallId, JoiningId, OrganisationId};
use crate::kernel::time::Instant;
use diesel::prelude::*;

/// A conflict that arose by a joining.
#[derive(Debug, Queryable)]
pub(super) struct Arisen {
    pub(super) assignment: AssignmentId,
    pub(super) reviewer: AccountId,
    pub(super) name: String,
    pub(super) organisation: OrganisationId,
    pub(super) organisation_name: String,
    pub(super) by_invitation: bool,
}

/// The conflicts that arose in a call.
pub(super) fn of_call(conn: &mut Conn, call: CallId) -> QueryResult<Vec<Arisen>> {
    assignments::table
        .inner_join(applications::table)
        .inner_join(accounts::table.on(accounts::id.eq(assignments::account_id)))
        .inner_join(joinings::table.on(joinings::id.nullable().eq(assignments::joining_id)))
        .inner_join(organisations::table.on(organisations::id.eq(joinings::organisation_id)))
        .filter(applications::call_id.eq(call))
        .order(assignments::id)
        .select((
            assignments::id,
            accounts::id,
            accounts::name,
            organisations::id,
            organisations::name,
            joinings::invited_by.is_not_null(),
        ))
        .load(conn)
}

/// Keeps by which joining a conflict arose, and when.
pub(super) fn note(
    conn: &mut Conn,
    id: AssignmentId,
    by: JoiningId,
    (person, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::update(assignments::table.find(id))
        .set((
            assignments::joining_id.eq(by),
            assignments::declaration.eq(None::<String>),
            assignments::declared_at.eq(now),
            assignments::declared_by.eq(person),
        ))
        .execute(conn)
}
