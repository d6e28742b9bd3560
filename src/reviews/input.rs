//! What may be asked of reviews.

use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::AccountId;
use crate::kernel::score::HalfPoints;
use crate::kernel::text::ShortProse;
use crate::kernel::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A reviewer is assigned.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Assign {
    /// The reviewer's account.
    pub reviewer: Entry,
    /// The day the review is due.
    pub due_on: Entry,
}

impl Assign {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(AccountId, Option<Date>), Faults> {
        let mut reading = Reading::new();
        let reviewer = reading.required("reviewer", &self.reviewer);
        let due_on = reading.optional("due_on", &self.due_on);
        reading.finish(reviewer.zip(due_on))
    }
}

/// A reviewer declares that there is no conflict.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DeclareClear {
    /// That nothing in the rules on conflicts applies, and that all stays confidential.
    pub declaration: Entry,
}

impl DeclareClear {
    /// Reads it.
    ///
    /// # Errors
    /// The declaration is demanded.
    pub fn parse(&self) -> Result<(), Faults> {
        if self.declaration.is_checked() {
            return Ok(());
        }
        Err(Faults::one("declaration", Fault::new(FaultCode::Required)))
    }
}

/// A review is saved or submitted: all of it at once.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReviewDraft {
    /// The version read.
    pub version: Entry,
    /// Marks and justifications, by the criterion's identifier.
    pub scores: BTreeMap<String, ScoreEntry>,
    /// What the applicant will read, without the reviewer's name.
    pub for_applicant: Entry,
    /// What only the panel reads.
    pub for_panel: Entry,
}

/// A mark, as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ScoreEntry {
    /// From 0 to 5 in half points.
    pub mark: Entry,
    /// Why.
    pub justification: Entry,
}

/// A mark, read.
pub(super) struct NewScore {
    pub(super) criterion: String,
    pub(super) mark: Option<HalfPoints>,
    pub(super) justification: String,
}

/// [`ReviewDraft`], read.
pub(super) struct NewReview {
    pub(super) scores: Vec<NewScore>,
    pub(super) for_applicant: String,
    pub(super) for_panel: String,
}

impl ReviewDraft {
    /// Reads it. What is complete is asked at submission only.
    pub(super) fn parse(&self) -> Result<NewReview, Faults> {
        let mut reading = Reading::new();
        let text =
            |prose: Option<ShortProse>| prose.map(ShortProse::into_string).unwrap_or_default();
        let scores: Vec<Option<NewScore>> = self
            .scores
            .iter()
            .map(|(criterion, score)| {
                let path = |field: &str| format!("scores.{criterion}.{field}");
                let mark = reading.optional(&path("mark"), &score.mark);
                let why = reading.optional(&path("justification"), &score.justification);
                let (mark, why) = mark.zip(why)?;
                Some(NewScore {
                    criterion: criterion.clone(),
                    mark,
                    justification: text(why),
                })
            })
            .collect();
        let for_applicant = reading.optional("for_applicant", &self.for_applicant);
        let for_panel = reading.optional("for_panel", &self.for_panel);
        reading.finish((|| {
            Some(NewReview {
                scores: scores.into_iter().collect::<Option<_>>()?,
                for_applicant: text(for_applicant?),
                for_panel: text(for_panel?),
            })
        })())
    }
}

/// The marks on which the reviewers settle; what is left out stays the median.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settle {
    /// The digest of the reviews that were read.
    pub digest: Entry,
    /// Agreed marks, by the criterion's identifier.
    pub marks: BTreeMap<String, Entry>,
    /// Why a mark differs from the median, or how marks that lie far apart were settled.
    pub reason: Entry,
}

/// Settled marks are opened again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reopen {
    /// The digest of the reviews that were read.
    pub digest: Entry,
    /// Why.
    pub reason: Entry,
}

impl Reopen {
    /// Reads it.
    pub(super) fn parse(&self) -> Result<(String, ShortProse), Faults> {
        let mut reading = Reading::new();
        let digest = reading.digest(&self.digest);
        let reason = reading.required("reason", &self.reason);
        reading.finish(digest.zip(reason))
    }
}
