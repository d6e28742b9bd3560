//! Anchors: the signed heads of trail and ledger, to be taken out of the house.

use super::{heads, more, offered};
use crate::anchors::queries;
use crate::error::Result;
use crate::fund;
use crate::rules::Action;
use crate::web::screen::{Block, Cell, Screen};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// Every anchor, with its file; and the button that makes another.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let shown = queries::shown(ask.view, ask.config, ask.after())?;
    let known = queries::known(ask.config);
    let partners = fund::queries::names(ask.view.conn)?;
    let (say, action) = (ask.say, Action::AnchorNow);
    let mut screen = Screen::new(say.t("nav-anchors"));
    screen.add(Block::Note {
        class: "plain",
        text: say.t("anchors-what"),
    });
    let address = url::act(action, &[]);
    let form = offered::form(say, &shown.offers, &partners, action, address, vec![]);
    if let Some(form) = form {
        screen.form(form);
    }
    let rows = shown.items.iter().map(|one| {
        let how = match one.is_daily {
            true => say.t("anchor-daily"),
            false => say.t("anchor-asked_for"),
        };
        vec![
            Cell::moment(say, one.anchored_at),
            Cell::text(how),
            Cell::Figure(one.audit_records.to_string()),
            Cell::Figure(one.journal_entries.to_string()),
            Cell::link(say.t("anchor-file"), url::anchor_file(one.id)),
        ]
    });
    screen.add(Block::Table {
        caption: say.t("nav-anchors"),
        head: heads(
            say,
            &[
                "anchored_at",
                "how",
                "audit_records",
                "journal_entries",
                "file",
            ],
        ),
        rows: rows.collect(),
        empty: say.t("empty-anchors"),
    });
    let next = shown.thing.next;
    screen.blocks.extend(more(ask, Page::Anchors, next));
    screen.section(say.t("heading-anchor_keys"), keys(say, known.keys));
    Ok(screen)
}

fn keys(say: &Say, keys: Vec<String>) -> Block {
    Block::Table {
        caption: say.t("heading-anchor_keys"),
        head: heads(say, &["public_key"]),
        rows: keys.into_iter().map(|key| vec![Cell::Code(key)]).collect(),
        empty: say.t("empty-anchor_keys"),
    }
}
