//! What may be asked of decisions.

use crate::db::column::text_columns;
use crate::kernel::code::code_enum;
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::text::ShortProse;
use crate::words::Named;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

code_enum! {
    /// A partner's vote on the list.
    pub enum Vote {
        /// For it.
        Approve = "approve",
        /// Against it; the list goes back.
        Object = "object",
    }
}

impl Named for Vote {
    const FAMILY: &'static str = "vote";
}

code_enum! {
    /// What the list proposes for an application.
    pub enum Outcome {
        /// Funded.
        Funded = "funded",
        /// On the reserve.
        Reserve = "reserve",
        /// Not funded: below a threshold.
        Rejected = "rejected",
    }
}

impl Named for Outcome {
    const FAMILY: &'static str = "outcome";
}

text_columns!(Vote, Outcome);

/// A board member votes for their partner.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CastVote {
    /// `approve` or `object`.
    pub vote: Entry,
    /// Why; demanded of an objection.
    pub reason: Entry,
    /// The digest of the list that was read.
    pub digest: Entry,
}

impl CastVote {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(Vote, String), Faults> {
        let mut reading = Reading::new();
        let vote: Option<Vote> = reading.required("vote", &self.vote);
        let reason = reading.optional::<ShortProse>("reason", &self.reason);
        let is_missing = vote == Some(Vote::Object) && reason == Some(None);
        reading.check(!is_missing, "reason", Fault::new(FaultCode::Required));
        reading.finish((|| {
            Some((
                vote?,
                reason?.map(ShortProse::into_string).unwrap_or_default(),
            ))
        })())
    }
}
