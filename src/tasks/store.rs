//! Rows and SQL of tasks.

use crate::db::Conn;
use crate::db::column::AnyId;
use crate::db::insert_all;
use crate::db::schema::{bank_accounts, milestones, partners, payouts, task_exclusions, tasks};
use crate::kernel::id::{AccountId, AwardId, CallId, OrganisationId, PartnerId, PayoutId, TaskId};
use crate::kernel::time::Instant;
use crate::rules::lifecycle::PayoutState;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Capacity, Matter};
use diesel::prelude::*;

/// Something awaited, as the law says it.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) matter: Matter,
    /// The matter whose page it is done on.
    pub(super) page: Matter,
    pub(super) action: Action,
    pub(super) capacity: Capacity,
    pub(super) partner: Option<PartnerId>,
    pub(super) call: Option<CallId>,
    pub(super) organisation: Option<OrganisationId>,
    pub(super) account: Option<AccountId>,
    pub(super) title: String,
    pub(super) since: Instant,
    pub(super) due: Option<Instant>,
    pub(super) open_from: Option<Instant>,
    pub(super) open_until: Option<Instant>,
    /// Those the law would refuse.
    pub(super) out: Vec<AccountId>,
}

/// A task as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = tasks, treat_none_as_default_value = false)]
pub(super) struct Row {
    pub(super) id: TaskId,
    pub(super) matter_kind: MatterKind,
    pub(super) matter_id: AnyId,
    pub(super) page_kind: MatterKind,
    pub(super) page_id: AnyId,
    pub(super) action: Action,
    pub(super) capacity: Capacity,
    pub(super) partner_id: Option<PartnerId>,
    pub(super) call_id: Option<CallId>,
    pub(super) organisation_id: Option<OrganisationId>,
    pub(super) account_id: Option<AccountId>,
    pub(super) title: String,
    pub(super) since: Instant,
    pub(super) due: Option<Instant>,
    pub(super) open_from: Option<Instant>,
    pub(super) open_until: Option<Instant>,
}

impl Row {
    fn new(task: &Task) -> Self {
        Self {
            id: TaskId::new(),
            matter_kind: task.matter.kind(),
            matter_id: AnyId(task.matter.id()),
            page_kind: task.page.kind(),
            page_id: AnyId(task.page.id()),
            action: task.action,
            capacity: task.capacity,
            partner_id: task.partner,
            call_id: task.call,
            organisation_id: task.organisation,
            account_id: task.account,
            title: task.title.clone(),
            since: task.since,
            due: task.due,
            open_from: task.open_from,
            open_until: task.open_until,
        }
    }

    /// What makes a task the same as before: it keeps since when it waits, and its due time.
    fn is_as(&self, task: &Task) -> bool {
        (self.matter_id.0, self.action, self.capacity)
            == (task.matter.id(), task.action, task.capacity)
            && (self.partner_id, self.account_id) == (task.partner, task.account)
            && self.title == task.title
    }

    /// Whether nothing of it has changed.
    fn is_still(&self, out: &[AccountId], task: &Task) -> bool {
        self.is_as(task)
            && (self.open_from, self.open_until) == (task.open_from, task.open_until)
            && self.due.is_some() == task.due.is_some()
            && out.iter().all(|account| task.out.contains(account))
            && out.len() == task.out.len()
    }
}

/// Replaces the tasks of some matters by what they await now. What has not changed is left alone.
pub(super) fn replace(conn: &mut Conn, matters: &[Matter], new: Vec<Task>) -> QueryResult<()> {
    let matters: Vec<AnyId> = matters.iter().map(|one| AnyId(one.id())).collect();
    let mut old: Vec<Row> = tasks::table
        .filter(tasks::matter_id.eq_any(matters))
        .load(conn)?;
    let ids: Vec<TaskId> = old.iter().map(|row| row.id).collect();
    let out: Vec<(TaskId, AccountId)> = if ids.is_empty() {
        Vec::new()
    } else {
        task_exclusions::table
            .filter(task_exclusions::task_id.eq_any(&ids))
            .load(conn)?
    };
    let out_of = |id: TaskId| -> Vec<AccountId> {
        let own = out.iter().filter(|one| one.0 == id);
        own.map(|one| one.1).collect()
    };
    let mut changed = Vec::new();
    for task in new {
        match old
            .iter()
            .position(|row| row.is_still(&out_of(row.id), &task))
        {
            Some(place) => drop(old.swap_remove(place)),
            None => changed.push(task),
        }
    }
    let gone: Vec<TaskId> = old.iter().map(|row| row.id).collect();
    if !gone.is_empty() {
        diesel::delete(task_exclusions::table.filter(task_exclusions::task_id.eq_any(&gone)))
            .execute(conn)?;
        diesel::delete(tasks::table.filter(tasks::id.eq_any(&gone))).execute(conn)?;
    }
    let (mut rows, mut exclusions) = (Vec::new(), Vec::new());
    for task in changed {
        let row = row_of(&mut old, &task);
        exclusions.extend(task.out.iter().map(|account| {
            (
                task_exclusions::task_id.eq(row.id),
                task_exclusions::account_id.eq(*account),
            )
        }));
        rows.push(row);
    }
    insert_all!(conn, tasks::table, rows)?;
    insert_all!(conn, task_exclusions::table, exclusions)
}

/// A task as a row; one that was there in another form keeps since when it waits.
fn row_of(old: &mut Vec<Row>, task: &Task) -> Row {
    let mut row = Row::new(task);
    if let Some(place) = old.iter().position(|before| before.is_as(task)) {
        let before = old.swap_remove(place);
        (row.id, row.since) = (before.id, before.since);
        row.due = before.due.filter(|_| task.due.is_some()).or(task.due);
    }
    row
}

/// Every partner, for what concerns them all.
pub(super) fn partners(conn: &mut Conn) -> QueryResult<Vec<PartnerId>> {
    partners::table
        .order(partners::id)
        .select(partners::id)
        .load(conn)
}

/// The award a matter is part of.
pub(super) fn award_of(conn: &mut Conn, matter: Matter) -> QueryResult<Option<AwardId>> {
    match matter {
        Matter::Award(id) => Ok(Some(id)),
        Matter::Milestone(id) => milestones::table
            .find(id)
            .select(milestones::award_id)
            .first(conn)
            .optional(),
        Matter::BankAccount(id) => bank_accounts::table
            .find(id)
            .select(bank_accounts::award_id)
            .first(conn)
            .optional(),
        Matter::Payout(id) => payouts::table
            .find(id)
            .select(payouts::award_id)
            .first(conn)
            .optional(),
        _ => Ok(None),
    }
}

/// The payouts of an award that still await something.
pub(super) fn open_payouts(conn: &mut Conn, award: AwardId) -> QueryResult<Vec<PayoutId>> {
    payouts::table
        .filter(payouts::award_id.eq(award))
        .filter(payouts::state.ne_all([
            PayoutState::Confirmed,
            PayoutState::Refused,
            PayoutState::Cancelled,
        ]))
        .select(payouts::id)
        .load(conn)
}
