//! Ranking, votes, release.

use super::input::{CastVote, Outcome, Vote};
use super::store::{self, EntryRow, Row, TakeRow};
use crate::applications::{self, model::Application};
use crate::calls::{
    self,
    model::{Call, GapMode},
};
use crate::db::tx::{Change, Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::id::{CallId, PartnerId, RankingId};
use crate::kernel::score::half_points_text;
use crate::reviews;
use crate::rules::lifecycle::{ApplicationState, RankingState, State};
use crate::rules::matter::MatterKind;
use crate::rules::scoring::{self, Assessed, Need, Take, Weighing};
use crate::rules::{Action, Condition, Facts, Matter, decide};
use crate::standing;
use serde_json::json;

/// Ranks a call's applications, lets them draw on the pots, and freezes the list.
///
/// # Errors
/// The refusal of the tables: every application under review has settled marks.
pub fn freeze(tx: &mut Tx<'_>, call: CallId) -> Result<RankingId> {
    let action = Action::FreezeRanking;
    let open = [ApplicationState::Eligible, ApplicationState::UnderReview];
    let waiting = applications::queries::of_call(tx.conn, call, &open)?;
    let assessed = applications::queries::of_call(tx.conn, call, &[ApplicationState::Assessed])?;
    let facts = Facts::none()
        .with(Condition::SomethingToRank, !assessed.is_empty())
        .with(Condition::EveryConsensusSettled, waiting.is_empty());
    let permit = calls::actions::proceed(tx, call, action, &facts)?;
    let call = calls::queries::load(tx.conn, call)?;
    let mut loaded = Vec::new();
    for (id, ..) in &assessed {
        loaded.push(applications::queries::load(tx.conn, *id)?);
    }
    let id = RankingId::new();
    let (entries, takes) = ranked(tx, id, &call, &loaded)?;
    for (application, ..) in &assessed {
        applications::actions::proceed(tx, *application, permit, &facts)?;
    }
    let row = Row {
        id,
        call_id: call.id,
        state: RankingState::FIRST,
        digest: digest(&entries, &takes),
        frozen_by: tx.actor().person()?,
        frozen_at: tx.now(),
        decided_at: None,
        released_at: None,
        version: 1,
    };
    let matter = Matter::Ranking(id);
    tx.record(Change::under(permit, matter).to(json!({ "digest": row.digest })));
    store::insert(tx.conn, row, entries, takes)?;
    let tidings = Tidings::of(action, matter, format!("/calls/{}/ranking", call.id));
    tx.tell(
        tidings
            .saying("call", &call.title)
            .saying("code", &call.code),
    );
    Ok(id)
}

fn digest(entries: &[EntryRow], takes: &[TakeRow]) -> String {
    let entries: Vec<_> = entries
        .iter()
        .map(|entry| {
            json!([
                entry.application_id,
                entry.position,
                entry.rank_score,
                entry.total,
                entry.outcome,
                entry.reason
            ])
        })
        .collect();
    let takes: Vec<_> = takes
        .iter()
        .map(|take| json!([take.participant_id, take.pot_id, take.amount_minor]))
        .collect();
    sha256_hex(canonical_json(
        &json!({ "entries": entries, "takes": takes }),
    ))
}

fn ranked(
    tx: &mut Tx<'_>,
    id: RankingId,
    call: &Call,
    loaded: &[Application],
) -> Result<(Vec<EntryRow>, Vec<TakeRow>)> {
    let weighings: Vec<Weighing> = call
        .criteria
        .iter()
        .map(|one| Weighing {
            weight: one.weight,
            threshold: one.threshold,
        })
        .collect();
    let mut list: Vec<Assessed<(String, usize)>> = Vec::new();
    for (index, application) in loaded.iter().enumerate() {
        let agreed = reviews::queries::agreed(tx.conn, application.id)?;
        let mark = |criterion| {
            agreed
                .iter()
                .find(|one| one.0 == criterion)
                .map_or(0, |one| one.1)
        };
        let marks = call.criteria.iter().map(|one| mark(one.id)).collect();
        let key = (application.number.clone().unwrap_or_default(), index);
        list.push(scoring::assess(
            key,
            marks,
            &weighings,
            call.total_threshold,
        ));
    }
    let traces = scoring::rank(&mut list, &weighings);
    let passing: Vec<&Application> = list
        .iter()
        .filter(|one| one.passes)
        .filter_map(|one| loaded.get(one.key.1))
        .collect();
    let drawn = draw(call, &passing);
    let mut entries = Vec::new();
    let mut takes = Vec::new();
    for ((position, one), trace) in (1_i32..).zip(&list).zip(traces) {
        let Some(application) = loaded.get(one.key.1) else {
            continue;
        };
        let place = passing
            .iter()
            .position(|passing| passing.id == application.id);
        let drawn = place
            .and_then(|place| drawn.get(place))
            .and_then(Option::as_ref);
        let (outcome, reason) = match (one.passes, drawn) {
            (false, _) => (Outcome::Rejected, failing(call, one)),
            (true, None) => (Outcome::Reserve, "gap".to_owned()),
            (true, Some(_)) => (Outcome::Funded, "fits".to_owned()),
        };
        if let Some(drawn) = drawn {
            takes.extend(shares(id, call, application, drawn)?);
        }
        entries.push(EntryRow {
            ranking_id: id,
            application_id: application.id,
            position: Some(position),
            rank_score: one.rank_score,
            total: one.total,
            passes: one.passes,
            outcome,
            reason,
            tie_trace: trace,
        });
    }
    Ok((entries, takes))
}

/// Which threshold an application fails, as a word and its figures.
fn failing(call: &Call, one: &Assessed<(String, usize)>) -> String {
    call.criteria
        .iter()
        .zip(&one.marks)
        .find(|(criterion, mark)| **mark < criterion.threshold)
        .map_or_else(
            || {
                format!(
                    "{} < {}",
                    half_points_text(one.total),
                    half_points_text(call.total_threshold)
                )
            },
            |(criterion, mark)| {
                let least = half_points_text(criterion.threshold);
                format!("{}: {} < {least}", criterion.name, half_points_text(*mark))
            },
        )
}

fn draw(call: &Call, passing: &[&Application]) -> Vec<Option<Vec<Take<PartnerId>>>> {
    let needs: Vec<Vec<Need<PartnerId>>> = passing
        .iter()
        .map(|application| {
            let mut needs: Vec<Need<PartnerId>> = Vec::new();
            for one in &application.participants {
                let Some(partner) = one.partner.filter(|_| one.requested.is_positive()) else {
                    continue;
                };
                match needs.iter_mut().find(|need| need.partner == partner) {
                    Some(need) => need.minor += one.requested.minor(),
                    None => needs.push(Need {
                        partner,
                        minor: one.requested.minor(),
                    }),
                }
            }
            needs
        })
        .collect();
    let mut pots: Vec<(PartnerId, i64)> = call
        .pots
        .iter()
        .filter_map(|pot| Some((pot.partner?, pot.amount.minor())))
        .collect();
    let mut common = call.pot_of(None).map_or(0, |pot| pot.amount.minor());
    scoring::allocate(
        &needs,
        &mut pots,
        &mut common,
        call.gap_mode == GapMode::Stop,
    )
}

/// Divides what an application draws for a partner among that partner's participants: each in
/// proportion to what it asks, own pot and common pot alike, without losing a cent.
fn shares(
    id: RankingId,
    call: &Call,
    application: &Application,
    drawn: &[Take<PartnerId>],
) -> Result<Vec<TakeRow>> {
    let mut rows = Vec::new();
    for take in drawn {
        let members: Vec<_> = application
            .participants
            .iter()
            .filter(|one| one.partner == Some(take.partner) && one.requested.is_positive())
            .collect();
        let weights: Vec<i64> = members.iter().map(|one| one.requested.minor()).collect();
        let own = crate::kernel::money::Money::from_minor(take.own, call.currency);
        let from_own = own.split(&weights)?;
        for (one, part) in members.iter().zip(from_own) {
            let rest = one.requested.minus(&part)?;
            for (pot, amount) in [
                (call.pot_of(Some(take.partner)), part),
                (call.pot_of(None), rest),
            ] {
                let Some(pot) = pot.filter(|_| amount.is_positive()) else {
                    continue;
                };
                rows.push(TakeRow {
                    ranking_id: id,
                    application_id: application.id,
                    participant_id: one.id,
                    pot_id: pot.id,
                    amount_minor: amount.minor(),
                });
            }
        }
    }
    Ok(rows)
}

/// Takes the list back after an objection: marks stay settled, the list can be frozen anew.
///
/// # Errors
/// The refusal of the tables.
pub fn reopen(tx: &mut Tx<'_>, call: CallId) -> Result<()> {
    let row = store::of_call(tx.conn, call)?.ok_or(Error::NotFound(MatterKind::Ranking))?;
    let objected = store::votes(tx.conn, row.id)?
        .iter()
        .any(|vote| vote.1 == Vote::Object);
    let facts = Facts::none().with(Condition::APartnerObjected, objected);
    let permit = calls::actions::proceed(tx, call, Action::ReopenRanking, &facts)?;
    for entry in store::entries(tx.conn, row.id)? {
        applications::actions::proceed(tx, entry.application_id, permit, &facts)?;
    }
    store::delete(tx.conn, row.id)?;
    tx.record(Change::under(permit, Matter::Ranking(row.id)).from(json!({ "digest": row.digest })));
    Ok(())
}

/// Votes on the list for the actor's partner. The last approval makes the list the decision.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn vote(tx: &mut Tx<'_>, call: CallId, input: &CastVote) -> Result<()> {
    let action = Action::VoteDecision;
    let row = store::of_call(tx.conn, call)?.ok_or(Error::NotFound(MatterKind::Ranking))?;
    let matter = Matter::Ranking(row.id);
    store::lock(tx.conn, row.id)?;
    let standing = standing::in_unit(tx, matter)?;
    let own = standing
        .partners_as(crate::rules::Capacity::BoardMember)
        .next();
    let has = store::votes(tx.conn, row.id)?
        .iter()
        .any(|vote| Some(vote.0) == own);
    let read = input.digest.as_str().trim();
    let facts = Facts::none()
        .with(Condition::PartnerHasNotVoted, !has)
        .with(
            Condition::VotedAsFrozen,
            read.is_empty() || read == row.digest,
        );
    let permit = tx.require(action, &standing, &facts)?;
    decide::step(row.state, action, &facts)?;
    let (vote, reason) = input.parse()?;
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
pub fn release(tx: &mut Tx<'_>, call: CallId) -> Result<()> {
    let row = store::of_call(tx.conn, call)?.ok_or(Error::NotFound(MatterKind::Ranking))?;
    let permit = calls::actions::proceed(tx, call, Action::ReleaseDecisions, &Facts::none())?;
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
