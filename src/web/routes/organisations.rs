//! Organisations, their members, and those who ask to join.

use crate::case::{Reasoned, Saw};
use crate::decisions::fallen;
use crate::deeds;
use crate::error::Result;
use crate::organisations::input::{ChangeMember, Details, InviteMember};
use crate::organisations::model::Joining;
use crate::organisations::{actions, joining, queries};
use crate::recusals::others;
use crate::rules::Action;
use crate::web::deed::{Deed, deed};
use crate::web::door::Door;
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
            .does(|tx, _, input| fallen::register_organisation(tx, input))
            .then(|_, id| url::organisation(*id))
            .once(),
        deed(Action::UpdateOrganisation)
            .at("/organisations/{id}")
            .shown_on(Page::Organisation)
            .takes::<Details>()
            .does(|tx, at, input| fallen::update_organisation(tx, at.id("id")?, input)),
        deed(Action::InviteMember)
            .at("/organisations/{id}/invitations")
            .shown_on(Page::Organisation)
            .takes::<InviteMember>()
            .does(|tx, at, input| joining::invite(tx, at.config, at.id("id")?, input))
            .once()
            .limited(Door::Letter),
        deed(Action::ChangeMember)
            .at("/organisations/{id}/members/{account}")
            .shown_on(Page::Organisation)
            .takes::<ChangeMember>()
            .does(|tx, at, input| {
                actions::change_member(tx, at.id("id")?, at.id("account")?, input)
            }),
        deed(Action::RemoveMember)
            .at("/organisations/{id}/members/{account}/remove")
            .shown_on(Page::Organisation)
            .does(|tx, at, _| others::remove_member(tx, at.id("id")?, at.id("account")?))
            .then(|ids, is_oneself| match is_oneself {
                true => Page::Organisations.address(),
                false => Page::Organisation.of(ids),
            }),
        deed(Action::AskToJoin)
            .at("/joinings")
            .shown_on(Page::Organisations)
            .takes::<Details>()
            .does(|tx, _, input| joining::ask(tx, input))
            .limited(Door::Letter),
        deed(Action::WithdrawJoining)
            .at("/joinings/{joining}/withdraw")
            .shown_on(Page::Organisations)
            .takes::<Saw>()
            .does(|tx, at, input| {
                joining::withdraw(tx, at.id("joining")?, Action::WithdrawJoining, input)
            }),
        deed(Action::AcceptMembership)
            .at("/joinings/{joining}/accept")
            .shown_on(Page::Organisations)
            .takes::<Saw>()
            .does(|tx, at, input| fallen::accept_membership(tx, at.id("joining")?, input)),
        deed(Action::DeclineMembership)
            .at("/joinings/{joining}/decline")
            .shown_on(Page::Organisations)
            .takes::<Saw>()
            .does(|tx, at, input| joining::decline_membership(tx, at.id("joining")?, input)),
        deed(Action::WithdrawMembership)
            .at("/organisations/{id}/joinings/{joining}/withdraw")
            .shown_on(Page::Organisation)
            .takes::<Saw>()
            .does(|tx, at, input| {
                joining::withdraw(tx, at.id("joining")?, Action::WithdrawMembership, input)
            }),
        deed(Action::AcceptJoining)
            .at("/organisations/{id}/joinings/{joining}/accept")
            .shown_on(Page::Organisation)
            .takes::<Saw>()
            .does(|tx, at, input| fallen::accept_joining(tx, at.id("joining")?, input)),
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
