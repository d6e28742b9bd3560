//! Rows and SQL of tasks.

mod compared;

pub(super) use compared::{differing, forget, owners};

use crate::db::Conn;
use crate::db::column::AnyId;
use crate::db::insert_all;
use crate::db::schema::{
    applications, assignments, awards, bank_accounts, calls, contributions, joinings, milestones,
    partners, payouts, receipts, task_exclusions, task_reminders, tasks,
};
use crate::kernel::id::{
    AccountId, ApplicationId, AssignmentId, AwardId, CallId, ContributionId, JoiningId,
    OrganisationId, PartnerId, PayoutId, ReceiptId, TaskId,
};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::Instant;
use crate::rules::lifecycle::{ApplicationState, AwardState, CallState, JoiningState, PayoutState};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Capacity, Matter};
use diesel::dsl::exists;
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
    pub(super) application: Option<ApplicationId>,
    pub(super) organisation: Option<OrganisationId>,
    pub(super) account: Option<AccountId>,
    pub(super) title: String,
    pub(super) amount: Option<Money>,
    pub(super) since: Instant,
    pub(super) due: Option<Instant>,
    pub(super) open_from: Option<Instant>,
    pub(super) open_until: Option<Instant>,
    /// When letters will remind of it.
    pub(super) remind_at: Vec<Instant>,
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
    pub(super) amount_minor: Option<i64>,
    pub(super) currency: Option<Currency>,
    pub(super) application_id: Option<ApplicationId>,
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
            amount_minor: task.amount.map(|amount| amount.minor()),
            currency: task.amount.map(|amount| amount.currency()),
            application_id: task.application,
        }
    }

    /// The money it is about.
    pub(super) fn amount(&self) -> Option<Money> {
        Some(Money::from_minor(self.amount_minor?, self.currency?))
    }

    /// Whether it can be done at this moment.
    pub(super) fn is_open(&self, now: Instant) -> bool {
        self.open_from.is_none_or(|from| from <= now)
            && self.open_until.is_none_or(|until| now < until)
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
            && self.amount() == task.amount
            && (self.open_from, self.open_until) == (task.open_from, task.open_until)
            && self.due.is_some() == task.due.is_some()
            && out.iter().all(|account| task.out.contains(account))
            && out.len() == task.out.len()
    }
}

/// What somebody waits for who asked to join an organisation.
pub(super) fn joinings_of(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<JoiningId>> {
    joinings::table
        .filter(joinings::account_id.eq(account))
        .filter(joinings::state.eq(JoiningState::Asked))
        .select(joinings::id)
        .load(conn)
}

/// Replaces the tasks of some matters by what they await now, of partners those for these actions.
/// What has not changed is left alone.
pub(super) fn replace(
    conn: &mut Conn,
    (matters, of_partners): (&[Matter], &[(PartnerId, Action)]),
    new: Vec<Task>,
) -> QueryResult<()> {
    if matters.is_empty() {
        return Ok(());
    }
    let (mut old, out) = as_it_was(conn, matters, of_partners)?;
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
        // Their exclusions go with them.
        diesel::delete(tasks::table.filter(tasks::id.eq_any(&gone))).execute(conn)?;
    }
    let (mut rows, mut exclusions, mut reminders) = (Vec::new(), Vec::new(), Vec::new());
    for task in changed {
        let row = row_of(&mut old, &task);
        reminders.extend(task.remind_at.iter().map(|moment| {
            (
                task_reminders::task_id.eq(row.id),
                task_reminders::remind_at.eq(*moment),
            )
        }));
        exclusions.extend(task.out.iter().map(|account| {
            (
                task_exclusions::task_id.eq(row.id),
                task_exclusions::account_id.eq(*account),
            )
        }));
        rows.push(row);
    }
    insert_all!(conn, tasks::table, rows)?;
    insert_all!(conn, task_exclusions::table, exclusions)?;
    insert_all!(conn, task_reminders::table, reminders)
}

type Exclusion = (TaskId, AccountId);

/// The tasks of these matters as they lie, of partners those for these actions, each once, and who
/// is out of which.
fn as_it_was(
    conn: &mut Conn,
    matters: &[Matter],
    of_partners: &[(PartnerId, Action)],
) -> QueryResult<(Vec<Row>, Vec<Exclusion>)> {
    let matters: Vec<AnyId> = matters.iter().map(|one| AnyId(one.id())).collect();
    let pairs: Vec<(Row, Option<AccountId>)> = tasks::table
        .left_join(task_exclusions::table)
        .filter(tasks::matter_id.eq_any(matters))
        .order(tasks::id)
        .select((tasks::all_columns, task_exclusions::account_id.nullable()))
        .load(conn)?;
    let out = pairs
        .iter()
        .filter_map(|(row, account)| Some((row.id, (*account)?)))
        .collect();
    let mut rows: Vec<Row> = pairs.into_iter().map(|pair| pair.0).collect();
    rows.dedup_by_key(|row| row.id);
    rows.retain(|row| {
        let partner = PartnerId::from_uuid(row.matter_id.0);
        row.matter_kind != MatterKind::Partner || of_partners.contains(&(partner, row.action))
    });
    Ok((rows, out))
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

/// The applications of the assignments among these matters.
pub(super) fn reviewed(conn: &mut Conn, matters: &[Matter]) -> QueryResult<Vec<ApplicationId>> {
    let assigned = matters.iter().filter_map(|matter| match matter {
        Matter::Assignment(id) => Some(*id),
        _ => None,
    });
    let assigned: Vec<AssignmentId> = assigned.collect();
    if assigned.is_empty() {
        return Ok(Vec::new());
    }
    assignments::table
        .filter(assignments::id.eq_any(assigned))
        .select(assignments::application_id)
        .distinct()
        .load(conn)
}

/// Where these applications stand, and whether they have an award that has not lapsed.
pub(super) fn applications_of(
    conn: &mut Conn,
    matters: &[Matter],
) -> QueryResult<Vec<(ApplicationId, ApplicationState, bool)>> {
    let ids: Vec<ApplicationId> = matters
        .iter()
        .filter_map(|matter| match matter {
            Matter::Application(id) => Some(*id),
            _ => None,
        })
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let live = awards::table
        .filter(awards::application_id.eq(applications::id))
        .filter(awards::state.ne(AwardState::Lapsed));
    applications::table
        .filter(applications::id.eq_any(ids))
        .select((applications::id, applications::state, exists(live)))
        .load(conn)
}

/// The awards these matters are, or are part of; of payouts not.
pub(super) fn awards_of(conn: &mut Conn, matters: &[Matter]) -> QueryResult<Vec<AwardId>> {
    let mut awards = Vec::new();
    for matter in matters {
        let found = match matter {
            Matter::Award(id) => Some(*id),
            Matter::Milestone(id) => milestones::table
                .find(id)
                .select(milestones::award_id)
                .first(conn)
                .optional()?,
            Matter::BankAccount(id) => bank_accounts::table
                .find(id)
                .select(bank_accounts::award_id)
                .first(conn)
                .optional()?,
            _ => None,
        };
        awards.extend(found.filter(|award| !awards.contains(award)));
    }
    Ok(awards)
}

/// The partners whose money has come in.
pub(super) fn partners_with_money_in(
    conn: &mut Conn,
    matters: &[Matter],
) -> QueryResult<Vec<PartnerId>> {
    let pledges: Vec<ContributionId> = matters
        .iter()
        .filter_map(|matter| match matter {
            Matter::Contribution(id) => Some(*id),
            _ => None,
        })
        .collect();
    let entered: Vec<ReceiptId> = matters
        .iter()
        .filter_map(|matter| match matter {
            Matter::Receipt(id) => Some(*id),
            _ => None,
        })
        .collect();
    if pledges.is_empty() && entered.is_empty() {
        return Ok(Vec::new());
    }
    let their = receipts::table
        .filter(receipts::id.eq_any(entered))
        .select(receipts::contribution_id);
    contributions::table
        .filter(
            contributions::id
                .eq_any(pledges)
                .or(contributions::id.eq_any(their)),
        )
        .select(contributions::partner_id)
        .load(conn)
}

/// The payouts that await something: of these awards, and those of these payers that wait for cash.
pub(super) fn payouts_that_wait(
    conn: &mut Conn,
    awards: &[AwardId],
    payers: &[PartnerId],
) -> QueryResult<Vec<PayoutId>> {
    if awards.is_empty() && payers.is_empty() {
        return Ok(Vec::new());
    }
    let ended = [
        PayoutState::Confirmed,
        PayoutState::Refused,
        PayoutState::Cancelled,
    ];
    let of_awards = payouts::award_id
        .eq_any(awards)
        .and(payouts::state.ne_all(ended));
    let for_cash = payouts::payer_id
        .eq_any(payers)
        .and(payouts::state.eq(PayoutState::Approved));
    payouts::table
        .filter(of_awards.or(for_cash))
        .select(payouts::id)
        .load(conn)
}

/// The calls whose own course awaits something: of those touched, of those closed whose findings
/// these applications wait for, and, where money or partners have changed, of those not published.
pub(super) fn calls_on_course(
    conn: &mut Conn,
    touched: &[CallId],
    of: &[ApplicationId],
    weighs: bool,
) -> QueryResult<Vec<CallId>> {
    if touched.is_empty() && of.is_empty() && !weighs {
        return Ok(Vec::new());
    }
    let unpublished = [CallState::Draft, CallState::InApproval];
    let behind = applications::table
        .filter(applications::id.eq_any(of))
        .select(applications::call_id);
    let is_closed = calls::state.eq(CallState::Closed);
    let mut found = calls::table
        .filter(is_closed.and(calls::id.eq_any(touched)))
        .or_filter(is_closed.and(calls::id.eq_any(behind)))
        .or_filter(
            calls::state
                .eq_any(unpublished)
                .and(calls::id.eq_any(touched)),
        )
        .order(calls::id)
        .select(calls::id)
        .into_boxed();
    if weighs {
        found = found.or_filter(calls::state.eq_any(unpublished));
    }
    found.load(conn)
}
