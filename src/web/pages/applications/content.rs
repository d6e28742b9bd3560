//! What an application says.

use crate::applications::model::Application;
use crate::web::pages::heads;
use crate::web::screen::{Block, Cell, Screen};
use crate::web::url;
use crate::words::Say;

/// What the application says; also shown to reviewers beside their sheet.
pub(in crate::web::pages) fn content(say: &Say, screen: &mut Screen, application: &Application) {
    screen.section(
        say.t("field-summary"),
        Block::Prose(application.summary.clone()),
    );
    for answer in &application.answers {
        screen.section(&answer.prompt, Block::Prose(answer.answer.clone()));
    }
    let rows = application
        .participants
        .iter()
        .map(|one| {
            vec![
                Cell::text(&one.organisation_name),
                Cell::text(one.country.clone().unwrap_or_default()),
                Cell::money(say, &one.costs),
                Cell::money(say, &one.requested),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-participants"),
        Block::Table {
            caption: say.t("heading-participants"),
            head: heads(say, &["organisation_name", "country", "costs", "requested"]),
            rows,
            empty: say.t("empty-participants"),
        },
    );
    if !application.attachments.is_empty() {
        let rows = application
            .attachments
            .iter()
            .map(|one| {
                vec![
                    Cell::link(&one.name, url::file(one.id)),
                    Cell::Code(one.media_type.clone()),
                    Cell::Figure(format!("{} KiB", (one.size_bytes + 1023) / 1024)),
                ]
            })
            .collect();
        screen.section(
            say.t("heading-files"),
            Block::Table {
                caption: say.t("heading-files"),
                head: heads(say, &["file", "media_type", "size"]),
                rows,
                empty: String::new(),
            },
        );
    }
}
