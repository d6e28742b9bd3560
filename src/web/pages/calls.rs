//! Calls as a list.

use super::{heads, more};
use crate::calls;
use crate::case::{Case, Whole};
use crate::error::Result;
use crate::rules::Action;
use crate::web::screen::{Block, Cell, Screen};
use crate::web::table::Ask;
use crate::web::url::{self, Page};

/// All calls this reader may see.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let page = calls::queries::list(ask.view, ask.after())?;
    let whole: Case<Whole> = ask.view.case_of(Whole)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-calls"));
    if whole.offer(Action::DraftCall).is_some() {
        let link = (say.action(Action::DraftCall), Page::NewCall.address());
        screen.add(Block::Links(vec![link]));
    }
    let rows = page
        .items
        .iter()
        .map(|one| {
            vec![
                Cell::link(&one.title, url::call(one.id)),
                Cell::Code(one.code.clone()),
                Cell::money(say, &one.budget),
                Cell::text(say.instant_in(one.deadline_at, &one.zone)),
                Cell::state(say, one.state),
            ]
        })
        .collect();
    screen.add(Block::Table {
        caption: say.t("nav-calls"),
        head: heads(say, &["title", "code", "budget", "deadline", "state"]),
        rows,
        empty: say.t("empty-calls"),
    });
    screen.blocks.extend(more(ask, Page::Calls, page.next));
    Ok(screen)
}
