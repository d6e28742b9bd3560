//! What may be asked of decisions.

use crate::case::Saw;
use crate::db::column::text_columns;
use crate::kernel::code::code_enum;
use crate::kernel::entry::{Entry, FromEntry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::ApplicationId;
use crate::kernel::text::ShortProse;
use crate::words::Named;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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

code_enum! {
    /// Why a list was set aside.
    pub enum Why {
        /// A partner objected to it.
        Objection = "objection",
        /// A review it rested on no longer counts.
        Review = "review",
        /// An application on it was withdrawn.
        Withdrawal = "withdrawal",
    }
}

impl Named for Why {
    const FAMILY: &'static str = "why";
}

text_columns!(Vote, Outcome, Why);

/// The list is frozen as it was shown.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Freeze {
    /// The digest of what the list was shown to follow from.
    pub digest: Entry,
    /// The order of applications with equal marks, by the application's identifier, where the pots
    /// cover only some of them.
    pub order: BTreeMap<String, Entry>,
    /// Why they stand in this order.
    pub reason: Entry,
}

/// [`Freeze`], read.
pub(super) struct NewFreeze {
    pub(super) order: BTreeMap<ApplicationId, i32>,
    pub(super) reason: Option<String>,
}

impl Freeze {
    pub(super) fn saw(&self) -> Saw {
        Saw {
            digest: self.digest.clone(),
            ..Saw::default()
        }
    }

    /// Reads it.
    pub(super) fn parse(&self) -> Result<NewFreeze, Faults> {
        let mut reading = Reading::new();
        let mut order = BTreeMap::new();
        for (application, typed) in &self.order {
            let path = format!("order.{application}");
            let place = reading.optional::<i32>(&path, typed).flatten();
            let Some(place) = place else { continue };
            match ApplicationId::from_entry(application) {
                Ok(id) => drop(order.insert(id, place)),
                Err(_) => reading.fault(&path, Fault::new(FaultCode::UnknownField)),
            }
        }
        let reason = reading.optional::<ShortProse>("reason", &self.reason);
        let is_missing = !order.is_empty() && reason == Some(None);
        reading.check(!is_missing, "reason", Fault::new(FaultCode::Required));
        reading.finish((|| {
            Some(NewFreeze {
                order,
                reason: reason?.map(ShortProse::into_string),
            })
        })())
    }
}

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
    /// The partner voted for, by one who could vote for several.
    pub acting_for: Entry,
}

impl CastVote {
    pub(super) fn saw(&self) -> Saw {
        Saw::of(&Entry::default(), &self.digest, &self.acting_for)
    }

    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(Vote, String, String), Faults> {
        let mut reading = Reading::new();
        let vote: Option<Vote> = reading.required("vote", &self.vote);
        let reason = reading.optional::<ShortProse>("reason", &self.reason);
        let is_missing = vote == Some(Vote::Object) && reason == Some(None);
        reading.check(!is_missing, "reason", Fault::new(FaultCode::Required));
        let digest = reading.digest(&self.digest);
        reading.finish((|| {
            Some((
                vote?,
                reason?.map(ShortProse::into_string).unwrap_or_default(),
                digest?,
            ))
        })())
    }
}
