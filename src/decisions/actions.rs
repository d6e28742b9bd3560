//! Ranking, votes, release.

use super::input::{CastVote, Freeze, Outcome, Vote, Why};
use super::reckoning::{self, Reckoned};
use super::store::{self, EntryRow, Row, TakeRow};
use crate::applications;
use crate::calls::{self, input::AsRead};
use crate::db::Conn;
use crate::db::tx::{Change, Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{CallId, RankingId};
use crate::rules::decide::Step;
use crate::rules::lifecycle::{ApplicationState, RankingState, State};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Facts, Matter, Permit, decide};
use crate::standing;
use serde_json::json;

/// Freezes the list as it was shown: applications ranked, each drawing on the pots.
///
/// # Errors
/// Every fault of the input: equals of which the pots cover only some need an order; the refusal of
/// the tables: every application under review has settled marks, and the marks are as shown.
pub fn freeze(tx: &mut Tx<'_>, call: CallId, input: &Freeze) -> Result<RankingId> {
    let action = Action::FreezeRanking;
    let new = input.parse()?;
    let call = calls::queries::load(tx.conn, call)?;
    let reckoned = reckoning::reckon(tx.conn, &call, &new.order)?;
    let facts = Facts::none()
        .with(Condition::SomethingToRank, !reckoned.lines.is_empty())
        .with(
            Condition::EveryConsensusSettled,
            unsettled(tx.conn, call.id)? == 0,
        );
    let permit = calls::actions::proceed(tx, call.id, action, &facts)?;
    if new.digest != reckoned.basis {
        return Err(Error::stale(action));
    }
    demand_order(&reckoned)?;
    for line in &reckoned.lines {
        applications::actions::proceed(tx, line.asking.id, permit, &facts)?;
    }
    let id = RankingId::new();
    let (entries, takes) = rows(id, &reckoned);
    let edition = store::all(tx.conn, call.id)?
        .first()
        .map_or(1, |last| last.edition + 1);
    let why = new.reason.filter(|_| !new.order.is_empty());
    let row = Row {
        id,
        call_id: call.id,
        edition,
        state: RankingState::FIRST,
        digest: digest((call.id, edition), why.as_deref(), &entries, &takes),
        frozen_by: tx.actor().person()?,
        frozen_at: tx.now(),
        decided_at: None,
        released_at: None,
        set_aside_at: None,
        set_aside_why: None,
        order_why: why,
        version: 1,
    };
    let matter = Matter::Ranking(id);
    tx.record(
        Change::under(permit, matter).to(json!({ "edition": edition, "digest": row.digest })),
    );
    store::insert(tx.conn, row, entries, takes)?;
    let tidings = Tidings::of(action, matter, format!("/calls/{}/ranking", call.id));
    tx.tell(
        tidings
            .saying("call", &call.title)
            .saying("code", &call.code),
    );
    Ok(id)
}

/// How many applications of a call wait for settled marks.
pub(super) fn unsettled(conn: &mut Conn, call: CallId) -> Result<usize> {
    let open = [ApplicationState::Eligible, ApplicationState::UnderReview];
    Ok(applications::queries::of_call(conn, call, &open)?.len())
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

/// Takes the list back after an objection: marks can be opened and settled again, and the list is
/// frozen anew as the next edition. This one stays readable with its votes.
///
/// # Errors
/// The refusal of the tables.
pub fn reopen(tx: &mut Tx<'_>, call: CallId, input: &AsRead) -> Result<()> {
    let read = input.parse()?;
    let row = store::standing(tx.conn, call)?.ok_or(Error::NotFound(MatterKind::Ranking))?;
    let objected = store::votes(tx.conn, row.id)?
        .iter()
        .any(|vote| vote.1 == Vote::Object);
    let facts = Facts::none().with(Condition::APartnerObjected, objected);
    let permit = calls::actions::proceed(tx, call, Action::ReopenRanking, &facts)?;
    if read != row.digest {
        return Err(Error::stale(permit.action()));
    }
    let step = decide::step(row.state, Action::ReopenRanking, &facts)?;
    set_aside(tx, &row, step, Why::Objection, permit)
}

/// Sets a list aside and gives its applications back to the evaluation; the boards are told.
pub(super) fn set_aside(
    tx: &mut Tx<'_>,
    row: &Row,
    step: Step<RankingState>,
    why: Why,
    permit: Permit,
) -> Result<()> {
    for entry in store::entries(tx.conn, row.id)? {
        applications::actions::proceed(tx, entry.application_id, permit, &Facts::none())?;
    }
    let now = tx.now();
    if store::set_aside(tx.conn, row.id, step, why, now)? == 0 {
        return Err(Error::stale(permit.action()));
    }
    let matter = Matter::Ranking(row.id);
    tx.record(
        Change::under(permit, matter)
            .from(json!({ "state": step.from(), "digest": row.digest }))
            .to(json!({ "state": step.to(), "why": why })),
    );
    let call = calls::queries::load(tx.conn, row.call_id)?;
    let tidings = Tidings::of(
        permit.action(),
        matter,
        format!("/calls/{}/ranking", call.id),
    );
    tx.tell(
        tidings
            .saying("call", &call.title)
            .saying("code", &call.code)
            .saying("why", why.code()),
    );
    Ok(())
}

/// Votes on the list for the actor's partner. The last approval makes the list the decision.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn vote(tx: &mut Tx<'_>, call: CallId, input: &CastVote) -> Result<()> {
    let action = Action::VoteDecision;
    let (vote, reason, read) = input.parse()?;
    let row = store::standing(tx.conn, call)?.ok_or(Error::NotFound(MatterKind::Ranking))?;
    let matter = Matter::Ranking(row.id);
    store::lock(tx.conn, row.id)?;
    let standing = standing::in_unit(tx, matter)?;
    let own = standing
        .partners_as(crate::rules::Capacity::BoardMember)
        .next();
    let has = store::votes(tx.conn, row.id)?
        .iter()
        .any(|vote| Some(vote.0) == own);
    let facts = Facts::none()
        .with(Condition::PartnerHasNotVoted, !has)
        .with(Condition::VotedAsFrozen, read == row.digest);
    let permit = tx.require(action, &standing, &facts)?;
    decide::step(row.state, action, &facts)?;
    let partner = permit
        .partner()
        .ok_or_else(|| Error::internal("a board member of no partner"))?;
    let (by, now) = (tx.actor().person()?, tx.now());
    store::insert_vote(
        tx.conn,
        row.id,
        (partner, by),
        (vote, &reason),
        (&row.digest, now),
    )
    .map_err(|error| unless_duplicate(error, action, "vote"))?;
    tx.record(
        Change::under(permit, matter)
            .because(reason)
            .to(json!({ "vote": vote, "digest": row.digest })),
    );
    adopt_if_complete(tx, &row, call)
}

fn adopt_if_complete(tx: &mut Tx<'_>, row: &Row, call: CallId) -> Result<()> {
    let votes = store::votes(tx.conn, row.id)?;
    let all = calls::queries::load(tx.conn, call)?.every_party(|partner| {
        votes
            .iter()
            .any(|vote| vote.0 == partner && vote.1 == Vote::Approve)
    });
    if !all {
        return Ok(());
    }
    let facts = Facts::none().with(Condition::EveryPartnerApproved, all);
    let permit = calls::actions::proceed(tx, call, Action::AdoptDecision, &facts)?;
    let step = decide::step(row.state, Action::AdoptDecision, &facts)?;
    let now = tx.now();
    store::set_state(tx.conn, row.id, step, now)?;
    tx.record(Change::under(permit, Matter::Ranking(row.id)).to(json!({ "state": step.to() })));
    Ok(())
}

/// Releases the decisions of a call: every applicant is told.
///
/// # Errors
/// The refusal of the tables.
pub fn release(tx: &mut Tx<'_>, call: CallId, input: &AsRead) -> Result<()> {
    let read = input.parse()?;
    let row = store::standing(tx.conn, call)?.ok_or(Error::NotFound(MatterKind::Ranking))?;
    let permit = calls::actions::proceed(tx, call, Action::ReleaseDecisions, &Facts::none())?;
    if read != row.digest {
        return Err(Error::stale(permit.action()));
    }
    let step = decide::step(row.state, Action::ReleaseDecisions, &Facts::none())?;
    let now = tx.now();
    store::set_state(tx.conn, row.id, step, now)?;
    tx.record(Change::under(permit, Matter::Ranking(row.id)).to(json!({ "state": step.to() })));
    for entry in store::entries(tx.conn, row.id)? {
        announce(tx, &entry)?;
    }
    Ok(())
}

fn announce(tx: &mut Tx<'_>, entry: &EntryRow) -> Result<()> {
    let application = applications::queries::load(tx.conn, entry.application_id)?;
    // Withdrawn since the list was frozen: there is nobody left to tell.
    if application.state != ApplicationState::Ranked {
        return Ok(());
    }
    let action = match entry.outcome {
        Outcome::Funded => Action::AnnounceAward,
        Outcome::Reserve => Action::AnnounceReserve,
        Outcome::Rejected => Action::AnnounceRejection,
    };
    let matter = Matter::Application(application.id);
    let standing = standing::in_unit(tx, matter)?;
    let facts = Facts::none().with(Condition::DecidedToFund, entry.outcome == Outcome::Funded);
    let permit = tx.require(action, &standing, &facts)?;
    applications::actions::proceed(tx, application.id, permit, &facts)?;
    tx.tell(
        Tidings::of(action, matter, format!("/applications/{}", application.id))
            .saying("title", &application.title)
            .saying("number", application.number.unwrap_or_default())
            .saying("outcome", entry.outcome.code()),
    );
    Ok(())
}
