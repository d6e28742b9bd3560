//! The evaluation of an application, with names: who reviews it, what they say, what was settled.

mod forms;

use super::review::Sheet;
use crate::case::Shown;
use crate::error::Result;
use crate::kernel::id::ApplicationId;
use crate::reviews::{
    self,
    model::{Assigned, CriterionResult, Evaluation, Round},
};
use crate::rules::Matter;
use crate::rules::visibility::Sight;
use crate::tasks;
use crate::web::form::Form;
use crate::web::layout::{Frame, initials};
use crate::web::parts::{Banner, Colours, Facts, Own, drawn};
use crate::web::screen::{Cell, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;
use askama::Template;

/// What the page shows.
#[derive(Debug)]
struct Card {
    reviewers: Vec<Reviewer>,
    assign: Option<Form>,
    /// Whose marks the columns are: letters and name.
    heads: Vec<(String, String)>,
    marks: Vec<Marks>,
    settle: Option<Form>,
    reopen: Option<Form>,
    reviews: Vec<Sheet>,
    fallen: Vec<Sheet>,
    earlier: Vec<Earlier>,
}

/// Somebody who was asked to review.
#[derive(Debug)]
struct Reviewer {
    name: String,
    letters: String,
    tag: Tag,
    due: String,
    /// What was said of the assignment, and what became of its review.
    why: String,
    forms: Vec<Form>,
}

/// The marks on one criterion.
#[derive(Debug)]
struct Marks {
    criterion: String,
    least: String,
    diverges: bool,
    given: Vec<String>,
    median: String,
    agreed: String,
}

/// Marks that were settled and opened again.
#[derive(Debug)]
struct Earlier {
    title: String,
    /// Criterion, median, settled mark.
    marks: Vec<[String; 3]>,
    facts: Facts,
}

#[derive(Template)]
#[template(path = "evaluation.html")]
struct Drawing<'a> {
    page: &'a Frame,
    it: &'a Card,
}

impl Own for Card {
    fn forms(&mut self) -> Vec<&mut Form> {
        let of_reviewers = self.reviewers.iter_mut().flat_map(|one| &mut one.forms);
        of_reviewers
            .chain(&mut self.assign)
            .chain(&mut self.settle)
            .chain(&mut self.reopen)
            .collect()
    }

    fn html(&self, page: &Frame) -> Result<String> {
        drawn(&Drawing { page, it: self })
    }
}

/// The evaluation of an application.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: ApplicationId = ask.ids.get("id")?;
    let evaluation = reviews::evaluation::evaluation(ask.view, id)?;
    let tasks = {
        // Whoever sees named reviews sees who reviews what.
        let sees = |sight| sight == Sight::Assignments;
        tasks::queries::of_matter(ask.view, Matter::Application(id), sees)?
    };
    let colours = Colours::of(ask.view)?;
    let (say, now) = (ask.say, ask.view.now());
    let more = say.next(evaluation.state, &[]);
    let next = Banner::of(say, &colours, &tasks, now, more);
    Ok(Screen::new(say.t("heading-evaluation"))
        .under(say.t("nav-applications"), Page::Applications.address())
        .under(&evaluation.title, url::application(id))
        .tagged(Tag::of(say, evaluation.state))
        .awaiting(next)
        .drawn_by(card(say, &evaluation)))
}

fn card(say: &Say, evaluation: &Shown<Evaluation>) -> Card {
    let sheets = |reviews: &[reviews::model::Review]| -> Vec<Sheet> {
        reviews.iter().map(|one| Sheet::of(say, one)).collect()
    };
    let sheets_in = sheets(&evaluation.reviews);
    let heads = sheets_in
        .iter()
        .map(|one| (initials(&one.by), one.by.clone()));
    let results = evaluation.criteria.iter().enumerate();
    let reopened = |round: &&Round| round.reopened_at.is_some();
    Card {
        reviewers: evaluation
            .assigned
            .iter()
            .map(|one| reviewer(say, evaluation, one))
            .collect(),
        assign: forms::assign(say, evaluation),
        heads: heads.collect(),
        marks: results
            .map(|(place, one)| marks(say, one, &sheets_in, place))
            .collect(),
        settle: forms::settle(say, evaluation),
        reopen: forms::reopen(say, evaluation),
        reviews: sheets_in,
        fallen: sheets(&evaluation.fallen),
        earlier: evaluation
            .rounds
            .iter()
            .filter(reopened)
            .map(|round| earlier(say, round))
            .collect(),
    }
}

fn reviewer(say: &Say, evaluation: &Shown<Evaluation>, one: &Assigned) -> Reviewer {
    let due = one
        .due_on
        .map(|day| say.with("due-on", &[("day", day.into())]));
    Reviewer {
        name: one.reviewer.clone(),
        letters: initials(&one.reviewer),
        tag: Tag::of(say, one.state),
        due: due.unwrap_or_default(),
        why: why(say, one),
        forms: forms::of_reviewer(say, evaluation, one),
    }
}

fn why(say: &Say, one: &Assigned) -> String {
    let said = one.declaration.clone().unwrap_or_default();
    let mut parts = Vec::new();
    if let Some(origin) = &one.origin {
        let words = [
            (
                "organisation",
                origin.organisation.clone().unwrap_or_default().into(),
            ),
            ("how", origin.how.code().into()),
            ("reviewers", origin.reviewers.into()),
        ];
        parts.push(say.with("conflict-arose", &words));
    } else if one.found_by_others {
        parts.push(say.with("conflict-found", &[("reason", said.into())]));
    } else if !said.is_empty() {
        parts.push(said);
    }
    if one.fell {
        parts.push(say.t("review-fell"));
    }
    parts.join(" ")
}

/// Every review gives its marks in the order of the criteria.
fn marks(say: &Say, one: &CriterionResult, sheets: &[Sheet], place: usize) -> Marks {
    let given = sheets.iter().map(|sheet| {
        let score = sheet.scores.get(place);
        score.map(|score| score[1].clone()).unwrap_or_default()
    });
    Marks {
        criterion: one.name.clone(),
        least: say.with("criterion-least", &[("least", one.least.clone().into())]),
        diverges: one.diverges,
        given: given.collect(),
        median: one.median.clone().unwrap_or_default(),
        agreed: one.agreed.clone().unwrap_or_default(),
    }
}

fn earlier(say: &Say, round: &Round) -> Earlier {
    let number = round.round.to_string();
    let why = round.reopened_why.clone();
    let mut facts = vec![(say.t("field-settled_by"), Cell::text(&round.settled_by))];
    facts.extend(
        round
            .reopened_at
            .map(|at| (say.t("field-reopened_at"), Cell::moment(say, at))),
    );
    let why = why.unwrap_or_else(|| say.t("why-review"));
    facts.push((say.t("field-reason"), Cell::text(why)));
    let marks = round
        .marks
        .iter()
        .map(|mark| [mark.name.clone(), mark.median.clone(), mark.agreed.clone()]);
    Earlier {
        title: say.with("heading-earlier_round", &[("round", number.into())]),
        marks: marks.collect(),
        facts: Facts(facts),
    }
}
