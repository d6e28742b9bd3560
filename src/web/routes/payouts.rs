//! Payouts and payment orders.

use crate::case::{Reasoned, Saw};
use crate::deeds;
use crate::disbursements::bank_claim::input::Proposal;
use crate::disbursements::bank_claim::{self, actions as claims, evidence};
use crate::disbursements::departure::{self, Departure};
use crate::disbursements::input::{Booking, Export, Request};
use crate::disbursements::{actions, bank, order, queries};
use crate::error::Result;
use crate::kernel::id::{AwardId, BankClaimId, PayoutId};
use crate::rules::Action;
use crate::rules::lifecycle::PayoutState;
use crate::web::deed::{At, Deed, deed};
use crate::web::pages::{payout, payouts as pages};
use crate::web::read::{Read, list, matter, one};
use crate::web::table::{Show, show};
use crate::web::url::{self, Page};

pub(super) fn shows() -> Vec<Show> {
    vec![
        show(Page::Payouts, pages::list),
        show(Page::Payout, payout::page),
        show(Page::PaymentOrders, pages::orders),
        show(Page::PaymentOrder, pages::order),
    ]
}

pub(super) fn deeds() -> Vec<Deed> {
    deeds![
        deed(Action::RequestPayout)
            .at("/awards/{id}/payouts")
            .shown_on(Page::Award)
            .takes::<Request>()
            .does(|tx, at, input| actions::request(tx, at.id("id")?, input))
            .then(|_, id| url::payout(*id))
            .once(),
        deed(Action::VerifyPayout)
            .at("/payouts/{id}/verify")
            .shown_on(Page::Payout)
            .takes::<Saw>()
            .does(|tx, at, input| actions::verify(tx, at.id("id")?, input))
            .once(),
        deed(Action::ApprovePayout)
            .at("/payouts/{id}/approve")
            .shown_on(Page::Payout)
            .takes::<Saw>()
            .does(|tx, at, input| actions::approve(tx, at.id("id")?, input))
            .once(),
        deed(Action::ChangePayout)
            .at("/payouts/{id}/change")
            .shown_on(Page::Payout)
            .takes::<Reasoned>()
            .does(|tx, at, input| actions::change(tx, at.id("id")?, input))
            .once(),
        deed(Action::RefusePayout)
            .at("/payouts/{id}/refuse")
            .shown_on(Page::Payout)
            .takes::<Reasoned>()
            .does(|tx, at, input| actions::refuse(tx, at.id("id")?, input))
            .once(),
        deed(Action::CancelPayout)
            .at("/payouts/{id}/cancel")
            .shown_on(Page::Payout)
            .takes::<Saw>()
            .does(|tx, at, input| actions::cancel(tx, at.id("id")?, input))
            .once(),
        deed(Action::ReleasePayout)
            .at("/payouts/{id}/release")
            .shown_on(Page::Payout)
            .takes::<Saw>()
            .does(|tx, at, input| actions::release(tx, at.id("id")?, input))
            .once(),
        deed(Action::ConfirmPayout)
            .at("/payouts/{id}/confirm")
            .shown_on(Page::Payout)
            .takes::<Booking>()
            .does(|tx, at, input| bank::confirm(tx, at.id("id")?, input))
            .once(),
        deed(Action::NoteDeparture)
            .at("/payouts/{id}/departure")
            .shown_on(Page::Payout)
            .takes::<Departure>()
            .does(|tx, at, input| departure::note(tx, at.id("id")?, input))
            .once(),
        deed(Action::RecordLostOrder)
            .at("/payouts/{id}/lost-order")
            .shown_on(Page::Payout)
            .takes::<Saw>()
            .does(|tx, at, input| departure::record_order(tx, at.id("id")?, input))
            .once(),
        deed(Action::KeepBankFile)
            .at("/payouts/{id}/bank-files")
            .shown_on(Page::Payout)
            .takes_a_file(
                |app, actor, ids| evidence::admit(app, actor, ids.get("id")?),
                |app, actor, ids, file| evidence::keep(app, actor, ids.get("id")?, file),
            ),
        deed(Action::ProposeBankRejection)
            .or(Action::ProposeDiscrepancy)
            .or(Action::ProposeCorrection)
            .or(Action::ProposeBankReturn)
            .at("/payouts/{id}/claims")
            .shown_on(Page::Payout)
            .takes::<Proposal>()
            .does(|tx, at, input| claims::propose(tx, at.id("id")?, input))
            .once(),
        deed(Action::ConfirmBankClaim)
            .at("/payouts/{id}/claims/{claim}/confirm")
            .shown_on(Page::Payout)
            .takes::<Saw>()
            .does(|tx, at, input| claims::confirm(tx, claim(at)?, input))
            .once(),
        deed(Action::DismissBankClaim)
            .at("/payouts/{id}/claims/{claim}/dismiss")
            .shown_on(Page::Payout)
            .takes::<Reasoned>()
            .does(|tx, at, input| claims::dismiss(tx, claim(at)?, input))
            .once(),
        deed(Action::WithdrawBankClaim)
            .at("/payouts/{id}/claims/{claim}/withdraw")
            .shown_on(Page::Payout)
            .takes::<Saw>()
            .does(|tx, at, input| claims::withdraw(tx, claim(at)?, input))
            .once(),
        deed(Action::ExportOrder)
            .at("/payment-orders")
            .shown_on(Page::PaymentOrders)
            .takes::<Export>()
            .does(|tx, _, input| order::export(tx, input))
            .then(|_, id| url::payment_order(*id))
            .once(),
    ]
}

/// The claim that an address names, with its payout.
fn claim(at: &At<'_>) -> Result<(PayoutId, BankClaimId)> {
    Ok((at.id("id")?, at.id("claim")?))
}

pub(super) fn reads() -> Vec<Read> {
    vec![
        list("/payouts", |ask, after| {
            let (award, state) = (ask.filter("award")?, ask.filter("state")?);
            queries::list(ask.view, award, state, after)
        })
        .filtered_by::<AwardId>("award")
        .filtered_by::<PayoutState>("state"),
        matter("/payouts/{id}", |ask, id| {
            bank_claim::queries::one(ask.view, id)
        }),
        list("/payment-orders", |ask, after| {
            queries::orders(ask.view, after)
        }),
        one("/payment-orders/{id}", |ask, id| {
            queries::order(ask.view, id)
        }),
    ]
}
