//! An award and its parts.

use crate::kernel::id::{
    AccountId, ApplicationId, AwardId, AwardShareId, BankAccountId, CallId, MilestoneId,
    OrganisationId, ParticipantId, PartnerId, PotId,
};
use crate::kernel::money::Money;
use crate::kernel::time::{Date, Instant};
use crate::rules::lifecycle::{AwardState, BankAccountState, MilestoneState};
use serde::Serialize;
use utoipa::ToSchema;

/// What one participant gets from one pot.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Share {
    pub id: AwardShareId,
    pub participant: ParticipantId,
    /// The participant's name.
    pub participant_name: String,
    pub pot: PotId,
    /// The code of the pot's partner; none for the common pot.
    pub pot_code: Option<String>,
    /// The partner that pays.
    pub payer: PartnerId,
    /// The code of the partner that pays.
    pub payer_code: String,
    pub granted: Money,
    /// Of it, paid ahead.
    pub advance: Money,
    /// Of it, kept back until the end.
    pub retention: Money,
    /// Confirmed by the bank.
    pub paid: Money,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Milestone {
    pub id: MilestoneId,
    /// Its place.
    pub position: i32,
    pub title: String,
    /// Its share of the grant in basis points.
    pub share: i32,
    /// In how many months from the entry into force it is due.
    pub due_months: i32,
    /// When it is due; unknown before the entry into force.
    pub due_on: Option<Date>,
    /// Where it stands.
    pub state: MilestoneState,
    /// What was reported.
    pub report: String,
    /// Why it was given back or accepted.
    pub reason: Option<String>,
    /// Counts its changes.
    pub version: i32,
    #[serde(skip)]
    pub(crate) reported_by: Option<AccountId>,
    /// What it earns in all.
    pub earned: Money,
    /// Of it, to be paid when accepted.
    pub net: Money,
    /// The same, share by share.
    #[serde(skip)]
    pub nets: Vec<(AwardShareId, Money)>,
}

/// A payee's account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BankAccount {
    pub id: BankAccountId,
    pub participant: ParticipantId,
    /// As the bank knows the holder.
    pub holder: String,
    /// The holder as a payment order prints it.
    pub holder_plain: String,
    /// The number; but for the last four characters hidden from those who may not see it.
    pub iban: String,
    /// The bank's code.
    pub bic: Option<String>,
    /// The bank.
    pub bank_name: String,
    /// The bank's country.
    pub country: String,
    /// Where it stands.
    pub state: BankAccountState,
    /// When it was entered.
    pub recorded_at: Instant,
    /// From when it may be paid to.
    pub usable_from: Option<Instant>,
    /// Counts its changes.
    pub version: i32,
    #[serde(skip)]
    pub(crate) recorded_by: AccountId,
}

/// A signature under the agreement.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Signature {
    /// The partner's code; none for the lead.
    pub partner: Option<String>,
    /// The partner; none for the lead.
    #[serde(skip)]
    pub partner_id: Option<PartnerId>,
    /// Who signed.
    pub by: String,
    #[serde(skip)]
    pub(crate) account: AccountId,
    /// When.
    pub signed_at: Instant,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Award {
    pub id: AwardId,
    pub application: ApplicationId,
    /// The application's number.
    pub number: String,
    /// The application's title.
    pub title: String,
    /// Who leads.
    pub organisation: String,
    #[serde(skip)]
    pub(crate) organisation_id: OrganisationId,
    pub call: CallId,
    /// The call's title.
    pub call_title: String,
    /// Where it stands.
    pub state: AwardState,
    /// Granted in all.
    pub granted: Money,
    /// Confirmed by the bank in all.
    pub paid: Money,
    pub agreement: String,
    /// SHA-256 of the agreement: what is signed.
    pub agreement_digest: String,
    /// Since when it is in force.
    pub in_force_at: Option<Instant>,
    /// For updates.
    pub version: i32,
    pub shares: Vec<Share>,
    pub signatures: Vec<Signature>,
    pub milestones: Vec<Milestone>,
    /// The payees' accounts.
    pub bank_accounts: Vec<BankAccount>,
    /// The parties to the call: each of them signs.
    #[serde(skip)]
    pub(crate) parties: Vec<PartnerId>,
}

impl Award {
    /// The partners that pay: milestones and accounts concern their officers.
    pub fn concerned(&self) -> Vec<PartnerId> {
        let mut payers: Vec<PartnerId> = self.shares.iter().map(|share| share.payer).collect();
        payers.sort();
        payers.dedup();
        payers
    }
}
