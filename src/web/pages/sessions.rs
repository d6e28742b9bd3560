//! Where people are signed in, and who tried to be.

use super::{heads, more};
use crate::error::Result;
use crate::identity::model::{SessionItem, SessionKind};
use crate::identity::{tries, whereabouts};
use crate::rules::Action;
use crate::web::screen::{Block, Cell, Form, Screen};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// The reader's own sessions, each with the button that ends it.
pub(super) fn own(ask: &mut Ask<'_, '_>, screen: &mut Screen) -> Result<()> {
    let own = whereabouts::queries::own(ask.view)?;
    let say = ask.say;
    let table = Block::Table {
        caption: say.t("heading-sessions"),
        head: heads(
            say,
            &[
                "device",
                "network",
                "created_at",
                "seen_at",
                "failures_before",
            ],
        ),
        rows: own.iter().map(|one| row(say, one)).collect(),
        empty: say.t("empty-sessions"),
    };
    screen.section(say.t("heading-sessions"), table);
    let others: Vec<&SessionItem> = own.iter().filter(|one| !one.is_this_one).collect();
    for one in &others {
        let address = url::act(Action::EndSession, &[&one.id]);
        let mut form = Form::new(say, address, Action::EndSession.code(), vec![]);
        let since = say.instant(one.created_at);
        form.button = format!("{}: {}, {since}", form.button, device(say, one));
        screen.form(form.plain());
    }
    if others.len() > 1 {
        let action = Action::EndOtherSessions;
        let form = Form::new(say, url::act(action, &[]), action.code(), vec![]);
        screen.form(form.danger());
    }
    Ok(())
}

fn device(say: &Say, one: &SessionItem) -> String {
    match (&one.device, one.kind) {
        (Some(device), _) => device.clone(),
        (None, SessionKind::Api) => say.t("session-program"),
        (None, SessionKind::Browser) => say.t("session-unknown_device"),
    }
}

fn row(say: &Say, one: &SessionItem) -> Vec<Cell> {
    let mut words = vec![device(say, one)];
    words.extend(one.is_this_one.then(|| say.t("session-here")));
    vec![
        Cell::text(words.join(" · ")),
        Cell::Code(one.network.clone().unwrap_or_else(|| "–".to_owned())),
        Cell::moment(say, one.created_at),
        Cell::moment(say, one.seen_at),
        Cell::text(one.failures_before.to_string()),
    ]
}

/// Wrong passwords, for those who look after the installation.
pub fn failed(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let page = tries::queries::failed_sign_ins(ask.view, ask.after())?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-failed_sign_ins"));
    screen.add(Block::Prose(say.t("failed_sign_ins-told")));
    let rows = page.items.iter().map(|one| {
        let account = match (one.account, &one.name) {
            (Some(id), Some(name)) => Cell::link(name, url::person(id)),
            _ => Cell::text(say.t("nobodys_address")),
        };
        vec![
            account,
            Cell::Code(one.network.clone()),
            Cell::text(one.in_a_row.to_string()),
            Cell::text(one.in_all.to_string()),
            Cell::moment(say, one.first_at),
            Cell::moment(say, one.last_at),
        ]
    });
    screen.add(Block::Table {
        caption: say.t("nav-failed_sign_ins"),
        head: heads(
            say,
            &[
                "account", "network", "in_a_row", "in_all", "first_at", "last_at",
            ],
        ),
        rows: rows.collect(),
        empty: say.t("empty-failed_sign_ins"),
    });
    screen
        .blocks
        .extend(more(ask, Page::FailedSignIns, page.next));
    Ok(screen)
}
