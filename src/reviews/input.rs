//! What may be asked of reviews.

use crate::case::Saw;
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
    /// The digest of who was asked already, as `permitted_actions` gives it with `assign_reviewer`;
    /// that of the marks is another.
    pub digest: Entry,
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

    pub(super) fn saw(&self) -> Saw {
        saw_digest(&self.digest)
    }
}

fn saw_version(version: &Entry) -> Saw {
    Saw {
        version: version.clone(),
        ..Saw::default()
    }
}

fn saw_digest(digest: &Entry) -> Saw {
    Saw {
        digest: digest.clone(),
        ..Saw::default()
    }
}

/// A reviewer declares that there is no conflict.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DeclareClear {
    /// That nothing in the rules on conflicts applies, and that all stays confidential.
    pub declaration: Entry,
    /// The version of the assignment that was read.
    pub version: Entry,
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

    pub(super) fn saw(&self) -> Saw {
        saw_version(&self.version)
    }
}

/// A review is saved or submitted. What is left out altogether stays as it is.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReviewDraft {
    /// The version of the assignment that was read.
    pub version: Entry,
    /// Marks and justifications, by the criterion's identifier; one left out keeps its mark.
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
    /// Nothing where nothing was said of it.
    pub(super) mark: Option<Option<HalfPoints>>,
    /// The same.
    pub(super) justification: Option<String>,
}

/// [`ReviewDraft`], read.
pub(super) struct NewReview {
    pub(super) scores: Vec<NewScore>,
    pub(super) for_applicant: Option<String>,
    pub(super) for_panel: Option<String>,
}

impl ReviewDraft {
    pub(super) fn saw(&self) -> Saw {
        saw_version(&self.version)
    }

    /// Reads it. What is complete is asked at submission only.
    pub(super) fn parse(&self) -> Result<NewReview, Faults> {
        let mut reading = Reading::new();
        let scores: Vec<Option<NewScore>> = self
            .scores
            .iter()
            .map(|(criterion, score)| {
                let path = |field: &str| format!("scores.{criterion}.{field}");
                let mark = reading.optional(&path("mark"), &score.mark);
                let why = prose(&mut reading, &path("justification"), &score.justification);
                Some(NewScore {
                    criterion: criterion.clone(),
                    mark: score.mark.is_given().then_some(mark?),
                    justification: why?,
                })
            })
            .collect();
        let for_applicant = prose(&mut reading, "for_applicant", &self.for_applicant);
        let for_panel = prose(&mut reading, "for_panel", &self.for_panel);
        reading.finish((|| {
            Some(NewReview {
                scores: scores.into_iter().collect::<Option<_>>()?,
                for_applicant: for_applicant?,
                for_panel: for_panel?,
            })
        })())
    }
}

/// Reads a text that may be empty; `Some(None)` where nothing was said of it.
fn prose(reading: &mut Reading, path: &str, entry: &Entry) -> Option<Option<String>> {
    if !entry.is_given() {
        return Some(None);
    }
    let text = reading.optional::<ShortProse>(path, entry)?;
    Some(Some(text.map(ShortProse::into_string).unwrap_or_default()))
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

impl Settle {
    pub(super) fn saw(&self) -> Saw {
        saw_digest(&self.digest)
    }
}
