//! The books, and the letters of the outbox.

use super::offered;
use super::{heads, more};
use crate::error::{Error, Result};
use crate::identity::second_factor::queries::codes_of_the_demo;
use crate::kernel::fault::{Fault, FaultCode};
use crate::ledger::{self, posting::Account};
use crate::notifications;
use crate::rules::Action;
use crate::rules::matter::MatterKind;
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen};
use crate::web::table::Ask;
use crate::web::url::{self, Page};

pub fn trial_balance(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let balance = ledger::queries::trial_balance(ask.view)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-books"));
    let (class, key) = if balance.balances_out {
        ("good", "books-balance")
    } else {
        ("bad", "books-do-not-balance")
    };
    screen.add(Block::Note {
        class,
        text: say.t(key),
    });
    for book in ledger::posting::Book::ALL {
        let rows = balance
            .balances
            .iter()
            .filter(|one| one.book == *book)
            .map(|one| {
                vec![
                    Cell::link(
                        format!("{} {}", one.account, say.name(one.account)),
                        format!("/books/{}", one.account),
                    ),
                    Cell::text(one.partner.clone().unwrap_or_else(|| say.t("common-pot"))),
                    Cell::money(say, &one.balance),
                ]
            })
            .collect();
        let heading = say.name(*book);
        screen.section(
            heading.clone(),
            Block::Table {
                caption: heading,
                head: heads(say, &["account", "partner", "balance"]),
                rows,
                empty: say.t("empty-books"),
            },
        );
    }
    Ok(screen)
}

/// The statement of an account.
pub fn statement(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let account: Account = ask
        .ids
        .get("account")
        .map_err(|_| Error::NotFound(MatterKind::Fund))?;
    let after = ask.query.get("after").cloned();
    let page = ledger::queries::statement(ask.view, account, after.as_deref())?;
    let say = ask.say;
    let mut screen =
        Screen::new(format!("{account} {}", say.name(account))).under(say.t("nav-books"), "/books");
    let rows = page
        .items
        .iter()
        .map(|one| {
            vec![
                Cell::Figure(one.sequence.to_string()),
                Cell::day(say, one.booked_on),
                Cell::text(say.button(&one.cause)),
                Cell::text(&one.note),
                Cell::text(one.partner.clone().unwrap_or_default()),
                Cell::money(say, &one.amount),
            ]
        })
        .collect();
    screen.add(Block::Table {
        caption: say.t("nav-books"),
        head: heads(
            say,
            &["entry", "booked_on", "cause", "note", "partner", "amount"],
        ),
        rows,
        empty: say.t("empty-books"),
    });
    screen.blocks.extend(more(ask, Page::Statement, page.next));
    Ok(screen)
}

/// The outbox, without the letters' text.
pub fn letters(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let page = notifications::queries::shown(ask.view, ask.after())?;
    let (say, action) = (ask.say, Action::RetryLetter);
    let mut screen = Screen::new(say.t("nav-letters"));
    for one in &page.items {
        let address = url::act(action, &[&one.id]);
        let form = offered::form(say, &one.offers, &[], action, address, vec![]);
        if let Some(mut form) = form {
            form.button = format!("{}: {}", form.button, one.subject);
            screen.form(form.plain());
        }
    }
    let rows = page
        .items
        .iter()
        .map(|one| {
            vec![
                Cell::mailbox(&one.recipient),
                Cell::text(&one.subject),
                Cell::moment(say, one.created_at),
                Cell::Figure(one.attempts.to_string()),
                Cell::Figure(one.repeats.to_string()),
                Cell::text(one.last_error.clone().unwrap_or_default()),
                Cell::state(say, one.state),
            ]
        })
        .collect();
    screen.add(Block::Table {
        caption: say.t("nav-letters"),
        head: heads(
            say,
            &[
                "recipient",
                "subject",
                "created_at",
                "attempts",
                "repeats",
                "last_error",
                "state",
            ],
        ),
        rows,
        empty: say.t("empty-letters"),
    });
    screen.blocks.extend(more(ask, Page::Letters, page.next));
    Ok(screen)
}

/// The most days the demo's clock is moved at once.
const MOST_DAYS: u32 = 366;

/// How many days the demo's clock is moved.
pub(in crate::web) fn days_to_turn(typed: &str) -> std::result::Result<u32, Fault> {
    let days: u32 = typed
        .trim()
        .parse()
        .map_err(|_| Fault::new(FaultCode::NotANumber))?;
    match days {
        0 => Err(Fault::limited(FaultCode::TooSmall, 1)),
        1..=MOST_DAYS => Ok(days),
        _ => Err(Fault::limited(FaultCode::TooLarge, MOST_DAYS)),
    }
}

/// The demo's mailbox: every letter as its reader gets it.
pub fn mailbox(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    if !ask.config.fund.demo {
        return Err(Error::NotFound(MatterKind::Letter));
    }
    let after = ask.query.get("after").cloned();
    let page = notifications::queries::mailbox(ask.view, after.as_deref())?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-mailbox"));
    let typed = ask.query.get("days").map_or("1", String::as_str);
    let mut days = Field::new(say, "days", Kind::Number, typed);
    if let Err(fault) = days_to_turn(typed) {
        days.faults.push(say.fault(&fault));
    }
    let now = ask.view.now();
    let mut form = Form::new(say, "/demo/clock", "turn_the_clock", vec![days]);
    form.intro = say.with("intro-turn_the_clock", &[("now", now.into())]);
    screen.form(form);
    let codes = codes_of_the_demo(ask.view, ask.config)?;
    if !codes.is_empty() {
        let codes = codes.into_iter();
        let facts = codes.map(|(who, code)| (who, Cell::Code(code)));
        screen.add(Block::Heading(say.t("heading-factor_codes")));
        screen.add(Block::Prose(say.t("mailbox-factor_codes")));
        screen.add(Block::Facts(facts.collect()));
    }
    let public = ask.config.server.public_url.clone();
    for letter in page.items {
        screen.add(Block::Heading(letter.item.subject.clone()));
        screen.add(Block::Facts(vec![
            (
                say.t("field-recipient"),
                Cell::mailbox(&letter.item.recipient),
            ),
            (
                say.t("field-created_at"),
                Cell::moment(say, letter.item.created_at),
            ),
        ]));
        let links = letter
            .text
            .lines()
            .filter_map(|line| line.trim().strip_prefix(&public))
            .map(|path| (say.t("letter-link"), path.to_owned()))
            .collect();
        screen.add(Block::Verbatim(letter.text));
        screen.add(Block::Links(links));
    }
    screen.blocks.extend(more(ask, Page::Mailbox, page.next));
    Ok(screen)
}
