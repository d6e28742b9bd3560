//! An organisation, its people, and those who ask to join it.

use super::input::{MemberRole, SizeClass};
use crate::kernel::id::{AccountId, JoiningId, OrganisationId};
use crate::kernel::time::Instant;
use crate::rules::lifecycle::JoiningState;
use diesel::Queryable;
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
    /// Requests to join it and invitations that wait, for those who lead it.
    pub joinings: Vec<Joining>,
}

impl Organisation {
    /// Whether a person acts for it.
    pub(super) fn has(&self, account: AccountId) -> bool {
        self.members.iter().any(|one| one.account == account)
    }

    /// Whether somebody else leads it too.
    pub(super) fn keeps_a_lead_without(&self, account: AccountId) -> bool {
        let mut members = self.members.iter();
        members.any(|one| one.role == MemberRole::Lead && one.account != account)
    }
}

/// A person's request to act for an organisation, or a lead's invitation to do so. It names nobody
/// of the organisation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Joining {
    pub id: JoiningId,
    pub organisation: OrganisationId,
    pub organisation_name: String,
    #[serde(skip)]
    pub(super) account: AccountId,
    /// Who asks; of whoever is invited their address alone.
    pub name: String,
    pub email: String,
    /// What they are to be.
    pub role: MemberRole,
    /// Whether it is a lead's invitation.
    pub is_invitation: bool,
    #[serde(skip)]
    pub(super) invited_by: Option<AccountId>,
    pub state: JoiningState,
    pub asked_at: Instant,
    pub decided_at: Option<Instant>,
    /// Why it was declined.
    pub reason: Option<String>,
    /// For updates.
    pub version: i32,
}

impl Joining {
    /// Who is to join.
    pub fn account(&self) -> AccountId {
        self.account
    }
}

/// An organisation as whoever is not of it meets it: whether one may ask to join.
#[derive(Debug, Clone)]
pub struct Door {
    pub(super) id: OrganisationId,
    pub(super) name: String,
    pub(super) members: Vec<AccountId>,
    pub(super) asked: Vec<Asked>,
}

/// A request or an invitation as the organisation remembers it.
#[derive(Debug, Clone, Copy, Queryable)]
pub(super) struct Asked {
    pub(super) account: AccountId,
    pub(super) state: JoiningState,
    pub(super) asked_at: Instant,
    pub(super) decided_at: Option<Instant>,
    pub(super) is_invitation: bool,
}

/// How long whoever was declined waits before they may ask again, in seconds.
const PAUSE: i64 = 30 * 86_400;

impl Asked {
    /// Until when whoever was declined does not ask again.
    pub(super) fn rests_until(&self) -> Option<Instant> {
        let at = self.decided_at?;
        (self.state == JoiningState::Declined).then(|| at.plus_seconds(PAUSE))
    }

    /// Whether it was asked on the day of `now`: asking, taking back and asking again sends no
    /// second letter.
    pub(super) fn is_of_the_day(&self, now: Instant) -> bool {
        self.asked_at.date() == now.date()
    }
}

impl Door {
    /// Whether those who lead it had a letter of this person's request on the day of `now`.
    pub(super) fn was_told_of(&self, account: AccountId, now: Instant) -> bool {
        let mut own = self.asked.iter().filter(|one| one.account == account);
        own.any(|one| !one.is_invitation && one.is_of_the_day(now))
    }
}
