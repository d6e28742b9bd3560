//! Screens, one file a context: what is shown, and which forms this reader may use.

pub mod applications;
pub mod awards;
pub mod books;
pub mod calls;
pub mod decisions;
pub mod fund;
pub mod history;
mod offered;
pub mod organisations;
pub mod payouts;
pub mod people;
pub mod reviews;
pub mod signin;
pub mod work;

use super::screen::Block;
use super::table::Ask;
use crate::error::Result;
use crate::rules::lifecycle::State;
use crate::rules::{Action, Matter, Standing, policy};
use crate::standing;
use crate::words::Say;

/// The reader's standing to a matter.
pub(super) fn standing_to(ask: &mut Ask<'_, '_>, matter: Matter) -> Result<Standing> {
    let actor = ask.view.actor();
    Ok(standing::of(ask.view.conn, actor, matter)?)
}

/// Whether a person of this standing could take an action at all.
pub(super) fn offers(standing: &Standing, action: Action) -> bool {
    policy::row(action).is_some_and(|row| standing.first_of(row.capacities).is_some())
}

/// Whether the state allows an action.
pub(super) fn follows<S: State>(state: S, action: Action) -> bool {
    S::RULES
        .iter()
        .any(|rule| rule.from == state && rule.action == action)
}

/// The heads of a table, from the messages `field-<name>`.
pub(super) fn heads(say: &Say, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| say.field(name)).collect()
}

/// The way to the next page of a list.
pub(super) fn more(path: &str, next: Option<String>) -> Option<Block> {
    next.map(|cursor| Block::More(format!("{path}?after={cursor}")))
}
