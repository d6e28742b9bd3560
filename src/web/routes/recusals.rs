//! Who acts in an application, who stands aside, and who steps in.

use crate::case::{Reasoned, Saw};
use crate::decisions::fallen;
use crate::deeds;
use crate::recusals::input::{NameSubstitute, RecuseAnother};
use crate::recusals::{actions, queries};
use crate::rules::Action;
use crate::web::deed::{Deed, deed};
use crate::web::ids::Ids;
use crate::web::pages::offices;
use crate::web::read::{Read, matter, read};
use crate::web::table::{Show, show};
use crate::web::url::Page;

pub(super) fn shows() -> Vec<Show> {
    vec![show(Page::Offices, offices::page)]
}

/// Whoever stood in for a person who acts again has no office here any more, and so no page.
fn back(ids: &Ids, is_over: &bool) -> String {
    match is_over {
        true => Page::Work.address(),
        false => Page::Offices.of(ids),
    }
}

pub(super) fn deeds() -> Vec<Deed> {
    deeds![
        deed(Action::Recuse)
            .at("/applications/{id}/recuse")
            .shown_on(Page::Offices)
            .takes::<Reasoned>()
            .does(|tx, at, input| fallen::recuse(tx, at.id("id")?, input))
            // Whoever stands aside has no office here any more, and so no page.
            .then(|_, _| Page::Work.address())
            .once(),
        deed(Action::RecuseAnother)
            .at("/applications/{id}/recusals")
            .shown_on(Page::Offices)
            .takes::<RecuseAnother>()
            .does(|tx, at, input| fallen::recuse_another(tx, at.id("id")?, input))
            .once(),
        deed(Action::ConfirmHint)
            .at("/applications/{id}/recusals/{recusal}/confirm")
            .shown_on(Page::Offices)
            .takes::<Saw>()
            .does(|tx, at, saw| fallen::confirm_hint(tx, (at.id("id")?, at.id("recusal")?), saw)),
        deed(Action::DismissHint)
            .at("/applications/{id}/recusals/{recusal}/dismiss")
            .shown_on(Page::Offices)
            .takes::<Reasoned>()
            .does(|tx, at, input| actions::dismiss(tx, (at.id("id")?, at.id("recusal")?), input))
            .then(back),
        deed(Action::LiftRecusal)
            .at("/applications/{id}/recusals/{recusal}/lift")
            .shown_on(Page::Offices)
            .takes::<Reasoned>()
            .does(|tx, at, input| actions::lift(tx, (at.id("id")?, at.id("recusal")?), input))
            .then(back),
        deed(Action::NameSubstitute)
            .at("/applications/{id}/substitutes")
            .shown_on(Page::Offices)
            .takes::<NameSubstitute>()
            .does(|tx, at, input| actions::name_substitute(tx, at.id("id")?, input))
            .once(),
    ]
}

pub(super) fn reads() -> Vec<Read> {
    vec![
        matter("/applications/{id}/offices", |ask, id| {
            queries::acting(ask.view, id)
        }),
        read("/me/recusals", |ask| queries::own(ask.view)),
    ]
}
