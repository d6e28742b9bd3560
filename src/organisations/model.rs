//! An organisation, its people, and those who ask to join it.

use super::input::{MemberRole, SizeClass};
use crate::kernel::id::{AccountId, JoiningId, OrganisationId};
use crate::kernel::time::Instant;
use crate::rules::lifecycle::JoiningState;
use serde::Serialize;
use utoipa::ToSchema;

/// A person who acts for an organisation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Member {
    pub account: AccountId,
    pub name: String,
    pub email: String,
    pub role: MemberRole,
}

/// An organisation with its people.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Organisation {
    pub id: OrganisationId,
    /// Its legal name.
    pub name: String,
    pub country: String,
    /// Its number in the register of its country.
    pub registration_number: String,
    pub address_line: String,
    pub postcode: String,
    pub town: String,
    pub website: Option<String>,
    pub size_class: SizeClass,
    /// For updates.
    pub version: i32,
    pub members: Vec<Member>,
    /// Whether the one who asks leads it.
    pub is_lead: bool,
    /// Requests to join it that wait, for those who lead it.
    pub joinings: Vec<Joining>,
}

impl Organisation {
    /// Whether somebody else leads it too.
    pub(super) fn keeps_a_lead_without(&self, account: AccountId) -> bool {
        let mut members = self.members.iter();
        members.any(|one| one.role == MemberRole::Lead && one.account != account)
    }
}

/// A person's request to act for an organisation. It names nobody of the organisation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Joining {
    pub id: JoiningId,
    pub organisation: OrganisationId,
    pub organisation_name: String,
    #[serde(skip)]
    pub(super) account: AccountId,
    /// Who asks.
    pub name: String,
    pub email: String,
    pub state: JoiningState,
    pub asked_at: Instant,
    pub decided_at: Option<Instant>,
    /// Why it was declined.
    pub reason: Option<String>,
    /// For updates.
    pub version: i32,
}

/// An organisation as whoever is not of it meets it: whether one may ask to join.
#[derive(Debug, Clone)]
pub struct Door {
    pub(super) id: OrganisationId,
    pub(super) name: String,
    pub(super) members: Vec<AccountId>,
    pub(super) asked: Vec<Request>,
}

/// A request as the door remembers it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request {
    pub(super) account: AccountId,
    pub(super) state: JoiningState,
    pub(super) asked_at: Instant,
    pub(super) decided_at: Option<Instant>,
}

impl Door {
    /// Whether those who lead it had a letter of this person's request on the day of `now`: asking,
    /// taking back and asking again sends no second one.
    pub(super) fn was_told_of(&self, account: AccountId, now: Instant) -> bool {
        let mut own = self.asked.iter().filter(|one| one.account == account);
        own.any(|one| one.asked_at.date() == now.date())
    }
}
