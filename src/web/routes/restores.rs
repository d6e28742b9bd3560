//! Restores, and what the partners' banks know.

use crate::deeds;
use crate::restores::{actions, input::Confirmation, queries};
use crate::rules::Action;
use crate::web::deed::{Deed, deed};
use crate::web::pages::restores as pages;
use crate::web::read::{Read, matter, read};
use crate::web::table::{Show, show};
use crate::web::url::Page;

pub(super) fn shows() -> Vec<Show> {
    vec![show(Page::Restore, pages::page)]
}

pub(super) fn deeds() -> Vec<Deed> {
    deeds![
        deed(Action::ConfirmBankState)
            .at("/restores/{id}/confirm")
            .shown_on(Page::Restore)
            .takes::<Confirmation>()
            .does(|tx, at, input| actions::confirm(tx, at.id("id")?, input))
            .once(),
    ]
}

pub(super) fn reads() -> Vec<Read> {
    vec![
        read("/restores", |ask| queries::all(ask.view)),
        matter("/restores/{id}", |ask, id| {
            queries::page(ask.view, id).map(|(restore, _)| restore)
        }),
    ]
}
