//! One call: its way, its money, what it asks and how it is judged; everything its boards approve.

mod forms;
mod money;
mod way;

use self::money::PotLength;
use crate::calls::{self, model::Call, model::QuestionKind, subject::Course};
use crate::case::Case;
use crate::error::Result;
use crate::kernel::id::CallId;
use crate::kernel::score::half_points_text;
use crate::kernel::time::{Instant, Zone};
use crate::rules::Matter;
use crate::rules::lifecycle::CallState;
use crate::rules::visibility::Sight;
use crate::tasks;
use crate::web::layout::Frame;
use crate::web::parts::{Banner, Colours, Facts, Length, Own, Seat, Way, drawn};
use crate::web::screen::{Cell, Form, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;
use askama::Template;

/// What the page shows.
#[derive(Debug)]
struct Card {
    summary: String,
    way: Way,
    begin: Begin,
    /// What carries the call on, and the way to its form.
    acts: Vec<Form>,
    edit: Option<(String, String)>,
    graver: Vec<Form>,
    budget: String,
    bar: Length,
    pots: Vec<PotLength>,
    conditions: Facts,
    questions: Vec<Question>,
    criteria: Vec<[String; 4]>,
    judging: Facts,
    milestones: Way,
    terms: String,
    dates: Facts,
    themes: Vec<String>,
    /// The parties, each with its approval where this reader sees that.
    parties: Vec<Seat>,
    digest: Option<String>,
    links: Vec<(String, String)>,
}

/// How this reader begins an application.
#[derive(Debug, Default)]
struct Begin {
    /// What comes first, and where that is done.
    first: Option<(String, String, String)>,
    form: Option<Form>,
}

/// What applicants answer.
#[derive(Debug)]
struct Question {
    prompt: String,
    hint: String,
    answer: String,
    required: String,
}

#[derive(Template)]
#[template(path = "call.html")]
struct Drawing<'a> {
    page: &'a Frame,
    it: &'a Card,
}

impl Own for Card {
    fn forms(&mut self) -> Vec<&mut Form> {
        let begin = self.begin.form.iter_mut();
        begin
            .chain(&mut self.acts)
            .chain(&mut self.graver)
            .collect()
    }

    fn html(&self, page: &Frame) -> Result<String> {
        drawn(&Drawing { page, it: self })
    }
}

/// What is read for the page, to be put into words.
struct Told<'a> {
    say: &'a Say,
    call: &'a Call,
    course: &'a Case<Course>,
    colours: Colours,
    now: Instant,
}

/// One call.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: CallId = ask.ids.get("id")?;
    let (call, course) = calls::shown::open(ask.view, id)?;
    let begin = forms::begin(ask, &call)?;
    let links = links(ask, &course)?;
    let told = Told {
        say: ask.say,
        call: &call,
        course: &course,
        colours: Colours::of(ask.view)?,
        now: ask.view.now(),
    };
    let next = told.next(ask)?;
    Ok(Screen::new(&call.title)
        .under(ask.say.t("nav-calls"), Page::Calls.address())
        .tagged(Tag::of(ask.say, call.state))
        .awaiting(next)
        .drawn_by(told.card(begin, links)))
}

/// Pages that are there and that this reader may open.
fn links(ask: &mut Ask<'_, '_>, course: &Case<Course>) -> Result<Vec<(String, String)>> {
    let (say, id) = (ask.say, course.id);
    let mut links = Vec::new();
    if course.sees(Sight::UnreleasedRanking) {
        let is_evaluated = course.state == CallState::InEvaluation;
        if is_evaluated {
            let address = Page::RankingPreview.of(ask.ids);
            links.push((say.t("heading-preview"), address));
        }
        let is_ranked = [CallState::Ranked, CallState::Decided, CallState::Awarding]
            .contains(&course.state)
            || is_evaluated && calls::queries::has_list(ask.view.conn, id)?;
        if is_ranked {
            links.push((say.t("heading-ranking"), url::ranking(id)));
        }
    }
    if course.sees(Sight::SubmittedApplication) {
        links.push((say.t("nav-applications"), url::applications_of(id)));
    }
    if course.sees(Sight::History) {
        links.push((say.t("heading-history"), url::history(Matter::Call(id))));
    }
    Ok(links)
}

impl Told<'_> {
    /// What happens next. Of whom it is awaited, only those are told who work on the call.
    fn next(&self, ask: &mut Ask<'_, '_>) -> Result<Banner> {
        let (say, call) = (self.say, self.call);
        let deadline = say.instant_for(call.deadline_at, &call.zone);
        let opens = say.instant_in(call.opens_at, &call.zone);
        let more = say.next(
            call.state,
            &[("deadline", deadline.into()), ("opens", opens.into())],
        );
        let tasks = if self.course.sees(Sight::UnpublishedCall) {
            let sees = |sight| self.course.sees(sight);
            tasks::queries::of_matter(ask.view, Matter::Call(call.id), sees)?
        } else {
            Vec::new()
        };
        Ok(Banner::of(say, &self.colours, &tasks, self.now, more))
    }

    fn card(&self, begin: Begin, links: Vec<(String, String)>) -> Card {
        let (say, call) = (self.say, self.call);
        let (acts, graver) = self.forms();
        Card {
            summary: call.summary.clone(),
            way: self.way(),
            begin,
            acts,
            edit: self.edit(),
            graver,
            budget: say.money(&self.budget()),
            bar: self.bar(),
            pots: self.pots(),
            conditions: self.conditions(),
            questions: self.questions(),
            criteria: self.criteria(),
            judging: self.judging(),
            milestones: self.milestones(),
            terms: call.terms.clone(),
            dates: self.dates(),
            themes: call.themes.iter().map(|one| one.name.clone()).collect(),
            parties: self.parties(),
            digest: self
                .course
                .sees(Sight::UnpublishedCall)
                .then(|| call.digest.clone()),
            links,
        }
    }

    fn questions(&self) -> Vec<Question> {
        let say = self.say;
        let question = |one: &calls::model::Question| Question {
            prompt: one.prompt.clone(),
            hint: one.hint.clone(),
            answer: match one.kind {
                QuestionKind::Text => {
                    let most = [("most", i64::from(one.max_chars).into())];
                    say.with("answer-in_words", &most)
                }
                QuestionKind::Choice => one.choices.join(" · "),
            },
            required: say.t(if one.required {
                "answer-required"
            } else {
                "answer-optional"
            }),
        };
        self.call.questions.iter().map(question).collect()
    }

    /// Name, guidance, weight, least mark.
    fn criteria(&self) -> Vec<[String; 4]> {
        let row = |one: &calls::model::Criterion| {
            [
                one.name.clone(),
                one.guidance.clone(),
                format!("{} %", one.weight),
                half_points_text(one.threshold),
            ]
        };
        self.call.criteria.iter().map(row).collect()
    }

    fn judging(&self) -> Facts {
        let (say, call) = (self.say, self.call);
        Facts(vec![
            (
                say.t("field-min_reviews"),
                Cell::Figure(call.min_reviews.to_string()),
            ),
            (
                say.t("field-total_threshold"),
                Cell::Figure(half_points_text(call.total_threshold)),
            ),
            (say.t("field-gap_mode"), Cell::text(say.name(call.gap_mode))),
        ])
    }

    fn dates(&self) -> Facts {
        let (say, call) = (self.say, self.call);
        Facts(vec![
            (say.t("field-code"), Cell::Code(call.code.clone())),
            (
                say.t("field-opens"),
                Cell::text(say.instant_in(call.opens_at, &call.zone)),
            ),
            (
                say.t("field-deadline"),
                Cell::text(say.instant_for(call.deadline_at, &call.zone)),
            ),
            (
                say.t("field-deadline_utc"),
                Cell::text(say.instant_in(call.deadline_at, &Zone::utc())),
            ),
        ])
    }
}
