//! Pledges and receipts on the fund's page: where each stands, and by whose hand.

use super::heads;
use super::offered::{self, Partners};
use crate::case::{Offers, Shown};
use crate::fund::bookings::model::{Contribution, Hand, Hands, PledgeReceipt};
use crate::kernel::money::Currency;
use crate::rules::lifecycle::BookingState;
use crate::rules::{Action, Matter};
use crate::web::screen::{Block, Cell, Field, Kind, Screen};
use crate::web::url;
use crate::words::Say;
use std::fmt::Display;

/// The tables of both.
pub(super) fn draw(say: &Say, screen: &mut Screen, pledges: &[Shown<Contribution>]) {
    let heading = say.t("heading-contributions");
    screen.section(heading, contributions(say, pledges));
    if pledges.iter().any(|one| !one.receipts.is_empty()) {
        screen.section(say.t("heading-receipts"), receipts(say, pledges));
    }
}

fn contributions(say: &Say, pledges: &[Shown<Contribution>]) -> Block {
    let rows = pledges
        .iter()
        .map(|one| {
            vec![
                Cell::text(&one.partner.name),
                Cell::text(&one.reference),
                Cell::day(say, one.pledged_on),
                Cell::money(say, &one.pledged),
                Cell::money(say, &one.received),
                Cell::state(say, one.state),
                Cell::text(hands(say, one.state, &one.hands)),
            ]
        })
        .collect();
    let names = [
        "partner",
        "reference",
        "pledged_on",
        "pledged",
        "received",
        "state",
        "by_whom",
    ];
    Block::Table {
        caption: say.t("heading-contributions"),
        head: heads(say, &names),
        rows,
        empty: say.t("empty-contributions"),
    }
}

fn receipts(say: &Say, pledges: &[Shown<Contribution>]) -> Block {
    let row = |pledge: &Contribution, one: &PledgeReceipt| {
        vec![
            Cell::text(&pledge.partner.name),
            Cell::text(&one.bank_reference),
            Cell::day(say, one.received_on),
            Cell::money(say, &one.amount),
            Cell::state(say, one.state),
            Cell::text(hands(say, one.state, &one.hands)),
        ]
    };
    let rows = pledges
        .iter()
        .flat_map(|pledge| pledge.receipts.iter().map(|one| row(pledge, one)))
        .collect();
    let names = [
        "partner",
        "bank_reference",
        "received_on",
        "received",
        "state",
        "by_whom",
    ];
    Block::Table {
        caption: say.t("heading-receipts"),
        head: heads(say, &names),
        rows,
        empty: String::new(),
    }
}

/// Who brought a booking to where it stands, and when.
fn hands(say: &Say, state: BookingState, hands: &Hands) -> String {
    let words = |hand: &Hand| {
        let reason = hand.reason.clone().unwrap_or_default();
        [
            ("who", hand.name.clone().into()),
            ("when", hand.at.into()),
            ("reason", reason.into()),
        ]
    };
    let mut all = vec![say.with("booking-proposed", &words(&hands.proposed))];
    if let Some(hand) = &hands.settled {
        all.push(match state {
            BookingState::Refused => say.with("booking-refused", &words(hand)),
            BookingState::Withdrawn => say.with("booking-withdrawn", &words(hand)),
            _ => say.with("booking-confirmed", &words(hand)),
        });
    }
    if let Some(hand) = &hands.reversal {
        all.push(say.with("booking-reversal", &words(hand)));
    }
    if let Some(hand) = &hands.reversed {
        all.push(say.with("booking-reversed", &words(hand)));
    }
    all.join(" ")
}

pub(super) fn amount(say: &Say, currency: Currency) -> Field {
    let kind = Kind::Amount(currency.code().to_owned());
    Field::new(say, "amount", kind, "")
}

/// What is asked of its reader about a pledge and each of its receipts.
pub(super) fn forms(
    say: &Say,
    screen: &mut Screen,
    partners: &Partners,
    one: &Shown<Contribution>,
) {
    receiving(say, screen, partners, one);
    let pledge = one.offers.about(Matter::Contribution(one.id));
    let named: Named = (&[&one.id], &one.reference);
    settling(say, screen, partners, &pledge, named);
    for receipt in &one.receipts {
        let offers = one.offers.about(Matter::Receipt(receipt.id));
        let named: Named = (&[&one.id, &receipt.id], &receipt.bank_reference);
        settling(say, screen, partners, &offers, named);
    }
}

fn receiving(say: &Say, screen: &mut Screen, partners: &Partners, one: &Shown<Contribution>) {
    let action = Action::ReceiveContribution;
    // What has come in whole has nothing left to do here.
    if !one.offers.free(action) {
        return;
    }
    let fields = vec![
        amount(say, one.pledged.currency()),
        Field::new(say, "received_on", Kind::Day, ""),
        Field::new(say, "bank_reference", Kind::Text, ""),
    ];
    let address = url::act(action, &[&one.id]);
    let form = offered::form(say, &one.offers, partners, action, address, fields);
    if let Some(mut form) = form {
        form.button = format!("{}: {}", form.button, one.reference);
        screen.form(form.folded());
    }
}

/// The parts of a booking's address, and its name.
type Named<'a> = (&'a [&'a dyn Display], &'a str);

fn settling(
    say: &Say,
    screen: &mut Screen,
    partners: &Partners,
    offers: &Offers,
    (ids, name): Named<'_>,
) {
    for action in [
        Action::ConfirmBooking,
        Action::ReverseBooking,
        Action::RefuseBooking,
        Action::KeepBooking,
        Action::WithdrawBooking,
        Action::ProposeReversal,
    ] {
        let fields = match action {
            Action::RefuseBooking | Action::KeepBooking | Action::ProposeReversal => {
                vec![Field::new(say, "reason", Kind::Prose(4_000), "")]
            }
            _ => Vec::new(),
        };
        let address = url::act(action, ids);
        let form = offered::form(say, offers, partners, action, address, fields);
        let Some(mut form) = form else {
            continue;
        };
        form.button = format!("{}: {name}", form.button);
        screen.form(match action {
            Action::ConfirmBooking | Action::ReverseBooking => form,
            _ => form.folded(),
        });
    }
}
