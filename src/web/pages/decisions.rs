//! The ranking room.

use super::heads;
use super::offered::{self, Partners};
use crate::case::Shown;
use crate::decisions::{
    self,
    input::Vote,
    model::{Entry, Preview, Ranking},
};
use crate::error::Result;
use crate::fund;
use crate::kernel::id::CallId;
use crate::rules::Action;
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// The places of a list.
fn places(say: &Say, entries: &[Entry]) -> Block {
    let rows = entries
        .iter()
        .map(|one| {
            let place = one.position.to_string();
            let place = if one.is_shared {
                say.with("place-shared", &[("place", place.into())])
            } else {
                place
            };
            vec![
                Cell::Figure(place),
                Cell::Code(one.number.clone().unwrap_or_default()),
                if one.is_open {
                    Cell::link(&one.title, url::application(one.application))
                } else {
                    Cell::text(&one.title)
                },
                Cell::Figure(one.score.clone()),
                Cell::Figure(one.total.clone()),
                Cell::text(match one.outcome {
                    Some(outcome) => say.name(outcome),
                    None => say.t("outcome-open"),
                }),
                Cell::text(why(say, one)),
                Cell::money(say, &one.takes),
            ]
        })
        .collect();
    let names = [
        "position", "number", "title", "score", "total", "outcome", "reason", "takes",
    ];
    Block::Table {
        caption: say.t("heading-ranking"),
        head: heads(say, &names),
        rows,
        empty: say.t("empty-ranking"),
    }
}

/// Why an application has its outcome, and what parts it from the line above where both have the
/// same weighted mark.
fn why(say: &Say, one: &Entry) -> String {
    let mut parts = vec![match one.reason.as_str() {
        "fits" => say.t("reason-fits"),
        "gap" => say.t("reason-gap"),
        "equal" => say.t("reason-equal"),
        other => other.to_owned(),
    }];
    match (one.tie_trace.as_str(), &one.parted_by) {
        (_, Some(criterion)) => {
            let words = [("criterion", criterion.clone().into())];
            parts.push(say.with("parted-criterion", &words));
        }
        ("order", None) => parts.push(say.t("parted-order")),
        ("equal", None) => parts.push(say.t("parted-equal")),
        _ => {}
    }
    parts.join(" ")
}

fn ties(say: &Say, order: &[String]) -> String {
    say.with("tie-order", &[("criteria", order.join(", ").into())])
}

/// The list as it would be frozen now.
pub fn preview(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: CallId = ask.ids.get("id")?;
    let preview = decisions::queries::preview(ask.view, id)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("heading-preview"))
        .under(say.t("nav-calls"), Page::Calls.address())
        .under(&preview.call_title, url::call(id));
    if preview.unsettled > 0 {
        let count = i64::try_from(preview.unsettled).unwrap_or(i64::MAX);
        let words = [("count", count.into())];
        screen = screen.next(say.with("preview-unsettled", &words));
    }
    screen.add(places(say, &preview.entries));
    screen.add(Block::Prose(ties(say, &preview.tie_order)));
    if let Some(form) = freezing(say, id, &preview) {
        screen.form(form);
    }
    Ok(screen)
}

/// Freezing, with the order of those of equal marks whom the pots do not all cover.
fn freezing(say: &Say, call: CallId, preview: &Shown<Preview>) -> Option<Form> {
    let mut fields = Vec::new();
    let equals = preview
        .entries
        .iter()
        .filter(|one| preview.equals.contains(&one.application));
    for one in equals {
        let path = format!("order.{}", one.application);
        let words = [("title", one.title.clone().into())];
        let field = Field::new(say, &path, Kind::Number, "");
        fields.push(field.labelled(say.with("field-order", &words)));
    }
    if !preview.equals.is_empty() {
        fields.push(Field::new(say, "reason", Kind::Prose(4_000), ""));
    }
    let action = Action::FreezeRanking;
    let address = url::act(action, &[&call]);
    offered::form(say, &preview.offers, &[], action, address, fields)
}

/// The frozen list with its votes.
pub fn ranking(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: CallId = ask.ids.get("id")?;
    let edition = ask.filter("edition")?;
    let ranking = decisions::queries::ranking(ask.view, id, edition)?;
    let partners = fund::queries::names(ask.view.conn)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("heading-ranking"))
        .under(say.t("nav-calls"), Page::Calls.address())
        .under(&ranking.call_title, url::call(id))
        .tagged(Tag::of(say, ranking.state))
        .next(say.next(ranking.state, &[]));
    if ranking.editions.len() > 1 {
        let links = ranking
            .editions
            .iter()
            .filter(|one| one.edition != ranking.edition)
            .map(|one| {
                let words = [("edition", one.edition.to_string().into())];
                let address = format!("/calls/{id}/ranking?edition={}", one.edition);
                (say.with("ranking-edition", &words), address)
            })
            .collect();
        screen.add(Block::Links(links));
    }
    screen.add(places(say, &ranking.entries));
    screen.add(Block::Prose(ties(say, &ranking.tie_order)));
    if let Some(why) = &ranking.order_why {
        let text = say.with("order-set", &[("reason", why.clone().into())]);
        screen.add(Block::Note {
            class: "plain",
            text,
        });
    }
    forms(say, &mut screen, &ranking, &partners);
    screen.aside = aside(say, &ranking);
    Ok(screen)
}

fn forms(say: &Say, screen: &mut Screen, ranking: &Shown<Ranking>, partners: &Partners) {
    let mut form = |action: Action, fields: Vec<Field>| {
        // Who has voted, and a list to which nobody objects, leave nothing to do.
        if !ranking.offers.free(action) {
            return;
        }
        let address = url::act(action, &[&ranking.call]);
        let form = offered::form(say, &ranking.offers, partners, action, address, fields);
        if let Some(form) = form {
            screen.form(form);
        }
    };
    let ballot = vec![
        Field::new(say, "vote", Kind::Radios(say.choices::<Vote>()), ""),
        Field::new(say, "reason", Kind::Prose(4_000), ""),
    ];
    form(Action::VoteDecision, ballot);
    form(Action::ReleaseDecisions, vec![]);
    form(Action::ReopenRanking, vec![]);
}

/// When and as what the list was frozen, and how the boards vote.
fn aside(say: &Say, ranking: &Ranking) -> Vec<Block> {
    let edition = Cell::Figure(ranking.edition.to_string());
    let frozen_at = Cell::moment(say, ranking.frozen_at);
    let mut facts = vec![
        (say.t("field-edition"), edition),
        (say.t("field-frozen_at"), frozen_at),
        (say.t("field-digest"), Cell::Code(ranking.digest.clone())),
    ];
    if let Some(at) = ranking.set_aside_at {
        facts.push((say.t("field-set_aside_at"), Cell::moment(say, at)));
    }
    if let Some(why) = ranking.set_aside_why {
        facts.push((say.t("field-reason"), Cell::text(say.name(why))));
    }
    let votes = ranking
        .votes
        .iter()
        .map(|one| {
            let vote = say.name(one.vote);
            let text = format!("{vote} · {} · {}", one.by, one.reason);
            (one.partner.clone(), Cell::text(text))
        })
        .collect();
    vec![
        Block::Facts(facts),
        Block::Heading(say.t("heading-votes")),
        Block::Facts(votes),
    ]
}
