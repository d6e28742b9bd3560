//! What may be done with an evaluation and its reviewers: exactly what the law offers.

use crate::case::Shown;
use crate::reviews::model::{Assigned, Evaluation};
use crate::rules::{Action, Matter};
use crate::web::form::{Field, Form, Kind};
use crate::web::pages::offered;
use crate::web::url;
use crate::words::Say;

fn reason(say: &Say) -> Field {
    Field::new(say, "reason", Kind::Prose(4_000), "")
}

/// An action of the application itself.
fn own(
    say: &Say,
    evaluation: &Shown<Evaluation>,
    action: Action,
    fields: Vec<Field>,
) -> Option<Form> {
    let id = evaluation.application;
    let offers = offered::of(&evaluation.offers, Matter::Application(id));
    let to = url::act(action, &[&id]);
    offered::form(say, &offers, &[], action, to, fields)
}

pub(super) fn assign(say: &Say, evaluation: &Shown<Evaluation>) -> Option<Form> {
    let people = evaluation.candidates.iter();
    let choices = people
        .map(|one| (one.account.to_string(), one.name.clone()))
        .collect();
    let fields = vec![
        Field::new(say, "reviewer", Kind::Choice(choices), ""),
        Field::new(say, "due_on", Kind::Day, ""),
    ];
    own(say, evaluation, Action::AssignReviewer, fields)
}

/// The marks to settle, filled in with the medians.
pub(super) fn settle(say: &Say, evaluation: &Shown<Evaluation>) -> Option<Form> {
    let marks = evaluation.criteria.iter().map(|one| {
        let path = format!("marks.{}", one.criterion);
        let median = one.median.clone().unwrap_or_default();
        let field = Field::new(say, &path, Kind::Number, median);
        field.labelled(format!("{}: {}", say.t("field-agreed"), one.name))
    });
    let fields = marks.chain([reason(say)]).collect();
    own(say, evaluation, Action::SettleConsensus, fields)
}

pub(super) fn reopen(say: &Say, evaluation: &Shown<Evaluation>) -> Option<Form> {
    let action = Action::ReopenConsensus;
    own(say, evaluation, action, vec![reason(say)]).map(Form::danger)
}

/// What may be done about one who was asked; the row that folds it names them.
pub(super) fn of_reviewer(say: &Say, evaluation: &Shown<Evaluation>, one: &Assigned) -> Vec<Form> {
    let offers = offered::of(&evaluation.offers, Matter::Assignment(one.id));
    let form = |action: Action, fields: Vec<Field>| {
        let to = url::act(action, &[&evaluation.application, &one.id]);
        let form = offered::form(say, &offers, &[], action, to, fields);
        let mut form = form.filter(|_| offers.free(action))?.danger();
        form.folded = false;
        Some(form)
    };
    let forms = [
        form(Action::ReopenReview, vec![reason(say)]),
        form(Action::FindConflict, vec![reason(say)]),
        form(Action::RemoveAssignment, vec![]),
    ];
    forms.into_iter().flatten().collect()
}
