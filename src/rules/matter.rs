//! What an action is about.

use crate::kernel::code::code_enum;
use crate::kernel::id::{
    AccountId, AnchorId, ApplicationId, AssignmentId, AwardId, BankAccountId, BankClaimId, CallId,
    ContributionId, JoiningId, LetterId, MilestoneId, OrganisationId, PartnerId, PaymentOrderId,
    PayoutId, RankingId, ReceiptId, RecusalId, RestoreId, RoleGrantId,
};
use uuid::Uuid;

code_enum! {
    /// The kinds of thing that have a history of their own.
    pub enum MatterKind {
        /// The fund as a whole.
        Fund = "fund",
        Partner = "partner",
        /// A pledge.
        Contribution = "contribution",
        /// Money received on a pledge.
        Receipt = "receipt",
        /// A person's account.
        Account = "account",
        /// A role that was granted to a person.
        RoleGrant = "role_grant",
        Organisation = "organisation",
        /// A request to act for an organisation.
        Joining = "joining",
        Call = "call",
        Application = "application",
        /// Who acts in an application, and who stands aside.
        Offices = "offices",
        /// Somebody in office who stands aside from an application.
        Recusal = "recusal",
        /// One reviewer's assignment.
        Assignment = "assignment",
        /// The ranked list of a call.
        Ranking = "ranking",
        Award = "award",
        /// A milestone of an award.
        Milestone = "milestone",
        /// A payee's bank account.
        BankAccount = "bank_account",
        Payout = "payout",
        /// What an officer claims that the bank answered.
        BankClaim = "bank_claim",
        PaymentOrder = "payment_order",
        Letter = "letter",
        /// The signed heads of trail and ledger.
        Anchor = "anchor",
        /// The fund was restored from a backup.
        Restore = "restore",
    }
}

/// One thing an action is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Matter {
    /// The fund as a whole.
    Fund,
    Partner(PartnerId),
    /// A pledge.
    Contribution(ContributionId),
    /// Money received on a pledge.
    Receipt(ReceiptId),
    /// A person's account.
    Account(AccountId),
    /// A role that was granted to a person.
    RoleGrant(RoleGrantId),
    Organisation(OrganisationId),
    /// A request to act for an organisation.
    Joining(JoiningId),
    Call(CallId),
    Application(ApplicationId),
    /// Who acts in an application, and who stands aside.
    Offices(ApplicationId),
    /// Somebody in office who stands aside from an application.
    Recusal(RecusalId),
    /// One reviewer's assignment.
    Assignment(AssignmentId),
    /// The ranked list of a call.
    Ranking(RankingId),
    Award(AwardId),
    /// A milestone of an award.
    Milestone(MilestoneId),
    /// A payee's bank account.
    BankAccount(BankAccountId),
    Payout(PayoutId),
    /// What an officer claims that the bank answered.
    BankClaim(BankClaimId),
    PaymentOrder(PaymentOrderId),
    Letter(LetterId),
    /// The signed heads of trail and ledger.
    Anchor(AnchorId),
    /// The fund was restored from a backup.
    Restore(RestoreId),
}

impl Matter {
    /// The kind of thing.
    pub fn kind(self) -> MatterKind {
        match self {
            Matter::Fund => MatterKind::Fund,
            Matter::Partner(_) => MatterKind::Partner,
            Matter::Contribution(_) => MatterKind::Contribution,
            Matter::Receipt(_) => MatterKind::Receipt,
            Matter::Account(_) => MatterKind::Account,
            Matter::RoleGrant(_) => MatterKind::RoleGrant,
            Matter::Organisation(_) => MatterKind::Organisation,
            Matter::Joining(_) => MatterKind::Joining,
            Matter::Call(_) => MatterKind::Call,
            Matter::Application(_) => MatterKind::Application,
            Matter::Offices(_) => MatterKind::Offices,
            Matter::Recusal(_) => MatterKind::Recusal,
            Matter::Assignment(_) => MatterKind::Assignment,
            Matter::Ranking(_) => MatterKind::Ranking,
            Matter::Award(_) => MatterKind::Award,
            Matter::Milestone(_) => MatterKind::Milestone,
            Matter::BankAccount(_) => MatterKind::BankAccount,
            Matter::Payout(_) => MatterKind::Payout,
            Matter::BankClaim(_) => MatterKind::BankClaim,
            Matter::PaymentOrder(_) => MatterKind::PaymentOrder,
            Matter::Letter(_) => MatterKind::Letter,
            Matter::Anchor(_) => MatterKind::Anchor,
            Matter::Restore(_) => MatterKind::Restore,
        }
    }

    /// Its identifier; the fund, of which there is one, has the nil identifier.
    pub fn id(self) -> Uuid {
        match self {
            Matter::Fund => Uuid::nil(),
            Matter::Partner(id) => id.uuid(),
            Matter::Contribution(id) => id.uuid(),
            Matter::Receipt(id) => id.uuid(),
            Matter::Account(id) => id.uuid(),
            Matter::RoleGrant(id) => id.uuid(),
            Matter::Organisation(id) => id.uuid(),
            Matter::Joining(id) => id.uuid(),
            Matter::Call(id) => id.uuid(),
            Matter::Application(id) => id.uuid(),
            Matter::Offices(id) => id.uuid(),
            Matter::Recusal(id) => id.uuid(),
            Matter::Assignment(id) => id.uuid(),
            Matter::Ranking(id) => id.uuid(),
            Matter::Award(id) => id.uuid(),
            Matter::Milestone(id) => id.uuid(),
            Matter::BankAccount(id) => id.uuid(),
            Matter::Payout(id) => id.uuid(),
            Matter::BankClaim(id) => id.uuid(),
            Matter::PaymentOrder(id) => id.uuid(),
            Matter::Letter(id) => id.uuid(),
            Matter::Anchor(id) => id.uuid(),
            Matter::Restore(id) => id.uuid(),
        }
    }

    /// The matter of this kind with this identifier.
    pub fn from_parts(kind: MatterKind, id: Uuid) -> Self {
        match kind {
            MatterKind::Fund => Matter::Fund,
            MatterKind::Partner => Matter::Partner(PartnerId::from_uuid(id)),
            MatterKind::Contribution => Matter::Contribution(ContributionId::from_uuid(id)),
            MatterKind::Receipt => Matter::Receipt(ReceiptId::from_uuid(id)),
            MatterKind::Account => Matter::Account(AccountId::from_uuid(id)),
            MatterKind::RoleGrant => Matter::RoleGrant(RoleGrantId::from_uuid(id)),
            MatterKind::Organisation => Matter::Organisation(OrganisationId::from_uuid(id)),
            MatterKind::Joining => Matter::Joining(JoiningId::from_uuid(id)),
            MatterKind::Call => Matter::Call(CallId::from_uuid(id)),
            MatterKind::Application => Matter::Application(ApplicationId::from_uuid(id)),
            MatterKind::Offices => Matter::Offices(ApplicationId::from_uuid(id)),
            MatterKind::Recusal => Matter::Recusal(RecusalId::from_uuid(id)),
            MatterKind::Assignment => Matter::Assignment(AssignmentId::from_uuid(id)),
            MatterKind::Ranking => Matter::Ranking(RankingId::from_uuid(id)),
            MatterKind::Award => Matter::Award(AwardId::from_uuid(id)),
            MatterKind::Milestone => Matter::Milestone(MilestoneId::from_uuid(id)),
            MatterKind::BankAccount => Matter::BankAccount(BankAccountId::from_uuid(id)),
            MatterKind::Payout => Matter::Payout(PayoutId::from_uuid(id)),
            MatterKind::BankClaim => Matter::BankClaim(BankClaimId::from_uuid(id)),
            MatterKind::PaymentOrder => Matter::PaymentOrder(PaymentOrderId::from_uuid(id)),
            MatterKind::Letter => Matter::Letter(LetterId::from_uuid(id)),
            MatterKind::Anchor => Matter::Anchor(AnchorId::from_uuid(id)),
            MatterKind::Restore => Matter::Restore(RestoreId::from_uuid(id)),
        }
    }
}
