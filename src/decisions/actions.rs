//! Ranking, votes, release.

use super::input::{CastVote, Freeze, Outcome, Why};
use super::list::List;
use super::listed::{self, Listed};
use super::reckoning::Reckoned;
use super::room::Room;
use super::store::{self, EntryRow, Row, TakeRow};
use super::votes::{self, Cast};
use crate::case::{Case, Saw, Subject, Taken};
use crate::db::tx::{Change, Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{CallId, RankingId};
use crate::rules::lifecycle::{RankingState, State};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter};
use serde_json::json;

/// Freezes the list as it was shown: applications ranked, each drawing on the pots.
///
/// # Errors
/// Every fault of the input: equals of which the pots cover only some need an order; the refusal of
/// the tables: every application under review has settled marks, and the marks are as shown.
pub fn freeze(tx: &mut Tx<'_>, call: CallId, input: &Freeze) -> Result<RankingId> {
    let action = Action::FreezeRanking;
    let new = input.parse()?;
    let mut room: Case<Room> = tx.case(call)?;
    let taken = tx.take(&mut room, action, &input.saw())?;
    let reckoned = room.grounds()?.reckon(&new.order)?;
    demand_order(&reckoned)?;
    let applications = room.grounds()?.applications();
    let mut ranked = listed::to_list(tx, &room, &applications)?;
    tx.follow_all(&mut ranked, action)?;
    let id = RankingId::new();
    let (entries, takes) = rows(id, &reckoned);
    let edition = store::last_edition(tx.conn, call)? + 1;
    let why = new.reason.filter(|_| !new.order.is_empty());
    let row = Row {
        id,
        call_id: call,
        edition,
        state: RankingState::FIRST,
        digest: digest((call, edition), why.as_deref(), &entries, &takes),
        frozen_by: tx.person()?,
        frozen_at: tx.now(),
        decided_at: None,
        released_at: None,
        set_aside_at: None,
        set_aside_why: None,
        order_why: why,
        version: 1,
    };
    let after = json!({ "edition": edition, "digest": row.digest });
    tx.record(Change::under(taken.permit(), Matter::Ranking(id)).to(after));
    store::insert(tx.conn, row, entries, takes)?;
    tx.tell(tidings(action, Matter::Ranking(id), &room.call));
    Ok(id)
}

/// Where the pots cover only some of several equals, people say in which order they stand.
fn demand_order(reckoned: &Reckoned) -> Result<()> {
    let mut faults = Faults::default();
    for application in reckoned.open() {
        let path = format!("order.{application}");
        faults.add(path, Fault::new(FaultCode::NeedsAnOrder));
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(faults.into())
}

fn rows(id: RankingId, reckoned: &Reckoned) -> (Vec<EntryRow>, Vec<TakeRow>) {
    let entries = (1_i32..)
        .zip(&reckoned.lines)
        .filter_map(|(number, line)| {
            Some(EntryRow {
                ranking_id: id,
                application_id: line.asking.id,
                position: line.placed.place,
                line: number,
                rank_score: line.marks.rank_score,
                total: line.marks.total,
                passes: line.marks.passes,
                outcome: line.outcome?,
                reason: line.reason.clone(),
                tie_trace: line.trace(),
            })
        })
        .collect();
    let takes = reckoned
        .lines
        .iter()
        .flat_map(|line| line.takes.iter().map(|take| (line.asking.id, *take)))
        .map(|(application, (participant, pot, minor))| TakeRow {
            ranking_id: id,
            application_id: application,
            participant_id: participant,
            pot_id: pot,
            amount_minor: minor,
        })
        .collect();
    (entries, takes)
}

fn digest(
    (call, edition): (CallId, i32),
    order_why: Option<&str>,
    entries: &[EntryRow],
    takes: &[TakeRow],
) -> String {
    let entries: Vec<_> = entries
        .iter()
        .map(|entry| {
            json!([
                entry.application_id,
                entry.position,
                entry.rank_score,
                entry.total,
                entry.outcome,
                entry.reason,
                entry.tie_trace
            ])
        })
        .collect();
    let takes: Vec<_> = takes
        .iter()
        .map(|take| json!([take.participant_id, take.pot_id, take.amount_minor]))
        .collect();
    sha256_hex(canonical_json(&json!({
        "call": call,
        "edition": edition,
        "order_why": order_why,
        "entries": entries,
        "takes": takes,
    })))
}

/// The list of a call that stands, to act on.
fn standing(tx: &mut Tx<'_>, call: CallId) -> Result<Case<List>> {
    let id = store::lock_standing(tx.conn, call)?.ok_or(Error::NotFound(MatterKind::Ranking))?;
    tx.about(Matter::Ranking(id));
    let list = List::load(tx.conn, id)?;
    tx.case_of(list)
}

/// Takes the list back after an objection: marks can be opened and settled again, and the list is
/// frozen anew as the next edition. This one stays readable with its votes.
///
/// # Errors
/// The refusal of the tables.
pub fn reopen(tx: &mut Tx<'_>, call: CallId, saw: &Saw) -> Result<()> {
    let mut list = standing(tx, call)?;
    let taken = tx.take(&mut list, Action::ReopenRanking, saw)?;
    set_aside(tx, &list, &taken, Why::Objection)
}

/// Gives the applications of a list that was set aside back to the evaluation, and their call with
/// them; the boards are told.
pub(super) fn set_aside(
    tx: &mut Tx<'_>,
    list: &Case<List>,
    taken: &Taken<RankingState>,
    why: Why,
) -> Result<()> {
    let (action, now) = (taken.permit().action(), tx.now());
    let mut room = list.entails(list.room());
    tx.follow(&mut room, action)?;
    let mut ranked = listed::of(tx, list, list.row.id)?;
    tx.follow_all(&mut ranked, action)?;
    store::note_set_aside(tx.conn, list.row.id, why, now)?;
    tx.note(taken, json!({ "digest": list.row.digest, "why": why }));
    tx.tell(tidings(action, list.matter(), &list.call).saying("why", why.code()));
    Ok(())
}

/// Votes on the list for the actor's partner. The last approval makes the list the decision.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn vote(tx: &mut Tx<'_>, call: CallId, input: &CastVote) -> Result<()> {
    let action = Action::VoteDecision;
    let (vote, reason, read) = input.parse()?;
    let mut list = standing(tx, call)?;
    let is_as_read = read == list.row.digest;
    list.know(Condition::VotedAsFrozen, is_as_read);
    let taken = tx.take(&mut list, action, &input.saw())?;
    let partner = taken
        .partner()
        .ok_or_else(|| Error::internal("a board member of no partner"))?;
    let (by, now) = (tx.person()?, tx.now());
    let cast = Cast {
        id: None,
        partner,
        by,
        vote,
        but: list.votes.but_for(by, Some(partner)),
    };
    let said = (&*reason, &*list.row.digest, now);
    votes::keep(tx.conn, list.row.id, &cast, said)
        .map_err(|error| unless_duplicate(error, action, "vote"))?;
    tx.because(&taken, &reason);
    let after = json!({ "vote": vote, "digest": list.row.digest, "but": cast.but });
    tx.note(&taken, after);
    list.thing_mut().votes.cast(cast);
    if list.votes.every_party_approves() {
        adopt(tx, &mut list)?;
    }
    Ok(())
}

/// The list becomes the decision.
fn adopt(tx: &mut Tx<'_>, list: &mut Case<List>) -> Result<()> {
    let (action, now) = (Action::AdoptDecision, tx.now());
    tx.follow(list, action)?;
    let mut room = list.entails(list.room());
    tx.follow(&mut room, action)?;
    store::note_decided(tx.conn, list.row.id, now)?;
    Ok(())
}

/// Releases the decisions of a call: every applicant is told.
///
/// # Errors
/// The refusal of the tables.
pub fn release(tx: &mut Tx<'_>, call: CallId, saw: &Saw) -> Result<()> {
    let (action, now) = (Action::ReleaseDecisions, tx.now());
    let mut list = standing(tx, call)?;
    tx.take(&mut list, action, saw)?;
    let mut room = list.entails(list.room());
    tx.follow(&mut room, action)?;
    store::note_released(tx.conn, list.row.id, now)?;
    let ranked = listed::of(tx, &list, list.row.id)?;
    for outcome in Outcome::ALL {
        let of_it = ranked.iter().filter(|one| one.outcome == Some(*outcome));
        announce(tx, of_it.cloned().collect(), *outcome)?;
    }
    Ok(())
}

fn announce(tx: &mut Tx<'_>, mut all: Vec<Case<Listed>>, outcome: Outcome) -> Result<()> {
    let action = match outcome {
        Outcome::Funded => Action::AnnounceAward,
        Outcome::Reserve => Action::AnnounceReserve,
        Outcome::Rejected => Action::AnnounceRejection,
    };
    tx.follow_all(&mut all, action)?;
    for one in &all {
        let page = format!("/applications/{}", one.id);
        tx.tell(
            Tidings::of(action, one.matter(), page)
                .saying("title", &one.title)
                .saying("number", one.number.clone().unwrap_or_default())
                .saying("outcome", outcome.code()),
        );
    }
    Ok(())
}

fn tidings(action: Action, matter: Matter, call: &store::Head) -> Tidings {
    Tidings::of(action, matter, format!("/calls/{}/ranking", call.id))
        .saying("call", &call.title)
        .saying("code", &call.code)
}
