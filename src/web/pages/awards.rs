//! Awards as a list.

use super::{heads, more};
use crate::awards;
use crate::error::Result;
use crate::web::screen::{Block, Cell, Screen};
use crate::web::table::Ask;
use crate::web::url::Page;

/// The awards this reader may open.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let after = ask.query.get("after").cloned();
    let page = awards::queries::list(ask.view, after.as_deref())?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-awards"));
    let rows = page
        .items
        .iter()
        .map(|one| {
            vec![
                Cell::Code(one.number.clone().unwrap_or_default()),
                Cell::link(&one.title, format!("/awards/{}", one.id)),
                Cell::text(&one.organisation),
                Cell::money(say, &one.granted),
                Cell::state(say, one.state),
            ]
        })
        .collect();
    screen.add(Block::Table {
        caption: say.t("nav-awards"),
        head: heads(
            say,
            &["number", "title", "organisation", "granted", "state"],
        ),
        rows,
        empty: say.t("empty-awards"),
    });
    screen.blocks.extend(more(ask, Page::Awards, page.next));
    Ok(screen)
}
