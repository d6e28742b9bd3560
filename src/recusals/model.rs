//! Offices in an application, and recusals from it.

use crate::kernel::id::{AccountId, ApplicationId, PartnerId, RecusalId, RoleGrantId};
use crate::kernel::time::Instant;
use crate::rules::capacity::Role;
use crate::rules::recusal::{RecusalOrigin, RecusalState};
use crate::words::Named;
use serde::Serialize;
use utoipa::ToSchema;

impl Named for RecusalOrigin {
    const FAMILY: &'static str = "origin";
}

/// Somebody in office who stands aside from an application, or did, or is hinted to have a reason.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Recusal {
    pub id: RecusalId,
    pub application: ApplicationId,
    pub account: AccountId,
    /// The person's name.
    pub name: String,
    pub state: RecusalState,
    pub origin: RecusalOrigin,
    /// Why: the person's words, the finder's, or what was typed.
    pub reason: String,
    pub raised_at: Instant,
    pub decided_at: Option<Instant>,
    /// Why it was dismissed or taken back.
    pub decision_reason: Option<String>,
    /// Counts its changes.
    pub version: i32,
}

/// Somebody who holds an office that reaches an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Holder {
    #[serde(skip)]
    pub grant: RoleGrantId,
    pub account: AccountId,
    pub name: String,
    pub role: Role,
    pub partner: Option<PartnerId>,
    /// The partner's code.
    pub partner_code: Option<String>,
    /// Whether it is for this application alone.
    pub is_substitute: bool,
    /// Whether it waits for an administrator of another partner.
    pub is_proposed: bool,
    /// Who proposed it, for which partner.
    #[serde(skip)]
    pub proposer: (Option<AccountId>, Option<PartnerId>),
    /// Whether whoever proposed it could not do so today: they stand aside.
    #[serde(skip)]
    pub is_unbacked: bool,
    /// Whether the person stands aside, or takes part on the applicant's side.
    pub stands_aside: bool,
}

impl Holder {
    /// Whether it waits for a confirmation, and something would come of it.
    pub(super) fn is_to_step_in(&self) -> bool {
        self.is_proposed && !self.is_unbacked && !self.stands_aside
    }
}

/// An office whose every holder stands aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Vacancy {
    pub role: Role,
    pub partner: Option<PartnerId>,
    /// The partner's code.
    pub partner_code: Option<String>,
    /// Whether a substitute is proposed and waits for an administrator of another partner.
    pub is_proposed: bool,
    /// The codes of the partners that appoint another administrator first: whoever could do what is
    /// waited for stands aside.
    pub without_administrator: Vec<String>,
}

/// Who acts in an application.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Acting {
    pub application: ApplicationId,
    pub number: Option<String>,
    /// Left out where its reader does not see the application.
    pub title: Option<String>,
    /// Who leads.
    pub organisation: String,
    pub holders: Vec<Holder>,
    pub vacancies: Vec<Vacancy>,
    /// Who stands aside and why; empty where the reader may not know.
    pub recusals: Vec<Recusal>,
}
