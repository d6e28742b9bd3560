//! What a reviewer may do: declare, mark, or step back.

use crate::case::Shown;
use crate::kernel::score::{HalfPoints, half_points_text};
use crate::reviews::model::{Desk, Review};
use crate::rules::lifecycle::AssignmentState;
use crate::rules::{Action, Matter};
use crate::web::form::{Field, Form, Kind};
use crate::web::pages::offered;
use crate::web::url;
use crate::words::Say;

/// The forms of the desk.
#[derive(Debug, Default)]
pub(super) struct Forms {
    /// The declaration or the sheet.
    pub(super) main: Vec<Form>,
    /// What takes one off the panel.
    pub(super) graver: Vec<Form>,
}

pub(super) fn of(say: &Say, desk: &Shown<Desk>) -> Forms {
    let form = |action: Action, fields: Vec<Field>| {
        let address = url::act(action, &[&desk.id]);
        offered::form(say, &desk.offers, &[], action, address, fields)
    };
    let reason = || vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
    let tick = Field::new(say, "declaration", Kind::Tick, "");
    let tick = vec![tick.labelled(say.t("declaration-no_conflict"))];
    let clear = form(Action::DeclareNoConflict, tick);
    let sheet = form(Action::SubmitReview, sheet(say, desk));
    let conflict = form(Action::DeclareConflict, reason());
    let decline = form(Action::DeclineAssignment, reason());
    let clear = clear.map(|form| form.titled(say.t("title-declaration")));
    let sheet = sheet.map(|form| with_a_way_to_save(say, desk, form));
    // Before one has declared, the two answers are equal.
    let (equal, later) = if desk.state == AssignmentState::Invited {
        (conflict, None)
    } else {
        (None, conflict.map(|form| form.plain().folded()))
    };
    Forms {
        main: clear.into_iter().chain(sheet).chain(equal).collect(),
        graver: later.into_iter().chain(decline.map(Form::danger)).collect(),
    }
}

fn with_a_way_to_save(say: &Say, desk: &Shown<Desk>, form: Form) -> Form {
    let mut form = form
        .titled(say.t("title-sheet"))
        .changing(Matter::Assignment(desk.id))
        .kept_in_sight();
    if desk.offers.free(Action::SaveReview) {
        let address = url::act(Action::SaveReview, &[&desk.id]);
        form.other = Some((address, say.t("action-save_review")));
    }
    form
}

fn sheet(say: &Say, desk: &Desk) -> Vec<Field> {
    let own = desk.own.as_ref();
    let marks: Vec<(String, String)> = (0..=HalfPoints::BEST)
        .map(|half| (half_points_text(half), half_points_text(half)))
        .collect();
    let mut fields = Vec::new();
    for criterion in &desk.criteria {
        let score = own.and_then(|one| {
            one.scores
                .iter()
                .find(|score| score.criterion == criterion.id)
        });
        let weight = format!("{} %", criterion.weight);
        let words = [
            ("name", criterion.name.clone().into()),
            ("weight", weight.into()),
            ("least", half_points_text(criterion.threshold).into()),
        ];
        fields.push(Field::group(say.with("criterion-in_short", &words)));
        let path = |field: &str| format!("scores.{}.{field}", criterion.id);
        let mark = score
            .and_then(|score| score.mark.clone())
            .unwrap_or_default();
        let least = usize::try_from(criterion.threshold).unwrap_or_default();
        let scale = Kind::Scale(marks.clone(), least);
        let field = Field::new(say, &path("mark"), scale, mark);
        fields.push(field.hinted(&criterion.guidance));
        let why = score
            .map(|score| score.justification.clone())
            .unwrap_or_default();
        fields.push(Field::new(
            say,
            &path("justification"),
            Kind::Prose(4_000),
            why,
        ));
    }
    fields.push(Field::group(say.t("heading-comments")));
    let text = |pick: fn(&Review) -> String| own.map(pick).unwrap_or_default();
    let words = text(|one| one.for_applicant.clone());
    fields.push(Field::new(say, "for_applicant", Kind::Prose(4_000), words));
    let words = text(|one| one.for_panel.clone());
    fields.push(Field::new(say, "for_panel", Kind::Prose(4_000), words));
    fields
}
