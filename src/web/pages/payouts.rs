//! Payouts: the queue, the card with its two seats, orders and what the bank answers.

use super::offered::{self, Partners};
use super::{heads, more, standing_to};
use crate::case::Shown;
use crate::disbursements::{
    self,
    model::{BankAnswer, BankReason, Payout, PayoutItem, Seat},
};
use crate::error::Result;
use crate::fund;
use crate::kernel::id::{PaymentOrderId, PayoutId};
use crate::rules::visibility::Sight;
use crate::rules::{Action, Matter, decide};
use crate::web::screen::{Block, Cell, Field, Kind, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// Payouts as a table.
pub(super) fn table(say: &Say, items: &[PayoutItem]) -> Block {
    Block::Table {
        caption: say.t("nav-payouts"),
        head: heads(
            say,
            &["number", "payee", "kind", "payer", "amount", "state"],
        ),
        rows: items
            .iter()
            .map(|one| {
                vec![
                    Cell::Code(one.number.clone().unwrap_or_default()),
                    Cell::link(&one.payee, format!("/payouts/{}", one.id)),
                    Cell::text(say.name(one.kind)),
                    Cell::text(&one.payer),
                    Cell::money(say, &one.amount),
                    Cell::state(say, one.state),
                ]
            })
            .collect(),
        empty: say.t("empty-payouts"),
    }
}

/// The payouts this reader may open.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let after = ask.query.get("after").cloned();
    let state = ask.filter("state")?;
    let page = disbursements::queries::list(ask.view, None, state, after.as_deref())?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-payouts"));
    screen.add(table(say, &page.items));
    screen.blocks.extend(more(ask, Page::Payouts, page.next));
    Ok(screen)
}

/// One payout.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: PayoutId = ask.ids.get("id")?;
    let payout = disbursements::queries::page(ask.view, id)?;
    let standing = standing_to(ask, Matter::Payout(id))?;
    let partners = fund::queries::names(ask.view.conn)?;
    let say = ask.say;
    let mut screen = Screen::new(say.with(
        "title-payout",
        &[
            ("amount", say.money(&payout.amount).into()),
            ("payee", payout.payee.as_str().into()),
        ],
    ))
    .under(say.t("nav-payouts"), "/payouts")
    .tagged(Tag::of(say, payout.state))
    .next(say.next(payout.state, &[]));
    let cause = payout
        .milestone_title
        .clone()
        .unwrap_or_else(|| say.name(payout.kind));
    screen.add(Block::Facts(vec![
        (say.t("field-payee"), Cell::text(&payout.payee)),
        (say.t("field-holder"), Cell::text(&payout.holder)),
        (say.t("field-iban"), Cell::Code(payout.iban.clone())),
        (
            say.t("field-usable_from"),
            payout
                .usable_from
                .map_or(Cell::text(""), |at| Cell::moment(say, at)),
        ),
        (say.t("field-amount"), Cell::money(say, &payout.amount)),
        (say.t("field-cause"), Cell::text(cause)),
        (say.t("field-payer"), Cell::text(&payout.payer_code)),
        (say.t("field-digest"), Cell::Code(payout.digest.clone())),
    ]));
    if let Some(reason) = payout.reason.as_ref().filter(|reason| !reason.is_empty()) {
        screen.add(Block::Note {
            class: "warn",
            text: reason.clone(),
        });
    }
    seats(say, &mut screen, &payout);
    with_the_bank(say, &mut screen, &payout);
    forms(say, &mut screen, &payout, &partners);
    let mut facts = vec![
        (
            say.t("title-award"),
            Cell::link(&payout.number, format!("/awards/{}", payout.award)),
        ),
        (
            say.t("field-requested_at"),
            Cell::moment(say, payout.requested_at),
        ),
    ];
    if let Some(one) = &payout.confirmation {
        facts.push((
            say.t("field-bank_reference"),
            Cell::Code(one.bank_reference.clone()),
        ));
        facts.push((say.t("field-booked_on"), Cell::day(say, one.booked_on)));
    }
    screen.aside.push(Block::Facts(facts));
    if decide::sees(&standing, Sight::History) {
        let links = vec![(say.t("heading-history"), format!("/history/payout/{id}"))];
        screen.aside.push(Block::Links(links));
    }
    Ok(screen)
}

fn seats(say: &Say, screen: &mut Screen, payout: &Payout) {
    let rows = Seat::ALL
        .iter()
        .map(|seat| {
            let taken = payout.seats.iter().find(|one| one.seat == *seat);
            vec![
                Cell::text(say.name(*seat)),
                Cell::text(taken.map_or_else(|| say.t("seat-free"), |one| one.by.clone())),
                Cell::text(taken.map(|one| one.partner.clone()).unwrap_or_default()),
                taken.map_or(Cell::text(""), |one| Cell::moment(say, one.approved_at)),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-seats"),
        Block::Table {
            caption: say.t("heading-seats"),
            head: heads(say, &["seat", "name", "partner", "approved_at"]),
            rows,
            empty: String::new(),
        },
    );
}

fn forms(say: &Say, screen: &mut Screen, payout: &Shown<Payout>, partners: &Partners) {
    let id = payout.id;
    let mut form = |action: Action, path: &str, fields: Vec<Field>, is_grave: bool| {
        let address = format!("/payouts/{id}/{path}");
        if let Some(form) = offered::form(say, &payout.offers, partners, action, address, fields) {
            screen.form(if is_grave { form.danger() } else { form });
        }
    };
    let reason = || vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
    form(Action::VerifyPayout, "verify", vec![], false);
    form(Action::ApprovePayout, "approve", vec![], false);
    form(Action::ReleasePayout, "release", vec![], false);
    let currency = payout.amount.currency().code();
    form(
        Action::ConfirmPayout,
        "confirm",
        booking(say, currency, false),
        false,
    );
    form(
        Action::CorrectDiscrepancy,
        "correct",
        booking(say, currency, true),
        false,
    );
    form(
        Action::RecordDiscrepancy,
        "query",
        booking(say, currency, true),
        true,
    );
    form(Action::RecordBankRejection, "reject", sent_back(say), true);
    form(Action::RecordBankReturn, "return", sent_back(say), true);
    form(Action::ChangePayout, "change", reason(), true);
    form(Action::RefusePayout, "refuse", reason(), true);
    form(Action::CancelPayout, "cancel", vec![], true);
}

/// What a statement shows of a booking.
fn booking(say: &Say, currency: &str, with_note: bool) -> Vec<Field> {
    let mut fields = vec![
        Field::new(say, "bank_reference", Kind::Text, ""),
        Field::new(say, "booked_on", Kind::Day, ""),
        Field::new(say, "amount", Kind::Amount(currency.to_owned()), ""),
    ];
    if with_note {
        fields.push(Field::new(say, "note", Kind::Prose(4_000), ""));
    }
    fields
}

/// What the bank says of a payment that did not arrive.
fn sent_back(say: &Say) -> Vec<Field> {
    let reasons = say.choices::<BankReason>();
    vec![
        Field::new(say, "reason_code", Kind::Choice(reasons), ""),
        Field::new(say, "bank_reference", Kind::Text, ""),
        Field::new(say, "booked_on", Kind::Day, ""),
        Field::new(say, "reason", Kind::Prose(4_000), ""),
    ]
}

/// The lines it was ordered by, and what the bank said of each.
fn with_the_bank(say: &Say, screen: &mut Screen, payout: &Payout) {
    if payout.lines.is_empty() {
        return;
    }
    let rows = payout
        .lines
        .iter()
        .map(|line| {
            let answers: Vec<String> = payout
                .bank_answers
                .iter()
                .filter(|one| one.end_to_end_id == line.end_to_end_id)
                .map(|one| answer(say, one))
                .collect();
            vec![
                Cell::Code(line.end_to_end_id.clone()),
                Cell::Code(line.replaces.clone().unwrap_or_default()),
                Cell::text(answers.join(" · ")),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-with_the_bank"),
        Block::Table {
            caption: say.t("heading-with_the_bank"),
            head: heads(say, &["end_to_end_id", "replaces", "bank_answer"]),
            rows,
            empty: String::new(),
        },
    );
}

fn answer(say: &Say, one: &BankAnswer) -> String {
    let mut words = vec![say.name(one.kind)];
    words.extend(one.booked_on.map(|day| say.date(day)));
    words.extend(one.amount.map(|amount| say.money(&amount)));
    words.extend(one.bank_reference.clone());
    words.extend(one.reason_code.map(|reason| say.name(reason)));
    words.push(one.note.clone());
    words.retain(|word| !word.is_empty());
    words.join(", ")
}

/// Payment orders.
pub fn orders(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let after = ask.query.get("after").cloned();
    let page = disbursements::queries::orders(ask.view, after.as_deref())?;
    let outgoing = disbursements::outgoing::of_reader(ask.view)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-orders"));
    for (outgoing, offers) in outgoing {
        let fields = vec![Field::hidden("partner", outgoing.partner.to_string())];
        let address = url::act(Action::ExportOrder, &[]);
        let form = offered::form(say, &offers, &[], Action::ExportOrder, address, fields);
        if let Some(mut form) = form {
            form.button = format!("{}: {}", form.button, outgoing.name);
            screen.form(form);
        }
    }
    let rows = page
        .items
        .iter()
        .map(|one| {
            vec![
                Cell::link(&one.number, format!("/payment-orders/{}", one.id)),
                Cell::text(&one.payer),
                Cell::money(say, &one.total),
                Cell::moment(say, one.exported_at),
            ]
        })
        .collect();
    screen.add(Block::Table {
        caption: say.t("nav-orders"),
        head: heads(say, &["number", "payer", "total_amount", "exported_at"]),
        rows,
        empty: say.t("empty-orders"),
    });
    screen
        .blocks
        .extend(more(ask, Page::PaymentOrders, page.next));
    Ok(screen)
}

/// One payment order with its bytes.
pub fn order(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: PaymentOrderId = ask.ids.get("id")?;
    let order = disbursements::queries::order(ask.view, id)?;
    let say = ask.say;
    let mut screen = Screen::new(&order.number).under(say.t("nav-orders"), "/payment-orders");
    screen.add(Block::Facts(vec![
        (say.t("field-payer"), Cell::text(&order.payer)),
        (say.t("field-total_amount"), Cell::money(say, &order.total)),
        (
            say.t("field-exported_at"),
            Cell::moment(say, order.exported_at),
        ),
        (
            say.t("field-file"),
            Cell::link(&order.file_name, format!("/payment-orders/{id}/file")),
        ),
        (say.t("field-digest"), Cell::Code(order.digest)),
    ]));
    screen.add(Block::Verbatim(order.content));
    Ok(screen)
}
