//! Screens, one file a context: what is shown, and which forms this reader may use.

pub mod anchors;
pub mod application;
pub mod applications;
pub mod award;
pub mod awards;
mod bookings;
pub mod books;
pub mod call;
pub mod call_form;
pub mod calls;
pub mod evaluation;
pub mod front;
pub mod fund;
pub mod history;
mod offered;
pub mod offices;
pub mod organisations;
pub mod overdue;
pub mod payout;
pub mod payouts;
pub mod people;
pub mod ranking;
pub mod restores;
pub mod review;
pub mod second_factor;
pub mod sessions;
pub mod signin;
pub mod work;

use super::screen::Block;
use super::table::Ask;
use super::url::{self, Page};
use crate::error::Result;
use crate::rules::{Action, Matter, Standing, policy};
use crate::words::Say;

/// The reader's standing to a matter.
pub(super) fn standing_to(ask: &mut Ask<'_, '_>, matter: Matter) -> Result<Standing> {
    Ok(ask.view.standing_to(matter)?)
}

/// Whether a person of this standing could take an action at all.
pub(super) fn offers(standing: &Standing, action: Action) -> bool {
    policy::row(action).is_some_and(|row| standing.first_of(row.capacities).is_some())
}

/// The heads of a table, from the messages `field-<name>`.
pub(super) fn heads(say: &Say, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| say.field(name)).collect()
}

/// The way to the next page of a list, with everything the list was narrowed by.
pub(super) fn more(ask: &Ask<'_, '_>, page: Page, next: Option<String>) -> Option<Block> {
    more_at(ask, page, next).map(Block::More)
}

/// Where a list goes on, narrowed as it is.
fn more_at(ask: &Ask<'_, '_>, page: Page, next: Option<String>) -> Option<String> {
    let cursor = next?;
    let mut query: Vec<(&str, &str)> = ask
        .query
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| !matches!(*name, "after" | "done"))
        .collect();
    query.push(("after", &cursor));
    Some(url::with_query(&page.of(ask.ids), &query))
}
