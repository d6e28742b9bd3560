//! Drafting and changing a call: the form.

use crate::calls::{
    self,
    model::{Call, CallMilestone, Criterion, GapMode, Question},
};
use crate::case::{Case, Whole};
use crate::error::{Error, Result};
use crate::fund;
use crate::kernel::id::CallId;
use crate::kernel::money::Rate;
use crate::kernel::score::half_points_text;
use crate::rules::lifecycle::PartnerState;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Matter};
use crate::web::form::{self, Field, Form, Kind, Part, Rows};
use crate::web::screen::{Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// Drafting a call.
pub fn new(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let action = Action::DraftCall;
    let whole: Case<Whole> = ask.view.case_of(Whole)?;
    if whole.offer(action).is_none() {
        return Err(Error::NotFound(MatterKind::Call));
    }
    let parts = parts(ask, None)?;
    let say = ask.say;
    let mut screen =
        Screen::new(say.action(action)).under(say.t("nav-calls"), Page::Calls.address());
    screen.form(Form::tree(say, url::act(action, &[]), action.code(), parts));
    Ok(screen)
}

/// Changing a draft.
pub fn edit(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let action = Action::EditCall;
    let id: CallId = ask.ids.get("id")?;
    let call = calls::shown::page(ask.view, id)?;
    if !call.offers.free(action) {
        return Err(Error::NotFound(MatterKind::Call));
    }
    let parts = parts(ask, Some(&call))?;
    let say = ask.say;
    let mut screen = Screen::new(say.action(action))
        .under(say.t("nav-calls"), Page::Calls.address())
        .under(&call.title, url::call(id))
        .tagged(Tag::of(say, call.state));
    let form = Form::tree(say, url::act(action, &[&id]), action.code(), parts);
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
        themes(say, &fund, of),
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
    ];
    fields.extend(money(say, of, &currency));
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

/// The themes that are offered, with those of the call.
fn themes(say: &Say, fund: &fund::queries::Fund, of: Option<&Call>) -> Field {
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
    Field::new(say, "themes", Kind::Boxes(themes), "").valued(chosen)
}

/// What is paid of what.
fn money(say: &Say, of: Option<&Call>, currency: &str) -> Vec<Field> {
    let rate = |points: Option<i32>, other: &str| {
        points
            .and_then(Rate::from_basis_points)
            .map_or(other.to_owned(), Rate::percent_text)
    };
    let number = |path: &str, value: String| Field::new(say, path, Kind::Number, value);
    let most = of.map(|call| call.max_grant.decimal_text());
    vec![
        Field::group(say.t("heading-money")),
        Field::new(say, "currency", Kind::Text, currency),
        number("funding_rate", rate(of.map(|call| call.funding_rate), "75")),
        number("max_grant", most.unwrap_or_default()),
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
    ]
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
