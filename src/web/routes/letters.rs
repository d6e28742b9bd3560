//! Letters, anchors, and what happened to a matter.

use crate::anchors::actions::anchor_now;
use crate::anchors::queries as anchored;
use crate::audit::queries::history as what_happened;
use crate::case::Saw;
use crate::deeds;
use crate::notifications::{actions, queries};
use crate::rules::Action;
use crate::web::deed::{Deed, deed};
use crate::web::pages::{anchors, books, history};
use crate::web::read::{Read, list, read};
use crate::web::table::{Show, show};
use crate::web::url::Page;

pub(super) fn shows() -> Vec<Show> {
    vec![
        show(Page::Letters, books::letters),
        show(Page::Mailbox, books::mailbox),
        show(Page::Anchors, anchors::page),
        show(Page::History, history::page),
    ]
}

pub(super) fn deeds() -> Vec<Deed> {
    deeds![
        deed(Action::RetryLetter)
            .at("/letters/{letter}/retry")
            .shown_on(Page::Letters)
            .takes::<Saw>()
            .does(|tx, at, input| actions::retry(tx, at.id("letter")?, input)),
        deed(Action::AnchorNow)
            .at("/anchors")
            .shown_on(Page::Anchors)
            .takes::<Saw>()
            .does(|tx, at, input| anchor_now(tx, at.config, input))
            .once(),
    ]
}

pub(super) fn reads() -> Vec<Read> {
    vec![
        list("/letters", |ask, after| queries::list(ask.view, after)),
        list("/anchors", |ask, after| anchored::list(ask.view, after)),
        read("/anchors/keys", |ask| Ok(anchored::known(ask.config))).for_anyone(),
        list("/history/{kind}/{id}", |ask, after| {
            let matter = history::matter(ask)?;
            what_happened(ask.view, matter, after)
        }),
    ]
}
