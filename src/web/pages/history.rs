//! The history of a matter.

use super::{heads, more};
use crate::audit;
use crate::error::{Error, Result};
use crate::rules::Matter;
use crate::rules::matter::MatterKind;
use crate::web::screen::{Block, Cell, Screen};
use crate::web::table::Ask;
use crate::web::url::Page;

/// The matter an address speaks of.
pub(in crate::web) fn matter(ask: &Ask<'_, '_>) -> Result<Matter> {
    let kind: MatterKind = ask.ids.get("kind")?;
    let id = ask.ids.0.get("id").and_then(|text| text.parse().ok());
    id.map(|id| Matter::from_parts(kind, id))
        .ok_or(Error::NotFound(kind))
}

/// Who did what to a matter, in what capacity, on what ground.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let matter = matter(ask)?;
    let after = ask.query.get("after").cloned();
    let page = audit::queries::history(ask.view, matter, after.as_deref())?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("heading-history"));
    let rows = page
        .items
        .iter()
        .map(|one| {
            let json = |value: &Option<crate::db::column::JsonValue>| {
                value
                    .as_ref()
                    .map(|json| json.0.to_string())
                    .unwrap_or_default()
            };
            let number = one.sequence.map(|number| Cell::Figure(number.to_string()));
            let told = [
                Cell::moment(say, one.recorded_at),
                Cell::text(&one.actor),
                Cell::text(say.capacity(one.capacity)),
                Cell::text(say.action(one.action)),
                Cell::text(match one.outcome.as_str() {
                    "done" => say.t("audit-done"),
                    _ => say.t("audit-refused"),
                }),
                Cell::text(one.ground.clone().unwrap_or_default()),
                Cell::Code(json(&one.before)),
                Cell::Code(json(&one.after)),
            ];
            number.into_iter().chain(told).collect()
        })
        .collect();
    let is_numbered = page.items.iter().any(|one| one.sequence.is_some());
    let number = is_numbered.then_some("entry");
    let told = [
        "time", "name", "capacity", "action", "outcome", "reason", "before", "after",
    ];
    let names: Vec<&str> = number.into_iter().chain(told).collect();
    screen.add(Block::Table {
        caption: say.t("heading-history"),
        head: heads(say, &names),
        rows,
        empty: say.t("empty-history"),
    });
    screen.blocks.extend(more(ask, Page::History, page.next));
    Ok(screen)
}
