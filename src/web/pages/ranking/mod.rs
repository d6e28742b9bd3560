//! The ranking room: the list as it was frozen, or as it would be, and how the boards vote.

mod forms;
mod places;

use self::places::{Place, Pots};
use crate::calls;
use crate::decisions::{
    self,
    input::Vote,
    model::{CastBy, Entry, Preview, Ranking, Scale},
};
use crate::error::Result;
use crate::kernel::id::{CallId, PartnerId};
use crate::kernel::money::Money;
use crate::rules::Matter;
use crate::rules::visibility::Sight;
use crate::tasks;
use crate::web::form::Form;
use crate::web::layout::{Frame, initials};
use crate::web::parts::{Banner, Colours, Facts, Own, Seat, drawn};
use crate::web::screen::{Cell, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;
use askama::Template;

/// What the page shows.
#[derive(Debug)]
struct Card {
    /// Applications whose marks are still to be settled, each with the way there.
    unsettled: Vec<(String, String)>,
    places: Vec<Place>,
    pots: Pots,
    ties: String,
    /// Why applications with equal marks stand in the order they stand in.
    order: String,
    seats: Vec<Seat>,
    acts: Vec<Form>,
    facts: Option<Facts>,
    /// Other editions of the list.
    editions: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "ranking.html")]
struct Drawing<'a> {
    page: &'a Frame,
    it: &'a Card,
}

impl Own for Card {
    fn forms(&mut self) -> Vec<&mut Form> {
        self.acts.iter_mut().collect()
    }

    fn html(&self, page: &Frame) -> Result<String> {
        drawn(&Drawing { page, it: self })
    }
}

/// The applications whose marks are to be settled, with the page where that is done.
fn unsettled(preview: &Preview) -> Vec<(String, String)> {
    let all = preview.unsettled.iter().map(|one| {
        let number = one.number.as_deref().unwrap_or_default();
        let href = match preview.sees_evaluation {
            true => url::evaluation(one.application),
            false => String::new(),
        };
        (format!("{number} · {}", one.title), href)
    });
    all.collect()
}

fn ties(say: &Say, order: &[String]) -> String {
    say.with("tie-order", &[("criteria", order.join(", ").into())])
}

/// The places of a list, and what they leave of the pots.
fn laid_out(
    ask: &mut Ask<'_, '_>,
    colours: &Colours,
    call: CallId,
    entries: &[Entry],
    scale: Scale,
) -> Result<(Vec<Place>, Pots)> {
    let pots = match entries.first() {
        Some(one) => calls::queries::pots(ask.view.conn, call, one.takes.currency())?,
        None => Vec::new(),
    };
    let pots = Pots::of(ask.say, colours, pots, entries);
    Ok((places::of(ask.say, entries, &pots, scale), pots))
}

/// The list as it would be frozen now.
pub fn preview(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: CallId = ask.ids.get("id")?;
    let preview = decisions::queries::preview(ask.view, id)?;
    let colours = Colours::of(ask.view)?;
    let (places, pots) = laid_out(ask, &colours, id, &preview.entries, preview.scale)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("heading-preview"))
        .under(say.t("nav-calls"), Page::Calls.address())
        .under(&preview.call_title, url::call(id));
    if !preview.unsettled.is_empty() {
        let count = i64::try_from(preview.unsettled.len()).unwrap_or(i64::MAX);
        let words = [("count", count.into())];
        screen = screen.next(say.with("preview-unsettled", &words));
    }
    let acts = forms::freezing(say, id, &preview).into_iter().collect();
    Ok(screen.drawn_by(Card {
        places,
        pots,
        unsettled: unsettled(&preview),
        ties: ties(say, &preview.tie_order),
        order: String::new(),
        seats: Vec::new(),
        acts,
        facts: None,
        editions: Vec::new(),
    }))
}

/// The frozen list with its votes.
pub fn ranking(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: CallId = ask.ids.get("id")?;
    let edition = ask.filter("edition")?;
    let ranking = decisions::queries::ranking(ask.view, id, edition)?;
    let colours = Colours::of(ask.view)?;
    let (places, pots) = laid_out(ask, &colours, id, &ranking.entries, ranking.scale)?;
    let sees = |sight| sight == Sight::UnreleasedRanking;
    let tasks = tasks::queries::of_matter(ask.view, Matter::Ranking(ranking.id), sees)?;
    let (say, now) = (ask.say, ask.view.now());
    let more = say.next(ranking.state, &[]);
    let next = Banner::of(say, &colours, &tasks, now, more);
    let seats = ranking.parties.iter().map(|party| {
        let party = *party;
        let votes = ranking.votes.iter();
        let votes: Vec<&CastBy> = votes.filter(|one| one.partner_id == party).collect();
        let name = colours.name(party);
        Seat {
            letters: initials(&name),
            hue: colours.hue(party),
            title: voted(say, &ranking, party, &votes),
            chip: Some(colours.chip(party)),
            lines: votes
                .iter()
                .flat_map(|one| said(say, &ranking, one))
                .collect(),
            is_free: votes.is_empty(),
        }
    });
    let order = ranking.order_why.as_ref().map(|why| {
        let words = [("reason", why.clone().into())];
        say.with("order-set", &words)
    });
    let card = Card {
        places,
        pots,
        unsettled: Vec::new(),
        ties: ties(say, &ranking.tie_order),
        order: order.unwrap_or_default(),
        seats: seats.collect(),
        acts: forms::of(say, &ranking, &colours.names()),
        facts: Some(facts(say, &ranking)),
        editions: editions(say, &ranking),
    };
    Ok(Screen::new(say.t("heading-ranking"))
        .under(say.t("nav-calls"), Page::Calls.address())
        .under(&ranking.call_title, url::call(id))
        .tagged(Tag::of(say, ranking.state))
        .awaiting(next)
        .drawn_by(card))
}

/// How a party has voted, or on how much it has still to.
fn voted(say: &Say, ranking: &Ranking, party: PartnerId, votes: &[&CastBy]) -> String {
    let left = ranking.left.iter().find(|one| one.0 == party);
    if votes.iter().any(|one| one.vote == Vote::Object) {
        return say.t("voted-object");
    }
    match (votes.is_empty(), left) {
        (true, _) if ranking.set_aside_at.is_some() => say.t("did-not-vote"),
        (true, _) => say.t("not-voted"),
        (false, Some((_, left))) => {
            let count = i64::try_from(*left).unwrap_or(i64::MAX);
            say.with("voted-in_part", &[("count", count.into())])
        }
        (false, None) => say.t("voted-approve"),
    }
}

/// Who voted when, why, and on what they did not.
fn said(say: &Say, ranking: &Ranking, one: &CastBy) -> Vec<String> {
    let mut lines = vec![
        format!("{} · {}", one.by, say.instant(one.voted_at)),
        one.reason.clone(),
    ];
    let entries = ranking.entries.iter();
    let but = entries.filter(|entry| one.but.contains(&entry.application));
    let numbers: Vec<String> = but.filter_map(|entry| entry.number.clone()).collect();
    if !numbers.is_empty() {
        lines.push(say.with("vote-but", &[("numbers", say.list(&numbers).into())]));
    }
    lines
}

fn editions(say: &Say, ranking: &Ranking) -> Vec<(String, String)> {
    let all = ranking.editions.iter();
    let others = all.filter(|one| one.edition != ranking.edition);
    others
        .map(|one| {
            let words = [("edition", one.edition.to_string().into())];
            let edition = one.edition.to_string();
            let address = url::with_query(&url::ranking(ranking.call), &[("edition", &edition)]);
            (say.with("ranking-edition", &words), address)
        })
        .collect()
}

/// When and as what the list was frozen.
fn facts(say: &Say, ranking: &Ranking) -> Facts {
    let mut facts = vec![
        (
            say.t("field-edition"),
            Cell::Figure(ranking.edition.to_string()),
        ),
        (
            say.t("field-frozen_at"),
            Cell::moment(say, ranking.frozen_at),
        ),
    ];
    if let Some(at) = ranking.set_aside_at {
        facts.push((say.t("field-set_aside_at"), Cell::moment(say, at)));
    }
    if let Some(why) = ranking.set_aside_why {
        facts.push((say.t("field-reason"), Cell::text(say.name(why))));
    }
    facts.push((say.t("field-digest"), Cell::Code(ranking.digest.clone())));
    Facts(facts)
}

/// What is given of a whole, in figures.
fn given(say: &Say, given: &Money, whole: &Money) -> String {
    let words = [
        ("given", say.money(given).into()),
        ("whole", say.money(whole).into()),
    ];
    say.with("ranking-money_ends", &words)
}
