//! Organisations and their members.

use crate::deeds;
use crate::organisations::input::{AddMember, Details};
use crate::organisations::{actions, queries};
use crate::rules::Action;
use crate::web::deed::{Deed, deed};
use crate::web::pages::organisations as pages;
use crate::web::read::{Read, one, read};
use crate::web::table::{Show, show};
use crate::web::url::{self, Page};

pub(super) fn shows() -> Vec<Show> {
    vec![
        show(Page::Organisations, pages::list),
        show(Page::Organisation, pages::page),
    ]
}

pub(super) fn deeds() -> Vec<Deed> {
    deeds![
        deed(Action::RegisterOrganisation)
            .at("/organisations")
            .shown_on(Page::Organisations)
            .takes::<Details>()
            .does(|tx, _, input| actions::register(tx, input))
            .then(|_, id| url::organisation(*id))
            .once(),
        deed(Action::UpdateOrganisation)
            .at("/organisations/{id}")
            .shown_on(Page::Organisation)
            .takes::<Details>()
            .does(|tx, at, input| actions::update(tx, at.id("id")?, input)),
        deed(Action::AddMember)
            .at("/organisations/{id}/members")
            .shown_on(Page::Organisation)
            .takes::<AddMember>()
            .does(|tx, at, input| actions::add_member(tx, at.id("id")?, input)),
        deed(Action::RemoveMember)
            .at("/organisations/{id}/members/{account}/remove")
            .shown_on(Page::Organisation)
            .does(|tx, at, _| actions::remove_member(tx, at.id("id")?, at.id("account")?)),
    ]
}

pub(super) fn reads() -> Vec<Read> {
    vec![
        read("/organisations", |ask| queries::own(ask.view)),
        one("/organisations/{id}", |ask, id| queries::page(ask.view, id)),
    ]
}
