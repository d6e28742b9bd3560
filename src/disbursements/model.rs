//! A payout, its seats, and the orders given to the bank.

pub use super::ordered::{PaymentOrder, ReplacingLine};

use crate::db::column::text_columns;
use crate::kernel::code::code_enum;
use crate::kernel::id::{
    AccountId, ApplicationId, AwardId, AwardShareId, BankAccountId, BankClaimId, BankFileId,
    CallId, MilestoneId, OrganisationId, ParticipantId, PartnerId, PayoutId, PotId,
};
use crate::kernel::money::Money;
use crate::kernel::time::{Date, Instant};
use crate::rules::lifecycle::{
    AwardState, BankAccountState, BankClaimState, MilestoneState, PayoutState,
};
use crate::rules::proof::Factor;
use crate::words::Named;
use serde::Serialize;
use utoipa::ToSchema;

code_enum! {
    /// What a payout is for.
    pub enum PayoutKind {
        Advance = "advance",
        Milestone = "milestone",
        /// What was kept back.
        Retention = "retention",
    }
}

impl Named for PayoutKind {
    const FAMILY: &'static str = "payout";
}

code_enum! {
    /// The two seats of an approval.
    pub enum Seat {
        /// An approver of the partner that pays.
        Paying = "paying",
        /// An approver of another partner.
        Other = "other",
    }
}

impl Named for Seat {
    const FAMILY: &'static str = "seat";
}

code_enum! {
    /// What the bank said of a line of an order.
    pub enum BankAnswerKind {
        /// Booked as ordered.
        Booked = "booked",
        /// Booked with another amount.
        Discrepancy = "discrepancy",
        /// The other amount was put right.
        Corrected = "corrected",
        /// Not carried out.
        Rejected = "rejected",
        /// Booked, and sent back later.
        Returned = "returned",
    }
}

code_enum! {
    /// Why a bank refuses or returns a payment: the codes of ISO 20022 that occur with credit
    /// transfers (external code sets ExternalStatusReason1Code and ExternalReturnReason1Code).
    pub enum BankReason {
        /// The account's number is wrong.
        IncorrectAccountNumber = "AC01",
        /// The account is closed.
        ClosedAccount = "AC04",
        /// The account is blocked.
        BlockedAccount = "AC06",
        /// Payments of this kind are forbidden on the account.
        TransactionForbidden = "AG01",
        /// The bank's code is wrong.
        IncorrectBank = "RC01",
        /// Name and account do not belong together.
        InconsistentWithName = "BE01",
        /// The payee's address is missing or wrong.
        MissingAddress = "BE04",
        /// The payee asks not to be paid.
        RefusedByPayee = "MD06",
        /// The payee has ceased to exist.
        PayeeCeased = "MD07",
        /// Not enough money on the payer's account.
        InsufficientFunds = "AM04",
        /// The amount is wrong.
        WrongAmount = "AM09",
        /// The same payment twice.
        Duplication = "AM05",
        /// Regulation forbids it.
        Regulatory = "RR04",
        /// The bank gives no reason.
        NotSpecified = "MS03",
    }
}

code_enum! {
    /// What an officer claims that the bank answered.
    pub enum BankClaimKind {
        /// The bank did not pay.
        Rejection = "rejection",
        /// The bank booked another amount than was ordered.
        Discrepancy = "discrepancy",
        /// The bank has put a differing booking right.
        Correction = "correction",
        /// The bank sent a booked payment back.
        Return = "return",
    }
}

impl Named for BankClaimKind {
    const FAMILY: &'static str = "bank-claim";
}

impl Named for BankAnswerKind {
    const FAMILY: &'static str = "bank-answer";
}

impl Named for BankReason {
    const FAMILY: &'static str = "bank-reason";
}

text_columns!(PayoutKind, Seat, BankAnswerKind, BankClaimKind, BankReason);

/// What the bank said of a line of an order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BankAnswer {
    pub kind: BankAnswerKind,
    /// The line of the order it is about.
    pub end_to_end_id: String,
    pub bank_reference: Option<String>,
    pub booked_on: Option<Date>,
    pub amount: Option<Money>,
    pub reason_code: Option<BankReason>,
    /// What the officer noted of it.
    pub note: String,
    pub recorded_at: Instant,
}

/// A file of the bank.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BankFile {
    pub id: BankFileId,
    pub name: String,
    pub media_type: String,
    pub size_bytes: i64,
    /// SHA-256.
    pub digest: String,
    /// The line of the order it is about: the newest when it was sent.
    pub end_to_end_id: Option<String>,
    pub sent_by: String,
    pub sent_at: Instant,
}

/// What the payer's officer claims that the bank answered of a line; with it, for those who see
/// what the bank wrote, its message or file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BankClaim {
    pub id: BankClaimId,
    pub kind: BankClaimKind,
    pub state: BankClaimState,
    /// The line of the order it is about.
    pub end_to_end_id: String,
    pub bank_reference: Option<String>,
    pub booked_on: Option<Date>,
    pub amount: Option<Money>,
    pub reason_code: Option<BankReason>,
    /// What the officer says of it.
    pub note: String,
    /// What the bank wrote.
    pub message: Option<String>,
    /// SHA-256 of the message, for those who see it.
    pub message_digest: Option<String>,
    pub file: Option<BankFile>,
    pub proposed_by: String,
    pub proposed_at: Instant,
    pub decided_by: Option<String>,
    pub decided_at: Option<Instant>,
    /// Why it was dismissed.
    pub reason: Option<String>,
    /// Counts its changes.
    pub version: i32,
    #[serde(skip)]
    pub(crate) claimant: AccountId,
}

/// A line of a payment order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderLine {
    /// The order's number.
    pub order: String,
    /// Used once for ever; a payout ordered again gets a new one.
    pub end_to_end_id: String,
    /// The line it replaces, where the bank did not pay that one or sent it back.
    pub replaces: Option<String>,
    #[serde(skip)]
    pub exported_at: Instant,
}

/// A seat that is taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TakenSeat {
    /// Which.
    pub seat: Seat,
    /// For which partner.
    pub partner: String,
    /// By whom.
    pub by: String,
    #[serde(skip)]
    pub(crate) account: AccountId,
    #[serde(skip)]
    pub(crate) partner_id: PartnerId,
    #[serde(skip)]
    pub(crate) digest: String,
    /// When.
    pub approved_at: Instant,
    /// The second factor that was proved with exactly this; null where its holder had none.
    pub proved_by: Option<Factor>,
}

/// A payout with everything that is approved.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Payout {
    pub id: PayoutId,
    pub award: AwardId,
    /// The application's number.
    pub number: String,
    /// The application's title.
    pub title: String,
    pub share: AwardShareId,
    /// What it is for.
    pub kind: PayoutKind,
    pub milestone: Option<MilestoneId>,
    /// The milestone's title.
    pub milestone_title: Option<String>,
    /// The partner that pays.
    pub payer: PartnerId,
    /// The code of the partner that pays.
    pub payer_code: String,
    /// The participant that is paid.
    pub payee: String,
    /// The account.
    pub bank_account: BankAccountId,
    /// The holder, as a payment order prints the name.
    pub holder: String,
    /// The number; but for the last four characters hidden from those who may not see it.
    pub iban: String,
    /// Since when the account may be paid to.
    pub usable_from: Option<Instant>,
    pub amount: Money,
    /// Where it stands.
    pub state: PayoutState,
    /// What is approved: SHA-256 over payee, account, amount, currency, cause and payer.
    pub digest: String,
    /// The seats taken for it as it stands.
    pub seats: Vec<TakenSeat>,
    /// Why it was refused or given back.
    pub reason: Option<String>,
    /// When it was requested.
    pub requested_at: Instant,
    /// The bank's confirmation.
    pub confirmation: Option<Confirmation>,
    /// The lines of orders it was written to, the latest last.
    pub lines: Vec<OrderLine>,
    /// What the bank said, the latest last.
    pub bank_answers: Vec<BankAnswer>,
    /// What was claimed of the bank's answers, the latest last; read for its page.
    pub bank_claims: Vec<BankClaim>,
    /// Files of the bank, the newest first; read for its page.
    pub bank_files: Vec<BankFile>,
    /// Counts its changes.
    pub version: i32,
    /// As what the bank's statement shows it, of which no order is known: it was ordered after the
    /// backup was taken that was restored.
    pub left_as: Option<String>,
    /// Whether payments wait for what the partners' banks know.
    #[serde(skip)]
    pub(crate) payments_are_locked: bool,
    /// Whether the fund was restored from a backup.
    #[serde(skip)]
    pub(crate) was_restored: bool,
    /// Whether something is claimed of the bank's answer that nobody has decided.
    #[serde(skip)]
    pub(crate) has_open_claim: bool,
    #[serde(skip)]
    pub(crate) application: ApplicationId,
    #[serde(skip)]
    pub(crate) organisation: OrganisationId,
    #[serde(skip)]
    pub(crate) call: CallId,
    /// The parties to the call.
    #[serde(skip)]
    pub(crate) parties: Vec<PartnerId>,
    #[serde(skip)]
    pub(crate) award_state: AwardState,
    #[serde(skip)]
    pub(crate) participant: ParticipantId,
    #[serde(skip)]
    pub(crate) pot: PotId,
    /// What the share was granted.
    #[serde(skip)]
    pub(crate) granted: Money,
    /// Live payouts of the share, this one among them, in minor units.
    #[serde(skip)]
    pub(crate) live_minor: i64,
    #[serde(skip)]
    pub(crate) account_state: BankAccountState,
    #[serde(skip)]
    pub(crate) bic: String,
    #[serde(skip)]
    pub(crate) bank_name: String,
    /// When the account was verified.
    #[serde(skip)]
    pub(crate) account_verified_at: Option<Instant>,
    #[serde(skip)]
    pub(crate) milestone_state: Option<MilestoneState>,
    #[serde(skip)]
    pub(crate) all_milestones_are_accepted: bool,
    /// The round of approvals: a changed payout begins a new one.
    #[serde(skip)]
    pub(crate) round: i32,
    #[serde(skip)]
    pub(crate) requested_by: AccountId,
    #[serde(skip)]
    pub(crate) verified_by: Option<AccountId>,
    #[serde(skip)]
    pub(crate) verified_at: Option<Instant>,
    #[serde(skip)]
    pub(crate) released_by: Option<AccountId>,
    #[serde(skip)]
    pub(crate) released_at: Option<Instant>,
    /// What the payer can still pay out, in minor units; read while the payout waits for release.
    #[serde(skip)]
    pub(crate) payers_cash_minor: i64,
}

/// What a milestone's payment is reckoned from, for one share.
#[derive(Debug, Clone)]
pub struct Reckoned {
    /// The milestone's share of the grant in basis points.
    pub share: i32,
    pub earned: Money,
    /// Of it, paid ahead already.
    pub recovered: Money,
    /// Of it, kept back until the end.
    pub retained: Money,
}

/// The bank's confirmation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Confirmation {
    /// The bank's reference.
    pub bank_reference: String,
    /// The day it was booked.
    pub booked_on: Date,
}

/// A payout in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PayoutItem {
    pub id: PayoutId,
    /// The application's number.
    pub number: Option<String>,
    /// The participant that is paid.
    pub payee: String,
    /// What it is for.
    pub kind: PayoutKind,
    /// The code of the partner that pays.
    pub payer: String,
    pub amount: Money,
    /// Where it stands.
    pub state: PayoutState,
}
