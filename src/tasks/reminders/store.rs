//! Rows and SQL of reminders: when they go, and to whom.

use super::super::store::Row;
use crate::db::Conn;
use crate::db::schema::{
    accounts, memberships, recusals, role_grants, task_exclusions, task_reminders, tasks,
};
use crate::kernel::id::{AccountId, TaskId};
use crate::kernel::time::Instant;
use crate::rules::Capacity;
use crate::rules::capacity::Role;
use crate::rules::lifecycle::{AccountState, RoleState};
use crate::rules::recusal::RecusalState;
use crate::standing::LEAD;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// Tasks a letter is to remind of now, the longest waiting first: each once.
pub(super) fn to_be_reminded_of(conn: &mut Conn, now: Instant) -> QueryResult<Vec<TaskId>> {
    let due = task_reminders::table
        .filter(task_reminders::remind_at.le(now))
        .select(task_reminders::task_id);
    tasks::table
        .filter(tasks::id.eq_any(due))
        .order(tasks::due)
        .select(tasks::id)
        .load(conn)
}

/// Takes what is due of a task's reminders; nothing where another worker was faster.
pub(super) fn take_reminders(
    conn: &mut Conn,
    task: TaskId,
    now: Instant,
) -> QueryResult<Option<Row>> {
    let due = task_reminders::table
        .filter(task_reminders::task_id.eq(task))
        .filter(task_reminders::remind_at.le(now));
    if diesel::delete(due).execute(conn)? == 0 {
        return Ok(None);
    }
    tasks::table.find(task).first(conn).optional()
}

/// Those a task waits for: who holds its capacity, but for those shut out of it.
pub(super) fn waited_for(conn: &mut Conn, task: &Row) -> QueryResult<Vec<AccountId>> {
    let people = match task.account_id {
        Some(account) => vec![account],
        None => holders(conn, task)?,
    };
    let out = task_exclusions::table
        .filter(task_exclusions::task_id.eq(task.id))
        .select(task_exclusions::account_id);
    accounts::table
        .filter(accounts::id.eq_any(people))
        .filter(accounts::id.ne_all(out))
        .filter(accounts::state.eq(AccountState::Active))
        .order(accounts::id)
        .select(accounts::id)
        .load(conn)
}

/// Who holds the capacity of a task: by a role that reaches it, or in the organisation it is of.
fn holders(conn: &mut Conn, task: &Row) -> QueryResult<Vec<AccountId>> {
    let is_of = |role: &&Role| role.capacity() == task.capacity;
    if let Some(role) = Role::ALL.iter().find(is_of) {
        let of_this_call = role_grants::call_id.eq(task.call_id);
        let of_this_partner = role_grants::partner_id.eq(task.partner_id);
        let of_this_application = role_grants::application_id.eq(task.application_id);
        let aside = recusals::table
            .filter(recusals::account_id.eq(role_grants::account_id))
            .filter(recusals::application_id.nullable().eq(task.application_id))
            .filter(recusals::state.eq_any(RecusalState::SHUTS_OUT));
        let inside = memberships::table
            .filter(memberships::account_id.eq(role_grants::account_id))
            .filter(
                memberships::organisation_id
                    .nullable()
                    .eq(task.organisation_id),
            );
        return role_grants::table
            .filter(role_grants::role.eq(role))
            .filter(role_grants::state.eq(RoleState::Active))
            .filter(role_grants::call_id.is_null().or(of_this_call))
            .filter(role_grants::partner_id.is_null().or(of_this_partner))
            .filter(
                role_grants::application_id
                    .is_null()
                    .or(of_this_application),
            )
            .filter(not(exists(aside).or(exists(inside))))
            .select(role_grants::account_id)
            .load(conn);
    }
    let members: Vec<(AccountId, String)> = memberships::table
        .filter(memberships::organisation_id.eq_any(task.organisation_id))
        .select((memberships::account_id, memberships::role))
        .load(conn)?;
    let leads_only = matches!(
        task.capacity,
        Capacity::LeadApplicant | Capacity::OrganisationLead
    );
    Ok(members
        .into_iter()
        .filter(|(_, role)| !leads_only || role == LEAD)
        .map(|(account, _)| account)
        .collect())
}
