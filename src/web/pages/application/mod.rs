//! One application: where it stands, what is left to do, what it says, who takes part and for how
//! much, what was found of it.

mod findings;
mod forms;
mod money;
mod proposal;
mod way;

use self::forms::{Acts, Submission};
use self::money::Meter;
pub(super) use self::proposal::Proposal;
use super::applications::next_step;
use super::offers;
use crate::applications::{self, model::Application};
use crate::awards;
use crate::case::Shown;
use crate::decisions;
use crate::decisions::model::Feedback;
use crate::error::{Result, if_found};
use crate::kernel::id::{ApplicationId, AwardId};
use crate::kernel::time::{Instant, Zone};
use crate::rules::capacity::Standing;
use crate::rules::lifecycle::{ApplicationState, AwardState};
use crate::rules::visibility::Sight;
use crate::rules::{Action, Matter, decide};
use crate::tasks::{self, queries::Task};
use crate::web::form::Form;
use crate::web::layout::Frame;
use crate::web::parts::{Banner, Colours, Facts, Own, Seat, Way, drawn};
use crate::web::screen::{Cell, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;
use askama::Template;

/// What the page shows.
#[derive(Debug)]
struct Card {
    way: Way,
    because: Vec<String>,
    submission: Option<Submission>,
    acts: Acts,
    /// Outcome, score and the reviewers' words, once they are released.
    feedback: Option<(String, Vec<String>)>,
    findings: Vec<Seat>,
    proposal: Proposal,
    files: Vec<File>,
    attach: Option<Form>,
    meters: Vec<Meter>,
    facts: Facts,
    links: Vec<(String, String)>,
}

/// A file, with the button that removes it.
#[derive(Debug)]
struct File {
    name: String,
    href: String,
    more: String,
    removal: Option<Form>,
}

#[derive(Template)]
#[template(path = "application.html")]
struct Drawing<'a> {
    page: &'a Frame,
    it: &'a Card,
}

impl Own for Card {
    fn forms(&mut self) -> Vec<&mut Form> {
        let removals = self.files.iter_mut().filter_map(|one| one.removal.as_mut());
        let submission = self.submission.iter_mut().map(|one| &mut one.form);
        submission
            .chain(&mut self.acts.main)
            .chain(&mut self.acts.graver)
            .chain(self.attach.iter_mut())
            .chain(removals)
            .collect()
    }

    fn html(&self, page: &Frame) -> Result<String> {
        drawn(&Drawing { page, it: self })
    }
}

/// What is read for the page, to be put into words.
struct Told<'a> {
    say: &'a Say,
    application: &'a Shown<Application>,
    standing: &'a Standing,
    /// Its award, and where that stands unless it has lapsed.
    award: Option<(AwardId, Option<AwardState>)>,
    feedback: Option<Feedback>,
    colours: Colours,
    now: Instant,
}

/// One application as its reader may see it, with what they may do, the award of it included.
pub(in crate::web) fn shown(
    ask: &mut Ask<'_, '_>,
    id: ApplicationId,
) -> Result<Shown<Application>> {
    Ok(gather(ask, id)?.application)
}

struct Gathered {
    application: Shown<Application>,
    standing: Standing,
    award: Option<(AwardId, Option<AwardState>)>,
}

fn gather(ask: &mut Ask<'_, '_>, id: ApplicationId) -> Result<Gathered> {
    let (mut application, standing) = applications::queries::with_offers(ask.view, id)?;
    let is_funded = matches!(
        application.state,
        ApplicationState::Awarded | ApplicationState::Lapsed
    );
    let mut award = None;
    if is_funded {
        let live = awards::queries::state_of_application(ask.view.conn, id)?;
        let newest = awards::queries::of_application(ask.view.conn, id)?;
        award = newest.map(|award| (award, live));
        if live.is_none() && offers(&standing, Action::OfferAward) {
            let offered = awards::decided::offers(ask.view, id)?;
            application.offers.0.extend(offered.0);
        }
    }
    Ok(Gathered {
        application,
        standing,
        award,
    })
}

/// One application.
pub(in crate::web) fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: ApplicationId = ask.ids.get("id")?;
    let gathered = gather(ask, id)?;
    let tasks = tasks(ask, &gathered)?;
    let told = Told {
        say: ask.say,
        application: &gathered.application,
        standing: &gathered.standing,
        award: gathered.award,
        feedback: feedback(ask, &gathered.application)?,
        colours: Colours::of(ask.view)?,
        now: ask.view.now(),
    };
    let say = ask.say;
    let title = match told.application.title.as_str() {
        "" => say.t("untitled"),
        title => title.to_owned(),
    };
    Ok(Screen::new(title)
        .under(say.t("nav-applications"), Page::Applications.address())
        .tagged(Tag::of(say, told.application.state))
        .awaiting(told.next(&tasks))
        .drawn_by(told.card()?))
}

fn tasks(ask: &mut Ask<'_, '_>, gathered: &Gathered) -> Result<Vec<Task>> {
    // Once an award is offered, what follows is the award's.
    if let Some((award, Some(_))) = gathered.award {
        return tasks::queries::of_matter(ask.view, Matter::Award(award), |_| false);
    }
    let matter = Matter::Application(gathered.application.id);
    let sees = |sight| decide::sees(&gathered.standing, sight);
    tasks::queries::of_matter(ask.view, matter, sees)
}

/// The reviewers' words, once the decision is released.
fn feedback(ask: &mut Ask<'_, '_>, application: &Application) -> Result<Option<Feedback>> {
    use ApplicationState as State;
    let released = [
        State::Awarded,
        State::Reserve,
        State::Rejected,
        State::Lapsed,
    ];
    if !released.contains(&application.state) {
        return Ok(None);
    }
    if_found(decisions::queries::feedback(ask.view, application.id))
}

impl Told<'_> {
    fn next(&self, tasks: &[Task]) -> Banner {
        let say = self.say;
        let more = match self.award {
            Some((_, Some(state))) => say.next(state, &[]),
            _ => next_step(say, self.application, self.now),
        };
        Banner::of(say, &self.colours, tasks, self.now, more)
    }

    fn card(&self) -> Result<Card> {
        let (say, application) = (self.say, self.application);
        Ok(Card {
            way: self.way(),
            because: application.ineligible_because.clone(),
            submission: self.submission()?,
            acts: self.acts(),
            feedback: self.feedback.as_ref().map(|one| {
                let words = [
                    ("outcome", say.name(one.outcome).into()),
                    ("score", one.score.clone().into()),
                    ("best", one.best.clone().into()),
                ];
                (say.with("outcome-with_score", &words), one.comments.clone())
            }),
            findings: self.findings(),
            proposal: Proposal::of(say, &self.colours, application),
            files: self.files(),
            attach: self.attach(),
            meters: self.meters(),
            facts: self.facts(),
            links: self.links(),
        })
    }

    fn facts(&self) -> Facts {
        let (say, application) = (self.say, self.application);
        let call = &application.terms.window;
        let mut facts = Vec::new();
        if let Some(number) = &application.number {
            facts.push((say.t("field-number"), Cell::Code(number.clone())));
        }
        facts.extend([
            (
                say.t("field-call"),
                Cell::link(&call.title, url::call(call.call)),
            ),
            (
                say.t("field-organisation"),
                Cell::text(&application.organisation_name),
            ),
            (
                say.t("field-deadline"),
                Cell::text(say.instant_for(call.deadline_at, &call.zone)),
            ),
        ]);
        if let Some(at) = application.submitted_at {
            facts.push((
                say.t("field-submitted_at"),
                Cell::text(say.instant_in(at, &call.zone)),
            ));
            if call.zone != Zone::utc() {
                facts.push((
                    say.t("field-submitted_utc"),
                    Cell::text(say.instant_in(at, &Zone::utc())),
                ));
            }
        }
        if let Some(digest) = &application.digest {
            facts.push((say.t("field-digest"), Cell::Code(digest.clone())));
        }
        Facts(facts)
    }

    /// Pages that this reader may open.
    fn links(&self) -> Vec<(String, String)> {
        let (say, id) = (self.say, self.application.id);
        let sees = |sight| decide::sees(self.standing, sight);
        let mut links = Vec::new();
        if let Some((award, _)) = self.award.filter(|_| sees(Sight::Award)) {
            links.push((say.t("title-award"), url::award(award)));
        }
        if sees(Sight::NamedReviews) {
            links.push((say.t("heading-evaluation"), url::evaluation(id)));
        }
        if sees(Sight::Offices) {
            links.push((say.t("link-recuse"), url::offices(id)));
        }
        if sees(Sight::History) {
            let history = url::history(Matter::Application(id));
            links.push((say.t("heading-history"), history));
        }
        links
    }
}
