//! What may be asked of calls.

mod reading;
mod rows;

use super::model::{CallMilestone, CallTheme, Criterion, GapMode, Known, Question, Text};
pub use crate::fund::input::WithReason;
use crate::kernel::entry::{Entries, Entry};
use crate::kernel::id::{CallMilestoneId, CriterionId, PartnerId, QuestionId, ThemeId};
use crate::kernel::money::{Currency, Money, Rate};
use crate::kernel::text::{Line, Prose, PublicCode, ShortProse};
use crate::kernel::time::Deadline;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A call is drafted or changed: all of it at once.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CallDraft {
    /// The version read, for a change.
    pub version: Entry,
    /// The public code.
    pub code: Entry,
    pub title: Entry,
    /// What it is about, in short.
    pub summary: Entry,
    /// The full text.
    pub terms: Entry,
    /// Opening, on the wall of the zone.
    pub opens: Entry,
    /// Deadline, on the wall of the zone.
    pub deadline: Entry,
    /// The zone of both.
    pub zone: Entry,
    /// The currency of everything.
    pub currency: Entry,
    /// Percent of the eligible costs.
    pub funding_rate: Entry,
    /// The largest grant.
    pub max_grant: Entry,
    /// The least number of reviews.
    pub min_reviews: Entry,
    /// The least sum of marks.
    pub total_threshold: Entry,
    /// Percent of the grant paid ahead.
    pub advance_rate: Entry,
    /// Percent of each milestone kept back.
    pub retention_rate: Entry,
    /// `skip` or `stop`.
    pub gap_mode: Entry,
    pub themes: Entries,
    /// The pots; one without a partner is the common pot. Empty rows are left out.
    pub pots: Vec<PotEntry>,
    /// The criteria. Empty rows are left out.
    pub criteria: Vec<CriterionEntry>,
    /// The questions. Empty rows are left out; where none are spoken of, they stay as they are.
    pub questions: Option<Vec<QuestionEntry>>,
    /// The milestones. Empty rows are left out.
    pub milestones: Vec<MilestoneEntry>,
}

/// A pot, as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PotEntry {
    /// The partner again, or `common`: what the row is known by in a form.
    pub id: Entry,
    /// The partner, or nothing for the common pot.
    pub partner: Entry,
    pub amount: Entry,
}

/// A criterion, as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CriterionEntry {
    /// Its identifier, or `new-1`, `new-2` for a new one.
    pub id: Entry,
    /// Whether it is taken out; so is one in which nothing is left.
    pub remove: Entry,
    pub name: Entry,
    /// What the marks mean.
    pub guidance: Entry,
    /// Its weight in percent: 150 counts one and a half times.
    pub weight: Entry,
    /// The least mark.
    pub threshold: Entry,
}

/// A question, as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct QuestionEntry {
    /// Its identifier, or `new-1`, `new-2` for a new one.
    pub id: Entry,
    /// Whether it is taken out; so is one in which nothing is left.
    pub remove: Entry,
    /// The question.
    pub prompt: Entry,
    pub hint: Entry,
    /// One choice a line; none for an answer in words.
    pub choices: Entry,
    /// Whether an answer is demanded.
    pub required: Entry,
    /// The longest answer.
    pub max_chars: Entry,
}

/// A milestone, as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MilestoneEntry {
    /// Its identifier, or `new-1`, `new-2` for a new one.
    pub id: Entry,
    /// Whether it is taken out; so is one in which nothing is left.
    pub remove: Entry,
    pub title: Entry,
    /// Percent of the grant.
    pub share: Entry,
    /// Months after the agreement comes into force.
    pub due_months: Entry,
}

/// [`CallDraft`], read.
pub struct NewCall {
    pub(super) code: PublicCode,
    pub(super) title: Line,
    pub(super) summary: ShortProse,
    pub(super) terms: Prose,
    pub(super) opens: Deadline,
    pub(super) deadline: Deadline,
    pub(super) currency: Currency,
    pub(super) funding_rate: Rate,
    pub(super) max_grant: Money,
    pub(super) min_reviews: i32,
    pub(super) total_threshold: i32,
    pub(super) advance_rate: Rate,
    pub(super) retention_rate: Rate,
    pub(super) gap_mode: GapMode,
    pub(super) themes: Vec<ThemeId>,
    pub(super) pots: Vec<(Option<PartnerId>, Money)>,
    criteria: Vec<Criterion>,
    questions: Vec<Question>,
    milestones: Vec<CallMilestone>,
}

impl NewCall {
    /// Its text. A part keeps its identifier; one that is not this call's own gets another, so that
    /// nobody reaches into the call of somebody else.
    pub(super) fn text(&self, known: &Known) -> Text {
        let mut text = Text {
            // Names are the themes' own.
            themes: self
                .themes
                .iter()
                .map(|id| CallTheme {
                    id: *id,
                    name: String::new(),
                })
                .collect(),
            criteria: self.criteria.clone(),
            questions: self.questions.clone(),
            milestones: self.milestones.clone(),
        };
        for one in &mut text.criteria {
            if !known.criteria.contains(&one.id) {
                one.id = CriterionId::new();
            }
        }
        for one in &mut text.questions {
            if !known.questions.contains(&one.id) {
                one.id = QuestionId::new();
            }
        }
        for one in &mut text.milestones {
            if !known.milestones.contains(&one.id) {
                one.id = CallMilestoneId::new();
            }
        }
        text
    }
}

const LONGEST_ANSWER: i32 = 20_000;
