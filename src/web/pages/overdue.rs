//! What is overdue, and with whom: for those who answer for the fund or a partner as a whole.

use super::{heads, more};
use crate::error::Result;
use crate::tasks::queries::{self, Task};
use crate::web::screen::{Block, Cell, Screen};
use crate::web::table::Ask;
use crate::web::url::Page;
use crate::words::Say;

/// The list, longest overdue first.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let page = queries::overdue(ask.view, ask.after())?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-overdue"));
    screen.add(Block::Table {
        caption: say.t("nav-overdue"),
        head: heads(say, &["due", "waits_for", "task", "title"]),
        rows: page.items.iter().map(|task| row(say, task)).collect(),
        empty: say.t("empty-overdue"),
    });
    screen.blocks.extend(more(ask, Page::Overdue, page.next));
    Ok(screen)
}

fn row(say: &Say, task: &Task) -> Vec<Cell> {
    let mut whom = vec![say.capacity(task.capacity)];
    whom.extend(task.partner.clone());
    vec![
        task.due
            .map_or(Cell::text(""), |due| Cell::moment(say, due)),
        Cell::text(whom.join(" · ")),
        Cell::text(say.task(task.action.code())),
        Cell::text(&task.title),
    ]
}
