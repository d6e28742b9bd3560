//! Applications: one's own with their drafts; the officer's list; eligibility.

use super::offered;
use super::{follows, heads, more, offers, standing_to};
use crate::applications::{
    self,
    model::{Application, CostCategory, Participant, Verdict},
    submission,
};
use crate::awards;
use crate::calls::{
    self,
    model::{Call, Question},
};
use crate::decisions;
use crate::error::Result;
use crate::kernel::id::ApplicationId;
use crate::kernel::money::Money;
use crate::kernel::time::{Instant, Zone};
use crate::rules::capacity::{Capacity, Standing};
use crate::rules::lifecycle::ApplicationState;
use crate::rules::visibility::Sight;
use crate::rules::{Action, Matter, decide};
use crate::web::form::{Field, Form, Kind, Part, Rows};
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
                Cell::link(title, format!("/applications/{}", one.id)),
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

/// One application.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: ApplicationId = ask.ids.get("id")?;
    let application = applications::queries::page(ask.view, id)?;
    let call = calls::queries::load(ask.view.conn, application.call)?;
    let standing = standing_to(ask, Matter::Application(id))?;
    let title = if application.title.is_empty() {
        ask.say.t("untitled")
    } else {
        application.title.clone()
    };
    let live = awards::queries::state_of_application(ask.view.conn, id)?;
    let now = ask.view.now();
    let next = match live {
        // Once an award is offered, what follows is the award's.
        Some(state) => ask.say.next(state, &[]),
        None => next_step(ask.say, &application, &call, now),
    };
    let mut screen = Screen::new(title)
        .under(ask.say.t("nav-applications"), "/applications")
        .tagged(Tag::of(ask.say, application.state))
        .next(next);
    for reason in &application.ineligible_because {
        screen.add(Block::Note {
            class: "bad",
            text: reason.clone(),
        });
    }
    if let Ok(feedback) = decisions::queries::feedback(ask.view, id) {
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
    }
    applicants_forms(ask, &mut screen, &application, &call, &standing)?;
    officers_forms(ask.say, &mut screen, &application, &standing);
    let offers = awards::offer::offers(ask.view, id)?;
    if offers.free(Action::OfferAward) {
        let address = format!("/applications/{id}/award");
        let form = offered::form(ask.say, &offers, &[], Action::OfferAward, address, vec![]);
        screen.blocks.extend(form.map(Block::Form));
    }
    content(ask.say, &mut screen, &application);
    let award = awards::queries::of_application(ask.view.conn, id)?;
    let award = award.filter(|_| decide::sees(&standing, Sight::Award));
    screen.aside = aside(ask.say, &application, &call, &standing);
    if let Some(award) = award {
        let links = vec![(ask.say.t("title-award"), format!("/awards/{award}"))];
        screen.aside.push(Block::Links(links));
    }
    Ok(screen)
}

fn next_step(say: &Say, application: &Application, call: &Call, now: Instant) -> String {
    let deadline = say.instant_for(call.deadline_at, &call.zone);
    let is_over = call.deadline_at <= now;
    let words = [("deadline", deadline.into())];
    match application.state {
        // The calendar may not have come round yet; the deadline has passed all the same.
        ApplicationState::Draft if is_over => say.next(ApplicationState::Missed, &words),
        ApplicationState::Submitted if is_over => say.with("next-application-checked", &words),
        state => say.next(state, &words),
    }
}

fn applicants_forms(
    ask: &mut Ask<'_, '_>,
    screen: &mut Screen,
    application: &Application,
    call: &Call,
    standing: &Standing,
) -> Result<()> {
    let id = application.id;
    let can = |action| offers(standing, action) && follows(application.state, action);
    if can(Action::SaveApplication) && call.takes_applications(ask.view.now()) {
        let say = ask.say;
        let mut draft = draft(say, application, call, &[]);
        draft.note_faults(say, &submission::all_faults(call, application)?);
        let edit = (
            say.t("action-edit_application"),
            format!("/applications/{id}/edit"),
        );
        screen.add(Block::Links(vec![edit]));
        let file = vec![Field::new(say, "file", Kind::File, "")];
        screen.form(
            Form::new(
                say,
                format!("/applications/{id}/files"),
                "attach_file",
                file,
            )
            .plain(),
        );
        for one in &application.attachments {
            let mut form = Form::new(
                say,
                url::act(Action::RemoveFile, &[&id, &one.id]),
                "remove_file",
                vec![],
            )
            .danger();
            form.button = format!("{}: {}", form.button, one.name);
            screen.form(form);
        }
        let edit = format!("/applications/{id}/edit");
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
        if can(Action::SubmitApplication) {
            let fields = vec![
                Field::hidden("version", application.version.to_string()),
                Field::new(say, "declaration", Kind::Tick, "")
                    .labelled(say.t("declaration-submit")),
            ];
            let address = format!("/applications/{id}/submit");
            let form = Form::new(say, address, "submit_application", fields)
                .titled(say.t("title-submit"))
                .filled_in_on(edit, self::draft(say, application, call, &[]));
            screen.form(form);
        }
    }
    if can(Action::WithdrawApplication) {
        let fields = vec![Field::new(ask.say, "reason", Kind::Prose(4_000), "")];
        let address = format!("/applications/{id}/withdraw");
        screen.form(Form::new(ask.say, address, "withdraw_application", fields).danger());
    }
    Ok(())
}

fn officers_forms(say: &Say, screen: &mut Screen, application: &Application, standing: &Standing) {
    let id = application.id;
    let can = |action| offers(standing, action) && follows(application.state, action);
    let own = standing.partners_as(Capacity::EligibilityOfficer).next();
    let has = application
        .findings
        .iter()
        .any(|one| Some(one.partner_id) == own);
    if can(Action::CheckEligibility) && !has {
        let fields = vec![
            Field::new(say, "verdict", Kind::Radios(say.choices::<Verdict>()), ""),
            Field::new(say, "reason", Kind::Prose(4_000), ""),
        ];
        screen.form(Form::new(
            say,
            format!("/applications/{id}/check"),
            "check_eligibility",
            fields,
        ));
    }
    if can(Action::ReleaseEligible) {
        let address = format!("/applications/{id}/release");
        screen.form(Form::new(say, address, "release_eligibility", vec![]));
    }
    if !application.findings.is_empty() {
        let rows = application
            .findings
            .iter()
            .map(|one| {
                vec![
                    Cell::text(&one.partner),
                    Cell::text(say.name(one.verdict)),
                    Cell::text(&one.reason),
                    Cell::moment(say, one.checked_at),
                ]
            })
            .collect();
        screen.section(
            say.t("heading-eligibility"),
            Block::Table {
                caption: say.t("heading-eligibility"),
                head: heads(say, &["partner", "verdict", "reason", "checked_at"]),
                rows,
                empty: String::new(),
            },
        );
    }
}

/// What the application says; also shown to reviewers beside their sheet.
pub(super) fn content(say: &Say, screen: &mut Screen, application: &Application) {
    screen.section(
        say.t("field-summary"),
        Block::Prose(application.summary.clone()),
    );
    for answer in &application.answers {
        screen.section(&answer.prompt, Block::Prose(answer.answer.clone()));
    }
    let rows = application
        .participants
        .iter()
        .map(|one| {
            vec![
                Cell::text(&one.organisation_name),
                Cell::text(one.country.clone().unwrap_or_default()),
                Cell::money(say, &one.costs),
                Cell::money(say, &one.requested),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-participants"),
        Block::Table {
            caption: say.t("heading-participants"),
            head: heads(say, &["organisation_name", "country", "costs", "requested"]),
            rows,
            empty: say.t("empty-participants"),
        },
    );
    if !application.attachments.is_empty() {
        let rows = application
            .attachments
            .iter()
            .map(|one| {
                vec![
                    Cell::link(&one.name, format!("/files/{}", one.id)),
                    Cell::Code(one.media_type.clone()),
                    Cell::Figure(format!("{} KiB", (one.size_bytes + 1023) / 1024)),
                ]
            })
            .collect();
        screen.section(
            say.t("heading-files"),
            Block::Table {
                caption: say.t("heading-files"),
                head: heads(say, &["file", "media_type", "size"]),
                rows,
                empty: String::new(),
            },
        );
    }
}

fn aside(say: &Say, application: &Application, call: &Call, standing: &Standing) -> Vec<Block> {
    let mut facts = vec![
        (
            say.t("field-call"),
            Cell::link(&call.title, format!("/calls/{}", call.id)),
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
        links.push((
            say.t("heading-evaluation"),
            format!("/applications/{}/evaluation", application.id),
        ));
    }
    if decide::sees(standing, Sight::History) {
        links.push((
            say.t("heading-history"),
            format!("/history/application/{}", application.id),
        ));
    }
    if !links.is_empty() {
        aside.push(Block::Links(links));
    }
    aside
}

/// Participants offered beyond those that are filled in.
const SPARE: usize = 2;

/// Editing a draft.
pub fn edit(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: ApplicationId = ask.ids.get("id")?;
    let application = applications::queries::page(ask.view, id)?;
    let call = calls::queries::load(ask.view.conn, application.call)?;
    let countries = super::organisations::countries(ask)?;
    let now = ask.view.now();
    let say = ask.say;
    let mut screen = Screen::new(say.t("action-edit_application"))
        .under(say.t("nav-applications"), "/applications")
        .under(&application.title, format!("/applications/{id}"))
        .tagged(Tag::of(say, application.state))
        .next(next_step(say, &application, &call, now));
    screen.form(draft(say, &application, &call, &countries));
    Ok(screen)
}

/// The form of a draft.
fn draft(
    say: &Say,
    application: &Application,
    call: &Call,
    countries: &[(String, String)],
) -> Form {
    let mut parts: Vec<Part> = vec![
        Field::hidden("version", application.version.to_string()).into(),
        // A draft keeps what is good although something else is not.
        Field::hidden("partly", "true").into(),
        Field::new(say, "title", Kind::Text, &application.title).into(),
        Field::new(say, "summary", Kind::Prose(4_000), &application.summary).into(),
    ];
    let answers = call.questions.iter().map(|question| {
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
    let currency = call.currency.code();
    parts.push(Part::Rows(Rows::of(
        say,
        "participants",
        say.field("participant"),
        &application.participants,
        |one| (one.id.to_string(), one.organisation_name.clone()),
        SPARE,
        |at, one| participant(say, at, one, countries, currency),
    )));
    let address = format!("/applications/{}/edit", application.id);
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
