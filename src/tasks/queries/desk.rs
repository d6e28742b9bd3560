//! A reader's desk: what waits for them, most urgent first, in pages.
//!
//! What is asked of a role is a queue that may be as long as the fund is large; each is read in the
//! order of its index, as far as a page goes. What is asked of a person by name, or of their
//! organisations, is little and read whole.

use super::super::store::Row;
use super::{Task, key_in_list, place_in_list, shape};
use crate::db::MultiBackend;
use crate::db::column::Moment;
use crate::db::dialect;
use crate::db::schema::{partners, ranking_entries, task_exclusions, tasks};
use crate::db::together::Together;
use crate::db::tx::View;
use crate::error::Result;
use crate::kernel::id::{AccountId, OrganisationId, TaskId};
use crate::kernel::paging::{PAGE_SIZE, Page};
use crate::kernel::time::Instant;
use crate::rules::Action;
use crate::rules::awaited::tells;
use crate::rules::capacity::{Capacity, Ground, HeldRole, Scope};
use crate::rules::matter::MatterKind;
use diesel::dsl::{self, IntoBoxed, LeftJoin, Select, exists, not, sql};
use diesel::prelude::*;

/// What lies on a reader's desk.
#[derive(Debug, Clone)]
pub struct Desk {
    /// A page of what waits for the reader, most urgent first.
    pub mine: Page<Task>,
    /// What the reader's organisations wait for, and on whom; on the first page.
    pub others: Vec<Task>,
}

const AS_LEAD: [Capacity; 2] = [Capacity::LeadApplicant, Capacity::OrganisationLead];
const AS_MEMBER: [Capacity; 2] = [Capacity::ConsortiumMember, Capacity::OrganisationMember];

/// A task, the code of its partner, and whether its reader is shut out of it.
type Found = (Row, Option<String>, bool);

/// A page of a reader's desk, with one statement.
///
/// # Errors
/// `Unauthenticated` for visitors.
pub fn desk(view: &mut View<'_>, after: Option<&str>) -> Result<Desk> {
    let account = view.actor().person()?;
    let ground = view.ground()?;
    let seeker = Seeker {
        account,
        own: ground
            .memberships
            .iter()
            .map(|one| one.organisation)
            .collect(),
        now: view.now(),
        behind: place_in_list(after),
        due: dialect::due_or_never(view.conn),
    };
    let mut readings = seeker.by_name();
    for held in &ground.roles {
        readings.extend(seeker.in_a_role(held, &ground));
    }
    let mut rows: Vec<Found> = Together::new(readings).rows(view.conn)?;
    rows.sort_by_key(|(row, ..)| seeker.place(row));
    // What two readings found is asked once.
    rows.dedup_by_key(|(row, ..)| row.id);
    let rows = rows.into_iter().filter(|(row, ..)| row.is_open(seeker.now));
    Ok(laid_out(rows, &seeker, &ground))
}

/// Who seeks what waits for them.
struct Seeker {
    account: AccountId,
    own: Vec<OrganisationId>,
    now: Instant,
    /// Behind which due time and task.
    behind: Option<(Option<Instant>, TaskId)>,
    /// The due time of a task, or one that never comes, as it stands in the indexes.
    due: &'static str,
}

/// A reading of tasks.
type Reading = IntoBoxed<
    'static,
    Select<
        LeftJoin<tasks::table, partners::table>,
        (
            <tasks::table as Table>::AllColumns,
            dsl::Nullable<partners::code>,
            IsOut,
        ),
    >,
    MultiBackend,
>;

/// Whether a reader is shut out of a task.
type IsOut = dsl::exists<
    dsl::Filter<
        dsl::Filter<task_exclusions::table, dsl::Eq<task_exclusions::task_id, tasks::id>>,
        dsl::Eq<task_exclusions::account_id, AccountId>,
    >,
>;

impl Seeker {
    /// Where a task stands in the list: what is due first, what is never due last.
    fn place(&self, row: &Row) -> (bool, Option<Instant>, TaskId) {
        (row.due.is_none(), row.due, row.id)
    }

    fn is_out(&self) -> IsOut {
        exists(
            task_exclusions::table
                .filter(task_exclusions::task_id.eq(tasks::id))
                .filter(task_exclusions::account_id.eq(self.account)),
        )
    }

    fn all(&self) -> Reading {
        tasks::table
            .left_join(partners::table)
            .select((tasks::all_columns, partners::code.nullable(), self.is_out()))
            .into_boxed()
    }

    /// What is asked of the reader, and of those for whom they act.
    fn by_name(&self) -> Vec<Reading> {
        let mut all = vec![self.all().filter(tasks::account_id.eq(self.account))];
        if !self.own.is_empty() {
            let of_theirs = tasks::organisation_id.eq_any(self.own.clone());
            all.push(self.all().filter(of_theirs));
        }
        all
    }

    /// What is asked of a role that they hold: of each queue no more than a page.
    fn in_a_role(&self, held: &HeldRole, ground: &Ground) -> Vec<Reading> {
        let queue = || self.queue(held, ground);
        match (held.scope, held.partner, held.call, held.application) {
            (Scope::Fund, ..) => vec![queue()],
            (Scope::Partner, Some(partner), ..) => {
                vec![queue().filter(tasks::partner_id.eq(partner))]
            }
            (Scope::Call, _, Some(call), _) => vec![queue().filter(tasks::call_id.eq(call))],
            (Scope::Application, partner, _, Some(application)) => {
                let lists = ranking_entries::table
                    .filter(ranking_entries::application_id.eq(application))
                    .select(ranking_entries::ranking_id);
                let mut all = vec![
                    queue().filter(tasks::application_id.eq(application)),
                    queue().filter(tasks::matter_id.eq_any(lists)),
                ];
                if let Some(partner) = partner {
                    let is_order = tasks::action.eq(Action::ExportOrder);
                    all.push(queue().filter(is_order.and(tasks::partner_id.eq(partner))));
                }
                all
            }
            _ => Vec::new(),
        }
    }

    /// A page of what is asked of a capacity and open to this reader, most urgent first.
    fn queue(&self, held: &HeldRole, ground: &Ground) -> Reading {
        let due = || sql::<Moment>(self.due);
        let mut query = self
            .all()
            .filter(tasks::account_id.is_null())
            .filter(tasks::capacity.eq(held.role.capacity()))
            .filter(tasks::open_from.is_null().or(tasks::open_from.le(self.now)))
            .filter(
                tasks::open_until
                    .is_null()
                    .or(tasks::open_until.gt(self.now)),
            )
            .filter(not(self.is_out()))
            .order((due(), tasks::id))
            .limit(PAGE_SIZE + 1);
        // Whoever stands aside from a matter, or takes part in it, holds no office in it.
        if !ground.recused.is_empty() {
            let aside = tasks::application_id.assume_not_null();
            let is_clear = aside.ne_all(ground.recused.clone());
            query = query.filter(tasks::application_id.is_null().or(is_clear));
        }
        if !self.own.is_empty() {
            let of_another = tasks::organisation_id.assume_not_null();
            let of_another = of_another.ne_all(self.own.clone());
            query = query.filter(tasks::organisation_id.is_null().or(of_another));
        }
        match self.behind {
            Some((Some(last), id)) => query
                .filter(due().ge(last))
                .filter(due().gt(last).or(tasks::id.gt(id))),
            Some((None, id)) => query.filter(tasks::due.is_null()).filter(tasks::id.gt(id)),
            None => query,
        }
    }

    /// Whether a task comes behind where the page begins.
    fn comes_later(&self, row: &Row) -> bool {
        self.behind
            .is_none_or(|(due, id)| self.place(row) > (due.is_none(), due, id))
    }
}

/// What is the reader's own, and what their organisations wait for.
fn laid_out(rows: impl Iterator<Item = Found>, seeker: &Seeker, ground: &Ground) -> Desk {
    let mut mine = Vec::new();
    let mut others = Vec::new();
    for (row, partner, is_out) in rows {
        if is_of(&row, seeker.account, ground) {
            if !is_out && seeker.comes_later(&row) {
                mine.push((row, partner));
            }
        } else if seeker.behind.is_none()
            && is_of_own_organisation(&row, ground)
            && is_shown_to_applicants(&row)
        {
            others.push(shape((row, partner)));
        }
    }
    let mine = Page::cut(mine, |(row, _)| key_in_list(row)).map(|one| Task {
        is_mine: true,
        ..shape(one)
    });
    Desk { mine, others }
}

/// Whether a task is asked of this reader: by name, in a role, or in an organisation of theirs.
pub(super) fn is_of(row: &Row, account: AccountId, ground: &Ground) -> bool {
    if let Some(named) = row.account_id {
        let is_shut_out = row.capacity == Capacity::AssignedReviewer
            && ground.reviews_nothing_of(row.application_id, row.call_id);
        return named == account && !is_shut_out;
    }
    let mut own = ground.memberships.iter();
    let stands_aside = row
        .application_id
        .is_some_and(|one| ground.recused.contains(&one));
    let takes_part = stands_aside || own.any(|one| Some(one.organisation) == row.organisation_id);
    let in_a_role = ground.roles.iter().any(|held| {
        !takes_part
            && held.role.capacity() == row.capacity
            && match held.scope {
                Scope::Fund => true,
                Scope::Partner => held.partner.is_some() && held.partner == row.partner_id,
                Scope::Call => held.call.is_some() && held.call == row.call_id,
                Scope::Application => {
                    // Whoever has no vote on a list, or no payout for an order, is out of it.
                    let of_it = row.matter_kind == MatterKind::Ranking
                        || row.action == Action::ExportOrder
                        || held.application == row.application_id;
                    of_it && held.partner == row.partner_id
                }
            }
    });
    let in_an_organisation = ground.memberships.iter().any(|one| {
        Some(one.organisation) == row.organisation_id
            && match one.is_lead {
                // Whoever leads is asked as the lead.
                true => AS_LEAD.contains(&row.capacity),
                false => AS_MEMBER.contains(&row.capacity),
            }
    });
    in_a_role || in_an_organisation
}

fn is_of_own_organisation(row: &Row, ground: &Ground) -> bool {
    let mut own = ground.memberships.iter();
    own.any(|one| Some(one.organisation) == row.organisation_id)
}

/// Applicants see on whom they wait, but neither who reviews them nor what was found of them before
/// they are told.
fn is_shown_to_applicants(row: &Row) -> bool {
    row.capacity != Capacity::AssignedReviewer
        && tells(row.action).is_none()
        && !AS_LEAD.contains(&row.capacity)
        && !AS_MEMBER.contains(&row.capacity)
}
