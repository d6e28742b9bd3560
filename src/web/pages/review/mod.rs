//! A reviewer's work: what is asked of them, and one application with the sheet beside it.

mod forms;
mod sheet;

pub(super) use self::sheet::Sheet;

use self::forms::Forms;
use super::application::Proposal;
use super::{heads, more};
use crate::case::Shown;
use crate::error::Result;
use crate::kernel::id::AssignmentId;
use crate::reviews::{
    self,
    model::{AssignmentItem, Desk, Score},
};
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use crate::rules::{Action, Matter};
use crate::tasks;
use crate::web::form::Form;
use crate::web::layout::Frame;
use crate::web::parts::{Banner, Colours, Own, drawn};
use crate::web::screen::{Block, Cell, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;
use askama::Template;

/// One's own assignments, what waits first.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let after = ask.query.get("after").cloned();
    let page = reviews::queries::own(ask.view, after.as_deref())?;
    let say = ask.say;
    let waits =
        |one: &&AssignmentItem| one.is_open() && !matches!(one.state, AssignmentState::Submitted);
    let rows = |waiting: bool| -> Vec<Vec<Cell>> {
        let some = page.items.iter().filter(|one| waits(one) == waiting);
        some.map(|one| row(say, one)).collect()
    };
    let table = |title: &'static str, rows| Block::Table {
        caption: say.t(title),
        head: heads(say, &["number", "title", "call", "due_on", "state"]),
        rows,
        empty: say.t("empty-reviews"),
    };
    let (waiting, others) = (rows(true), rows(false));
    let mut screen = Screen::new(say.t("nav-reviews"));
    if !waiting.is_empty() || others.is_empty() {
        let title = "heading-reviews_waiting";
        screen.section(say.t(title), table(title, waiting));
    }
    if !others.is_empty() {
        let title = "heading-reviews_others";
        screen.section(say.t(title), table(title, others));
    }
    screen.blocks.extend(more(ask, Page::Reviews, page.next));
    Ok(screen)
}

fn row(say: &Say, one: &AssignmentItem) -> Vec<Cell> {
    vec![
        Cell::Code(one.number.clone().unwrap_or_default()),
        if one.is_open() {
            Cell::link(&one.title, url::review(one.id))
        } else {
            Cell::text(&one.title)
        },
        Cell::text(&one.call_title),
        one.due_on.map_or(Cell::text(""), |day| Cell::day(say, day)),
        if one.is_withdrawn {
            Cell::state(say, ApplicationState::Withdrawn)
        } else {
            Cell::state(say, one.state)
        },
    ]
}

/// What the page shows.
#[derive(Debug)]
struct Card {
    proposal: Proposal,
    /// Name, address, type and size.
    files: Vec<(String, String, String)>,
    /// When it was saved and how much is left, while it is being written.
    progress: String,
    forms: Forms,
    own: Option<Sheet>,
    /// The reviews of the others, once one's own is in.
    others: Option<Vec<Sheet>>,
}

#[derive(Template)]
#[template(path = "review.html")]
struct Drawing<'a> {
    page: &'a Frame,
    it: &'a Card,
}

impl Own for Card {
    fn forms(&mut self) -> Vec<&mut Form> {
        let Forms { main, graver } = &mut self.forms;
        main.iter_mut().chain(graver).collect()
    }

    fn html(&self, page: &Frame) -> Result<String> {
        drawn(&Drawing { page, it: self })
    }
}

/// One assignment: the declaration first, then the sheet beside the proposal.
pub fn desk(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: AssignmentId = ask.ids.get("id")?;
    let desk = reviews::queries::desk(ask.view, id)?;
    let colours = Colours::of(ask.view)?;
    let say = ask.say;
    let is_withdrawn = desk.application.state == ApplicationState::Withdrawn;
    let mut next = say.next(desk.state, &[]);
    if is_withdrawn {
        next = say.next(ApplicationState::Withdrawn, &[]);
    }
    let tasks = tasks::queries::of_matter(ask.view, Matter::Assignment(id), |_| false)?;
    let mut banner = Banner::of(say, &colours, &tasks, ask.view.now(), next);
    if let Some(day) = desk
        .due_on
        .filter(|_| !is_withdrawn && banner.by.is_empty())
    {
        banner.by = say.with("due-on", &[("day", day.into())]);
    }
    Ok(Screen::new(&desk.application.title)
        .under(say.t("nav-reviews"), Page::Reviews.address())
        .tagged(Tag::of(say, desk.state))
        .awaiting(banner)
        .drawn_by(card(say, &colours, &desk, is_withdrawn)))
}

fn card(say: &Say, colours: &Colours, desk: &Shown<Desk>, is_withdrawn: bool) -> Card {
    let files = desk.application.attachments.iter();
    let is_written = !desk.offers.free(Action::SubmitReview);
    let is_in = desk.state == AssignmentState::Submitted && !is_withdrawn;
    let sheet = |one| Sheet::of(say, one);
    Card {
        proposal: Proposal::of(say, colours, &desk.application).without_contacts(),
        progress: progress(say, desk),
        files: files
            .map(|one| {
                let size = say.number((one.size_bytes + 1023) / 1024);
                let more = format!("{} · {size} KiB", one.media_type);
                (one.name.clone(), url::file(one.id), more)
            })
            .collect(),
        forms: if is_withdrawn {
            Forms::default()
        } else {
            forms::of(say, desk)
        },
        own: desk
            .own
            .as_ref()
            .filter(|_| is_written && !is_withdrawn)
            .map(|own| Sheet {
                // The heading above it says whose it is.
                by: String::new(),
                ..sheet(own)
            }),
        others: is_in.then(|| desk.others.iter().map(sheet).collect()),
    }
}

/// When the sheet was saved, and how many criteria still want a mark or its reasons.
fn progress(say: &Say, desk: &Shown<Desk>) -> String {
    if !desk.offers.free(Action::SubmitReview) {
        return String::new();
    }
    let scores = desk.own.iter().flat_map(|own| &own.scores);
    let is_done = |score: &&Score| score.mark.is_some() && !score.justification.is_empty();
    let left = desk
        .criteria
        .len()
        .saturating_sub(scores.filter(is_done).count());
    let left = i64::try_from(left).unwrap_or(i64::MAX);
    let left = say.with("criteria-left", &[("count", left.into())]);
    match &desk.own {
        Some(own) => {
            let words = [("moment", say.instant(own.saved_at).into())];
            format!("{} · {left}", say.with("saved-on", &words))
        }
        None => left,
    }
}
