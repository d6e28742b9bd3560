//! Lists and decisions as pages and API show them.

use super::input::{Outcome, Vote, Why};
use super::reason::Reason;
use crate::kernel::id::{ApplicationId, CallId, PartnerId, PotId, RankingId};
use crate::kernel::money::Money;
use crate::kernel::time::Instant;
use crate::rules::lifecycle::{CallState, RankingState};
use diesel::Queryable;
use serde::Serialize;
use utoipa::ToSchema;

/// One place on the list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RankedEntry)]
pub struct Entry {
    pub application: ApplicationId,
    pub number: Option<String>,
    pub title: String,
    /// Who leads.
    pub organisation: String,
    /// Its place; applications with the same weighted mark share one.
    pub position: i32,
    /// Whether others share the place.
    pub is_shared: bool,
    /// The weighted score, in points.
    pub score: String,
    /// The unweighted sum, in points.
    pub total: String,
    #[serde(skip)]
    pub total_half_points: i32,
    /// What the list proposes; nothing where only people can decide among equals.
    pub outcome: Option<Outcome>,
    /// Why: `fits`, `gap`, what is missing as `gap of 1250.00 EUR: AVA, BEL`, `ended`, `equal`,
    /// `aside` where its reader stands aside,
    /// or the threshold it misses as `Impact: 2.5 < 3.0`.
    #[schema(value_type = String)]
    pub reason: Reason,
    /// What parted it from the line above.
    pub tie_trace: String,
    /// The criterion that parted it, where one did.
    pub parted_by: Option<String>,
    /// What it takes from the pots.
    pub takes: Money,
    /// The same pot by pot, in minor units.
    #[serde(skip)]
    pub drawn: Vec<(PotId, i64)>,
    /// Whether the reader may open the application.
    #[serde(skip)]
    pub is_open: bool,
    /// Whether the reader stands aside from it: marks and outcome are left out.
    pub stands_aside: bool,
}

/// What the sum of an application's marks is held against, in half points.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// The best mark in every criterion.
    pub best: i32,
    /// What the call asks for.
    pub least: i32,
}

/// A partner's vote.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CastBy {
    /// The partner's code.
    pub partner: String,
    #[serde(skip)]
    pub partner_id: PartnerId,
    pub by: String,
    pub vote: Vote,
    /// Why.
    pub reason: String,
    pub voted_at: Instant,
    /// The applications left out of it, from which whoever voted stands aside.
    pub but: Vec<ApplicationId>,
}

/// One of a call's lists, in short.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Edition {
    /// The first is 1.
    pub edition: i32,
    pub state: RankingState,
    pub digest: String,
    pub frozen_at: Instant,
}

/// The frozen list with its votes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Ranking {
    pub id: RankingId,
    pub call: CallId,
    pub call_title: String,
    /// Where the call stands.
    pub call_state: CallState,
    /// The first list of a call is 1; a list that was set aside is followed by the next.
    pub edition: i32,
    pub state: RankingState,
    /// Why applications with equal marks stand in the order they stand in.
    pub order_why: Option<String>,
    /// The criteria in the order in which they part applications with the same weighted mark.
    pub tie_order: Vec<String>,
    /// When it was set aside.
    pub set_aside_at: Option<Instant>,
    /// Why.
    pub set_aside_why: Option<Why>,
    /// Every edition of the call's list, the newest first.
    pub editions: Vec<Edition>,
    pub digest: String,
    pub frozen_at: Instant,
    pub entries: Vec<Entry>,
    #[serde(skip)]
    pub scale: Scale,
    pub votes: Vec<CastBy>,
    /// Whose boards vote on it.
    #[serde(skip)]
    pub parties: Vec<PartnerId>,
    /// On how many applications each party has still to vote.
    #[serde(skip)]
    pub left: Vec<(PartnerId, usize)>,
}

/// An application that still waits for settled marks.
#[derive(Debug, Clone, Serialize, ToSchema, Queryable)]
pub struct Unsettled {
    pub application: ApplicationId,
    pub number: Option<String>,
    pub title: String,
}

/// The list as it would be frozen now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Preview {
    pub call: CallId,
    pub call_title: String,
    /// Where the call stands.
    pub call_state: CallState,
    /// The digest of the marks and requests it follows from; freezing demands it.
    pub digest: String,
    /// The applications that still wait for settled marks.
    pub unsettled: Vec<Unsettled>,
    /// Whether the reader may open their evaluation.
    #[serde(skip)]
    pub sees_evaluation: bool,
    /// The criteria in the order in which they part applications with the same weighted mark.
    pub tie_order: Vec<String>,
    pub entries: Vec<Entry>,
    #[serde(skip)]
    pub scale: Scale,
    /// Applications with equal marks of which the pots cover only some: freezing demands their
    /// order.
    pub equals: Vec<ApplicationId>,
}

/// What an applicant reads after the release: outcome and the reviewers' words, without names.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Feedback {
    pub outcome: Outcome,
    /// The weighted score, in points.
    pub score: String,
    /// The best that could be reached.
    pub best: String,
    /// What the reviewers wrote for the applicant.
    pub comments: Vec<String>,
}
