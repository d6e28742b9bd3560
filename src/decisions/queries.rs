//! The ranking room, and what applicants learn after the release.

use super::input::{Outcome, Vote};
use super::list::List;
use super::model::{CastBy, Edition, Entry, Feedback, Preview, Ranking, Scale, Unsettled};
use super::reason::Reason;
use super::reckoning::Order;
use super::room::Room;
use super::store::{self, Head};
use super::votes;
use crate::applications;
use crate::calls::{self, model::Criterion};
use crate::case::{Case, Offers, Shown};
use crate::db::Conn;
use crate::db::schema::{
    accounts, applications as application_table, decision_votes, organisations, participants,
    partners, ranking_entries, rankings,
};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{
    ApplicationId, CallId, ParticipantId, PartnerId, PotId, RankingId, VoteId,
};
use crate::kernel::money::{Currency, Money};
use crate::kernel::score::{HalfPoints, half_points_text, weighted_text};
use crate::kernel::time::Instant;
use crate::reviews;
use crate::rules::decide::Reach;
use crate::rules::lifecycle::RankingState;
use crate::rules::matter::MatterKind;
use crate::rules::scoring::{self, Weighing};
use crate::rules::visibility::Sight;
use crate::rules::{Action, Standing, decide};
use diesel::prelude::*;

/// The list of a call, the newest or an earlier edition, for those who may see it before its
/// release.
///
/// # Errors
/// `NotFound` for everyone else, and before the list is frozen.
pub fn ranking(view: &mut View<'_>, call: CallId, edition: Option<i32>) -> Result<Shown<Ranking>> {
    let missing = || Error::NotFound(MatterKind::Ranking);
    let all = store::all(view.conn, call)?;
    let editions = all.iter().map(Edition::from).collect();
    let row = all
        .into_iter()
        .find(|row| edition.is_none_or(|wanted| row.edition == wanted))
        .ok_or_else(missing)?;
    let case: Case<List> = view.case(row.id, Sight::UnreleasedRanking)?;
    let criteria = calls::queries::criteria(view.conn, call)?;
    let mut entries = entries(view.conn, row.id, case.call.currency, &criteria)?;
    open(view.conn, case.standing(), &mut entries)?;
    let reader = view.actor().person()?;
    set_aside(&case.votes.aside_of(reader), &mut entries);
    let thing = Ranking {
        id: row.id,
        call,
        call_title: case.call.title.clone(),
        call_state: case.call.state,
        edition: row.edition,
        state: row.state,
        order_why: row.order_why,
        tie_order: tie_order(&criteria),
        set_aside_at: row.set_aside_at,
        set_aside_why: row.set_aside_why,
        editions,
        scale: scale(&criteria, &case.call),
        digest: row.digest,
        frozen_at: row.frozen_at,
        entries,
        votes: cast_by(view.conn, &case)?,
        left: case.votes.parties_left(),
        parties: case.votes.parties.clone(),
    };
    Ok(Shown {
        offers: case.offers(),
        thing,
    })
}

fn entries(
    conn: &mut Conn,
    ranking: RankingId,
    currency: Currency,
    criteria: &[Criterion],
) -> QueryResult<Vec<Entry>> {
    let takes = store::takes(conn, ranking)?;
    let rows: Vec<(store::EntryRow, Option<String>, String, String)> = ranking_entries::table
        .inner_join(application_table::table.inner_join(organisations::table))
        .filter(ranking_entries::ranking_id.eq(ranking))
        .order(ranking_entries::line)
        .select((
            ranking_entries::all_columns,
            application_table::number,
            application_table::title,
            organisations::name,
        ))
        .load(conn)?;
    let places: Vec<i32> = rows.iter().map(|row| row.0.position).collect();
    let shared = |place| places.iter().filter(|one| **one == place).count() > 1;
    let entry = |(row, number, title, organisation): (store::EntryRow, _, _, _)| {
        let own = takes
            .iter()
            .filter(|take| take.application_id == row.application_id);
        let drawn: Vec<(PotId, i64)> = own.map(|take| (take.pot_id, take.amount_minor)).collect();
        Entry {
            application: row.application_id,
            number,
            title,
            organisation,
            position: row.position,
            is_shared: shared(row.position),
            score: weighted_text(row.rank_score),
            total: half_points_text(row.total),
            total_half_points: row.total,
            outcome: Some(row.outcome),
            reason: row.reason,
            parted_by: parted_by(criteria, &row.tie_trace),
            tie_trace: row.tie_trace,
            takes: Money::from_minor(drawn.iter().map(|one| one.1).sum(), currency),
            drawn,
            is_open: false,
            stands_aside: false,
        }
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// Says of each place whether one of this standing to the call may open the application.
fn open(conn: &mut Conn, standing: &Standing, entries: &mut [Entry]) -> QueryResult<()> {
    let partners = match decide::reach(standing, Sight::ApplicationInBrief) {
        Reach::Everywhere => {
            entries.iter_mut().for_each(|entry| entry.is_open = true);
            return Ok(());
        }
        Reach::WhereTheyTakePart(partners) => partners,
    };
    let ids: Vec<ApplicationId> = entries.iter().map(|entry| entry.application).collect();
    let theirs: Vec<ApplicationId> = participants::table
        .filter(participants::application_id.eq_any(ids))
        .filter(participants::partner_id.assume_not_null().eq_any(partners))
        .filter(participants::partner_id.is_not_null())
        .select(participants::application_id)
        .distinct()
        .load(conn)?;
    for entry in entries {
        entry.is_open = theirs.contains(&entry.application);
    }
    Ok(())
}

/// Leaves out marks and outcome of what the reader stands aside from. What the pots hold after it
/// is figures of the call.
fn set_aside(aside: &[ApplicationId], entries: &mut [Entry]) {
    let own = |entry: &&mut Entry| aside.contains(&entry.application);
    for entry in entries.iter_mut().filter(own) {
        (entry.is_open, entry.stands_aside) = (false, true);
        (entry.score, entry.total) = (String::new(), String::new());
        (entry.total_half_points, entry.outcome) = (0, None);
        (entry.reason, entry.parted_by) = (Reason::Aside, None);
        entry.tie_trace = String::new();
        entry.takes = Money::from_minor(0, entry.takes.currency());
    }
}

impl From<&store::Row> for Edition {
    fn from(row: &store::Row) -> Self {
        Self {
            edition: row.edition,
            state: row.state,
            digest: row.digest.clone(),
            frozen_at: row.frozen_at,
        }
    }
}

type VoteColumns = (String, PartnerId, String, Vote, String, Instant, VoteId);

fn cast_by(conn: &mut Conn, list: &List) -> QueryResult<Vec<CastBy>> {
    let rows: Vec<VoteColumns> = decision_votes::table
        .inner_join(partners::table)
        .inner_join(accounts::table)
        .filter(decision_votes::ranking_id.eq(list.row.id))
        .order((decision_votes::voted_at, decision_votes::id))
        .select((
            partners::code,
            partners::id,
            accounts::name,
            decision_votes::verdict,
            decision_votes::reason,
            decision_votes::voted_at,
            decision_votes::id,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(
            |(partner, partner_id, by, vote, reason, voted_at, id)| CastBy {
                partner,
                partner_id,
                by,
                vote,
                reason,
                voted_at,
                but: list.votes.left_out(id),
            },
        )
        .collect())
}

fn parted_by(criteria: &[Criterion], trace: &str) -> Option<String> {
    let number: usize = trace.strip_prefix("criterion-")?.parse().ok()?;
    let criterion = criteria.get(number.checked_sub(1)?)?;
    Some(criterion.name.clone())
}

fn scale(criteria: &[Criterion], call: &Head) -> Scale {
    let many = i32::try_from(criteria.len()).unwrap_or(i32::MAX);
    Scale {
        best: HalfPoints::BEST.saturating_mul(many),
        least: call.total_threshold,
    }
}

fn weighings(criteria: &[Criterion]) -> Vec<Weighing> {
    let weighing = |one: &Criterion| Weighing {
        weight: one.weight,
        threshold: one.threshold,
    };
    criteria.iter().map(weighing).collect()
}

fn tie_order(criteria: &[Criterion]) -> Vec<String> {
    let weighings = weighings(criteria);
    scoring::tie_order(&weighings)
        .into_iter()
        .filter_map(|index| criteria.get(index))
        .map(|criterion| criterion.name.clone())
        .collect()
}

/// The list of a call as it would be frozen now.
///
/// # Errors
/// `NotFound` for those who do not see it before its release, and outside of the evaluation.
pub fn preview(view: &mut View<'_>, id: CallId) -> Result<Shown<Preview>> {
    let missing = || Error::NotFound(MatterKind::Ranking);
    let room: Case<Room> = view
        .case(id, Sight::UnreleasedRanking)
        .map_err(|_| missing())?;
    let (grounds, digest) = room.grounds.as_ref().ok_or_else(missing)?;
    let reckoned = grounds.reckon(&Order::new())?;
    let lines = &reckoned.lines;
    let shared = |place| {
        let same = lines.iter().filter(|line| line.placed.place == place);
        same.count() > 1
    };
    let mut entries: Vec<Entry> = lines
        .iter()
        .map(|line| Entry {
            application: line.asking.id,
            number: Some(line.asking.number.clone()),
            title: line.asking.title.clone(),
            organisation: line.asking.organisation.clone(),
            position: line.placed.place,
            is_shared: shared(line.placed.place),
            score: weighted_text(line.marks.rank_score),
            total: half_points_text(line.marks.total),
            total_half_points: line.marks.total,
            outcome: line.outcome,
            reason: line.reason.clone(),
            parted_by: parted_by(&grounds.criteria, &line.trace()),
            tie_trace: line.trace(),
            takes: Money::from_minor(
                line.takes.iter().map(|take| take.2).sum(),
                grounds.call.currency,
            ),
            drawn: line.takes.iter().map(|take| (take.1, take.2)).collect(),
            is_open: false,
            stands_aside: false,
        })
        .collect();
    open(view.conn, room.standing(), &mut entries)?;
    let reader = view.actor().person()?;
    let ids: Vec<ApplicationId> = entries.iter().map(|one| one.application).collect();
    set_aside(&votes::aside_from(view.conn, reader, &ids)?, &mut entries);
    let thing = Preview {
        call: id,
        call_title: room.call.title.clone(),
        call_state: room.call.state,
        digest: digest.clone(),
        unsettled: named(view.conn, room.unsettled())?,
        sees_evaluation: room.sees(Sight::NamedReviews),
        tie_order: tie_order(&grounds.criteria),
        scale: scale(&grounds.criteria, &room.call),
        entries,
        equals: reckoned.open(),
    };
    let offers = room.offer(Action::FreezeRanking).into_iter().collect();
    Ok(Shown {
        thing,
        offers: Offers(offers),
    })
}

/// These applications by name, in the order of their numbers.
fn named(conn: &mut Conn, ids: &[ApplicationId]) -> QueryResult<Vec<Unsettled>> {
    use crate::db::schema::applications;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    applications::table
        .filter(applications::id.eq_any(ids))
        .order((applications::number, applications::id))
        .select((applications::id, applications::number, applications::title))
        .load(conn)
}

/// The released decision on an application, for those who may see it.
///
/// # Errors
/// `NotFound` before the release and for everyone else.
pub fn feedback(view: &mut View<'_>, application: ApplicationId) -> Result<Feedback> {
    let missing = || Error::NotFound(MatterKind::Application);
    let dossier = applications::queries::dossier(view, application)?;
    if !dossier.sees(Sight::ReleasedFeedback) {
        return Err(missing());
    }
    let found: Option<(Outcome, i32)> = ranking_entries::table
        .inner_join(rankings::table)
        .filter(ranking_entries::application_id.eq(application))
        .filter(rankings::state.eq(RankingState::Released))
        .select((ranking_entries::outcome, ranking_entries::rank_score))
        .first(view.conn)
        .optional()?;
    let (outcome, score) = found.ok_or_else(missing)?;
    let criteria = calls::queries::criteria(view.conn, dossier.window.call)?;
    Ok(Feedback {
        outcome,
        score: weighted_text(score),
        best: weighted_text(scoring::best_score(&weighings(&criteria))),
        comments: reviews::queries::feedback(view.conn, application)?,
    })
}

/// What these applications take from pots by the released decision, in minor units.
///
/// # Errors
/// No answer from the database.
pub fn takes_of_many(
    conn: &mut Conn,
    applications: &[ApplicationId],
) -> QueryResult<Vec<(ApplicationId, PotId, i64)>> {
    use crate::db::schema::ranking_takes;
    ranking_takes::table
        .inner_join(rankings::table)
        .filter(ranking_takes::application_id.eq_any(applications))
        .filter(rankings::state.eq(RankingState::Released))
        .order((ranking_takes::application_id, ranking_takes::pot_id))
        .select((
            ranking_takes::application_id,
            ranking_takes::pot_id,
            ranking_takes::amount_minor,
        ))
        .load(conn)
}

/// What the released decision gives an application: participant, pot, minor units.
///
/// # Errors
/// No answer from the database.
pub fn takes_of(
    conn: &mut Conn,
    application: ApplicationId,
) -> QueryResult<Vec<(ParticipantId, PotId, i64)>> {
    use crate::db::schema::ranking_takes;
    ranking_takes::table
        .inner_join(rankings::table)
        .filter(ranking_takes::application_id.eq(application))
        .filter(rankings::state.eq(RankingState::Released))
        .order((ranking_takes::participant_id, ranking_takes::pot_id))
        .select((
            ranking_takes::participant_id,
            ranking_takes::pot_id,
            ranking_takes::amount_minor,
        ))
        .load(conn)
}
