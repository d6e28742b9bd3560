//! My work: one list of what waits for me, over all roles.

use super::{more_at, standing_to};
use crate::disbursements;
use crate::error::Result;
use crate::kernel::money::Money;
use crate::kernel::time::Instant;
use crate::rules::Matter;
use crate::rules::capacity::Capacity;
use crate::tasks::{self, queries::Task};
use crate::web::layout::Frame;
use crate::web::parts::{self, Colours, Own, Row, drawn};
use crate::web::screen::{Form, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;
use askama::Template;

/// One thing that waits.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Waiting {
    /// What it is.
    pub title: String,
    /// The money it is about.
    pub amount: Option<Money>,
    /// What is to be done, as a key of the messages.
    pub task: String,
    /// Its page.
    pub href: String,
    /// In what capacity it is awaited.
    pub capacity: Option<Capacity>,
    /// The code of the partner it waits for.
    pub partner: Option<String>,
    /// Since when.
    pub since: Option<Instant>,
    /// By when.
    pub due: Option<Instant>,
}

/// A page of what waits for the actor.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Work {
    /// What waits for the reader, most urgent first.
    pub waiting: Vec<Waiting>,
    /// The cursor of the next page, where more waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// What the reader waits for, and on whom; on the first page.
    pub others: Vec<Waiting>,
}

fn awaited(say: &Say, task: Task) -> Waiting {
    Waiting {
        href: url::page_of(task.action, task.page).unwrap_or_else(|| Page::Work.address()),
        title: titled(say, task.title),
        amount: task.amount,
        task: task.action.code().to_owned(),
        capacity: Some(task.capacity),
        partner: task.partner,
        since: Some(task.since),
        due: task.due,
    }
}

fn titled(say: &Say, title: String) -> String {
    if title.is_empty() {
        say.t("untitled")
    } else {
        title
    }
}

/// What waits for the actor, after a cursor.
///
/// # Errors
/// `Unauthenticated` for visitors.
pub fn gather(ask: &mut Ask<'_, '_>, after: Option<&str>) -> Result<Work> {
    ask.view.actor().person()?;
    let say = ask.say;
    let desk = tasks::queries::desk(ask.view, after)?;
    let mine = desk.mine.map(|one| awaited(say, one));
    let others = desk.others.into_iter();
    Ok(Work {
        waiting: mine.items,
        next: mine.next,
        others: others.map(|one| awaited(say, one)).collect(),
    })
}

/// What the page shows.
#[derive(Debug)]
struct Shown {
    waiting: Vec<Row>,
    count: String,
    /// Where the rest of what waits stands.
    more: Option<String>,
    others: Vec<Row>,
    reading: Option<Reading>,
}

/// What may be read by those of whom nothing is awaited by nature: what has moved lately, and where
/// else to look.
#[derive(Debug)]
struct Reading {
    rows: Vec<Row>,
    ways: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "work.html")]
struct Drawing<'a> {
    page: &'a Frame,
    it: &'a Shown,
}

impl Own for Shown {
    fn forms(&mut self) -> Vec<&mut Form> {
        Vec::new()
    }

    fn html(&self, page: &Frame) -> Result<String> {
        drawn(&Drawing { page, it: self })
    }
}

/// My work.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let work = gather(ask, ask.after())?;
    let now = ask.view.now();
    let of_partners = work.waiting.iter().chain(&work.others);
    let colours = if of_partners.clone().any(|one| one.partner.is_some()) {
        Colours::of(ask.view)?
    } else {
        Colours::none()
    };
    let reading = reading(ask)?;
    let say = ask.say;
    let count = i64::try_from(work.waiting.len()).unwrap_or(i64::MAX);
    let count = match (&work.next, ask.after()) {
        (None, None) => say.number(count),
        (Some(_), None) => say.with("count-or_more", &[("count", say.number(count).into())]),
        // Of a later page the number tells nothing.
        (_, Some(_)) => String::new(),
    };
    let more = more_at(ask, Page::Work, work.next);
    let mut waiting: Vec<Row> = Vec::new();
    for one in work.waiting {
        let mut row = row(say, &colours, &one, now);
        row.button = say.task(&one.task);
        row.is_first = waiting.is_empty();
        waiting.push(row);
    }
    let shown = Shown {
        waiting,
        count,
        more,
        others: others(say, &colours, &work.others, now),
        reading,
    };
    Ok(Screen::new(say.t("nav-work")).drawn_by(shown))
}

/// What others are awaited for: a line for each thing to be done, with all of whom it is asked.
fn others(say: &Say, colours: &Colours, all: &[Waiting], now: Instant) -> Vec<Row> {
    let is_same = |one: &Waiting, other: &Waiting| {
        (&one.href, &one.title, &one.task) == (&other.href, &other.title, &other.task)
    };
    let mut rows = Vec::new();
    for (place, one) in all.iter().enumerate() {
        if all.iter().take(place).any(|before| is_same(before, one)) {
            continue;
        }
        let asked = all.iter().filter(|other| is_same(one, other));
        let asked = asked.filter_map(|other| Some((other.capacity?, other.partner.as_deref())));
        let amount = one.amount.map(|amount| say.money(&amount));
        let whom = [say.task(&one.task), parts::whom(say, colours, asked)];
        let parts = amount.into_iter().chain(whom).chain(since(say, one));
        let parts: Vec<String> = parts.collect();
        let mut row = row(say, colours, one, now);
        row.chip = None;
        row.more = parts.join(" · ");
        rows.push(row);
    }
    rows
}

fn since(say: &Say, one: &Waiting) -> Option<String> {
    let day = say.day(one.since?);
    Some(say.with("work-since", &[("day", day.into())]))
}

/// A thing with on whom it waits, since and until when.
fn row(say: &Say, colours: &Colours, one: &Waiting, now: Instant) -> Row {
    let capacity = one.capacity.map(|who| say.capacity(who));
    let amount = one.amount.map(|amount| say.money(&amount));
    let more = amount.into_iter().chain(capacity).chain(since(say, one));
    let more: Vec<String> = more.collect();
    let when = one.due.map(|due| (say.by(due, now), urgency(due, now)));
    Row {
        title: one.title.clone(),
        href: one.href.clone(),
        chip: one.partner.as_deref().map(|code| colours.chip_of(code)),
        more: more.join(" · "),
        when,
        button: String::new(),
        is_first: false,
    }
}

/// The tone of a due time: passed, within a day, or ahead.
fn urgency(due: Instant, now: Instant) -> &'static str {
    match due.seconds_since(now) {
        left if left < 0 => "bad",
        left if left < 86_400 => "warn",
        _ => "plain",
    }
}

/// For auditors and compliance officers.
fn reading(ask: &mut Ask<'_, '_>) -> Result<Option<Reading>> {
    let standing = standing_to(ask, Matter::Fund)?;
    let audits = standing.has(Capacity::Auditor);
    if !audits && !standing.has(Capacity::ComplianceOfficer) {
        return Ok(None);
    }
    let page = disbursements::queries::list(ask.view, None, None, None)?;
    let say = ask.say;
    let rows = page.items.into_iter().take(8).map(|one| {
        let tag = Tag::of(say, one.state);
        Row {
            title: format!("{} · {}", say.money(&one.amount), one.payee),
            href: url::payout(one.id),
            chip: None,
            more: format!(
                "{} · {}",
                say.name(one.kind),
                one.number.unwrap_or_default()
            ),
            when: Some((tag.text, tag.class)),
            button: String::new(),
            is_first: false,
        }
    });
    let rows = rows.collect();
    let mut ways = vec![
        (say.t("nav-payouts"), Page::Payouts.address()),
        (say.t("nav-awards"), Page::Awards.address()),
    ];
    if audits {
        ways.push((say.t("nav-books"), Page::Books.address()));
        ways.push((say.t("nav-orders"), Page::PaymentOrders.address()));
    }
    Ok(Some(Reading { rows, ways }))
}
