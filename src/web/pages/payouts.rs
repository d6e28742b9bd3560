//! Payouts as a queue, payment orders and their files.

use super::offered;
use super::{heads, more};
use crate::disbursements::{self, model::PayoutItem};
use crate::error::Result;
use crate::kernel::id::PaymentOrderId;
use crate::rules::Action;
use crate::web::screen::{Block, Cell, Field, Screen};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// Payouts as a table.
fn table(say: &Say, items: &[PayoutItem]) -> Block {
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

/// Payment orders.
pub fn orders(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let after = ask.query.get("after").cloned();
    let page = disbursements::queries::orders(ask.view, after.as_deref())?;
    let outgoing = disbursements::outgoing::of_reader(ask.view)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-orders"));
    if outgoing.iter().any(|one| one.0.payments_are_locked) {
        let lock = super::restores::lock(say, ask.view)?;
        screen
            .blocks
            .extend(lock.into_iter().flat_map(|(note, link)| [note, link]));
    }
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
            if order.is_whole {
                Cell::link(&order.file_name, url::order_file(id))
            } else {
                Cell::text(&order.file_name)
            },
        ),
        (say.t("field-digest"), Cell::Code(order.digest)),
    ]));
    for line in &order.replacing {
        let words = [
            ("line", line.end_to_end_id.as_str().into()),
            ("replaced", line.replaced.as_str().into()),
            ("order", line.order.as_str().into()),
            ("day", say.day(line.exported_at).into()),
        ];
        screen.add(Block::Note {
            class: "warn",
            text: say.with("order-line_replaces", &words),
        });
    }
    screen.add(Block::Verbatim(order.content));
    Ok(screen)
}
