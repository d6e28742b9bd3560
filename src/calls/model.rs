//! A call and its parts.

use crate::db::column::text_columns;
use crate::kernel::code::code_enum;
use crate::kernel::id::{
    AccountId, CallId, CallMilestoneId, CriterionId, PartnerId, PotId, QuestionId, ThemeId,
};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::{Instant, LocalTime, Zone};
use crate::rules::lifecycle::CallState;
use crate::words::Named;
use serde::Serialize;
use utoipa::ToSchema;

code_enum! {
    /// What happens when an application on the list does not fit into the pots.
    pub enum GapMode {
        /// It goes to the reserve, and lower-ranked ones may still fit.
        Skip = "skip",
        /// It goes to the reserve, and so do all below it.
        Stop = "stop",
    }
}

impl Named for GapMode {
    const FAMILY: &'static str = "gap";
}

code_enum! {
    /// How a question is answered.
    pub enum QuestionKind {
        /// In words.
        Text = "text",
        /// By one of the choices.
        Choice = "choice",
    }
}

text_columns!(GapMode, QuestionKind);

/// Money of a partner, or of all together, for a call.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Pot {
    pub id: PotId,
    /// The partner; none for the common pot.
    pub partner: Option<PartnerId>,
    /// The partner's code; none for the common pot.
    pub code: Option<String>,
    pub amount: Money,
}

/// A partner that takes part in a call: it approves, votes, signs and takes seats.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Party {
    pub partner: PartnerId,
    pub code: String,
    pub name: String,
    /// Its part of the common pot.
    pub common: Money,
}

/// What reviewers judge.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Criterion {
    pub id: CriterionId,
    pub name: String,
    /// What the marks mean.
    pub guidance: String,
    /// In hundredths.
    pub weight: i32,
    /// In half points.
    pub threshold: i32,
}

/// What applicants answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Question {
    pub id: QuestionId,
    /// The question.
    pub prompt: String,
    pub hint: String,
    /// How it is answered.
    pub kind: QuestionKind,
    pub choices: Vec<String>,
    /// Whether an answer is demanded.
    pub required: bool,
    /// The longest answer.
    pub max_chars: i32,
}

/// A milestone of every award of the call.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CallMilestone {
    pub id: CallMilestoneId,
    pub title: String,
    /// Its share of the grant in basis points.
    pub share: i32,
    /// Months after the agreement comes into force.
    pub due_months: i32,
}

/// A call with everything a reader sees.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Call {
    pub id: CallId,
    /// Its public code.
    pub code: String,
    pub title: String,
    /// What it is about, in short.
    pub summary: String,
    /// Its full text.
    pub terms: String,
    /// The opening on the wall of its zone.
    pub opens_local: LocalTime,
    /// The opening.
    pub opens_at: Instant,
    /// The deadline on the wall of its zone.
    pub deadline_local: LocalTime,
    /// The zone of both.
    pub zone: Zone,
    /// The deadline.
    pub deadline_at: Instant,
    /// The currency of everything.
    pub currency: Currency,
    /// In basis points of the eligible costs.
    pub funding_rate: i32,
    /// The largest grant.
    pub max_grant: Money,
    /// The least number of reviews.
    pub min_reviews: i32,
    /// The least sum of marks, in half points.
    pub total_threshold: i32,
    /// In basis points of the grant.
    pub advance_rate: i32,
    /// In basis points of each milestone.
    pub retention_rate: i32,
    /// What happens at a gap.
    pub gap_mode: GapMode,
    /// Where it stands.
    pub state: CallState,
    /// For updates.
    pub version: i32,
    pub themes: Vec<CallTheme>,
    pub pots: Vec<Pot>,
    /// Its parties: the partners active when it was sent to the boards; none before.
    pub parties: Vec<Party>,
    pub criteria: Vec<Criterion>,
    pub questions: Vec<Question>,
    pub milestones: Vec<CallMilestone>,
    /// Which partners have approved it.
    pub approvals: Vec<Approval>,
    /// What is approved: the digest of the text as it stands.
    pub digest: String,
    #[serde(skip)]
    pub(crate) round: i32,
}

/// The parts of a call's text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    pub(crate) themes: Vec<CallTheme>,
    pub(crate) criteria: Vec<Criterion>,
    pub(crate) questions: Vec<Question>,
    pub(crate) milestones: Vec<CallMilestone>,
}

/// The parts of a draft by their identifiers: what is changed keeps them.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) pots: Vec<(Option<PartnerId>, PotId)>,
    pub(super) criteria: Vec<CriterionId>,
    pub(super) questions: Vec<QuestionId>,
    pub(super) milestones: Vec<CallMilestoneId>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CallTheme {
    pub id: ThemeId,
    pub name: String,
}

/// A partner's approval.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Approval {
    /// The partner's code.
    pub partner: String,
    #[serde(skip)]
    pub partner_id: PartnerId,
    /// Who approved.
    pub by: String,
    #[serde(skip)]
    pub account: AccountId,
    /// When.
    pub approved_at: Instant,
    /// What.
    pub digest: String,
}

impl Call {
    /// The pot of a partner.
    pub fn pot_of(&self, partner: Option<PartnerId>) -> Option<&Pot> {
        self.pots.iter().find(|pot| pot.partner == partner)
    }

    /// Whether applications are taken at this moment: strictly before the deadline.
    pub fn takes_applications(&self, now: Instant) -> bool {
        self.state == CallState::Open && now < self.deadline_at
    }
}
