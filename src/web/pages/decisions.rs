//! The ranking room.

use super::{follows, heads, offers, standing_to};
use crate::calls;
use crate::decisions::{self, input::Vote};
use crate::error::Result;
use crate::kernel::id::CallId;
use crate::rules::capacity::Capacity;
use crate::rules::{Action, Matter};
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen, Tag};
use crate::web::table::Ask;

/// The frozen list with its votes.
pub fn ranking(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: CallId = ask.ids.get("id")?;
    let ranking = decisions::queries::ranking(ask.view, id)?;
    let call = calls::queries::page(ask.view, id)?;
    let standing = standing_to(ask, Matter::Call(id))?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("heading-ranking"))
        .under(say.t("nav-calls"), "/calls")
        .under(&call.title, format!("/calls/{id}"))
        .tagged(Tag::of(say, ranking.state))
        .next(say.next(ranking.state, &[]));
    let rows = ranking
        .entries
        .iter()
        .map(|one| {
            vec![
                Cell::Figure(one.position.to_string()),
                Cell::Code(one.number.clone().unwrap_or_default()),
                Cell::link(&one.title, format!("/applications/{}", one.application)),
                Cell::Figure(one.score.clone()),
                Cell::Figure(one.total.clone()),
                Cell::text(say.name(one.outcome)),
                Cell::text(match one.reason.as_str() {
                    "fits" => say.t("reason-fits"),
                    "gap" => say.t("reason-gap"),
                    other => other.to_owned(),
                }),
                Cell::money(say, &one.takes),
            ]
        })
        .collect();
    let names = [
        "position", "number", "title", "score", "total", "outcome", "reason", "takes",
    ];
    screen.add(Block::Table {
        caption: say.t("heading-ranking"),
        head: heads(say, &names),
        rows,
        empty: String::new(),
    });
    let own = standing.partners_as(Capacity::BoardMember).next();
    let has = ranking
        .votes
        .iter()
        .any(|vote| Some(vote.partner_id) == own);
    if offers(&standing, Action::VoteDecision)
        && follows(ranking.state, Action::VoteDecision)
        && !has
    {
        let fields = vec![
            Field::hidden("digest", &ranking.digest),
            Field::new(say, "vote", Kind::Radios(say.choices::<Vote>()), ""),
            Field::new(say, "reason", Kind::Prose(4_000), ""),
        ];
        screen.form(Form::new(
            say,
            format!("/calls/{id}/vote"),
            "vote_decision",
            fields,
        ));
    }
    let mut form = |action: Action, path: &str| {
        if offers(&standing, action) && follows(call.state, action) {
            let address = format!("/calls/{id}/{path}");
            screen.form(Form::new(say, address, action.code(), vec![]));
        }
    };
    form(Action::ReleaseDecisions, "release");
    if ranking.votes.iter().any(|vote| vote.vote == Vote::Object) {
        form(Action::ReopenRanking, "reopen");
    }
    let facts = ranking
        .votes
        .iter()
        .map(|one| {
            let vote = say.name(one.vote);
            (
                one.partner.clone(),
                Cell::text(format!("{vote} · {} · {}", one.by, one.reason)),
            )
        })
        .collect();
    screen.aside = vec![
        Block::Facts(vec![
            (
                say.t("field-frozen_at"),
                Cell::moment(say, ranking.frozen_at),
            ),
            (say.t("field-digest"), Cell::Code(ranking.digest)),
        ]),
        Block::Heading(say.t("heading-votes")),
        Block::Facts(facts),
    ];
    Ok(screen)
}
