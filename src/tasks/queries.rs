//! My work, what I wait for, and what a page says comes next.

use super::store::Row;
use crate::db::column::AnyId;
use crate::db::schema::{partners, ranking_entries, task_exclusions, tasks};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, OrganisationId, TaskId};
use crate::kernel::money::Money;
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::Instant;
use crate::rules::awaited::tells;
use crate::rules::capacity::{Capacity, Ground, Scope};
use crate::rules::decide::{self, Reach};
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Action, Matter};
use crate::standing;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// Something awaited.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Task {
    /// What is to be done.
    pub action: Action,
    /// In what capacity.
    pub capacity: Capacity,
    /// The code of the partner it waits for.
    pub partner: Option<String>,
    /// The name of the thing.
    pub title: String,
    /// The money it is about.
    pub amount: Option<Money>,
    /// Since when.
    pub since: Instant,
    /// By when.
    pub due: Option<Instant>,
    #[serde(skip)]
    pub matter: Matter,
    #[serde(skip)]
    pub page: Matter,
    /// Whether it is the reader's turn.
    #[serde(skip)]
    pub is_mine: bool,
}

fn shape((row, partner): (Row, Option<String>)) -> Task {
    Task {
        action: row.action,
        capacity: row.capacity,
        partner,
        amount: row.amount(),
        title: row.title,
        since: row.since,
        due: row.due,
        matter: Matter::from_parts(row.matter_kind, row.matter_id.0),
        page: Matter::from_parts(row.page_kind, row.page_id.0),
        is_mine: false,
    }
}

/// What lies on a reader's desk.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// What waits for the reader, most urgent first.
    pub mine: Vec<Task>,
    /// What the reader's organisations wait for, and on whom.
    pub others: Vec<Task>,
}

const AS_LEAD: [Capacity; 2] = [Capacity::LeadApplicant, Capacity::OrganisationLead];
const AS_MEMBER: [Capacity; 2] = [Capacity::ConsortiumMember, Capacity::OrganisationMember];

/// A reader's desk: one read, however much the fund has.
///
/// # Errors
/// `Unauthenticated` for visitors.
pub fn desk(view: &mut View<'_>) -> Result<Desk> {
    let (account, now) = (view.actor().person()?, view.now());
    let ground = view.ground()?;
    let own: Vec<OrganisationId> = ground
        .memberships
        .iter()
        .map(|one| one.organisation)
        .collect();
    let is_out = task_exclusions::table
        .filter(task_exclusions::task_id.eq(tasks::id))
        .filter(task_exclusions::account_id.eq(account));
    let mut query = tasks::table
        .left_join(partners::table)
        .filter(tasks::account_id.eq(account))
        .or_filter(tasks::organisation_id.eq_any(own))
        .order((tasks::due.is_null(), tasks::due, tasks::id))
        .select((
            tasks::all_columns,
            partners::code.nullable(),
            diesel::dsl::exists(is_out),
        ))
        .into_boxed();
    for held in &ground.roles {
        let of_role = tasks::capacity
            .eq(held.role.capacity())
            .and(tasks::account_id.is_null());
        query = match (held.scope, held.partner, held.call) {
            (Scope::Partner, Some(partner), _) => {
                query.or_filter(of_role.and(tasks::partner_id.eq(partner)))
            }
            (Scope::Call, _, Some(call)) => query.or_filter(of_role.and(tasks::call_id.eq(call))),
            (Scope::Fund, _, _) => query.or_filter(of_role),
            (Scope::Application, ..) => {
                let lists = ranking_entries::table
                    .filter(
                        ranking_entries::application_id
                            .nullable()
                            .eq(held.application),
                    )
                    .select(ranking_entries::ranking_id);
                let of_it = tasks::application_id.eq(held.application);
                let of_a_list = tasks::matter_id.eq_any(lists);
                let of_an_order = tasks::action
                    .eq(Action::ExportOrder)
                    .and(tasks::partner_id.eq(held.partner));
                query.or_filter(of_role.and(of_it.or(of_a_list.nullable()).or(of_an_order)))
            }
            _ => query,
        };
    }
    let rows: Vec<(Row, Option<String>, bool)> = query.load(view.conn)?;
    let open = rows.into_iter().filter(|(row, ..)| row.is_open(now));
    Ok(laid_out(open, account, &ground))
}

/// What is the reader's own, and what their organisations wait for.
fn laid_out(
    rows: impl Iterator<Item = (Row, Option<String>, bool)>,
    account: AccountId,
    ground: &Ground,
) -> Desk {
    let mut desk = Desk::default();
    for (row, partner, is_out) in rows {
        if is_of(&row, account, ground) {
            if !is_out {
                desk.mine.push(Task {
                    is_mine: true,
                    ..shape((row, partner))
                });
            }
        } else if is_of_own_organisation(&row, ground) && is_shown_to_applicants(&row) {
            desk.others.push(shape((row, partner)));
        }
    }
    desk
}

/// Whether a task is asked of this reader: by name, in a role, or in an organisation of theirs.
fn is_of(row: &Row, account: AccountId, ground: &Ground) -> bool {
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

/// What a page's matter awaits: the banner that says what happens next, who must do it, by when; as
/// far as the reader may see what that tells.
///
/// # Errors
/// No answer from the database.
pub fn of_matter(
    view: &mut View<'_>,
    page: Matter,
    sees: impl Fn(Sight) -> bool,
) -> Result<Vec<Task>> {
    let now = view.now();
    let account = view.actor().account();
    let is_out = task_exclusions::table
        .filter(task_exclusions::task_id.eq(tasks::id))
        .filter(task_exclusions::account_id.nullable().eq(account));
    let rows: Vec<(Row, Option<String>, bool)> = tasks::table
        .left_join(partners::table)
        .filter(
            tasks::page_id
                .eq(AnyId(page.id()))
                .or(tasks::matter_id.eq(AnyId(page.id()))),
        )
        .order((tasks::due.is_null(), tasks::due, tasks::id))
        .select((
            tasks::all_columns,
            partners::code.nullable(),
            diesel::dsl::exists(is_out),
        ))
        .load(view.conn)?;
    let ground = view.ground()?;
    let is_of_reader = |row: &Row| account.is_some_and(|account| is_of(row, account, &ground));
    let told = rows.into_iter().filter_map(|(row, partner, is_out)| {
        let is_theirs = is_of_reader(&row);
        let is_told = tells(row.action).is_none_or(&sees) || is_theirs;
        let is_mine = is_theirs && !is_out;
        (row.is_open(now) && is_told).then(|| Task {
            is_mine,
            ..shape((row, partner))
        })
    });
    Ok(told.collect())
}

/// The names of the reader's partners of which another administrator is to be proposed.
///
/// # Errors
/// No answer from the database.
pub fn short_of_administrators(view: &mut View<'_>) -> Result<Vec<String>> {
    let ground = view.ground()?;
    let own = decide::partners_for(&ground, Action::GrantRole);
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let names = tasks::table
        .filter(tasks::action.eq(Action::GrantRole))
        .filter(tasks::partner_id.eq_any(own))
        .order(tasks::title)
        .select(tasks::title)
        .load(view.conn)?;
    Ok(names)
}

/// What is overdue, longest first, for those who answer for the fund or a partner as a whole.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn overdue(view: &mut View<'_>, after: Option<&str>) -> Result<Page<Task>> {
    let standing = view.standing_to(Matter::Fund)?;
    if !decide::sees(&standing, Sight::Overdue) {
        return Err(Error::NotFound(MatterKind::Fund));
    }
    let now = view.now();
    let mut query = tasks::table
        .left_join(partners::table)
        .filter(tasks::due.lt(now))
        .filter(tasks::open_from.is_null().or(tasks::open_from.le(now)))
        .filter(tasks::open_until.is_null().or(tasks::open_until.gt(now)))
        .order((tasks::due, tasks::id))
        .limit(PAGE_SIZE + 1)
        .select((tasks::all_columns, partners::code.nullable()))
        .into_boxed();
    let ground = view.ground()?;
    let barred = standing::barred_from(view.conn, &ground)?;
    let is_theirs = tasks::application_id.assume_not_null().ne_all(barred);
    query = query.filter(tasks::application_id.is_null().or(is_theirs));
    if let Reach::WhereTheyTakePart(own) = decide::reach(&standing, Sight::Overdue) {
        query = query.filter(tasks::partner_id.eq_any(own));
    }
    if let Some((due, id)) = after.and_then(key_of).and_then(|key| place_in_list(&key)) {
        query = query.filter(
            tasks::due
                .gt(due)
                .or(tasks::due.eq(due).and(tasks::id.gt(id))),
        );
    }
    let rows: Vec<(Row, Option<String>)> = query.load(view.conn)?;
    let key = |(row, _): &(Row, Option<String>)| {
        let due = row.due.map(|due| due.to_fixed_text()).unwrap_or_default();
        format!("{due} {}", row.id)
    };
    Ok(Page::cut(rows, key).map(shape))
}

fn place_in_list(key: &str) -> Option<(Instant, TaskId)> {
    let (due, id) = key.split_once(' ')?;
    Some((
        Instant::from_text(due)?,
        TaskId::from_uuid(id.parse().ok()?),
    ))
}
