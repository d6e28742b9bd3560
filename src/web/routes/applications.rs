//! Applications: written, submitted, checked for eligibility; and their files.

use crate::applications::input::{Check, Draft, Start};
use crate::applications::submission::{self, Submit};
use crate::applications::{actions, attachment, eligibility, queries, start};
use crate::case::{Reasoned, Saw};
use crate::decisions::{self, fallen};
use crate::deeds;
use crate::kernel::id::CallId;
use crate::recusals::hints;
use crate::rules::Action;
use crate::rules::lifecycle::ApplicationState;
use crate::web::deed::{Deed, deed};
use crate::web::pages::{application, applications as pages};
use crate::web::read::{Read, list, matter, one};
use crate::web::table::{Show, show};
use crate::web::url::{self, Page};

pub(super) fn shows() -> Vec<Show> {
    vec![
        show(Page::Applications, pages::list),
        show(Page::Application, application::page),
        show(Page::ApplicationForm, pages::edit),
    ]
}

pub(super) fn deeds() -> Vec<Deed> {
    deeds![
        deed(Action::StartApplication)
            .at("/calls/{id}/applications")
            .shown_on(Page::Call)
            .takes::<Start>()
            .does(|tx, at, input| start::start(tx, at.config, at.id("id")?, input))
            .then(|_, id| url::application_form(*id))
            .once(),
        deed(Action::SaveApplication)
            .at("/applications/{id}/edit")
            .shown_on(Page::ApplicationForm)
            .takes::<Draft>()
            .does(|tx, at, input| actions::save(tx, at.id("id")?, input)),
        deed(Action::AttachFile)
            .at("/applications/{id}/files")
            .shown_on(Page::Application)
            .takes_a_file(
                |app, actor, ids| attachment::admit(app, actor, ids.get("id")?),
                |app, actor, ids, file| attachment::attach(app, actor, ids.get("id")?, file),
            ),
        deed(Action::RemoveFile)
            .at("/applications/{id}/files/{file}/remove")
            .shown_on(Page::Application)
            .in_units(|app, actor, ids, _| {
                attachment::remove(app, actor, ids.get("id")?, ids.get("file")?)
            }),
        deed(Action::SubmitApplication)
            .at("/applications/{id}/submit")
            .shown_on(Page::Application)
            .takes::<Submit>()
            .does(|tx, at, input| hints::submit(tx, at.id("id")?, input)),
        deed(Action::WithdrawApplication)
            .at("/applications/{id}/withdraw")
            .shown_on(Page::Application)
            .takes::<Reasoned>()
            .does(|tx, at, input| fallen::withdraw(tx, at.id("id")?, input)),
        deed(Action::CheckEligibility)
            .at("/applications/{id}/check")
            .shown_on(Page::Application)
            .takes::<Check>()
            .does(|tx, at, input| eligibility::check(tx, at.id("id")?, input)),
        deed(Action::ReleaseEligible)
            .or(Action::ReleaseIneligible)
            .at("/applications/{id}/release")
            .shown_on(Page::Application)
            .takes::<Saw>()
            .does(|tx, at, input| eligibility::release(tx, at.id("id")?, input)),
    ]
}

pub(super) fn reads() -> Vec<Read> {
    vec![
        list("/applications", |ask, after| {
            let narrowed = pages::narrowed(ask)?;
            queries::list(ask.view, &narrowed, after)
        })
        .filtered_by::<CallId>("call")
        .filtered_by::<ApplicationState>("state"),
        matter("/applications/{id}", application::shown),
        one("/applications/{id}/problems", |ask, id| {
            submission::problems(ask.view, id)
        }),
        one("/applications/{id}/feedback", |ask, id| {
            decisions::queries::feedback(ask.view, id)
        }),
    ]
}
