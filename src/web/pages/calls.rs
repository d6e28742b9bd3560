//! Calls: the public list and page; drafting, approving, publishing.

use super::{follows, heads, more, offers, standing_to};
use crate::calls::{
    self,
    model::{Call, GapMode, QuestionKind},
};
use crate::error::Result;
use crate::fund;
use crate::kernel::id::CallId;
use crate::kernel::money::Rate;
use crate::kernel::path;
use crate::kernel::score::half_points_text;
use crate::kernel::time::Zone;
use crate::organisations;
use crate::rules::capacity::{Capacity, Standing};
use crate::rules::lifecycle::{CallState, PartnerState};
use crate::rules::visibility::Sight;
use crate::rules::{Action, Matter, decide};
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen, Tag};
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
        screen.form(Form::new(
            say,
            format!("/calls/{id}/freeze"),
            "freeze_ranking",
            vec![],
        ));
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
    let fields = fields(ask, None)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("action-draft_call")).under(say.t("nav-calls"), "/calls");
    screen.form(Form::new(say, "/calls", "draft_call", fields));
    Ok(screen)
}

/// Changing a draft.
pub fn edit(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: CallId = ask.ids.get("id")?;
    let call = calls::queries::page(ask.view, id)?;
    let fields = fields(ask, Some(&call))?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("action-edit_call"))
        .under(say.t("nav-calls"), "/calls")
        .under(&call.title, format!("/calls/{id}"))
        .tagged(Tag::of(say, call.state));
    screen.form(Form::new(
        say,
        format!("/calls/{id}/edit"),
        "edit_call",
        fields,
    ));
    Ok(screen)
}

/// Empty rows offered beyond those that are filled in.
const SPARE: usize = 2;

fn fields(ask: &mut Ask<'_, '_>, of: Option<&Call>) -> Result<Vec<Field>> {
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
    let pots = fund
        .partners
        .iter()
        .filter(|one| one.state == PartnerState::Active)
        .map(|one| (Some(one.id), one.code.clone()));
    let pots = pots.chain([(None, say.t("common-pot"))]);
    for (partner, name) in pots {
        let amount = of
            .and_then(|call| call.pot_of(partner))
            .map(|pot| pot.amount.decimal_text());
        let id = partner.map(|id| id.to_string()).unwrap_or_default();
        let row = partner.map_or("pots[common]".to_owned(), |id| format!("pots[{id}]"));
        fields.push(Field::hidden(&format!("{row}.partner"), id));
        let path = format!("{row}.amount");
        let field = Field::new(
            say,
            &path,
            Kind::Amount(currency.clone()),
            amount.unwrap_or_default(),
        );
        fields.push(field.labelled(say.with("pot-of", &[("name", name.into())])));
    }
    fields.push(Field::group(say.t("heading-evaluation")));
    let total = of.map_or("10".to_owned(), |call| {
        half_points_text(call.total_threshold)
    });
    fields.push(number(
        "min_reviews",
        of.map_or("3".into(), |call| call.min_reviews.to_string()),
    ));
    fields.push(number("total_threshold", total));
    rows_of_criteria(say, &mut fields, of);
    rows_of_questions(say, &mut fields, of);
    rows_of_milestones(say, &mut fields, of);
    Ok(fields)
}

/// What a row is known by: its identifier, or a key of its own among the new ones.
fn row_key(id: Option<String>, index: usize, known: usize) -> String {
    id.unwrap_or_else(|| path::new_key(index.saturating_sub(known)))
}

fn numbered(say: &Say, name: &str, index: usize) -> Field {
    Field::group(format!("{} {}", say.field(name), index + 1))
}

fn rows_of_criteria(say: &Say, fields: &mut Vec<Field>, of: Option<&Call>) {
    let known = of.map_or(&[][..], |call| call.criteria.as_slice());
    for index in 0..known.len().max(1) + SPARE {
        let one = known.get(index);
        let key = row_key(one.map(|one| one.id.to_string()), index, known.len());
        let path = |field: &str| format!("criteria[{key}].{field}");
        fields.push(numbered(say, "criterion", index));
        let name = one.map(|one| one.name.clone()).unwrap_or_default();
        fields.push(Field::new(say, &path("name"), Kind::Text, name));
        let guidance = one.map(|one| one.guidance.clone()).unwrap_or_default();
        fields.push(Field::new(say, &path("guidance"), Kind::Text, guidance));
        let weight = one.map_or("100".to_owned(), |one| one.weight.to_string());
        fields.push(Field::new(say, &path("weight"), Kind::Number, weight));
        let least = one.map_or("3".to_owned(), |one| half_points_text(one.threshold));
        fields.push(Field::new(say, &path("threshold"), Kind::Number, least));
    }
}

fn rows_of_questions(say: &Say, fields: &mut Vec<Field>, of: Option<&Call>) {
    let known = of.map_or(&[][..], |call| call.questions.as_slice());
    for index in 0..known.len() + SPARE {
        let one = known.get(index);
        let key = row_key(one.map(|one| one.id.to_string()), index, known.len());
        let path = |field: &str| format!("questions[{key}].{field}");
        fields.push(numbered(say, "question", index));
        let prompt = one.map(|one| one.prompt.clone()).unwrap_or_default();
        fields.push(Field::new(say, &path("prompt"), Kind::Text, prompt));
        let hint = one.map(|one| one.hint.clone()).unwrap_or_default();
        fields.push(Field::new(say, &path("hint"), Kind::Text, hint));
        let choices = one.map(|one| one.choices.join("\n")).unwrap_or_default();
        fields.push(Field::new(
            say,
            &path("choices"),
            Kind::Prose(4_000),
            choices,
        ));
        let required = one.is_none_or(|one| one.required).to_string();
        fields.push(Field::new(say, &path("required"), Kind::Tick, required));
        let most = one.map_or("2000".to_owned(), |one| one.max_chars.to_string());
        fields.push(Field::new(say, &path("max_chars"), Kind::Number, most));
    }
}

fn rows_of_milestones(say: &Say, fields: &mut Vec<Field>, of: Option<&Call>) {
    let known = of.map_or(&[][..], |call| call.milestones.as_slice());
    for index in 0..known.len().max(1) + SPARE {
        let one = known.get(index);
        let key = row_key(one.map(|one| one.id.to_string()), index, known.len());
        let path = |field: &str| format!("milestones[{key}].{field}");
        fields.push(numbered(say, "milestone", index));
        let title = one.map(|one| one.title.clone()).unwrap_or_default();
        fields.push(Field::new(say, &path("title"), Kind::Text, title));
        let share = one
            .and_then(|one| Rate::from_basis_points(one.share))
            .map(Rate::percent_text)
            .unwrap_or_default();
        fields.push(Field::new(say, &path("share"), Kind::Number, share));
        let due = one
            .map(|one| one.due_months.to_string())
            .unwrap_or_default();
        fields.push(Field::new(say, &path("due_months"), Kind::Number, due));
    }
}
