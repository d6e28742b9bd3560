//! The form of a draft.

use super::next_step;
use crate::applications::{
    self,
    model::{Application, CostCategory, Participant},
    submission,
};
use crate::calls::model::Question;
use crate::error::{Error, Result};
use crate::kernel::id::ApplicationId;
use crate::kernel::money::Money;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Matter};
use crate::tasks;
use crate::web::form::{Field, Form, Kind, Part, Rows};
use crate::web::pages::organisations::countries;
use crate::web::parts::{Banner, Colours};
use crate::web::screen::{Block, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// Participants offered beyond those that are filled in.
const SPARE: usize = 2;

/// Editing a draft. Where it cannot be saved any more the page says why; what was typed stands
/// above.
pub(in crate::web) fn edit(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: ApplicationId = ask.ids.get("id")?;
    let (application, _) = applications::queries::with_offers(ask.view, id)?;
    let action = Action::SaveApplication;
    let missing = || Error::NotFound(MatterKind::Application);
    let offer = application.offers.of(action).ok_or_else(missing)?;
    let now = ask.view.now();
    let tasks = tasks::queries::of_matter(ask.view, Matter::Application(id), |_| false)?;
    let colours = Colours::of(ask.view)?;
    let more = next_step(ask.say, &application, now);
    let mut banner = Banner::of(ask.say, &colours, &tasks, now, more);
    // What is left is said beside the form.
    banner.go = String::new();
    let mut screen = Screen::new(ask.say.t("action-edit_application"))
        .under(ask.say.t("nav-applications"), Page::Applications.address())
        .under(&application.title, url::application(id))
        .tagged(Tag::of(ask.say, application.state))
        .awaiting(banner);
    match offer.refused {
        Some(refusal) => {
            let text = ask.say.error(&Error::from(refusal));
            screen.add(Block::Note {
                class: "warn",
                text,
            });
        }
        None => {
            let countries = countries(ask)?;
            screen.form(draft(ask.say, &application, &countries).kept_in_sight());
            screen.aside = left_to_do(ask.say, &application)?;
        }
    }
    Ok(screen)
}

/// What is still missing before the application can be submitted, each with the way to its field.
fn left_to_do(say: &Say, application: &Application) -> Result<Vec<Block>> {
    let mut form = draft(say, application, &[]);
    form.note_faults(say, &submission::all_faults(application)?);
    let missing: Vec<(String, String)> = form
        .wrong()
        .into_iter()
        .map(|one| (one.text, one.href))
        .collect();
    let heading = Block::Heading(say.t("heading-left_to_do"));
    if missing.is_empty() {
        let text = say.t("nothing-left_to_do");
        return Ok(vec![
            heading,
            Block::Note {
                class: "good",
                text,
            },
        ]);
    }
    Ok(vec![heading, Block::List(missing)])
}

/// The form of a draft.
pub(in crate::web::pages) fn draft(
    say: &Say,
    application: &Application,
    countries: &[(String, String)],
) -> Form {
    let terms = &application.terms;
    let mut parts: Vec<Part> = vec![
        Field::hidden("version", application.version.to_string()).into(),
        // A draft keeps what is good although something else is not.
        Field::hidden("partly", "true").into(),
        Field::new(say, "title", Kind::Text, &application.title).into(),
        Field::new(say, "summary", Kind::Prose(4_000), &application.summary).into(),
    ];
    let answers = terms.questions.iter().map(|question| {
        let answer = application
            .answers
            .iter()
            .find(|answer| answer.question == question.id);
        let value = answer.map_or("", |answer| answer.answer.as_str());
        let path = format!("answers.{}", question.id);
        let field = Field::new(say, &path, answer_kind(question), value);
        Part::from(field.labelled(&question.prompt).hinted(&question.hint))
    });
    parts.extend(answers);
    let currency = terms.window.currency.code();
    parts.push(Part::Rows(Rows::of(
        say,
        "participants",
        say.field("participant"),
        &application.participants,
        |one| (one.id.to_string(), one.organisation_name.clone()),
        SPARE,
        |at, one| participant(say, at, one, countries, currency),
    )));
    let address = url::act(Action::SaveApplication, &[&application.id]);
    Form::tree(say, address, "save_application", parts)
        .changing(Matter::Application(application.id))
}

fn answer_kind(question: &Question) -> Kind {
    if question.choices.is_empty() {
        return Kind::Prose(u32::try_from(question.max_chars).unwrap_or(20_000));
    }
    let choices = question.choices.iter();
    Kind::Radios(choices.map(|one| (one.clone(), one.clone())).collect())
}

fn participant(
    say: &Say,
    at: &str,
    one: Option<&Participant>,
    countries: &[(String, String)],
    currency: &str,
) -> Vec<Field> {
    let text = |name: &str, kind: Kind, value: Option<&str>| {
        let path = format!("{at}.{name}");
        Field::new(say, &path, kind, value.unwrap_or_default())
    };
    let amount = |name: &str, money: Option<&Money>| {
        let value = money.map(Money::decimal_text);
        text(name, Kind::Amount(currency.to_owned()), value.as_deref())
    };
    let name = one.map(|one| one.organisation_name.as_str());
    let number = one.map(|one| one.registration_number.as_str());
    let country = one.and_then(|one| one.country.as_deref());
    let mut fields = vec![
        text("organisation_name", Kind::Text, name),
        text("country", Kind::Choice(countries.to_vec()), country),
        text("registration_number", Kind::Text, number),
        text(
            "contact_name",
            Kind::Text,
            one.map(|one| one.contact_name.as_str()),
        ),
        text(
            "contact_email",
            Kind::Email,
            one.map(|one| one.contact_email.as_str()),
        ),
    ];
    for category in CostCategory::ALL {
        let line = one.and_then(|one| one.budget.iter().find(|line| line.category == *category));
        let name = format!("budget.{category}");
        fields.push(amount(&name, line.map(|line| &line.amount)));
    }
    let requested = one.map(|one| &one.requested);
    fields.push(amount(
        "requested",
        requested.filter(|one| one.is_positive()),
    ));
    if one.is_some() {
        fields.push(text("remove", Kind::Tick, None));
    }
    fields
}
