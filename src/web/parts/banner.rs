//! What happens next, who must do it and by when, in the reader's words.

use super::Colours;
use crate::kernel::time::Instant;
use crate::rules::{Action, Capacity};
use crate::tasks::queries::Task;
use crate::web::url;
use crate::words::Say;

/// What happens next with a thing.
#[derive(Debug, Clone, Default)]
pub struct Banner {
    /// Who must do what.
    pub who: String,
    /// What that means.
    pub more: String,
    /// By when.
    pub by: String,
    /// Whether that has passed.
    pub is_late: bool,
    /// The page on which the reader does it, be it this one.
    pub go: String,
}

impl Banner {
    /// Whether there is anything to say.
    pub fn is_told(&self) -> bool {
        !self.who.is_empty() || !self.more.is_empty()
    }

    /// From what is awaited, of the reader or of others; `more` is the sentence of the state.
    pub fn of(say: &Say, colours: &Colours, tasks: &[Task], now: Instant, more: String) -> Self {
        let own = tasks.iter().find(|task| task.is_mine);
        let Some(task) = own.or_else(|| tasks.first()) else {
            return Self {
                more,
                ..Self::default()
            };
        };
        let what = say.task(task.action.code());
        let who = if own.is_some() {
            say.with("banner-own", &[("task", what.into())])
        } else {
            others(say, colours, tasks)
        };
        let go = own.and_then(|task| url::page_of(task.action, task.page));
        let due = task.due.map(|due| (say.by(due, now), due < now));
        let (by, is_late) = due.unwrap_or_default();
        Self {
            who,
            more,
            by,
            is_late,
            go: go.unwrap_or_default(),
        }
    }
}

/// What is awaited of whom: the most urgent first, and whatever else of the same matter is awaited
/// beside it, such as the other party's signature.
fn others(say: &Say, colours: &Colours, tasks: &[Task]) -> String {
    let first = tasks.first().map(|task| task.matter);
    let mut actions: Vec<Action> = Vec::new();
    for task in tasks.iter().filter(|task| Some(task.matter) == first) {
        if !actions.contains(&task.action) {
            actions.push(task.action);
        }
    }
    let parts = actions.into_iter().map(|action| {
        let what = say.task(action.code());
        let whom = awaited_of(say, colours, tasks, action);
        let words = [("task", what.into()), ("who", whom.into())];
        say.with("banner-others", &words)
    });
    parts.collect::<Vec<String>>().join(" ")
}

/// Everybody of whom an action is awaited: `the approver of Avaria or of Bellmark`.
fn awaited_of(say: &Say, colours: &Colours, tasks: &[Task], action: Action) -> String {
    let asked = tasks.iter().filter(|task| task.action == action);
    let asked = asked.map(|task| (task.capacity, task.partner.as_deref()));
    whom(say, colours, asked)
}

/// These capacities, each with the partners, by code, that it is of.
pub fn whom<'t>(
    say: &Say,
    colours: &Colours,
    asked: impl Iterator<Item = (Capacity, Option<&'t str>)>,
) -> String {
    let mut groups: Vec<(Capacity, Vec<String>)> = Vec::new();
    for (capacity, partner) in asked {
        let partner = partner.map(|code| colours.name_of(code));
        match groups.iter_mut().find(|group| group.0 == capacity) {
            Some(group) => group.1.extend(partner),
            None => groups.push((capacity, partner.into_iter().collect())),
        }
    }
    let whom: Vec<String> = groups
        .into_iter()
        .map(|(capacity, mut partners)| {
            partners.sort();
            partners.dedup();
            of_partners(say, capacity, &partners)
        })
        .collect();
    say.any_of(&whom)
}

/// A capacity with the partners it is of.
fn of_partners(say: &Say, capacity: Capacity, partners: &[String]) -> String {
    let name = say.the_capacity(capacity);
    if partners.is_empty() {
        return name;
    }
    let partners = say.any_of(partners);
    say.with(
        "banner-of_partner",
        &[("capacity", name.into()), ("partner", partners.into())],
    )
}
