//! Applications as a list, and the form of a draft.

mod form;

pub(super) use form::draft;
pub(in crate::web) use form::edit;

use super::{heads, more};
use crate::applications::{self, model::Application, queries::Narrowed};
use crate::error::Result;
use crate::kernel::time::Instant;
use crate::rules::lifecycle::ApplicationState;
use crate::web::screen::{Block, Cell, Screen};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// What the address narrows the list to.
///
/// # Errors
/// A fault at a filter that cannot be read.
pub(in crate::web) fn narrowed(ask: &Ask<'_, '_>) -> Result<Narrowed> {
    Ok(Narrowed {
        call: ask.filter("call")?,
        state: ask.filter("state")?,
    })
}

/// The applications this reader may open.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let after = ask.query.get("after").cloned();
    let narrowed = narrowed(ask)?;
    let page = applications::queries::list(ask.view, &narrowed, after.as_deref())?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-applications"));
    let rows = page
        .items
        .iter()
        .map(|one| {
            let title = if one.title.is_empty() {
                say.t("untitled")
            } else {
                one.title.clone()
            };
            vec![
                Cell::Code(one.number.clone().unwrap_or_default()),
                Cell::link(title, url::application(one.id)),
                Cell::text(&one.organisation),
                Cell::text(&one.call_title),
                Cell::state(say, one.state),
            ]
        })
        .collect();
    screen.add(Block::Table {
        caption: say.t("nav-applications"),
        head: heads(say, &["number", "title", "organisation", "call", "state"]),
        rows,
        empty: say.t("empty-applications"),
    });
    screen
        .blocks
        .extend(more(ask, Page::Applications, page.next));
    Ok(screen)
}

/// What happens next with an application, as its state and the hour have it.
pub(super) fn next_step(say: &Say, application: &Application, now: Instant) -> String {
    let window = &application.terms.window;
    let deadline = say.instant_for(window.deadline_at, &window.zone);
    let is_over = window.deadline_at <= now;
    let words = [("deadline", deadline.into())];
    match application.state {
        // The calendar may not have come round yet; the deadline has passed all the same.
        ApplicationState::Draft if is_over => say.next(ApplicationState::Missed, &words),
        ApplicationState::Submitted if is_over => say.with("next-application-checked", &words),
        state => say.next(state, &words),
    }
}
