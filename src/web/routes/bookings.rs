//! Pledges and receipts: proposed, confirmed, reversed.

use crate::case::{Reasoned, Saw};
use crate::db::tx::Tx;
use crate::deeds;
use crate::error::Result;
use crate::fund::bookings::actions as bookings;
use crate::fund::bookings::model::Contribution;
use crate::fund::bookings::queries::{contributions, receipt_of};
use crate::fund::bookings::subject::Entered;
use crate::fund::input::{Pledge, Receive};
use crate::fund::queries;
use crate::kernel::id::ReceiptId;
use crate::rules::Action;
use crate::web::deed::{At, Deed, deed};
use crate::web::read::{Read, read};
use crate::web::url::Page;

/// The receipt an address speaks of: one of that pledge's.
fn received(tx: &mut Tx<'_>, at: &At<'_>) -> Result<ReceiptId> {
    receipt_of(tx.conn, at.id("contribution")?, at.id("receipt")?)
}

pub(super) fn deeds() -> Vec<Deed> {
    let mut all = deeds![
        deed(Action::PledgeContribution)
            .at("/partners/{partner}/contributions")
            .shown_on(Page::Fund)
            .takes::<Pledge>()
            .does(|tx, at, input| bookings::pledge(tx, at.id("partner")?, input))
            .once(),
        deed(Action::ReceiveContribution)
            .at("/contributions/{contribution}/receipts")
            .shown_on(Page::Fund)
            .takes::<Receive>()
            .does(|tx, at, input| bookings::receive(tx, at.id("contribution")?, input))
            .once(),
    ];
    all.extend(of_pledges());
    all.extend(of_receipts());
    all
}

fn of_pledges() -> Vec<Deed> {
    deeds![
        deed(Action::ConfirmBooking)
            .at("/contributions/{contribution}/confirm")
            .shown_on(Page::Fund)
            .takes::<Saw>()
            .does(|tx, at, saw| {
                bookings::confirm::<Contribution>(tx, at.id("contribution")?, saw)
            })
            .once(),
        deed(Action::RefuseBooking)
            .at("/contributions/{contribution}/refuse")
            .shown_on(Page::Fund)
            .takes::<Reasoned>()
            .does(|tx, at, why| {
                bookings::refuse::<Contribution>(tx, at.id("contribution")?, why)
            })
            .once(),
        deed(Action::WithdrawBooking)
            .at("/contributions/{contribution}/withdraw")
            .shown_on(Page::Fund)
            .takes::<Saw>()
            .does(|tx, at, saw| {
                bookings::withdraw::<Contribution>(tx, at.id("contribution")?, saw)
            })
            .once(),
        deed(Action::ProposeReversal)
            .at("/contributions/{contribution}/reverse")
            .shown_on(Page::Fund)
            .takes::<Reasoned>()
            .does(|tx, at, why| {
                bookings::propose_reversal::<Contribution>(tx, at.id("contribution")?, why)
            })
            .once(),
        deed(Action::ReverseBooking)
            .at("/contributions/{contribution}/confirm-reversal")
            .shown_on(Page::Fund)
            .takes::<Saw>()
            .does(|tx, at, saw| {
                bookings::reverse::<Contribution>(tx, at.id("contribution")?, saw)
            })
            .once(),
        deed(Action::KeepBooking)
            .at("/contributions/{contribution}/keep")
            .shown_on(Page::Fund)
            .takes::<Reasoned>()
            .does(|tx, at, why| bookings::keep::<Contribution>(tx, at.id("contribution")?, why))
            .once(),
    ]
}

fn of_receipts() -> Vec<Deed> {
    deeds![
        deed(Action::ConfirmBooking)
            .at("/contributions/{contribution}/receipts/{receipt}/confirm")
            .shown_on(Page::Fund)
            .takes::<Saw>()
            .does(|tx, at, saw| {
                let id = received(tx, at)?;
                bookings::confirm::<Entered>(tx, id, saw)
            })
            .once(),
        deed(Action::RefuseBooking)
            .at("/contributions/{contribution}/receipts/{receipt}/refuse")
            .shown_on(Page::Fund)
            .takes::<Reasoned>()
            .does(|tx, at, why| {
                let id = received(tx, at)?;
                bookings::refuse::<Entered>(tx, id, why)
            })
            .once(),
        deed(Action::WithdrawBooking)
            .at("/contributions/{contribution}/receipts/{receipt}/withdraw")
            .shown_on(Page::Fund)
            .takes::<Saw>()
            .does(|tx, at, saw| {
                let id = received(tx, at)?;
                bookings::withdraw::<Entered>(tx, id, saw)
            })
            .once(),
        deed(Action::ProposeReversal)
            .at("/contributions/{contribution}/receipts/{receipt}/reverse")
            .shown_on(Page::Fund)
            .takes::<Reasoned>()
            .does(|tx, at, why| {
                let id = received(tx, at)?;
                bookings::propose_reversal::<Entered>(tx, id, why)
            })
            .once(),
        deed(Action::ReverseBooking)
            .at("/contributions/{contribution}/receipts/{receipt}/confirm-reversal")
            .shown_on(Page::Fund)
            .takes::<Saw>()
            .does(|tx, at, saw| {
                let id = received(tx, at)?;
                bookings::reverse::<Entered>(tx, id, saw)
            })
            .once(),
        deed(Action::KeepBooking)
            .at("/contributions/{contribution}/receipts/{receipt}/keep")
            .shown_on(Page::Fund)
            .takes::<Reasoned>()
            .does(|tx, at, why| {
                let id = received(tx, at)?;
                bookings::keep::<Entered>(tx, id, why)
            })
            .once(),
    ]
}

pub(super) fn reads() -> Vec<Read> {
    vec![read("/contributions", |ask| {
        let partners = queries::partners(ask.view.conn)?;
        contributions(ask.view, &partners)
    })]
}
