//! Organisations, their members, and those who ask to join.

use crate::case::{Reasoned, Saw};
use crate::deeds;
use crate::error::Result;
use crate::organisations::input::{AddMember, Details};
use crate::organisations::model::Joining;
use crate::organisations::{actions, joining, queries};
use crate::rules::Action;
use crate::web::deed::{Deed, deed};
use crate::web::pages::organisations as pages;
use crate::web::read::{Read, matter, read};
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
            .does(|tx, at, _| actions::remove_member(tx, at.id("id")?, at.id("account")?))
            .then(|ids, is_oneself| match is_oneself {
                true => Page::Organisations.address(),
                false => Page::Organisation.of(ids),
            }),
        deed(Action::AskToJoin)
            .at("/joinings")
            .shown_on(Page::Organisations)
            .takes::<Details>()
            .does(|tx, _, input| joining::ask(tx, input)),
        deed(Action::WithdrawJoining)
            .at("/joinings/{joining}/withdraw")
            .shown_on(Page::Organisations)
            .takes::<Saw>()
            .does(|tx, at, input| joining::withdraw(tx, at.id("joining")?, input)),
        deed(Action::AcceptJoining)
            .at("/organisations/{id}/joinings/{joining}/accept")
            .shown_on(Page::Organisation)
            .takes::<Saw>()
            .does(|tx, at, input| joining::accept(tx, at.id("joining")?, input)),
        deed(Action::DeclineJoining)
            .at("/organisations/{id}/joinings/{joining}/decline")
            .shown_on(Page::Organisation)
            .takes::<Reasoned>()
            .does(|tx, at, input| joining::decline(tx, at.id("joining")?, input)),
    ]
}

pub(super) fn reads() -> Vec<Read> {
    vec![
        read("/organisations", |ask| Ok(queries::around(ask.view)?.own)),
        matter("/organisations/{id}", |ask, id| queries::page(ask.view, id)),
        read("/joinings", |ask| -> Result<Vec<Joining>> {
            let own = queries::around(ask.view)?.joinings.into_iter();
            Ok(own.map(|one| one.thing).collect())
        }),
        matter("/joinings/{id}", |ask, id| queries::joining(ask.view, id)),
    ]
}
