//! Applications: one's own with their drafts; the officer's list; eligibility.

mod content;
mod form;

pub(super) use content::content;
pub(in crate::web) use form::edit;

use super::offered::{self, Partners};
use super::{heads, more, offers};
use crate::applications::{
    self,
    model::{Application, Verdict},
    submission,
};
use crate::awards;
use crate::case::{Offer, Offers, Shown};
use crate::decisions;
use crate::error::Result;
use crate::fund;
use crate::kernel::id::{ApplicationId, AwardId};
use crate::kernel::time::{Instant, Zone};
use crate::rules::capacity::Standing;
use crate::rules::lifecycle::{ApplicationState, AwardState};
use crate::rules::visibility::Sight;
use crate::rules::{Action, Matter, decide};
use crate::web::form::{Field, Form, Kind};
use crate::web::screen::{Block, Cell, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// The applications this reader may open.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let after = ask.query.get("after").cloned();
    let (call, state) = (ask.filter("call")?, ask.filter("state")?);
    let page = applications::queries::list(ask.view, call, state, after.as_deref())?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-applications"));
    let rows = page
        .items
        .iter()
        .map(|one| {
            let title = if one.title.is_empty() {
                say.t("untitled")
            } else {
                one.title.clone()
            };
            vec![
                Cell::Code(one.number.clone().unwrap_or_default()),
                Cell::link(title, url::application(one.id)),
                Cell::text(&one.organisation),
                Cell::text(&one.call_title),
                Cell::state(say, one.state),
            ]
        })
        .collect();
    screen.add(Block::Table {
        caption: say.t("nav-applications"),
        head: heads(say, &["number", "title", "organisation", "call", "state"]),
        rows,
        empty: say.t("empty-applications"),
    });
    screen
        .blocks
        .extend(more(ask, Page::Applications, page.next));
    Ok(screen)
}

/// One application as its reader may see it, with what they may do, the award of it included.
pub(in crate::web) fn shown(
    ask: &mut Ask<'_, '_>,
    id: ApplicationId,
) -> Result<Shown<Application>> {
    Ok(gather(ask, id)?.application)
}

/// What the page shows.
struct Gathered {
    application: Shown<Application>,
    standing: Standing,
    /// Its award, and where that stands unless it has lapsed.
    award: Option<(AwardId, Option<AwardState>)>,
    partners: Vec<(crate::kernel::id::PartnerId, String)>,
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
    // Only who acts for several is asked for which.
    let mut all = application.offers.0.iter();
    let partners = if all.any(|offer| !offer.partners.is_empty()) {
        fund::queries::names(ask.view.conn)?
    } else {
        Vec::new()
    };
    Ok(Gathered {
        application,
        standing,
        award,
        partners,
    })
}

/// One application.
pub(in crate::web) fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: ApplicationId = ask.ids.get("id")?;
    let gathered = gather(ask, id)?;
    let (application, standing) = (&gathered.application, &gathered.standing);
    let say = ask.say;
    let title = if application.title.is_empty() {
        say.t("untitled")
    } else {
        application.title.clone()
    };
    let next = match gathered.award {
        // Once an award is offered, what follows is the award's.
        Some((_, Some(state))) => say.next(state, &[]),
        _ => next_step(say, application, ask.view.now()),
    };
    let mut screen = Screen::new(title)
        .under(say.t("nav-applications"), Page::Applications.address())
        .tagged(Tag::of(say, application.state))
        .next(next);
    for reason in &application.ineligible_because {
        screen.add(Block::Note {
            class: "bad",
            text: reason.clone(),
        });
    }
    feedback(ask, &mut screen, application)?;
    applicants_forms(say, &mut screen, application)?;
    officers_forms(say, &mut screen, application, &gathered.partners);
    content(say, &mut screen, application);
    screen.aside = aside(say, application, standing);
    let award = gathered
        .award
        .filter(|_| decide::sees(standing, Sight::Award));
    if let Some((award, _)) = award {
        let links = vec![(say.t("title-award"), url::award(award))];
        screen.aside.push(Block::Links(links));
    }
    Ok(screen)
}

/// The reviewers' words, once the decision is released.
fn feedback(ask: &mut Ask<'_, '_>, screen: &mut Screen, application: &Application) -> Result<()> {
    use ApplicationState as State;
    let released = [
        State::Awarded,
        State::Reserve,
        State::Rejected,
        State::Lapsed,
    ];
    if !released.contains(&application.state) {
        return Ok(());
    }
    let found = decisions::queries::feedback(ask.view, application.id);
    let Ok(feedback) = found else { return Ok(()) };
    let say = ask.say;
    screen.add(Block::Heading(say.t("heading-feedback")));
    screen.add(Block::Facts(vec![
        (
            say.t("field-outcome"),
            Cell::text(say.name(feedback.outcome)),
        ),
        (say.t("field-score"), Cell::Figure(feedback.score)),
    ]));
    for comment in feedback.comments {
        screen.add(Block::Prose(comment));
    }
    Ok(())
}

pub(super) fn next_step(say: &Say, application: &Application, now: Instant) -> String {
    let window = &application.terms.window;
    let deadline = say.instant_for(window.deadline_at, &window.zone);
    let is_over = window.deadline_at <= now;
    let words = [("deadline", deadline.into())];
    match application.state {
        // The calendar may not have come round yet; the deadline has passed all the same.
        ApplicationState::Draft if is_over => say.next(ApplicationState::Missed, &words),
        ApplicationState::Submitted if is_over => say.with("next-application-checked", &words),
        state => say.next(state, &words),
    }
}

fn applicants_forms(
    say: &Say,
    screen: &mut Screen,
    application: &Shown<Application>,
) -> Result<()> {
    let (id, offers) = (application.id, &application.offers);
    if offers.free(Action::SaveApplication) {
        let edit = (say.t("action-edit_application"), url::application_form(id));
        screen.add(Block::Links(vec![edit]));
    }
    if offers.free(Action::AttachFile) {
        let address = url::act(Action::AttachFile, &[&id]);
        let file = vec![Field::new(say, "file", Kind::File, "")];
        let form = offered::form(say, offers, &[], Action::AttachFile, address, file);
        screen.blocks.extend(form.map(Form::plain).map(Block::Form));
        let removals = offers
            .0
            .iter()
            .filter(|offer| offer.action == Action::RemoveFile);
        for (offer, file) in removals.zip(&application.attachments) {
            screen
                .blocks
                .extend(removal(say, offer, &file.name).map(Block::Form));
        }
    }
    if offers.shown(Action::SubmitApplication).is_some() {
        submit_form(say, screen, application)?;
    }
    let address = url::act(Action::WithdrawApplication, &[&id]);
    let reason = vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
    if offers.free(Action::WithdrawApplication) {
        let action = Action::WithdrawApplication;
        let form = offered::form(say, offers, &[], action, address, reason);
        screen
            .blocks
            .extend(form.map(Form::danger).map(Block::Form));
    }
    Ok(())
}

fn removal(say: &Say, offer: &Offer, name: &str) -> Option<Form> {
    let address = url::of_offer(offer.action, &offer.address)?;
    let offers = Offers(vec![offer.clone()]);
    let mut form = offered::form(say, &offers, &[], offer.action, address, vec![])?.danger();
    form.button = format!("{}: {name}", form.button);
    Some(form)
}

/// What is still missing, and the button that submits.
fn submit_form(say: &Say, screen: &mut Screen, application: &Shown<Application>) -> Result<()> {
    let id = application.id;
    let edit = url::application_form(id);
    let mut draft = form::draft(say, application, &[]);
    if application.offers.free(Action::SubmitApplication) {
        draft.note_faults(say, &submission::all_faults(application)?);
        let missing: Vec<(String, String)> = draft
            .wrong()
            .into_iter()
            .map(|one| (one.text, format!("{edit}{}", one.href)))
            .collect();
        if !missing.is_empty() {
            let count = i64::try_from(missing.len()).unwrap_or(i64::MAX);
            screen.add(Block::Note {
                class: "warn",
                text: say.with("problems-left", &[("count", count.into())]),
            });
            screen.add(Block::List(missing));
        }
    }
    let action = Action::SubmitApplication;
    let declaration = Field::new(say, "declaration", Kind::Tick, "");
    let fields = vec![declaration.labelled(say.t("declaration-submit"))];
    let address = url::act(action, &[&id]);
    let form = offered::form(say, &application.offers, &[], action, address, fields);
    let form = form.map(|form| {
        form.titled(say.t("title-submit"))
            .filled_in_on(edit, form::draft(say, application, &[]))
    });
    screen.blocks.extend(form.map(Block::Form));
    Ok(())
}

fn officers_forms(
    say: &Say,
    screen: &mut Screen,
    application: &Shown<Application>,
    partners: &Partners,
) {
    let (id, offers) = (application.id, &application.offers);
    let form = |action: Action, fields: Vec<Field>| {
        let address = url::act(action, &[&id]);
        offered::form(say, offers, partners, action, address, fields).map(Block::Form)
    };
    let finding = vec![
        Field::new(say, "verdict", Kind::Radios(say.choices::<Verdict>()), ""),
        Field::new(say, "reason", Kind::Prose(4_000), ""),
    ];
    screen
        .blocks
        .extend(form(Action::CheckEligibility, finding));
    // One of the two releases, as the findings have it.
    let release = if offers.free(Action::ReleaseIneligible) {
        Action::ReleaseIneligible
    } else {
        Action::ReleaseEligible
    };
    screen.blocks.extend(form(release, vec![]));
    content::findings(say, screen, application);
    if offers.free(Action::OfferAward) {
        screen.blocks.extend(form(Action::OfferAward, vec![]));
    }
}

fn aside(say: &Say, application: &Application, standing: &Standing) -> Vec<Block> {
    let call = &application.terms.window;
    let mut facts = vec![
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
        (say.t("field-costs"), Cell::money(say, &application.costs)),
        (
            say.t("field-requested"),
            Cell::money(say, &application.requested),
        ),
        (say.t("field-max_grant"), Cell::money(say, &call.max_grant)),
    ];
    if let Some(number) = &application.number {
        facts.push((say.t("field-number"), Cell::Code(number.clone())));
    }
    if let Some(at) = application.submitted_at {
        facts.push((
            say.t("field-submitted_at"),
            Cell::text(say.instant_in(at, &call.zone)),
        ));
        facts.push((
            say.t("field-submitted_utc"),
            Cell::text(say.instant_in(at, &Zone::utc())),
        ));
    }
    if let Some(digest) = &application.digest {
        facts.push((say.t("field-digest"), Cell::Code(digest.clone())));
    }
    let mut aside = vec![Block::Facts(facts)];
    let mut links = Vec::new();
    if decide::sees(standing, Sight::NamedReviews) {
        links.push((say.t("heading-evaluation"), url::evaluation(application.id)));
    }
    if decide::sees(standing, Sight::History) {
        links.push((
            say.t("heading-history"),
            url::history(Matter::Application(application.id)),
        ));
    }
    if !links.is_empty() {
        aside.push(Block::Links(links));
    }
    aside
}
