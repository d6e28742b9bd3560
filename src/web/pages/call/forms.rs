//! What a reader may do with a call: begin an application, or carry the call on.

use super::{Begin, Told};
use crate::applications;
use crate::calls::model::Call;
use crate::error::Result;
use crate::organisations;
use crate::rules::Action;
use crate::rules::lifecycle::CallState;
use crate::web::pages::offered;
use crate::web::screen::{Field, Form, Kind};
use crate::web::table::Ask;
use crate::web::url::{self, Page};

/// How an application is begun; not at all by those who work for the fund.
pub(super) fn begin(ask: &mut Ask<'_, '_>, call: &Call) -> Result<Begin> {
    let (say, action) = (ask.say, Action::StartApplication);
    if call.state != CallState::Open {
        return Ok(Begin::default());
    }
    let before = |what: String, button: String, href: String| Begin {
        first: Some((what, button, href)),
        form: None,
    };
    let Some(account) = ask.view.actor().account() else {
        let href = url::sign_in_for(&url::call(call.id));
        let what = say.t("needs-sign_in");
        return Ok(before(what, say.action(action), href));
    };
    let ground = ask.view.ground()?;
    if ground.memberships.is_empty() && !ground.roles.is_empty() {
        return Ok(Begin::default());
    }
    let own = organisations::queries::of_account(ask.view.conn, account)?;
    if own.is_empty() {
        let register = say.action(Action::RegisterOrganisation);
        let (what, href) = (say.t("needs-organisation"), Page::Organisations.address());
        return Ok(before(what, register, href));
    }
    let offers = applications::start::offers(ask.view, call.id)?;
    let is_free = |id| {
        let own = offers.iter().find(|one| one.0 == id);
        own.is_some_and(|one| one.1.free(action))
    };
    let choices: Vec<(String, String)> = own
        .iter()
        .filter(|one| is_free(one.id))
        .map(|one| (one.id.to_string(), one.name.clone()))
        .collect();
    let Some(first) = choices.first().map(|one| one.0.clone()) else {
        return Ok(Begin::default());
    };
    let fields = vec![
        Field::new(say, "organisation", Kind::Choice(choices), first),
        Field::new(say, "title", Kind::Text, ""),
    ];
    let address = url::act(action, &[&call.id]);
    Ok(Begin {
        first: None,
        form: Some(Form::new(say, address, action.code(), fields)),
    })
}

impl Told<'_> {
    pub(super) fn edit(&self) -> Option<(String, String)> {
        let action = Action::EditCall;
        let is_free = self.course.offers().free(action);
        is_free.then(|| (self.say.action(action), url::call_form(self.call.id)))
    }

    /// What carries the call on, and what takes it back or ends it.
    pub(super) fn forms(&self) -> (Vec<Form>, Vec<Form>) {
        let offers = self.course.offers();
        let form = |action: Action, fields: Vec<Field>| {
            let address = url::act(action, &[&self.call.id]);
            let partners = self.colours.names();
            offered::form(self.say, &offers, &partners, action, address, fields)
        };
        let reason = || vec![Field::new(self.say, "reason", Kind::Prose(4_000), "")];
        // Who has approved has nothing left to do here.
        let approve =
            form(Action::ApproveCall, vec![]).filter(|_| offers.free(Action::ApproveCall));
        let acts = [
            form(Action::SendCallForApproval, vec![]),
            approve,
            form(Action::PublishCall, vec![]),
            form(Action::BeginEvaluation, vec![]),
        ];
        let graver = [
            form(Action::GiveBackRest, vec![]).map(Form::danger),
            form(Action::ReturnCall, reason()).map(|form| form.plain().folded()),
            form(Action::CancelCall, reason()).map(Form::danger),
        ];
        (
            acts.into_iter().flatten().collect(),
            graver.into_iter().flatten().collect(),
        )
    }
}
