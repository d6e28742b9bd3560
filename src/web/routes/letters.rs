//! Letters, and what happened to a matter.

use crate::audit::queries::history as what_happened;
use crate::case::Saw;
use crate::deeds;
use crate::notifications::{actions, queries};
use crate::rules::Action;
use crate::web::deed::{Deed, deed};
use crate::web::pages::{books, history};
use crate::web::read::{Read, list};
use crate::web::table::{Show, show};
use crate::web::url::Page;

pub(super) fn shows() -> Vec<Show> {
    vec![
        show(Page::Letters, books::letters),
        show(Page::Mailbox, books::mailbox),
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
    ]
}

pub(super) fn reads() -> Vec<Read> {
    vec![
        list("/letters", |ask, after| queries::list(ask.view, after)),
        list("/history/{kind}/{id}", |ask, after| {
            let matter = history::matter(ask)?;
            what_happened(ask.view, matter, after)
        }),
    ]
}
