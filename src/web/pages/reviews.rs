//! The reviewer's desk, and the evaluation as the secretariat sees it.

use super::offered;
use super::{heads, more};
use crate::case::{Offers, Shown};
use crate::error::Result;
use crate::kernel::id::{ApplicationId, AssignmentId};
use crate::kernel::score::{HalfPoints, half_points_text};
use crate::reviews::{
    self,
    model::{Assigned, Desk, Evaluation, Review},
};
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use crate::rules::{Action, Matter};
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// One's own assignments.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let after = ask.query.get("after").cloned();
    let page = reviews::queries::own(ask.view, after.as_deref())?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-reviews"));
    let rows = page
        .items
        .iter()
        .map(|one| {
            vec![
                Cell::Code(one.number.clone().unwrap_or_default()),
                if one.is_open() {
                    Cell::link(&one.title, url::review(one.id))
                } else {
                    Cell::text(&one.title)
                },
                Cell::text(&one.call_title),
                one.due_on.map_or(Cell::text(""), |day| Cell::day(say, day)),
                if one.is_withdrawn {
                    Cell::state(say, ApplicationState::Withdrawn)
                } else {
                    Cell::state(say, one.state)
                },
            ]
        })
        .collect();
    screen.add(Block::Table {
        caption: say.t("nav-reviews"),
        head: heads(say, &["number", "title", "call", "due_on", "state"]),
        rows,
        empty: say.t("empty-reviews"),
    });
    screen.blocks.extend(more(ask, Page::Reviews, page.next));
    Ok(screen)
}

/// One assignment: the declaration first, then the sheet.
pub fn desk(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: AssignmentId = ask.ids.get("id")?;
    let desk = reviews::queries::desk(ask.view, id)?;
    let say = ask.say;
    let mut screen = Screen::new(&desk.application.title)
        .under(say.t("nav-reviews"), Page::Reviews.address())
        .tagged(Tag::of(say, desk.state))
        .next(say.next(desk.state, &[]));
    if desk.application.state == ApplicationState::Withdrawn {
        screen.next.more = say.next(ApplicationState::Withdrawn, &[]);
        super::applications::content(say, &mut screen, &desk.application);
        return Ok(screen);
    }
    for form in forms(say, &desk) {
        screen.form(form);
    }
    let is_written = !desk.offers.free(Action::SubmitReview);
    if let Some(own) = desk.own.as_ref().filter(|_| is_written) {
        screen.add(Block::Heading(say.t("heading-own_review")));
        review(say, &mut screen, own);
    }
    if desk.state == AssignmentState::Submitted {
        screen.add(Block::Heading(say.t("heading-other_reviews")));
        if desk.others.is_empty() {
            screen.add(Block::Prose(say.t("empty-other_reviews")));
        }
        for other in &desk.others {
            review(say, &mut screen, other);
        }
    }
    super::applications::content(say, &mut screen, &desk.application);
    Ok(screen)
}

/// What the reviewer may do: declare, mark, or step back.
fn forms(say: &Say, desk: &Shown<Desk>) -> Vec<Form> {
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
    let mut forms = Vec::new();
    forms.extend(clear.map(|form| form.titled(say.t("title-declaration"))));
    forms.extend(sheet.map(|form| with_a_way_to_save(say, desk, form)));
    forms.extend(conflict.map(Form::folded));
    forms.extend(decline.map(Form::danger));
    forms
}

fn with_a_way_to_save(say: &Say, desk: &Shown<Desk>, form: Form) -> Form {
    let mut form = form
        .titled(say.t("title-sheet"))
        .changing(Matter::Assignment(desk.id));
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
        fields.push(Field::group(&criterion.name));
        let path = |field: &str| format!("scores.{}.{field}", criterion.id);
        let mark = score
            .and_then(|score| score.mark.clone())
            .unwrap_or_default();
        let field = Field::new(say, &path("mark"), Kind::Radios(marks.clone()), mark);
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

fn review(say: &Say, screen: &mut Screen, review: &Review) {
    let rows = review
        .scores
        .iter()
        .map(|score| {
            vec![
                Cell::text(&score.name),
                Cell::Figure(score.mark.clone().unwrap_or_default()),
                Cell::text(&score.justification),
            ]
        })
        .collect();
    let caption = review
        .reviewer
        .clone()
        .unwrap_or_else(|| say.t("a-reviewer"));
    screen.add(Block::Heading(caption.clone()));
    screen.add(Block::Table {
        caption,
        head: heads(say, &["criterion", "mark", "justification"]),
        rows,
        empty: String::new(),
    });
    screen.add(Block::Prose(review.for_applicant.clone()));
    if !review.for_panel.is_empty() {
        screen.add(Block::Note {
            class: "plain",
            text: review.for_panel.clone(),
        });
    }
}

/// The evaluation of an application, with names.
pub fn evaluation(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: ApplicationId = ask.ids.get("id")?;
    let evaluation = reviews::evaluation::evaluation(ask.view, id)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("heading-evaluation"));
    screen = screen.under(say.t("nav-applications"), Page::Applications.address());
    screen = screen
        .under(&evaluation.title, url::application(id))
        .tagged(Tag::of(say, evaluation.state));
    assigned(say, &mut screen, &evaluation);
    let own = offered::of(&evaluation.offers, Matter::Application(id));
    let action = Action::AssignReviewer;
    let choices = evaluation
        .candidates
        .iter()
        .map(|one| (one.account.to_string(), one.name.clone()))
        .collect();
    let fields = vec![
        Field::new(say, "reviewer", Kind::Choice(choices), ""),
        Field::new(say, "due_on", Kind::Day, ""),
    ];
    let address = url::act(action, &[&id]);
    if let Some(form) = offered::form(say, &own, &[], action, address, fields) {
        screen.form(form);
    }
    consensus(say, &mut screen, &evaluation, &own);
    for one in &evaluation.reviews {
        review(say, &mut screen, one);
    }
    earlier(say, &mut screen, &evaluation);
    Ok(screen)
}

/// The medians with the settled marks, and what can be done about them.
fn consensus(say: &Say, screen: &mut Screen, evaluation: &Evaluation, own: &Offers) {
    let application = evaluation.application;
    let rows = evaluation
        .criteria
        .iter()
        .map(|one| {
            let spread = if one.diverges {
                say.t("marks-diverge")
            } else {
                String::new()
            };
            vec![
                Cell::text(&one.name),
                Cell::Figure(one.median.clone().unwrap_or_default()),
                Cell::text(spread),
                Cell::Figure(one.agreed.clone().unwrap_or_default()),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-consensus"),
        Block::Table {
            caption: say.t("heading-consensus"),
            head: heads(say, &["criterion", "median", "spread", "agreed"]),
            rows,
            empty: String::new(),
        },
    );
    let mut marks: Vec<Field> = evaluation
        .criteria
        .iter()
        .map(|one| {
            let path = format!("marks.{}", one.criterion);
            let median = one.median.clone().unwrap_or_default();
            let field = Field::new(say, &path, Kind::Number, median);
            field.labelled(format!("{}: {}", say.t("field-agreed"), one.name))
        })
        .collect();
    let reason = || Field::new(say, "reason", Kind::Prose(4_000), "");
    marks.push(reason());
    let form = |action: Action, fields: Vec<Field>| {
        let address = url::act(action, &[&application]);
        offered::form(say, own, &[], action, address, fields)
    };
    let settle = form(Action::SettleConsensus, marks);
    let reopen = form(Action::ReopenConsensus, vec![reason()]).map(Form::danger);
    for form in settle.into_iter().chain(reopen) {
        screen.form(form);
    }
}

/// What no longer counts: reviews that fell, and marks that were settled before.
fn earlier(say: &Say, screen: &mut Screen, evaluation: &Evaluation) {
    if !evaluation.fallen.is_empty() {
        screen.add(Block::Heading(say.t("heading-fallen_reviews")));
        screen.add(Block::Prose(say.t("intro-fallen_reviews")));
        for one in &evaluation.fallen {
            review(say, screen, one);
        }
    }
    for round in evaluation
        .rounds
        .iter()
        .filter(|round| round.reopened_at.is_some())
    {
        let number = round.round.to_string();
        let caption = say.with("heading-earlier_round", &[("round", number.into())]);
        let rows = round
            .marks
            .iter()
            .map(|mark| {
                vec![
                    Cell::text(&mark.name),
                    Cell::Figure(mark.median.clone()),
                    Cell::Figure(mark.agreed.clone()),
                ]
            })
            .collect();
        screen.section(
            caption.clone(),
            Block::Table {
                caption,
                head: heads(say, &["criterion", "median", "agreed"]),
                rows,
                empty: String::new(),
            },
        );
        let why = round
            .reopened_why
            .clone()
            .unwrap_or_else(|| say.t("why-review"));
        let mut facts = vec![(say.t("field-settled_by"), Cell::text(&round.settled_by))];
        facts.extend(
            round
                .reopened_at
                .map(|at| (say.t("field-reopened_at"), Cell::moment(say, at))),
        );
        facts.push((say.t("field-reason"), Cell::text(why)));
        screen.add(Block::Facts(facts));
    }
}

fn assigned(say: &Say, screen: &mut Screen, evaluation: &Shown<Evaluation>) {
    let rows = evaluation
        .assigned
        .iter()
        .map(|one| {
            vec![
                Cell::text(&one.reviewer),
                Cell::state(say, one.state),
                one.due_on.map_or(Cell::text(""), |day| Cell::day(say, day)),
                Cell::text(why(say, one)),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-reviewers"),
        Block::Table {
            caption: say.t("heading-reviewers"),
            head: heads(say, &["reviewer", "state", "due_on", "reason"]),
            rows,
            empty: say.t("empty-reviewers"),
        },
    );
    for one in &evaluation.assigned {
        let offers = offered::of(&evaluation.offers, Matter::Assignment(one.id));
        let mut add = |action: Action, fields: Vec<Field>| {
            let address = url::act(action, &[&evaluation.application, &one.id]);
            let form = offered::form(say, &offers, &[], action, address, fields);
            if let Some(form) = form.filter(|_| offers.free(action)) {
                let mut form = form.danger();
                form.button = format!("{}: {}", form.button, one.reviewer);
                screen.form(form);
            }
        };
        let reason = || vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
        add(Action::RemoveAssignment, vec![]);
        add(Action::ReopenReview, reason());
        add(Action::FindConflict, reason());
    }
}

/// What was said of an assignment, and what became of its review.
fn why(say: &Say, one: &Assigned) -> String {
    let said = one.declaration.clone().unwrap_or_default();
    let mut parts = Vec::new();
    if one.found_by_others {
        parts.push(say.with("conflict-found", &[("reason", said.into())]));
    } else if !said.is_empty() {
        parts.push(said);
    }
    if one.fell {
        parts.push(say.t("review-fell"));
    }
    parts.join(" ")
}
