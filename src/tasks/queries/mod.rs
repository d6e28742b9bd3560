//! My work, what I wait for, and what a page says comes next.

mod desk;

pub use desk::{Desk, desk};

use self::desk::is_of;
use super::store::Row;
use crate::db::column::AnyId;
use crate::db::schema::{partners, task_exclusions, tasks};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::TaskId;
use crate::kernel::money::Money;
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::Instant;
use crate::rules::awaited::tells;
use crate::rules::capacity::Capacity;
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
    if let Some((Some(due), id)) = place_in_list(after) {
        query = query.filter(tasks::due.ge(due));
        query = query.filter(tasks::due.gt(due).or(tasks::id.gt(id)));
    }
    let rows: Vec<(Row, Option<String>)> = query.load(view.conn)?;
    Ok(Page::cut(rows, |row| key_in_list(&row.0)).map(shape))
}

/// The key of a place in a list by due time; what has none comes last.
fn key_in_list(row: &Row) -> String {
    let due = row.due.map(|due| due.to_fixed_text()).unwrap_or_default();
    format!("{due} {}", row.id)
}

/// Behind which due time and task a list goes on.
fn place_in_list(after: Option<&str>) -> Option<(Option<Instant>, TaskId)> {
    let key = after.and_then(key_of)?;
    let (due, id) = key.split_once(' ')?;
    let due = match due {
        "" => None,
        due => Some(Instant::from_text(due)?),
    };
    Some((due, TaskId::from_uuid(id.parse().ok()?)))
}
