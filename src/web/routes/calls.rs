//! Calls, from the draft to the decision on what they brought.

use crate::applications::start;
use crate::calls::input::CallDraft;
use crate::calls::{actions, queries, shown};
use crate::case::{Reasoned, Saw};
use crate::decisions::{
    self,
    input::{CastVote, Freeze},
};
use crate::deeds;
use crate::rules::Action;
use crate::web::deed::{Deed, deed};
use crate::web::pages::{call, call_form, calls as pages, front, ranking as ranking_pages};
use crate::web::read::{Read, list, matter};
use crate::web::table::{Show, show};
use crate::web::url::{self, Page};

pub(super) fn shows() -> Vec<Show> {
    vec![
        show(Page::Front, front::page),
        show(Page::Calls, pages::list),
        show(Page::NewCall, call_form::new),
        show(Page::Call, call::page),
        show(Page::CallForm, call_form::edit),
        show(Page::Ranking, ranking_pages::ranking),
        show(Page::RankingPreview, ranking_pages::preview),
    ]
}

pub(super) fn deeds() -> Vec<Deed> {
    deeds![
        deed(Action::DraftCall)
            .at("/calls")
            .shown_on(Page::NewCall)
            .takes::<CallDraft>()
            .does(|tx, _, input| actions::draft(tx, input))
            .then(|_, id| url::call(*id))
            .once(),
        deed(Action::EditCall)
            .at("/calls/{id}/edit")
            .shown_on(Page::CallForm)
            .takes::<CallDraft>()
            .does(|tx, at, input| actions::edit(tx, at.id("id")?, input))
            .then(|ids, ()| Page::Call.of(ids)),
        deed(Action::SendCallForApproval)
            .at("/calls/{id}/send")
            .shown_on(Page::Call)
            .takes::<Saw>()
            .does(|tx, at, input| actions::send_for_approval(tx, at.id("id")?, input)),
        deed(Action::ReturnCall)
            .at("/calls/{id}/return")
            .shown_on(Page::Call)
            .takes::<Reasoned>()
            .does(|tx, at, input| actions::return_to_draft(tx, at.id("id")?, input)),
        deed(Action::ApproveCall)
            .at("/calls/{id}/approve")
            .shown_on(Page::Call)
            .takes::<Saw>()
            .does(|tx, at, input| actions::approve(tx, at.id("id")?, input))
            .once(),
        deed(Action::PublishCall)
            .at("/calls/{id}/publish")
            .shown_on(Page::Call)
            .takes::<Saw>()
            .does(|tx, at, input| actions::publish(tx, at.id("id")?, input)),
        deed(Action::CancelCall)
            .at("/calls/{id}/cancel")
            .shown_on(Page::Call)
            .takes::<Reasoned>()
            .does(|tx, at, input| actions::cancel(tx, at.id("id")?, input)),
        deed(Action::BeginEvaluation)
            .at("/calls/{id}/evaluate")
            .shown_on(Page::Call)
            .takes::<Saw>()
            .does(|tx, at, input| actions::begin_evaluation(tx, at.id("id")?, input)),
        deed(Action::FreezeRanking)
            .at("/calls/{id}/freeze")
            .shown_on(Page::RankingPreview)
            .takes::<Freeze>()
            .does(|tx, at, input| decisions::actions::freeze(tx, at.id("id")?, input))
            .then(|ids, _| Page::Ranking.of(ids)),
        deed(Action::ReopenRanking)
            .at("/calls/{id}/reopen")
            .shown_on(Page::Ranking)
            .takes::<Saw>()
            .does(|tx, at, saw| decisions::actions::reopen(tx, at.id("id")?, saw))
            .then(|ids, ()| Page::Call.of(ids)),
        deed(Action::VoteDecision)
            .at("/calls/{id}/vote")
            .shown_on(Page::Ranking)
            .takes::<CastVote>()
            .does(|tx, at, input| decisions::actions::vote(tx, at.id("id")?, input))
            .once(),
        deed(Action::ReleaseDecisions)
            .at("/calls/{id}/release")
            .shown_on(Page::Ranking)
            .takes::<Saw>()
            .does(|tx, at, saw| decisions::actions::release(tx, at.id("id")?, saw)),
    ]
}

pub(super) fn reads() -> Vec<Read> {
    vec![
        list("/calls", |ask, after| queries::list(ask.view, after)).for_anyone(),
        matter("/calls/{id}", |ask, id| {
            let mut call = shown::page(ask.view, id)?;
            for (_, offers) in start::offers(ask.view, id)? {
                call.offers.0.extend(offers.0);
            }
            Ok(call)
        })
        .for_anyone(),
        matter("/calls/{id}/ranking", |ask, id| {
            let edition = ask.filter("edition")?;
            decisions::queries::ranking(ask.view, id, edition)
        })
        .filtered_by::<i32>("edition"),
        matter("/calls/{id}/ranking/preview", |ask, id| {
            decisions::queries::preview(ask.view, id)
        }),
    ]
}
