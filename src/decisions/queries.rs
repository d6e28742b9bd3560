//! The ranking room, and what applicants learn after the release.

use super::input::{Outcome, Vote};
use super::store;
use crate::applications;
use crate::calls;
use crate::db::Conn;
use crate::db::schema::{
    accounts, applications as application_table, decision_votes, organisations, partners,
    ranking_entries, rankings,
};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{ApplicationId, CallId, ParticipantId, PartnerId, PotId, RankingId};
use crate::kernel::money::Money;
use crate::kernel::score::half_points_text;
use crate::kernel::time::Instant;
use crate::reviews;
use crate::rules::lifecycle::RankingState;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Matter, decide};
use crate::standing;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// One place on the list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RankedEntry)]
pub struct Entry {
    /// The application.
    pub application: ApplicationId,
    /// Its number.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Who leads.
    pub organisation: String,
    /// Its place.
    pub position: i32,
    /// The weighted score, in points.
    pub score: String,
    /// The unweighted sum, in points.
    pub total: String,
    /// What the list proposes.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// What parted it from the place above.
    pub tie_trace: String,
    /// What it takes from the pots.
    pub takes: Money,
}

/// A partner's vote.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CastBy {
    /// The partner's code.
    pub partner: String,
    /// The partner.
    #[serde(skip)]
    pub partner_id: PartnerId,
    /// Who voted.
    pub by: String,
    /// How.
    pub vote: Vote,
    /// Why.
    pub reason: String,
    /// When.
    pub voted_at: Instant,
}

/// The frozen list with its votes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Ranking {
    /// Its identifier.
    pub id: RankingId,
    /// Its call.
    pub call: CallId,
    /// Where it stands.
    pub state: RankingState,
    /// The digest of the list.
    pub digest: String,
    /// When it was frozen.
    pub frozen_at: Instant,
    /// The places.
    pub entries: Vec<Entry>,
    /// The votes.
    pub votes: Vec<CastBy>,
}

/// The list of a call, for those who may see it before its release.
///
/// # Errors
/// `NotFound` for everyone else, and before the list is frozen.
pub fn ranking(view: &mut View<'_>, call: CallId) -> Result<Ranking> {
    let missing = || Error::NotFound(MatterKind::Ranking);
    let standing = standing::of(view.conn, view.actor(), Matter::Call(call))?;
    if !decide::sees(&standing, Sight::UnreleasedRanking) {
        return Err(missing());
    }
    let row = store::of_call(view.conn, call)?.ok_or_else(missing)?;
    let currency = calls::queries::load(view.conn, call)?.currency;
    let takes = store::takes(view.conn, row.id)?;
    let names: Vec<(ApplicationId, Option<String>, String, String)> = ranking_entries::table
        .inner_join(application_table::table.inner_join(organisations::table))
        .filter(ranking_entries::ranking_id.eq(row.id))
        .select((
            application_table::id,
            application_table::number,
            application_table::title,
            organisations::name,
        ))
        .load(view.conn)?;
    let entries = store::entries(view.conn, row.id)?
        .into_iter()
        .filter_map(|entry| {
            let name = names.iter().find(|name| name.0 == entry.application_id)?;
            let taken = takes
                .iter()
                .filter(|take| take.application_id == entry.application_id);
            Some(Entry {
                application: entry.application_id,
                number: name.1.clone(),
                title: name.2.clone(),
                organisation: name.3.clone(),
                position: entry.position.unwrap_or(0),
                score: format!("{}.{:02}", entry.rank_score / 100, entry.rank_score % 100),
                total: half_points_text(entry.total),
                outcome: entry.outcome,
                reason: entry.reason,
                tie_trace: entry.tie_trace,
                takes: Money::from_minor(taken.map(|take| take.amount_minor).sum(), currency),
            })
        })
        .collect();
    Ok(Ranking {
        id: row.id,
        call,
        state: row.state,
        digest: row.digest,
        frozen_at: row.frozen_at,
        entries,
        votes: votes(view.conn, row.id)?,
    })
}

fn votes(conn: &mut Conn, ranking: RankingId) -> QueryResult<Vec<CastBy>> {
    let rows: Vec<(String, PartnerId, String, Vote, String, Instant)> = decision_votes::table
        .inner_join(partners::table)
        .inner_join(accounts::table)
        .filter(decision_votes::ranking_id.eq(ranking))
        .order(decision_votes::voted_at)
        .select((
            partners::code,
            partners::id,
            accounts::name,
            decision_votes::verdict,
            decision_votes::reason,
            decision_votes::voted_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(partner, partner_id, by, vote, reason, voted_at)| CastBy {
            partner,
            partner_id,
            by,
            vote,
            reason,
            voted_at,
        })
        .collect())
}

/// What an applicant reads after the release: outcome and the reviewers' words, without names.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Feedback {
    /// The decision.
    pub outcome: Outcome,
    /// The weighted score, in points.
    pub score: String,
    /// What the reviewers wrote for the applicant.
    pub comments: Vec<String>,
}

/// The released decision on an application, for those who may see it.
///
/// # Errors
/// `NotFound` before the release and for everyone else.
pub fn feedback(view: &mut View<'_>, application: ApplicationId) -> Result<Feedback> {
    let missing = || Error::NotFound(MatterKind::Application);
    applications::queries::page(view, application)?;
    let standing = standing::of(view.conn, view.actor(), Matter::Application(application))?;
    if !decide::sees(&standing, Sight::ReleasedFeedback) {
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
    Ok(Feedback {
        outcome,
        score: format!("{}.{:02}", score / 100, score % 100),
        comments: reviews::queries::feedback(view.conn, application)?,
    })
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
