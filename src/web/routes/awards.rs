//! Awards: the agreement, milestones, bank accounts.

use crate::awards::input::{NewAccount, Report};
use crate::awards::{actions, bank, milestones, offer, queries, signing};
use crate::case::{Reasoned, Saw};
use crate::db::tx::Tx;
use crate::deeds;
use crate::disbursements::claim;
use crate::error::Result;
use crate::kernel::id::{BankAccountId, MilestoneId};
use crate::rules::Action;
use crate::web::deed::{At, Deed, deed};
use crate::web::pages::{award, awards as pages};
use crate::web::read::{Read, list, matter};
use crate::web::table::{Show, show};
use crate::web::url::{self, Page};

pub(super) fn shows() -> Vec<Show> {
    vec![
        show(Page::Awards, pages::list),
        show(Page::Award, award::page),
    ]
}

fn milestone(tx: &mut Tx<'_>, at: &At<'_>) -> Result<MilestoneId> {
    queries::milestone_of(tx.conn, at.id("id")?, at.id("milestone")?)
}

fn account(tx: &mut Tx<'_>, at: &At<'_>) -> Result<BankAccountId> {
    queries::account_of(tx.conn, at.id("id")?, at.id("account")?)
}

pub(super) fn deeds() -> Vec<Deed> {
    deeds![
        deed(Action::OfferAward)
            .at("/applications/{id}/award")
            .shown_on(Page::Application)
            .takes::<Saw>()
            .does(|tx, at, input| offer::offer(tx, at.id("id")?, input))
            .then(|_, id| url::award(*id))
            .once(),
        deed(Action::GiveBackRest)
            .at("/calls/{id}/give-back-rest")
            .shown_on(Page::Call)
            .takes::<Saw>()
            .does(|tx, at, input| actions::give_back_rest(tx, at.id("id")?, input))
            .once(),
        deed(Action::SignForPartner)
            .at("/awards/{id}/sign")
            .shown_on(Page::Award)
            .takes::<Saw>()
            .does(|tx, at, input| signing::sign_for_partner(tx, at.id("id")?, input))
            .once(),
        deed(Action::SignAsLead)
            .at("/awards/{id}/sign-as-lead")
            .shown_on(Page::Award)
            .takes::<Saw>()
            .does(|tx, at, input| signing::sign_as_lead(tx, at.id("id")?, input))
            .once(),
        deed(Action::LapseAward)
            .at("/awards/{id}/lapse")
            .shown_on(Page::Award)
            .takes::<Reasoned>()
            .does(|tx, at, input| actions::lapse(tx, at.id("id")?, input))
            .once(),
        deed(Action::CompleteAward)
            .at("/awards/{id}/complete")
            .shown_on(Page::Award)
            .takes::<Saw>()
            .does(|tx, at, input| actions::complete(tx, at.id("id")?, input))
            .once(),
        deed(Action::RecordBankAccount)
            .at("/awards/{id}/bank-accounts")
            .shown_on(Page::Award)
            .takes::<NewAccount>()
            .does(|tx, at, input| bank::record(tx, at.id("id")?, input))
            .once(),
        deed(Action::VerifyBankAccount)
            .at("/awards/{id}/bank-accounts/{account}/verify")
            .shown_on(Page::Award)
            .takes::<Saw>()
            .does(|tx, at, input| {
                let id = account(tx, at)?;
                bank::verify(tx, at.config, id, input)
            })
            .once(),
        deed(Action::RefuseBankAccount)
            .at("/awards/{id}/bank-accounts/{account}/refuse")
            .shown_on(Page::Award)
            .takes::<Reasoned>()
            .does(|tx, at, input| {
                let id = account(tx, at)?;
                bank::refuse(tx, id, input)
            })
            .once(),
        deed(Action::ReportMilestone)
            .at("/awards/{id}/milestones/{milestone}/report")
            .shown_on(Page::Award)
            .takes::<Report>()
            .does(|tx, at, input| {
                let id = milestone(tx, at)?;
                milestones::report(tx, id, input)
            })
            .once(),
        deed(Action::AcceptMilestone)
            .at("/awards/{id}/milestones/{milestone}/accept")
            .shown_on(Page::Award)
            .takes::<Saw>()
            .does(|tx, at, input| {
                let id = milestone(tx, at)?;
                milestones::accept(tx, id, input)
            })
            .once(),
        deed(Action::ReturnMilestone)
            .at("/awards/{id}/milestones/{milestone}/return")
            .shown_on(Page::Award)
            .takes::<Reasoned>()
            .does(|tx, at, input| {
                let id = milestone(tx, at)?;
                milestones::give_back(tx, id, input)
            })
            .once(),
    ]
}

pub(super) fn reads() -> Vec<Read> {
    vec![
        list("/awards", |ask, after| queries::list(ask.view, after)),
        matter("/awards/{id}", |ask, id| {
            let mut award = queries::one(ask.view, id)?;
            let claims = claim::offers(ask.view, &award)?;
            award.offers.0.extend(claims.0);
            Ok(award)
        }),
    ]
}
