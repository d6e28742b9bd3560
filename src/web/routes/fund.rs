//! The fund: its partners, countries, themes, money and books.

use crate::case::Reasoned;
use crate::deeds;
use crate::fund::input::{AddCountry, AddPartner, AddTheme, KeepTheme, SetUpFund};
use crate::fund::{actions, queries, shown};
use crate::ledger;
use crate::rules::Action;
use crate::web::deed::{Deed, deed};
use crate::web::pages::{books, fund as pages};
use crate::web::read::{Read, alone, list, read};
use crate::web::table::{Show, show};
use crate::web::url::Page;

pub(super) fn shows() -> Vec<Show> {
    vec![
        show(Page::Fund, pages::page),
        show(Page::Books, books::trial_balance),
        show(Page::Statement, books::statement),
    ]
}

pub(super) fn deeds() -> Vec<Deed> {
    deeds![
        deed(Action::SetUpFund)
            .at("/fund")
            .shown_on(Page::Fund)
            .takes::<SetUpFund>()
            .does(|tx, _, input| actions::set_up(tx, input)),
        deed(Action::AddCountry)
            .at("/countries")
            .shown_on(Page::Fund)
            .takes::<AddCountry>()
            .does(|tx, _, input| actions::add_country(tx, input)),
        deed(Action::AddPartner)
            .at("/partners")
            .shown_on(Page::Fund)
            .takes::<AddPartner>()
            .does(|tx, _, input| actions::add_partner(tx, input))
            .once(),
        deed(Action::RetirePartner)
            .at("/partners/{partner}/retire")
            .shown_on(Page::Fund)
            .takes::<Reasoned>()
            .does(|tx, at, input| actions::retire_partner(tx, at.id("partner")?, input)),
        deed(Action::ReinstatePartner)
            .at("/partners/{partner}/reinstate")
            .shown_on(Page::Fund)
            .takes::<Reasoned>()
            .does(|tx, at, input| actions::reinstate_partner(tx, at.id("partner")?, input)),
        deed(Action::KeepThemes)
            .at("/themes")
            .shown_on(Page::Fund)
            .takes::<AddTheme>()
            .does(|tx, _, input| actions::add_theme(tx, input))
            .once(),
        deed(Action::KeepThemes)
            .at("/themes/{theme}")
            .shown_on(Page::Fund)
            .takes::<KeepTheme>()
            .does(|tx, at, input| actions::keep_theme(tx, at.id("theme")?, input)),
    ]
}

pub(super) fn reads() -> Vec<Read> {
    vec![
        alone("/fund", |ask| shown::fund(ask.view)).for_anyone(),
        read("/countries", |ask| Ok(queries::countries(ask.view.conn)?)).for_anyone(),
        read("/books", |ask| ledger::queries::trial_balance(ask.view)),
        list("/books/{account}", |ask, after| {
            let account = ask.ids.get("account")?;
            ledger::queries::statement(ask.view, account, after)
        }),
    ]
}
