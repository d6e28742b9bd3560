//! Reviewers, reviews, consensus.

use crate::case::{Reasoned, Saw};
use crate::db::tx::Tx;
use crate::decisions::fallen;
use crate::deeds;
use crate::error::Result;
use crate::kernel::id::AssignmentId;
use crate::reviews::input::{Assign, DeclareClear, ReviewDraft, Settle};
use crate::reviews::{actions, assignment, consensus, evaluation, queries};
use crate::rules::Action;
use crate::web::deed::{At, Deed, deed};
use crate::web::pages::{evaluation as evaluation_page, review as pages};
use crate::web::read::{Read, list, matter};
use crate::web::table::{Show, show};
use crate::web::url::Page;

pub(super) fn shows() -> Vec<Show> {
    vec![
        show(Page::Evaluation, evaluation_page::page),
        show(Page::Reviews, pages::list),
        show(Page::ReviewDesk, pages::desk),
    ]
}

fn assigned(tx: &mut Tx<'_>, at: &At<'_>) -> Result<AssignmentId> {
    queries::assigned_to(tx.conn, at.id("id")?, at.id("assignment")?)
}

pub(super) fn deeds() -> Vec<Deed> {
    let mut all = of_the_panel();
    all.extend(of_the_reviewer());
    all
}

fn of_the_panel() -> Vec<Deed> {
    deeds![
        deed(Action::AssignReviewer)
            .at("/applications/{id}/reviewers")
            .shown_on(Page::Evaluation)
            .takes::<Assign>()
            .does(|tx, at, input| assignment::assign(tx, at.id("id")?, input))
            .once(),
        deed(Action::RemoveAssignment)
            .at("/applications/{id}/reviewers/{assignment}/remove")
            .shown_on(Page::Evaluation)
            .takes::<Saw>()
            .does(|tx, at, saw| {
                let id = assigned(tx, at)?;
                assignment::remove(tx, id, saw)
            }),
        deed(Action::ReopenReview)
            .at("/applications/{id}/reviewers/{assignment}/reopen")
            .shown_on(Page::Evaluation)
            .takes::<Reasoned>()
            .does(|tx, at, input| {
                let id = assigned(tx, at)?;
                assignment::reopen(tx, id, input)
            }),
        deed(Action::FindConflict)
            .at("/applications/{id}/reviewers/{assignment}/conflict")
            .shown_on(Page::Evaluation)
            .takes::<Reasoned>()
            .does(|tx, at, input| {
                let id = assigned(tx, at)?;
                fallen::find_conflict(tx, id, input)
            }),
        deed(Action::ReopenConsensus)
            .at("/applications/{id}/reopen")
            .shown_on(Page::Evaluation)
            .takes::<Reasoned>()
            .does(|tx, at, input| consensus::reopen(tx, at.id("id")?, input)),
        deed(Action::SettleConsensus)
            .at("/applications/{id}/consensus")
            .shown_on(Page::Evaluation)
            .takes::<Settle>()
            .does(|tx, at, input| consensus::settle(tx, at.id("id")?, input)),
    ]
}

fn of_the_reviewer() -> Vec<Deed> {
    deeds![
        deed(Action::DeclareNoConflict)
            .at("/reviews/{id}/clear")
            .shown_on(Page::ReviewDesk)
            .takes::<DeclareClear>()
            .does(|tx, at, input| assignment::declare_clear(tx, at.id("id")?, input)),
        deed(Action::DeclareConflict)
            .at("/reviews/{id}/conflict")
            .shown_on(Page::ReviewDesk)
            .takes::<Reasoned>()
            .does(|tx, at, input| fallen::declare_conflict(tx, at.id("id")?, input))
            .then(|_, ()| Page::Reviews.address()),
        deed(Action::DeclineAssignment)
            .at("/reviews/{id}/decline")
            .shown_on(Page::ReviewDesk)
            .takes::<Reasoned>()
            .does(|tx, at, input| assignment::decline(tx, at.id("id")?, input))
            .then(|_, ()| Page::Reviews.address()),
        deed(Action::SaveReview)
            .at("/reviews/{id}/save")
            .shown_on(Page::ReviewDesk)
            .takes::<ReviewDraft>()
            .does(|tx, at, input| actions::save(tx, at.id("id")?, input)),
        deed(Action::SubmitReview)
            .at("/reviews/{id}/submit")
            .shown_on(Page::ReviewDesk)
            .takes::<ReviewDraft>()
            .does(|tx, at, input| actions::submit(tx, at.id("id")?, input)),
    ]
}

pub(super) fn reads() -> Vec<Read> {
    vec![
        matter("/applications/{id}/evaluation", |ask, id| {
            evaluation::evaluation(ask.view, id)
        }),
        list("/reviews", |ask, after| queries::own(ask.view, after)),
        matter("/reviews/{id}", |ask, id| queries::desk(ask.view, id)),
    ]
}
