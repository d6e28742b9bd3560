//! A fund that was restored from a backup: whose confirmation is missing, what the banks may know,
//! and the form with which a finance officer confirms it.

use super::{heads, offered};
use crate::db::tx::View;
use crate::error::Result;
use crate::kernel::id::RestoreId;
use crate::restores::model::{Bank, Known, Restore};
use crate::restores::queries;
use crate::rules::restore::RestoreState;
use crate::rules::{Action, Matter};
use crate::tasks;
use crate::web::parts::{Banner, Colours};
use crate::web::screen::{Block, Cell, Field, Kind, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url;
use crate::words::Say;

/// One restore.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: RestoreId = ask.ids.get("id")?;
    let (restore, known) = queries::page(ask.view, id)?;
    let tasks = tasks::queries::of_matter(ask.view, Matter::Restore(id), |_| false)?;
    let colours = Colours::of(ask.view)?;
    let (say, now) = (ask.say, ask.view.now());
    let more = match restore.state {
        RestoreState::Locked => say.t("restore-locked"),
        RestoreState::Open => say.t("restore-open"),
        RestoreState::Superseded => say.t("restore-superseded"),
    };
    let mut screen = Screen::new(say.t("title-restore"))
        .tagged(Tag::of(say, restore.state))
        .awaiting(Banner::of(say, &colours, &tasks, now, more));
    screen.add(Block::Facts(facts(say, &restore)));
    screen.section(say.t("heading-banks"), banks(say, &restore));
    for bank in restore.outstanding().filter(|bank| !bank.has_officer) {
        let words = [("partner", bank.name.as_str().into())];
        let text = say.with("restore-nobody_in_office", &words);
        screen.add(Block::Note {
            class: "warn",
            text,
        });
    }
    if !known.is_empty() {
        screen.section(say.t("heading-known_payments"), payments(say, &known));
        screen.add(Block::Prose(say.t("restore-left_already")));
    }
    let fields = vec![
        Field::new(say, "statement", Kind::Text, ""),
        Field::new(say, "seen_until", Kind::Day, ""),
        Field::new(say, "missing", Kind::Prose(4_000), ""),
    ];
    let (action, names) = (Action::ConfirmBankState, colours.names());
    let address = url::act(action, &[&id]);
    if let Some(form) = offered::form(say, &restore.offers, &names, action, address, fields) {
        screen.form(form);
    }
    Ok(screen)
}

/// What a page of payments says while they are locked, with the way to where it is confirmed.
pub(super) fn lock(say: &Say, view: &mut View<'_>) -> Result<Option<(Block, Block)>> {
    let Some(restore) = queries::lock(view.conn)? else {
        return Ok(None);
    };
    let names: Vec<String> = restore
        .outstanding()
        .map(|bank| bank.name.clone())
        .collect();
    let words = [
        ("when", restore.restored_at.into()),
        ("partners", say.list(&names).into()),
    ];
    let note = Block::Note {
        class: "warn",
        text: say.with("payments-locked", &words),
    };
    let link = (say.t("title-restore"), url::restore(restore.id));
    Ok(Some((note, Block::Links(vec![link]))))
}

fn facts(say: &Say, restore: &Restore) -> Vec<(String, Cell)> {
    let mut facts = vec![
        (
            say.t("field-restored_at"),
            Cell::moment(say, restore.restored_at),
        ),
        (say.t("field-taken_at"), Cell::moment(say, restore.taken_at)),
        (say.t("field-digest"), Cell::Code(restore.sha256.clone())),
        (say.t("field-program"), Cell::Code(restore.program.clone())),
        (say.t("field-number_mark"), Cell::Code(restore.mark.clone())),
    ];
    if let Some(at) = restore.opened_at {
        facts.push((say.t("field-opened_at"), Cell::moment(say, at)));
    }
    facts
}

fn banks(say: &Say, restore: &Restore) -> Block {
    let row = |bank: &Bank| {
        let said = bank.confirmed.as_ref();
        let text = |of: Option<String>| Cell::text(of.unwrap_or_default());
        vec![
            Cell::text(&bank.name),
            match said {
                Some(said) => Cell::text(&said.by),
                None => Cell::Tag(Tag {
                    text: say.t("bank-outstanding"),
                    class: "warn",
                }),
            },
            text(said.map(|said| say.instant(said.at))),
            text(said.map(|said| said.statement.clone())),
            text(said.map(|said| say.date(said.seen_until))),
            text(said.map(|said| said.missing.clone())),
        ]
    };
    Block::Table {
        caption: say.t("heading-banks"),
        head: heads(
            say,
            &[
                "partner",
                "confirmed_by",
                "confirmed_at",
                "statement",
                "seen_until",
                "missing",
            ],
        ),
        rows: restore.banks.iter().map(row).collect(),
        empty: say.t("empty-partners"),
    }
}

fn payments(say: &Say, known: &[Known]) -> Block {
    let row = |one: &Known| {
        let order = match &one.order {
            Some(order) => Cell::link(&order.end_to_end_id, url::payment_order(order.id)),
            None => Cell::Code(one.left_as.clone().unwrap_or_default()),
        };
        let exported = one
            .order
            .as_ref()
            .map(|order| say.instant(order.exported_at));
        vec![
            Cell::link(&one.payee, url::payout(one.payout)),
            Cell::text(&one.payer),
            Cell::money(say, &one.amount),
            match one.left_as {
                Some(_) => Cell::Tag(Tag {
                    text: say.t("payout-left_already"),
                    class: "warn",
                }),
                None => Cell::state(say, one.state),
            },
            order,
            Cell::text(exported.unwrap_or_default()),
        ]
    };
    Block::Table {
        caption: say.t("heading-known_payments"),
        head: heads(
            say,
            &[
                "payee",
                "payer",
                "amount",
                "state",
                "end_to_end_id",
                "exported_at",
            ],
        ),
        rows: known.iter().map(row).collect(),
        empty: say.t("empty-payouts"),
    }
}
