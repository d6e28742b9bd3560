//! An application and its parts.

use crate::db::column::text_columns;
use crate::kernel::code::code_enum;
use crate::kernel::id::{
    ApplicationId, AttachmentId, CallId, OrganisationId, ParticipantId, PartnerId, QuestionId,
};
use crate::kernel::money::Money;
use crate::kernel::time::Instant;
use crate::rules::lifecycle::ApplicationState;
use crate::words::Named;
use serde::Serialize;
use utoipa::ToSchema;

code_enum! {
    /// What money is spent on.
    pub enum CostCategory {
        /// People.
        Personnel = "personnel",
        /// Equipment.
        Equipment = "equipment",
        /// Work by others.
        Subcontracting = "subcontracting",
        /// Travel.
        Travel = "travel",
        /// Everything else.
        Other = "other",
    }
}

code_enum! {
    /// A partner's finding on eligibility.
    pub enum Verdict {
        /// Eligible.
        Eligible = "eligible",
        /// Not eligible.
        Ineligible = "ineligible",
    }
}

impl Named for Verdict {
    const FAMILY: &'static str = "verdict";
}

text_columns!(CostCategory, Verdict);

/// Costs of one category.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BudgetLine {
    /// The category.
    pub category: CostCategory,
    /// The amount.
    pub amount: Money,
}

/// A member of the consortium.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Participant {
    /// Its identifier.
    pub id: ParticipantId,
    /// The organisation's name.
    pub organisation_name: String,
    /// Its country.
    pub country: Option<String>,
    /// Its number in the register.
    pub registration_number: String,
    /// Who to ask.
    pub contact_name: String,
    /// Where to ask.
    pub contact_email: String,
    /// The partner of its country; none for a third country.
    pub partner: Option<PartnerId>,
    /// What it costs, by category.
    pub budget: Vec<BudgetLine>,
    /// What it costs in all.
    pub costs: Money,
    /// What it asks for.
    pub requested: Money,
}

/// An answer to a question of the call.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Answer {
    /// The question's identifier.
    pub question: QuestionId,
    /// The question.
    pub prompt: String,
    /// The answer.
    pub answer: String,
}

/// A file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Attachment {
    /// Its identifier.
    pub id: AttachmentId,
    /// Its name, as uploaded.
    pub name: String,
    /// Its type, found from its content.
    pub media_type: String,
    /// Its size in bytes.
    pub size_bytes: i64,
    /// Its SHA-256.
    pub digest: String,
}

/// A partner's finding.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Finding {
    /// The partner's code.
    pub partner: String,
    /// The partner.
    #[serde(skip)]
    pub partner_id: PartnerId,
    /// The finding.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// When.
    pub checked_at: Instant,
}

/// The applicant as its register knows it.
#[derive(Debug, Clone)]
pub(super) struct Registered {
    pub(super) country: String,
    pub(super) registration_number: String,
}

/// An application as its reader may see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Application {
    /// Its identifier.
    pub id: ApplicationId,
    /// Its call.
    pub call: CallId,
    /// The call's title.
    pub call_title: String,
    /// The deadline.
    pub deadline_at: Instant,
    /// The organisation that leads.
    pub organisation: OrganisationId,
    /// The organisation's name.
    pub organisation_name: String,
    /// Its public number, once submitted.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub summary: String,
    /// Where it stands, as this reader may know it.
    pub state: ApplicationState,
    /// For updates.
    pub version: i32,
    /// When it was saved last.
    pub saved_at: Instant,
    /// When it was submitted.
    pub submitted_at: Option<Instant>,
    /// SHA-256 of what was submitted.
    pub digest: Option<String>,
    /// Whether this reader sees title, summary and participants only.
    pub is_brief: bool,
    /// The answers.
    pub answers: Vec<Answer>,
    /// The consortium.
    pub participants: Vec<Participant>,
    /// What it costs in all.
    pub costs: Money,
    /// What it asks for in all.
    pub requested: Money,
    /// The files.
    pub attachments: Vec<Attachment>,
    /// The findings on eligibility, for those who may see them.
    pub findings: Vec<Finding>,
    /// Why it is not eligible, after the release.
    pub ineligible_because: Vec<String>,
    #[serde(skip)]
    pub(super) applicant: Registered,
}
