//! Calls: the public list and page; drafting, approving, publishing.

use super::{follows, heads, more, offers, standing_to};
use crate::calls::{
    self,
    model::{Call, CallMilestone, Criterion, GapMode, Question, QuestionKind},
};
use crate::error::Result;
use crate::fund;
use crate::kernel::id::CallId;
use crate::kernel::money::Rate;
use crate::kernel::score::half_points_text;
use crate::kernel::time::Zone;
use crate::organisations;
use crate::rules::capacity::{Capacity, Standing};
use crate::rules::lifecycle::{CallState, PartnerState};
use crate::rules::visibility::Sight;
use crate::rules::{Action, Matter, decide};
use crate::web::form::{self, Field, Form, Kind, Part, Rows};
use crate::web::screen::{Block, Cell, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::Page;
use crate::words::Say;

/// All calls this reader may see.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let after = ask.query.get("after").cloned();
    let page = calls::queries::list(ask.view, after.as_deref())?;
    let standing = standing_to(ask, Matter::Fund)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-calls"));
    if offers(&standing, Action::DraftCall) {
        let links = vec![(say.t("action-draft_call"), "/calls/new".to_owned())];
        screen.add(Block::Links(links));
    }
    let rows = page
        .items
        .iter()
        .map(|one| {
            vec![
                Cell::link(&one.title, format!("/calls/{}", one.id)),
                Cell::Code(one.code.clone()),
                Cell::money(say, &one.budget),
                Cell::text(say.instant_in(one.deadline_at, &one.zone)),
                Cell::state(say, one.state),
            ]
        })
        .collect();
    screen.add(Block::Table {
        caption: say.t("nav-calls"),
        head: heads(say, &["title", "code", "budget", "deadline", "state"]),
        rows,
        empty: say.t("empty-calls"),
    });
    screen.blocks.extend(more(ask, Page::Calls, page.next));
    Ok(screen)
}

/// One call.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: CallId = ask.ids.get("id")?;
    let call = calls::queries::page(ask.view, id)?;
    let standing = standing_to(ask, Matter::Call(id))?;
    let say = ask.say;
    let deadline = say.instant_for(call.deadline_at, &call.zone);
    let opens = say.instant_in(call.opens_at, &call.zone);
    let next = say.next(
        call.state,
        &[("deadline", deadline.into()), ("opens", opens.into())],
    );
    let mut screen = Screen::new(&call.title)
        .under(say.t("nav-calls"), "/calls")
        .tagged(Tag::of(say, call.state))
        .next(next);
    screen.add(Block::Prose(call.summary.clone()));
    start(ask, &mut screen, &call)?;
    let say = ask.say;
    forms(say, &mut screen, &call, &standing);
    screen.section(say.t("heading-terms"), Block::Prose(call.terms.clone()));
    let rows = call
        .criteria
        .iter()
        .map(|one| {
            vec![
                Cell::text(&one.name),
                Cell::text(&one.guidance),
                Cell::Figure(format!("{} %", one.weight)),
                Cell::Figure(half_points_text(one.threshold)),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-criteria"),
        Block::Table {
            caption: say.t("heading-criteria"),
            head: heads(say, &["criterion", "guidance", "weight", "threshold"]),
            rows,
            empty: String::new(),
        },
    );
    screen.section(say.t("heading-questions"), questions(say, &call));
    let rows = call
        .milestones
        .iter()
        .map(|one| {
            vec![
                Cell::text(&one.title),
                Cell::Figure(say.percent(one.share)),
                Cell::Figure(one.due_months.to_string()),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-milestones"),
        Block::Table {
            caption: say.t("heading-milestones"),
            head: heads(say, &["milestone", "share", "due_months"]),
            rows,
            empty: String::new(),
        },
    );
    screen.aside = aside(say, &call, &standing);
    Ok(screen)
}

/// What applicants answer: with it, the page shows all that the boards approve.
fn questions(say: &Say, call: &Call) -> Block {
    let rows = call
        .questions
        .iter()
        .map(|one| {
            let answer = match one.kind {
                QuestionKind::Text => {
                    let most = [("most", i64::from(one.max_chars).into())];
                    say.with("answer-in_words", &most)
                }
                QuestionKind::Choice => one.choices.join(" · "),
            };
            let key = if one.required {
                "answer-required"
            } else {
                "answer-optional"
            };
            vec![
                Cell::text(&one.prompt),
                Cell::text(&one.hint),
                Cell::text(answer),
                Cell::text(say.t(key)),
            ]
        })
        .collect();
    Block::Table {
        caption: say.t("heading-questions"),
        head: heads(say, &["question", "hint", "answer", "required"]),
        rows,
        empty: say.t("empty-questions"),
    }
}

fn aside(say: &Say, call: &Call, standing: &Standing) -> Vec<Block> {
    let themes: Vec<&str> = call
        .themes
        .iter()
        .map(|theme| theme.name.as_str())
        .collect();
    let mut facts = vec![
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
        (say.t("field-themes"), Cell::text(themes.join(", "))),
        (say.t("field-max_grant"), Cell::money(say, &call.max_grant)),
        (
            say.t("field-funding_rate"),
            Cell::Figure(say.percent(call.funding_rate)),
        ),
        (
            say.t("field-advance_rate"),
            Cell::Figure(say.percent(call.advance_rate)),
        ),
        (
            say.t("field-retention_rate"),
            Cell::Figure(say.percent(call.retention_rate)),
        ),
        (
            say.t("field-min_reviews"),
            Cell::Figure(call.min_reviews.to_string()),
        ),
        (
            say.t("field-total_threshold"),
            Cell::Figure(half_points_text(call.total_threshold)),
        ),
        (say.t("field-gap_mode"), Cell::text(say.name(call.gap_mode))),
    ];
    for pot in &call.pots {
        let name = pot.code.clone().unwrap_or_else(|| say.t("common-pot"));
        facts.push((
            say.with("pot-of", &[("name", name.into())]),
            Cell::money(say, &pot.amount),
        ));
    }
    for party in call.parties.iter().filter(|one| one.common.is_positive()) {
        facts.push((
            say.with("common-part-of", &[("name", party.code.as_str().into())]),
            Cell::money(say, &party.common),
        ));
    }
    let mut aside = vec![Block::Facts(facts)];
    if !call.parties.is_empty() {
        let facts = call
            .parties
            .iter()
            .map(|one| (one.code.clone(), Cell::text(&one.name)))
            .collect();
        aside.push(Block::Heading(say.t("heading-parties")));
        aside.push(Block::Facts(facts));
    }
    if !call.approvals.is_empty() {
        let facts = call
            .approvals
            .iter()
            .map(|one| (one.partner.clone(), Cell::text(&one.by)))
            .collect();
        aside.push(Block::Heading(say.t("heading-approvals")));
        aside.push(Block::Facts(facts));
    }
    let mut links = Vec::new();
    if decide::sees(standing, Sight::UnreleasedRanking) {
        links.push((
            say.t("heading-ranking"),
            format!("/calls/{}/ranking", call.id),
        ));
    }
    if decide::sees(standing, Sight::SubmittedApplication) {
        links.push((
            say.t("nav-applications"),
            format!("/applications?call={}", call.id),
        ));
    }
    if decide::sees(standing, Sight::History) {
        links.push((
            say.t("heading-history"),
            format!("/history/call/{}", call.id),
        ));
    }
    if !links.is_empty() {
        aside.push(Block::Links(links));
    }
    aside
}

fn start(ask: &mut Ask<'_, '_>, screen: &mut Screen, call: &Call) -> Result<()> {
    if call.state != CallState::Open {
        return Ok(());
    }
    let Some(account) = ask.view.actor().account() else {
        let next = format!("/sign-in?next=/calls/{}", call.id);
        screen.add(Block::Links(vec![(
            ask.say.t("action-start_application"),
            next,
        )]));
        return Ok(());
    };
    let own = organisations::queries::of_account(ask.view.conn, account)?;
    let standing = standing_to(ask, Matter::Call(call.id))?;
    if standing.held().len() > 2 {
        return Ok(());
    }
    if own.is_empty() {
        let links = vec![(
            ask.say.t("action-register_organisation"),
            "/organisations".to_owned(),
        )];
        screen.add(Block::Note {
            class: "plain",
            text: ask.say.t("needs-organisation"),
        });
        screen.add(Block::Links(links));
        return Ok(());
    }
    let choices: Vec<(String, String)> = own
        .iter()
        .map(|one| (one.id.to_string(), one.name.clone()))
        .collect();
    let first = choices.first().map(|one| one.0.clone()).unwrap_or_default();
    let fields = vec![
        Field::new(ask.say, "organisation", Kind::Choice(choices), first),
        Field::new(ask.say, "title", Kind::Text, ""),
    ];
    let address = format!("/calls/{}/applications", call.id);
    screen.form(Form::new(ask.say, address, "start_application", fields));
    Ok(())
}

fn forms(say: &Say, screen: &mut Screen, call: &Call, standing: &Standing) {
    let id = call.id;
    let can = |action| offers(standing, action) && follows(call.state, action);
    let own = standing.partners_as(Capacity::BoardMember).next();
    let has_approved = call.approvals.iter().any(|one| Some(one.partner_id) == own);
    let digest = || vec![Field::hidden("digest", &call.digest)];
    let reason = || vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
    if can(Action::EditCall) {
        let links = vec![(say.t("action-edit_call"), format!("/calls/{id}/edit"))];
        screen.add(Block::Links(links));
    }
    if can(Action::SendCallForApproval) {
        screen.form(Form::new(
            say,
            format!("/calls/{id}/send"),
            "send_call_for_approval",
            vec![],
        ));
    }
    if can(Action::ApproveCall) && !has_approved {
        screen.form(Form::new(
            say,
            format!("/calls/{id}/approve"),
            "approve_call",
            digest(),
        ));
    }
    if can(Action::PublishCall) {
        screen.form(Form::new(
            say,
            format!("/calls/{id}/publish"),
            "publish_call",
            vec![],
        ));
    }
    if can(Action::BeginEvaluation) {
        let address = format!("/calls/{id}/evaluate");
        screen.form(Form::new(say, address, "begin_evaluation", vec![]));
    }
    if can(Action::GiveBackRest) {
        let address = format!("/calls/{id}/give-back-rest");
        screen.form(Form::new(say, address, "give_back_rest", vec![]).danger());
    }
    if can(Action::FreezeRanking) {
        let address = format!("/calls/{id}/ranking/preview");
        screen.add(Block::Links(vec![(say.t("heading-preview"), address)]));
    }
    if can(Action::ReturnCall) {
        screen
            .form(Form::new(say, format!("/calls/{id}/return"), "return_call", reason()).folded());
    }
    if can(Action::CancelCall) {
        screen
            .form(Form::new(say, format!("/calls/{id}/cancel"), "cancel_call", reason()).danger());
    }
}

/// Drafting a call.
pub fn new(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let standing = standing_to(ask, Matter::Fund)?;
    if !offers(&standing, Action::DraftCall) {
        return Err(crate::error::Error::NotFound(
            crate::rules::matter::MatterKind::Call,
        ));
    }
    let parts = parts(ask, None)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("action-draft_call")).under(say.t("nav-calls"), "/calls");
    screen.form(Form::tree(say, "/calls", "draft_call", parts));
    Ok(screen)
}

/// Changing a draft.
pub fn edit(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: CallId = ask.ids.get("id")?;
    let call = calls::queries::page(ask.view, id)?;
    let parts = parts(ask, Some(&call))?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("action-edit_call"))
        .under(say.t("nav-calls"), "/calls")
        .under(&call.title, format!("/calls/{id}"))
        .tagged(Tag::of(say, call.state));
    let form = Form::tree(say, format!("/calls/{id}/edit"), "edit_call", parts);
    screen.form(form.changing(Matter::Call(id)));
    Ok(screen)
}

/// Empty rows offered beyond those that are filled in.
const SPARE: usize = 2;

fn parts(ask: &mut Ask<'_, '_>, of: Option<&Call>) -> Result<Vec<Part>> {
    let fund = fund::queries::fund(ask.view)?;
    let say = ask.say;
    let currency = of
        .map_or(fund.base_currency, |call| call.currency)
        .code()
        .to_owned();
    let zone = fund
        .partners
        .first()
        .map_or("UTC", |one| one.zone.as_str())
        .to_owned();
    let rate = |points: Option<i32>, other: &str| {
        points
            .and_then(Rate::from_basis_points)
            .map_or(other.to_owned(), Rate::percent_text)
    };
    let themes = fund
        .themes
        .iter()
        .filter(|one| !one.retired)
        .map(|one| (one.id.to_string(), one.name.clone()))
        .collect();
    let chosen = of
        .map(|call| {
            call.themes
                .iter()
                .map(|theme| theme.id.to_string())
                .collect()
        })
        .unwrap_or_default();
    let text = |path: &str, value: String| Field::new(say, path, Kind::Text, value);
    let number = |path: &str, value: String| Field::new(say, path, Kind::Number, value);
    let prose =
        |path: &str, most: u32, value: String| Field::new(say, path, Kind::Prose(most), value);
    let get = |pick: fn(&Call) -> String| of.map(pick).unwrap_or_default();
    let mut fields = vec![
        Field::hidden("version", get(|call| call.version.to_string())),
        text("code", get(|call| call.code.clone())),
        text("title", get(|call| call.title.clone())),
        prose("summary", 4_000, get(|call| call.summary.clone())),
        prose("terms", 20_000, get(|call| call.terms.clone())),
        Field::new(say, "themes", Kind::Boxes(themes), "").valued(chosen),
        Field::group(say.t("heading-timetable")),
        Field::new(
            say,
            "opens",
            Kind::LocalTime,
            get(|call| call.opens_local.as_str().into()),
        ),
        Field::new(
            say,
            "deadline",
            Kind::LocalTime,
            get(|call| call.deadline_local.as_str().into()),
        ),
        text(
            "zone",
            of.map_or(zone, |call| call.zone.as_str().to_owned()),
        ),
        Field::group(say.t("heading-money")),
        text("currency", currency.clone()),
        number("funding_rate", rate(of.map(|call| call.funding_rate), "75")),
        number("max_grant", get(|call| call.max_grant.decimal_text())),
        number("advance_rate", rate(of.map(|call| call.advance_rate), "30")),
        number(
            "retention_rate",
            rate(of.map(|call| call.retention_rate), "10"),
        ),
        Field::new(
            say,
            "gap_mode",
            Kind::Radios(say.choices::<GapMode>()),
            of.map_or("skip", |call| call.gap_mode.code()),
        ),
    ];
    fields.push(Field::group(say.field("pots")));
    fields.extend(pots(say, &fund, of, &currency));
    fields.push(Field::group(say.t("heading-evaluation")));
    let total = of.map_or("10".to_owned(), |call| {
        half_points_text(call.total_threshold)
    });
    fields.push(number(
        "min_reviews",
        of.map_or("3".into(), |call| call.min_reviews.to_string()),
    ));
    fields.push(number("total_threshold", total));
    let mut parts = form::sections(fields);
    parts.push(Part::Rows(criterion_rows(say, of)));
    parts.push(Part::Rows(question_rows(say, of)));
    parts.push(Part::Rows(milestone_rows(say, of)));
    Ok(parts)
}

/// The pot of each partner, and the common one: rows known by their partner.
fn pots(say: &Say, fund: &fund::queries::Fund, of: Option<&Call>, currency: &str) -> Vec<Field> {
    let partners = fund
        .partners
        .iter()
        .filter(|one| one.state == PartnerState::Active)
        .map(|one| (Some(one.id), one.code.clone()));
    let mut fields = Vec::new();
    for (partner, name) in partners.chain([(None, say.t("common-pot"))]) {
        let amount = of
            .and_then(|call| call.pot_of(partner))
            .map(|pot| pot.amount.decimal_text())
            .unwrap_or_default();
        let id = partner.map(|id| id.to_string()).unwrap_or_default();
        let row = partner.map_or("pots[common]".to_owned(), |id| format!("pots[{id}]"));
        fields.push(Field::hidden(&format!("{row}.partner"), id));
        let kind = Kind::Amount(currency.to_owned());
        let field = Field::new(say, &format!("{row}.amount"), kind, amount);
        fields.push(field.labelled(say.with("pot-of", &[("name", name.into())])));
    }
    fields
}

/// A field of a row that may be there already; what is there can be taken out.
fn of_row(say: &Say, at: &str, name: &str, kind: Kind, value: String) -> Field {
    Field::new(say, &format!("{at}.{name}"), kind, value)
}

fn removable(say: &Say, at: &str, is_there: bool) -> Option<Field> {
    is_there.then(|| of_row(say, at, "remove", Kind::Tick, String::new()))
}

fn criterion_rows(say: &Say, of: Option<&Call>) -> Rows {
    let known = of.map_or(&[][..], |call| call.criteria.as_slice());
    let spare = if known.is_empty() { SPARE + 1 } else { SPARE };
    let called = |one: &Criterion| (one.id.to_string(), one.name.clone());
    let word = say.field("criterion");
    Rows::of(say, "criteria", word, known, called, spare, |at, one| {
        let field = |name: &str, kind: Kind, value: String| of_row(say, at, name, kind, value);
        let text = |pick: fn(&Criterion) -> &str| one.map(pick).unwrap_or_default().to_owned();
        let weight = one.map_or("100".to_owned(), |one| one.weight.to_string());
        let least = one.map_or("3".to_owned(), |one| half_points_text(one.threshold));
        let mut fields = vec![
            field("name", Kind::Text, text(|one| &one.name)),
            field("guidance", Kind::Text, text(|one| &one.guidance)),
            field("weight", Kind::Number, weight),
            field("threshold", Kind::Number, least),
        ];
        fields.extend(removable(say, at, one.is_some()));
        fields
    })
}

fn question_rows(say: &Say, of: Option<&Call>) -> Rows {
    let known = of.map_or(&[][..], |call| call.questions.as_slice());
    let called = |one: &Question| (one.id.to_string(), one.prompt.clone());
    let word = say.field("question");
    Rows::of(say, "questions", word, known, called, SPARE, |at, one| {
        let field = |name: &str, kind: Kind, value: String| of_row(say, at, name, kind, value);
        let text = |pick: fn(&Question) -> String| one.map(pick).unwrap_or_default();
        let required = one.is_none_or(|one| one.required).to_string();
        let most = one.map_or("2000".to_owned(), |one| one.max_chars.to_string());
        let choices = text(|one| one.choices.join("\n"));
        let mut fields = vec![
            field("prompt", Kind::Text, text(|one| one.prompt.clone())),
            field("hint", Kind::Text, text(|one| one.hint.clone())),
            field("choices", Kind::Prose(4_000), choices),
            field("required", Kind::Tick, required),
            field("max_chars", Kind::Number, most),
        ];
        fields.extend(removable(say, at, one.is_some()));
        fields
    })
}

fn milestone_rows(say: &Say, of: Option<&Call>) -> Rows {
    let known = of.map_or(&[][..], |call| call.milestones.as_slice());
    let spare = if known.is_empty() { SPARE + 1 } else { SPARE };
    let called = |one: &CallMilestone| (one.id.to_string(), one.title.clone());
    let word = say.field("milestone");
    Rows::of(say, "milestones", word, known, called, spare, |at, one| {
        let field = |name: &str, kind: Kind, value: String| of_row(say, at, name, kind, value);
        let text = |pick: fn(&CallMilestone) -> String| one.map(pick).unwrap_or_default();
        let share = one
            .and_then(|one| Rate::from_basis_points(one.share))
            .map(Rate::percent_text)
            .unwrap_or_default();
        let mut fields = vec![
            field("title", Kind::Text, text(|one| one.title.clone())),
            field("share", Kind::Number, share),
            field(
                "due_months",
                Kind::Number,
                text(|one| one.due_months.to_string()),
            ),
        ];
        fields.extend(removable(say, at, one.is_some()));
        fields
    })
}
