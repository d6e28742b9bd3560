//! Reviews, assignments and settled marks as pages and API show them.

use crate::applications::model::Application;
use crate::calls::model::Criterion;
use crate::db::column::text_columns;
use crate::kernel::code::code_enum;
use crate::kernel::id::{AccountId, ApplicationId, AssignmentId, CallId, CriterionId};
use crate::kernel::time::{Date, Instant};
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use diesel::Queryable;
use serde::Serialize;
use utoipa::ToSchema;

/// A mark that counts: assignment, criterion, half points.
pub type Mark = (AssignmentId, CriterionId, i32);

/// One mark.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Score {
    pub criterion: CriterionId,
    pub name: String,
    /// From 0 to 5, where given.
    pub mark: Option<String>,
    /// Why.
    pub justification: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Review {
    /// Its author's name, for those who may know it.
    pub reviewer: Option<String>,
    pub scores: Vec<Score>,
    /// What the applicant reads.
    pub for_applicant: String,
    /// What only the panel reads.
    pub for_panel: String,
    pub saved_at: Instant,
    pub submitted_at: Option<Instant>,
}

/// A reviewer's desk for one assignment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Desk {
    pub id: AssignmentId,
    pub state: AssignmentState,
    /// Counts its changes: what an edit says it saw.
    pub version: i32,
    pub due_on: Option<Date>,
    /// The application, as far as the declaration opens it.
    pub application: Application,
    pub criteria: Vec<Criterion>,
    /// The reviewer's own review.
    pub own: Option<Review>,
    /// The others', without names, once the own is submitted.
    pub others: Vec<Review>,
}

/// An assignment in a list.
#[derive(Debug, Clone, Serialize, ToSchema, Queryable)]
pub struct AssignmentItem {
    pub id: AssignmentId,
    pub application: ApplicationId,
    pub number: Option<String>,
    pub title: String,
    pub call_title: String,
    pub state: AssignmentState,
    pub due_on: Option<Date>,
    /// Whether the application was withdrawn: nothing is left to do.
    pub is_withdrawn: bool,
}

impl AssignmentItem {
    /// Whether the application is still open to the reviewer.
    pub fn is_open(&self) -> bool {
        AssignmentState::AT_WORK.contains(&self.state) && !self.is_withdrawn
    }
}

code_enum! {
    /// How a reviewer, once assigned, came to have a conflict with an organisation that applies.
    pub enum Arisen {
        /// A lead of it invited them, and they accepted.
        Invited = "invited",
        /// They asked to join it, and were let in.
        Asked = "asked",
        /// They registered it under the number of a participant.
        Registered = "registered",
        /// Its number in the register was corrected to that of a participant.
        Corrected = "corrected",
        /// They stand aside from what it applies for.
        Recused = "recused",
    }
}

text_columns!(Arisen);

/// From what a reviewer came to have a conflict.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Origin {
    /// The organisation that applies, with which it is; from what somebody stands aside, not all
    /// know who know who reviews.
    pub organisation: Option<String>,
    /// How it arose.
    pub how: Arisen,
    /// How many reviewers of the call came to act for it after they had been assigned.
    pub reviewers: i64,
}

/// Who reviews an application, for those who assign.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Assigned {
    pub id: AssignmentId,
    pub reviewer: String,
    /// When the reviewer was asked.
    pub assigned_at: Instant,
    pub state: AssignmentState,
    /// Counts its changes: what an edit says it saw.
    pub version: i32,
    pub due_on: Option<Date>,
    /// A conflict or a reason to decline.
    pub declaration: Option<String>,
    /// When that was said.
    pub declared_at: Option<Instant>,
    /// Whether others found the conflict, not the reviewer.
    pub found_by_others: bool,
    /// Where it arose after they were assigned.
    pub origin: Option<Origin>,
    /// Whether a review is in that no longer counts.
    pub fell: bool,
}

/// One settling of the marks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Round {
    /// The first is 1.
    pub round: i32,
    pub marks: Vec<SettledMark>,
    /// Why they are what they are, where that had to be said.
    pub reason: Option<String>,
    pub settled_by: String,
    pub settled_at: Instant,
    /// When they were opened again.
    pub reopened_at: Option<Instant>,
    /// Why.
    pub reopened_why: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SettledMark {
    pub criterion: CriterionId,
    pub name: String,
    /// The median of the marks that counted then.
    pub median: String,
    /// The mark agreed on.
    pub agreed: String,
}

/// Everything on the evaluation of one application.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Evaluation {
    pub application: ApplicationId,
    pub number: Option<String>,
    pub title: String,
    pub call: CallId,
    pub state: ApplicationState,
    /// Counts its changes: what assigning says it saw.
    pub version: i32,
    /// The digest of the marks that count; settling them demands it.
    pub digest: String,
    pub assigned: Vec<Assigned>,
    /// The reviews that count, with names.
    pub reviews: Vec<Review>,
    /// The reviews that no longer count.
    pub fallen: Vec<Review>,
    /// The criteria, each with its median and agreed mark.
    pub criteria: Vec<CriterionResult>,
    /// Every settling of the marks, the one that stands last.
    pub rounds: Vec<Round>,
    /// Who could be asked to review it, by name, for those who may ask.
    pub candidates: Vec<Candidate>,
}

/// A reviewer who could be asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Candidate {
    pub account: AccountId,
    pub name: String,
}

/// What the reviews say on one criterion.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CriterionResult {
    pub criterion: CriterionId,
    pub name: String,
    /// The least mark that suffices.
    pub least: String,
    pub median: Option<String>,
    /// Whether the marks lie far apart.
    pub diverges: bool,
    /// The agreed mark, once settled.
    pub agreed: Option<String>,
}
