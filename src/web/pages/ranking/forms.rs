//! What may be done with a list: frozen, voted on, released, taken back.

use crate::case::Shown;
use crate::decisions::{
    input::Vote,
    model::{Preview, Ranking},
};
use crate::kernel::id::CallId;
use crate::rules::Action;
use crate::web::form::{Field, Form, Kind};
use crate::web::pages::offered::{self, Partners};
use crate::web::url;
use crate::words::Say;

/// Freezing, with the order of those of equal marks whom the pots do not all cover.
pub(super) fn freezing(say: &Say, call: CallId, preview: &Shown<Preview>) -> Option<Form> {
    let mut fields = Vec::new();
    let equals = preview
        .entries
        .iter()
        .filter(|one| preview.equals.contains(&one.application));
    for one in equals {
        let path = format!("order.{}", one.application);
        let words = [("title", one.title.clone().into())];
        let field = Field::new(say, &path, Kind::Number, "");
        fields.push(field.labelled(say.with("field-order", &words)));
    }
    if !preview.equals.is_empty() {
        fields.push(Field::new(say, "reason", Kind::Prose(4_000), ""));
    }
    let action = Action::FreezeRanking;
    let address = url::act(action, &[&call]);
    offered::form(say, &preview.offers, &[], action, address, fields)
}

/// Who has voted, and a list to which nobody objects, leave nothing to do.
pub(super) fn of(say: &Say, ranking: &Shown<Ranking>, partners: &Partners) -> Vec<Form> {
    let form = |action: Action, fields: Vec<Field>| {
        let address = url::act(action, &[&ranking.call]);
        let form = offered::form(say, &ranking.offers, partners, action, address, fields);
        form.filter(|_| ranking.offers.free(action))
    };
    let ballot = vec![
        Field::new(say, "vote", Kind::Radios(say.choices::<Vote>()), ""),
        Field::new(say, "reason", Kind::Prose(4_000), ""),
    ];
    let forms = [
        form(Action::VoteDecision, ballot),
        form(Action::ReleaseDecisions, vec![]),
        form(Action::ReopenRanking, vec![]),
    ];
    forms.into_iter().flatten().collect()
}
