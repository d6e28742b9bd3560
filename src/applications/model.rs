//! An application and its parts.

use crate::calls::model::Question;
use crate::db::column::text_columns;
use crate::kernel::code::code_enum;
use crate::kernel::id::{
    AccountId, ApplicationId, AttachmentId, CallId, OrganisationId, ParticipantId, PartnerId,
    QuestionId,
};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::{Instant, Zone};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{ApplicationState, CallState};
use crate::words::Named;
use serde::Serialize;
use utoipa::ToSchema;

code_enum! {
    /// What money is spent on.
    pub enum CostCategory {
        Personnel = "personnel",
        Equipment = "equipment",
        /// Work by others.
        Subcontracting = "subcontracting",
        Travel = "travel",
        /// Everything else.
        Other = "other",
    }
}

code_enum! {
    /// A partner's finding on eligibility.
    pub enum Verdict {
        Eligible = "eligible",
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
    pub category: CostCategory,
    pub amount: Money,
}

/// A member of the consortium.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Participant {
    pub id: ParticipantId,
    pub organisation_name: String,
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
    /// Whether a pot of the call pays it.
    #[serde(skip)]
    pub(super) has_pot: bool,
}

/// An answer to a question of the call.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Answer {
    /// The question's identifier.
    pub question: QuestionId,
    pub prompt: String,
    pub answer: String,
}

/// A file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Attachment {
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
    pub partner: String,
    #[serde(skip)]
    pub partner_id: PartnerId,
    pub verdict: Verdict,
    pub reason: String,
    pub checked_at: Instant,
}

/// The applicant as its register knows it.
#[derive(Debug, Clone)]
pub(super) struct Registered {
    pub(super) country: String,
    pub(super) registration_number: String,
}

/// An application without what it says: read by one statement, however large its consortium.
#[derive(Debug, Clone)]
pub struct Dossier {
    pub id: ApplicationId,
    pub window: Window,
    pub organisation: OrganisationId,
    pub organisation_name: String,
    pub number: Option<String>,
    pub title: String,
    pub summary: String,
    pub state: ApplicationState,
    pub version: i32,
    pub saved_at: Instant,
    pub submitted_at: Option<Instant>,
    /// SHA-256 of what was submitted.
    pub digest: Option<String>,
    pub released_at: Option<Instant>,
    /// The partners whose participants ask for money, or who pay for them.
    pub concerned: Vec<PartnerId>,
    pub findings: Vec<Finding>,
    pub(super) applicant: Registered,
    /// Officers who act for a participant, while eligibility is checked: they do not judge it.
    pub(super) insiders: Vec<AccountId>,
    /// What the next step writes besides the state.
    pub(super) writes: Writes,
}

/// What the call says of its applications.
#[derive(Debug, Clone)]
pub struct Window {
    pub call: CallId,
    pub title: String,
    pub state: CallState,
    pub deadline_at: Instant,
    pub zone: Zone,
    pub currency: Currency,
    /// In basis points of the eligible costs.
    pub funding_rate: i32,
    pub max_grant: Money,
}

impl Window {
    /// Whether applications are taken: strictly before the deadline.
    pub(super) fn is_open(state: CallState, deadline_at: Instant) -> Holds {
        match state {
            CallState::Open => Holds::Until(deadline_at),
            _ => Holds::No,
        }
    }
}

impl Dossier {
    /// Whether a partner has found it not eligible, which stops it.
    pub fn is_stopped(&self) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|one| one.verdict == Verdict::Ineligible)
    }

    pub(super) fn is_checked_by(&self, partner: Option<PartnerId>) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|one| Some(one.partner_id) == partner)
    }

    pub(super) fn is_found_eligible(&self) -> bool {
        let mut concerned = self.concerned.iter();
        !self.is_stopped() && concerned.all(|partner| self.is_checked_by(Some(*partner)))
    }
}

/// What a step writes besides the state; what is `None` stays as it is.
#[derive(Debug, Clone, Default, diesel::AsChangeset)]
#[diesel(table_name = crate::db::schema::applications)]
pub(super) struct Writes {
    pub(super) title: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) saved_at: Option<Instant>,
    pub(super) number: Option<String>,
    pub(super) submission: Option<String>,
    pub(super) digest: Option<String>,
    pub(super) submitted_by: Option<AccountId>,
    pub(super) submitted_at: Option<Instant>,
    pub(super) eligibility_released_at: Option<Instant>,
    pub(super) withdrawn_at: Option<Instant>,
    pub(super) withdrawal_reason: Option<String>,
}

/// An application as its reader may see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Application {
    pub id: ApplicationId,
    pub call: CallId,
    pub call_title: String,
    pub deadline_at: Instant,
    /// The organisation that leads.
    pub organisation: OrganisationId,
    pub organisation_name: String,
    /// Its public number, once submitted.
    pub number: Option<String>,
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
    pub answers: Vec<Answer>,
    /// The consortium.
    pub participants: Vec<Participant>,
    /// What it costs in all.
    pub costs: Money,
    /// What it asks for in all.
    pub requested: Money,
    pub attachments: Vec<Attachment>,
    /// The findings on eligibility, for those who may see them.
    pub findings: Vec<Finding>,
    /// Why it is not eligible, after the release.
    pub ineligible_because: Vec<String>,
    /// What the call asks of it.
    #[serde(skip)]
    pub terms: Terms,
    #[serde(skip)]
    pub(super) applicant: Registered,
}

/// A country of the list, and the party to a call that pays its participants. A partner that joined
/// later changes nothing.
#[derive(Debug, Clone)]
pub(super) struct Land {
    pub(super) code: String,
    pub(super) party: Option<PartnerId>,
}

/// What the call asks of an application.
#[derive(Debug, Clone)]
pub struct Terms {
    pub window: Window,
    pub questions: Vec<Question>,
}

impl Application {
    /// A dossier with all the application says.
    pub(super) fn of(
        dossier: &Dossier,
        terms: Terms,
        answers: Vec<Answer>,
        participants: Vec<Participant>,
        attachments: Vec<Attachment>,
    ) -> crate::error::Result<Self> {
        let currency = dossier.window.currency;
        let costs = Money::sum(currency, participants.iter().map(|one| one.costs))?;
        let requested = Money::sum(currency, participants.iter().map(|one| one.requested))?;
        Ok(Self {
            id: dossier.id,
            call: dossier.window.call,
            call_title: dossier.window.title.clone(),
            deadline_at: dossier.window.deadline_at,
            organisation: dossier.organisation,
            organisation_name: dossier.organisation_name.clone(),
            number: dossier.number.clone(),
            title: dossier.title.clone(),
            summary: dossier.summary.clone(),
            state: dossier.state,
            version: dossier.version,
            saved_at: dossier.saved_at,
            submitted_at: dossier.submitted_at,
            digest: dossier.digest.clone(),
            is_brief: false,
            answers,
            participants,
            costs,
            requested,
            attachments,
            findings: dossier.findings.clone(),
            ineligible_because: Vec::new(),
            terms,
            applicant: dossier.applicant.clone(),
        })
    }
}
