//! Calls: the public list and page; approving, publishing, closing.

use super::offered;
use super::{heads, more};
use crate::applications;
use crate::calls::{
    self,
    model::{Call, QuestionKind},
    subject::Course,
};
use crate::case::{Case, Offers, Whole};
use crate::error::Result;
use crate::fund;
use crate::kernel::id::CallId;
use crate::kernel::score::half_points_text;
use crate::kernel::time::Zone;
use crate::organisations;
use crate::rules::lifecycle::CallState;
use crate::rules::visibility::Sight;
use crate::rules::{Action, Matter};
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// All calls this reader may see.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let page = calls::queries::list(ask.view, ask.after())?;
    let whole: Case<Whole> = ask.view.case_of(Whole)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-calls"));
    if whole.offer(Action::DraftCall).is_some() {
        let link = (say.action(Action::DraftCall), Page::NewCall.address());
        screen.add(Block::Links(vec![link]));
    }
    let rows = page
        .items
        .iter()
        .map(|one| {
            vec![
                Cell::link(&one.title, url::call(one.id)),
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
    let (call, course) = calls::shown::open(ask.view, id)?;
    let say = ask.say;
    let deadline = say.instant_for(call.deadline_at, &call.zone);
    let opens = say.instant_in(call.opens_at, &call.zone);
    let next = say.next(
        call.state,
        &[("deadline", deadline.into()), ("opens", opens.into())],
    );
    let mut screen = Screen::new(&call.title)
        .under(say.t("nav-calls"), Page::Calls.address())
        .tagged(Tag::of(say, call.state))
        .next(next);
    screen.add(Block::Prose(call.summary.clone()));
    start(ask, &mut screen, &call)?;
    forms(ask, &mut screen, &course.offers(), id)?;
    screen.section(say.t("heading-terms"), Block::Prose(call.terms.clone()));
    screen.section(say.t("heading-criteria"), criteria(say, &call));
    screen.section(say.t("heading-questions"), questions(say, &call));
    screen.section(say.t("heading-milestones"), milestones(say, &call));
    screen.aside = aside(say, &call);
    let links = links(ask, &course)?;
    if !links.is_empty() {
        screen.aside.push(Block::Links(links));
    }
    Ok(screen)
}

fn criteria(say: &Say, call: &Call) -> Block {
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
    Block::Table {
        caption: say.t("heading-criteria"),
        head: heads(say, &["criterion", "guidance", "weight", "threshold"]),
        rows,
        empty: String::new(),
    }
}

fn milestones(say: &Say, call: &Call) -> Block {
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
    Block::Table {
        caption: say.t("heading-milestones"),
        head: heads(say, &["milestone", "share", "due_months"]),
        rows,
        empty: String::new(),
    }
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

fn aside(say: &Say, call: &Call) -> Vec<Block> {
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
    aside
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

fn start(ask: &mut Ask<'_, '_>, screen: &mut Screen, call: &Call) -> Result<()> {
    if call.state != CallState::Open {
        return Ok(());
    }
    let (say, action) = (ask.say, Action::StartApplication);
    let Some(account) = ask.view.actor().account() else {
        let next = url::sign_in_for(&url::call(call.id));
        screen.add(Block::Links(vec![(say.action(action), next)]));
        return Ok(());
    };
    let ground = ask.view.ground()?;
    if ground.memberships.is_empty() && !ground.roles.is_empty() {
        return Ok(());
    }
    let own = organisations::queries::of_account(ask.view.conn, account)?;
    if own.is_empty() {
        let register = say.action(Action::RegisterOrganisation);
        let links = vec![(register, Page::Organisations.address())];
        screen.add(Block::Note {
            class: "plain",
            text: say.t("needs-organisation"),
        });
        screen.add(Block::Links(links));
        return Ok(());
    }
    let offers = applications::start::offers(ask.view, call.id)?;
    let is_free = |id| {
        let own = offers.iter().find(|one| one.0 == id);
        own.is_some_and(|one| one.1.free(action))
    };
    let choices: Vec<(String, String)> = own
        .iter()
        .filter(|one| is_free(one.id))
        .map(|one| (one.id.to_string(), one.name.clone()))
        .collect();
    if choices.is_empty() {
        return Ok(());
    }
    let first = choices.first().map(|one| one.0.clone()).unwrap_or_default();
    let fields = vec![
        Field::new(say, "organisation", Kind::Choice(choices), first),
        Field::new(say, "title", Kind::Text, ""),
    ];
    let address = url::act(action, &[&call.id]);
    screen.form(Form::new(say, address, action.code(), fields));
    Ok(())
}

/// What may be done with the call as a whole, in the order in which it comes.
fn forms(ask: &mut Ask<'_, '_>, screen: &mut Screen, offers: &Offers, id: CallId) -> Result<()> {
    let say = ask.say;
    if offers.free(Action::EditCall) {
        let link = (say.action(Action::EditCall), url::call_form(id));
        screen.add(Block::Links(vec![link]));
    }
    let partners = if offers.0.iter().any(|offer| offer.partners.len() > 1) {
        fund::queries::names(ask.view.conn)?
    } else {
        Vec::new()
    };
    let reason = || vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
    for (action, fields) in [
        (Action::SendCallForApproval, vec![]),
        (Action::ApproveCall, vec![]),
        (Action::PublishCall, vec![]),
        (Action::BeginEvaluation, vec![]),
        (Action::GiveBackRest, vec![]),
        (Action::ReturnCall, reason()),
        (Action::CancelCall, reason()),
    ] {
        // Who has approved has nothing left to do here.
        if action == Action::ApproveCall && !offers.free(action) {
            continue;
        }
        let address = url::act(action, &[&id]);
        let form = offered::form(say, offers, &partners, action, address, fields);
        let Some(form) = form else { continue };
        screen.form(match action {
            Action::ReturnCall => form.folded(),
            Action::CancelCall | Action::GiveBackRest => form.danger(),
            _ => form,
        });
    }
    Ok(())
}
