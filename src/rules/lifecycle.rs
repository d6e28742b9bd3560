//! WHAT MAY FOLLOW WHAT: every state machine as a table.

use super::action::Action::{self, *};
use super::condition::Condition::{self, *};
use crate::kernel::code::code_enum;

/// One row: an action leads from one state to another, provided that conditions hold.
#[derive(Debug, Clone, Copy)]
pub struct Rule<S: 'static> {
    pub from: S,
    pub action: Action,
    pub to: S,
    /// What must be true of the matter.
    pub provided: &'static [Condition],
}

pub(super) const fn rule<S>(
    from: S,
    action: Action,
    to: S,
    provided: &'static [Condition],
) -> Rule<S> {
    Rule {
        from,
        action,
        to,
        provided,
    }
}

/// A state of one machine, with the table that governs it.
pub trait State: Copy + Eq + std::fmt::Debug + 'static {
    /// The machine's name, as in message keys: `state-<machine>-<code>`.
    const MACHINE: &'static str;
    const RULES: &'static [Rule<Self>];
    /// The state in which such a thing begins.
    const FIRST: Self;
    fn code(self) -> &'static str;
}

macro_rules! machine {
    ($state:ident, $name:literal, $rules:ident, $first:ident) => {
        impl State for $state {
            const MACHINE: &'static str = $name;
            const RULES: &'static [Rule<Self>] = $rules;
            const FIRST: Self = $state::$first;
            fn code(self) -> &'static str {
                $state::code(self)
            }
        }
    };
}

pub(super) use machine;

code_enum! {
    /// The one state of what knows no states: the fund, an organisation, something to be asked for.
    pub enum NoState {
        Always = "always",
    }
}
machine!(NoState, "none", NONE, Always);

/// Nothing follows in what knows no states.
pub const NONE: &[Rule<NoState>] = &[];

code_enum! {
    /// The states of an account.
    pub enum AccountState {
        /// Registered; the address is not proved yet.
        Unverified = "unverified",
        /// Invited; has not begun.
        Invited = "invited",
        /// In use.
        Active = "active",
        /// Shut out.
        Suspended = "suspended",
    }
}
machine!(AccountState, "account", ACCOUNT, Unverified);

/// Accounts. An account may also begin as invited.
#[rustfmt::skip]
pub const ACCOUNT: &[Rule<AccountState>] = &[
    rule(AccountState::Unverified, VerifyEmail,      AccountState::Active,    &[]),
    rule(AccountState::Unverified, InviteAccount,    AccountState::Invited,   &[]),
    rule(AccountState::Invited,    InviteAccount,    AccountState::Invited,   &[]),
    rule(AccountState::Invited,    AcceptInvitation, AccountState::Active,    &[]),
    rule(AccountState::Active,     SuspendAccount,   AccountState::Suspended, &[]),
    rule(AccountState::Suspended,  RestoreAccount,   AccountState::Active,    &[]),
];

code_enum! {
    /// The states of a granted role.
    pub enum RoleState {
        /// Waits for an administrator of another partner.
        Proposed = "proposed",
        /// Announced by the operator: takes force in a day unless an administrator objects.
        Announced = "announced",
        /// In force.
        Active = "active",
        /// Refused by the other partner, objected to, or lapsed.
        Refused = "refused",
        /// Taken back.
        Revoked = "revoked",
    }
}
machine!(RoleState, "role", ROLE, Proposed);

/// Granted roles. A role that needs no confirmation begins as active.
#[rustfmt::skip]
pub const ROLE: &[Rule<RoleState>] = &[
    rule(RoleState::Proposed, ConfirmRole, RoleState::Active,  &[]),
    rule(RoleState::Proposed, RefuseRole,  RoleState::Refused, &[]),
    rule(RoleState::Proposed, RevokeRole,  RoleState::Revoked, &[]),
    rule(RoleState::Active,   RevokeRole,  RoleState::Revoked, &[]),
    rule(RoleState::Active,   CedeOffice,  RoleState::Revoked, &[]),
    rule(RoleState::Proposed, EndSubstitution, RoleState::Revoked, &[]),
    rule(RoleState::Active,   EndSubstitution, RoleState::Revoked, &[]),
    rule(RoleState::Announced, TakeOffice, RoleState::Active,  &[]),
    rule(RoleState::Announced, ObjectToAdministrator, RoleState::Refused, &[]),
    rule(RoleState::Announced, LapseAnnouncement, RoleState::Refused, &[]),
];

code_enum! {
    pub enum OrganisationState {
        Registered = "registered",
    }
}
machine!(OrganisationState, "organisation", ORGANISATION, Registered);

/// Organisations.
#[rustfmt::skip]
pub const ORGANISATION: &[Rule<OrganisationState>] = &[
    rule(OrganisationState::Registered, UpdateOrganisation, OrganisationState::Registered, &[]),
];

code_enum! {
    /// The states of a request to act for an organisation, or of an invitation to do so.
    pub enum JoiningState {
        /// Waits for a lead.
        Asked = "asked",
        /// Waits for whoever was invited.
        Invited = "invited",
        /// Both sides have agreed.
        Accepted = "accepted",
        /// Declined by the other side.
        Declined = "declined",
        /// Taken back by the side it came from.
        Withdrawn = "withdrawn",
    }
}
machine!(JoiningState, "joining", JOINING, Asked);

impl JoiningState {
    /// The states in which one side or the other is to answer.
    pub const OPEN: [Self; 2] = [Self::Asked, Self::Invited];
}

/// Requests to act for an organisation, and invitations, which begin as such.
#[rustfmt::skip]
pub const JOINING: &[Rule<JoiningState>] = &[
    rule(JoiningState::Asked, AcceptJoining,   JoiningState::Accepted,  &[]),
    rule(JoiningState::Asked, DeclineJoining,  JoiningState::Declined,  &[]),
    rule(JoiningState::Asked, WithdrawJoining, JoiningState::Withdrawn, &[]),
    rule(JoiningState::Invited, AcceptMembership,   JoiningState::Accepted,  &[]),
    rule(JoiningState::Invited, DeclineMembership,  JoiningState::Declined,  &[]),
    rule(JoiningState::Invited, WithdrawMembership, JoiningState::Withdrawn, &[]),
];

code_enum! {
    /// The states of a partner.
    pub enum PartnerState {
        /// Takes part in new calls.
        Active = "active",
        /// Takes part in no new call; its people finish its matters.
        Retired = "retired",
    }
}
machine!(PartnerState, "partner", PARTNER, Active);

/// Partners.
#[rustfmt::skip]
pub const PARTNER: &[Rule<PartnerState>] = &[
    rule(PartnerState::Active,  RetirePartner,    PartnerState::Retired, &[]),
    rule(PartnerState::Retired, ReinstatePartner, PartnerState::Active,  &[]),
];

code_enum! {
    /// The states of a booking: a pledge, or the receipt of money of one.
    pub enum BookingState {
        /// Waits for a finance officer of another partner.
        Proposed = "proposed",
        /// In the books.
        InForce = "in_force",
        /// In the books; its reversal waits for a finance officer of another partner.
        Reversing = "reversing",
        /// Taken out of the books by an opposite entry.
        Reversed = "reversed",
        /// Refused by another partner; never in the books.
        Refused = "refused",
        /// Taken back by its partner; never in the books.
        Withdrawn = "withdrawn",
    }
}
machine!(BookingState, "booking", BOOKING, Proposed);

impl BookingState {
    /// Whether it is in the books.
    pub fn is_booked(self) -> bool {
        matches!(self, Self::InForce | Self::Reversing)
    }

    /// Whether it is in the books, or may still come into them.
    pub fn is_live(self) -> bool {
        self.is_booked() || self == Self::Proposed
    }
}

/// Pledges and receipts.
#[rustfmt::skip]
pub const BOOKING: &[Rule<BookingState>] = &[
    rule(BookingState::Proposed,  ConfirmBooking,  BookingState::InForce,   &[PledgesWithinBound, PledgeCoversIt]),
    rule(BookingState::Proposed,  RefuseBooking,   BookingState::Refused,   &[]),
    rule(BookingState::Proposed,  WithdrawBooking, BookingState::Withdrawn, &[]),
    rule(BookingState::InForce,   ProposeReversal, BookingState::Reversing, &[NoMoneyOfItIsIn, PledgeIsNotAllotted, MoneyIsStillThere]),
    rule(BookingState::Reversing, ReverseBooking,  BookingState::Reversed,  &[NoMoneyOfItIsIn, PledgeIsNotAllotted, MoneyIsStillThere]),
    rule(BookingState::Reversing, KeepBooking,     BookingState::InForce,   &[]),
];

code_enum! {
    /// The states of a call.
    pub enum CallState {
        /// Being written.
        Draft = "draft",
        /// Before the boards of the partners.
        InApproval = "in_approval",
        /// Announced; not open yet.
        Published = "published",
        /// Takes applications.
        Open = "open",
        /// The deadline has passed; eligibility is checked.
        Closed = "closed",
        /// Reviewers are at work.
        InEvaluation = "in_evaluation",
        /// The ranked list is frozen and before the boards.
        Ranked = "ranked",
        /// Decided, not released.
        Decided = "decided",
        /// Released; awards are made and paid.
        Awarding = "awarding",
        /// Given up before it was published.
        Cancelled = "cancelled",
    }
}
machine!(CallState, "call", CALL, Draft);

/// Calls.
#[rustfmt::skip]
pub const CALL: &[Rule<CallState>] = &[
    rule(CallState::Draft,        EditCall,            CallState::Draft,        &[]),
    rule(CallState::Draft,        SendCallForApproval, CallState::InApproval,   &[TwoPartnersTakePart, PotsOfActivePartners, PotsWithinPledges, OpeningAhead, DeadlineAhead]),
    rule(CallState::Draft,        CancelCall,          CallState::Cancelled,    &[]),
    rule(CallState::InApproval,   ApproveCall,         CallState::InApproval,   &[]),
    rule(CallState::InApproval,   ReturnCall,          CallState::Draft,        &[]),
    rule(CallState::InApproval,   PublishCall,         CallState::Published,    &[EveryPartnerApproved, PotsWithinPledges, DeadlineAhead]),
    rule(CallState::InApproval,   CancelCall,          CallState::Cancelled,    &[]),
    rule(CallState::Published,    OpenCall,            CallState::Open,         &[OpeningReached]),
    rule(CallState::Open,         CloseCall,           CallState::Closed,       &[DeadlinePassed]),
    rule(CallState::Closed,       BeginEvaluation,     CallState::InEvaluation, &[EveryEligibilityReleased]),
    rule(CallState::InEvaluation, FreezeRanking,       CallState::Ranked,       &[SomethingToRank, EveryConsensusSettled]),
    rule(CallState::Ranked,       ReopenRanking,       CallState::InEvaluation, &[APartnerObjected]),
    rule(CallState::Ranked,       VoidRanking,         CallState::InEvaluation, &[]),
    rule(CallState::Ranked,       AdoptDecision,       CallState::Decided,      &[EveryPartnerApproved]),
    rule(CallState::Decided,      VoidRanking,         CallState::InEvaluation, &[]),
    rule(CallState::Decided,      ReleaseDecisions,    CallState::Awarding,     &[]),
    rule(CallState::Awarding,     GiveBackRest,        CallState::Awarding,     &[EveryOfferMade, PotsHoldARest]),
];

code_enum! {
    /// The states of an application.
    pub enum ApplicationState {
        /// Being written.
        Draft = "draft",
        /// Submitted; eligibility is checked after the deadline.
        Submitted = "submitted",
        /// Found eligible by every partner concerned.
        Eligible = "eligible",
        /// Found not eligible by a partner concerned.
        Ineligible = "ineligible",
        /// With its reviewers.
        UnderReview = "under_review",
        /// Its marks are settled.
        Assessed = "assessed",
        /// On the frozen list.
        Ranked = "ranked",
        /// Funded.
        Awarded = "awarded",
        /// On the reserve list.
        Reserve = "reserve",
        /// Not funded.
        Rejected = "rejected",
        /// Funded, but the offer was given up before all had signed.
        Lapsed = "lapsed",
        /// Withdrawn by its lead.
        Withdrawn = "withdrawn",
        /// Not submitted before the deadline.
        Missed = "missed",
    }
}
machine!(ApplicationState, "application", APPLICATION, Draft);

/// Applications.
#[rustfmt::skip]
pub const APPLICATION: &[Rule<ApplicationState>] = &[
    rule(ApplicationState::Draft,       SaveApplication,     ApplicationState::Draft,       &[CallIsOpen]),
    rule(ApplicationState::Draft,       AttachFile,          ApplicationState::Draft,       &[CallIsOpen]),
    rule(ApplicationState::Draft,       RemoveFile,          ApplicationState::Draft,       &[CallIsOpen]),
    rule(ApplicationState::Draft,       SubmitApplication,   ApplicationState::Submitted,   &[CallIsOpen]),
    rule(ApplicationState::Draft,       MissDeadline,        ApplicationState::Missed,      &[DeadlinePassed]),
    rule(ApplicationState::Draft,       WithdrawApplication, ApplicationState::Withdrawn,   &[]),
    rule(ApplicationState::Submitted,   WithdrawApplication, ApplicationState::Withdrawn,   &[]),
    rule(ApplicationState::Submitted,   CheckEligibility,    ApplicationState::Submitted,   &[DeadlinePassed]),
    rule(ApplicationState::Submitted,   ReleaseEligible,     ApplicationState::Eligible,    &[EveryPartnerFoundEligible]),
    rule(ApplicationState::Submitted,   ReleaseIneligible,   ApplicationState::Ineligible,  &[APartnerFoundIneligible]),
    rule(ApplicationState::Eligible,    AssignReviewer,      ApplicationState::UnderReview, &[CallIsInEvaluation]),
    rule(ApplicationState::Eligible,    WithdrawApplication, ApplicationState::Withdrawn,   &[]),
    rule(ApplicationState::UnderReview, AssignReviewer,      ApplicationState::UnderReview, &[CallIsInEvaluation]),
    rule(ApplicationState::UnderReview, SettleConsensus,     ApplicationState::Assessed,    &[EnoughReviews, DeviationHasReason, DivergenceHasReason]),
    rule(ApplicationState::UnderReview, WithdrawApplication, ApplicationState::Withdrawn,   &[]),
    rule(ApplicationState::Assessed,    WithdrawApplication, ApplicationState::Withdrawn,   &[]),
    rule(ApplicationState::Assessed,    ReopenConsensus,     ApplicationState::UnderReview, &[]),
    rule(ApplicationState::Assessed,    VoidConsensus,       ApplicationState::UnderReview, &[]),
    rule(ApplicationState::Assessed,    FreezeRanking,       ApplicationState::Ranked,      &[]),
    rule(ApplicationState::Ranked,      WithdrawApplication, ApplicationState::Withdrawn,   &[]),
    rule(ApplicationState::Ranked,      ReopenRanking,       ApplicationState::Assessed,    &[]),
    rule(ApplicationState::Ranked,      VoidRanking,         ApplicationState::Assessed,    &[]),
    rule(ApplicationState::Ranked,      AnnounceAward,       ApplicationState::Awarded,     &[DecidedToFund]),
    rule(ApplicationState::Ranked,      AnnounceReserve,     ApplicationState::Reserve,     &[]),
    rule(ApplicationState::Ranked,      AnnounceRejection,   ApplicationState::Rejected,    &[]),
    rule(ApplicationState::Awarded,     OfferAward,          ApplicationState::Awarded,     &[]),
    rule(ApplicationState::Awarded,     LapseAward,          ApplicationState::Lapsed,      &[]),
    rule(ApplicationState::Lapsed,      OfferAward,          ApplicationState::Awarded,     &[]),
];

code_enum! {
    /// The states of one reviewer's assignment.
    pub enum AssignmentState {
        /// The reviewer has not declared yet: title, summary and participants only.
        Invited = "invited",
        /// No conflict declared: the whole application is open.
        Clear = "clear",
        /// A conflict declared or found: the application is shut, and a review does not count.
        Conflicted = "conflicted",
        Declined = "declined",
        /// The review is in.
        Submitted = "submitted",
        /// Taken back by the secretariat.
        Removed = "removed",
        /// The reviewer's role no longer stands.
        Ended = "ended",
    }
}
machine!(AssignmentState, "assignment", ASSIGNMENT, Invited);

impl AssignmentState {
    /// The states in which the reviewer is asked, at work, or done: the application is theirs to
    /// see.
    pub const AT_WORK: [Self; 3] = [Self::Invited, Self::Clear, Self::Submitted];
}

/// Assignments.
#[rustfmt::skip]
pub const ASSIGNMENT: &[Rule<AssignmentState>] = &[
    rule(AssignmentState::Invited,   DeclareNoConflict, AssignmentState::Clear,      &[ApplicationStands, ConsensusIsOpen]),
    rule(AssignmentState::Invited,   DeclareConflict,   AssignmentState::Conflicted, &[ApplicationStands, DecisionNotReleased]),
    rule(AssignmentState::Invited,   FindConflict,      AssignmentState::Conflicted, &[ApplicationStands, DecisionNotReleased]),
    rule(AssignmentState::Invited,   NoteConflict,      AssignmentState::Conflicted, &[ApplicationStands, DecisionNotReleased]),
    rule(AssignmentState::Invited,   DeclineAssignment, AssignmentState::Declined,   &[ApplicationStands]),
    rule(AssignmentState::Invited,   RemoveAssignment,  AssignmentState::Removed,    &[]),
    rule(AssignmentState::Invited,   EndAssignment,     AssignmentState::Ended,      &[]),
    rule(AssignmentState::Clear,     DeclareConflict,   AssignmentState::Conflicted, &[ApplicationStands, DecisionNotReleased]),
    rule(AssignmentState::Clear,     FindConflict,      AssignmentState::Conflicted, &[ApplicationStands, DecisionNotReleased]),
    rule(AssignmentState::Clear,     NoteConflict,      AssignmentState::Conflicted, &[ApplicationStands, DecisionNotReleased]),
    rule(AssignmentState::Clear,     DeclineAssignment, AssignmentState::Declined,   &[ApplicationStands]),
    rule(AssignmentState::Clear,     RemoveAssignment,  AssignmentState::Removed,    &[]),
    rule(AssignmentState::Clear,     EndAssignment,     AssignmentState::Ended,      &[]),
    rule(AssignmentState::Clear,     SaveReview,        AssignmentState::Clear,      &[ApplicationStands, ConsensusIsOpen]),
    rule(AssignmentState::Clear,     SubmitReview,      AssignmentState::Submitted,  &[ApplicationStands, ConsensusIsOpen]),
    rule(AssignmentState::Submitted, ReopenReview,      AssignmentState::Clear,      &[ApplicationStands, ConsensusIsOpen]),
    rule(AssignmentState::Submitted, DeclareConflict,   AssignmentState::Conflicted, &[ApplicationStands, DecisionNotReleased]),
    rule(AssignmentState::Submitted, FindConflict,      AssignmentState::Conflicted, &[ApplicationStands, DecisionNotReleased]),
    rule(AssignmentState::Submitted, NoteConflict,      AssignmentState::Conflicted, &[ApplicationStands, DecisionNotReleased]),
    rule(AssignmentState::Submitted, EndAssignment,     AssignmentState::Ended,      &[DecisionNotReleased]),
];

code_enum! {
    /// The states of a ranked list.
    pub enum RankingState {
        /// Frozen and before the boards.
        Frozen = "frozen",
        /// Approved by every partner.
        Decided = "decided",
        /// Known to the applicants.
        Released = "released",
        /// Gave way after an objection, or because what it rests on no longer stands.
        SetAside = "set_aside",
    }
}
machine!(RankingState, "ranking", RANKING, Frozen);

/// Ranked lists.
#[rustfmt::skip]
pub const RANKING: &[Rule<RankingState>] = &[
    rule(RankingState::Frozen,  VoteDecision,     RankingState::Frozen,   &[]),
    rule(RankingState::Frozen,  ReopenRanking,    RankingState::SetAside, &[APartnerObjected]),
    rule(RankingState::Frozen,  VoidRanking,      RankingState::SetAside, &[]),
    rule(RankingState::Frozen,  AdoptDecision,    RankingState::Decided,  &[EveryPartnerApproved]),
    rule(RankingState::Decided, VoidRanking,      RankingState::SetAside, &[]),
    rule(RankingState::Decided, ReleaseDecisions, RankingState::Released, &[]),
];

code_enum! {
    /// The states of an award.
    pub enum AwardState {
        /// Reserved; the agreement is being signed.
        Signing = "signing",
        /// The agreement is in force.
        Active = "active",
        /// Everything is paid.
        Completed = "completed",
        /// Given up before all had signed.
        Lapsed = "lapsed",
    }
}
machine!(AwardState, "award", AWARD, Signing);

/// Awards.
#[rustfmt::skip]
pub const AWARD: &[Rule<AwardState>] = &[
    rule(AwardState::Signing, SignForPartner, AwardState::Signing,   &[]),
    rule(AwardState::Signing, SignAsLead,     AwardState::Signing,   &[]),
    rule(AwardState::Signing, BringIntoForce, AwardState::Active,    &[EveryPartySigned]),
    rule(AwardState::Signing, LapseAward,     AwardState::Lapsed,    &[]),
    rule(AwardState::Active,  CompleteAward,  AwardState::Completed, &[EverythingIsPaid]),
    rule(AwardState::Completed, ReopenAward,  AwardState::Active,    &[]),
];

code_enum! {
    /// The states of a milestone.
    pub enum MilestoneState {
        /// Not reported yet.
        Planned = "planned",
        /// Reported; with the programme officer.
        Reported = "reported",
        /// Given back with a reason.
        Returned = "returned",
        /// Accepted: its share is earned.
        Accepted = "accepted",
    }
}
machine!(MilestoneState, "milestone", MILESTONE, Planned);

/// Milestones.
#[rustfmt::skip]
pub const MILESTONE: &[Rule<MilestoneState>] = &[
    rule(MilestoneState::Planned,  ReportMilestone, MilestoneState::Reported, &[AgreementInForce, EarlierMilestonesAccepted]),
    rule(MilestoneState::Returned, ReportMilestone, MilestoneState::Reported, &[AgreementInForce, EarlierMilestonesAccepted]),
    rule(MilestoneState::Reported, ReturnMilestone, MilestoneState::Returned, &[AgreementInForce]),
    rule(MilestoneState::Reported, AcceptMilestone, MilestoneState::Accepted, &[AgreementInForce]),
];

code_enum! {
    /// The states of a payee's bank account.
    pub enum BankAccountState {
        /// Entered; not verified.
        Recorded = "recorded",
        /// Verified by an officer.
        Verified = "verified",
        /// Refused by an officer.
        Refused = "refused",
        /// Gave way to a newer account.
        Replaced = "replaced",
    }
}
machine!(BankAccountState, "bank_account", BANK_ACCOUNT, Recorded);

/// Bank accounts of payees.
#[rustfmt::skip]
pub const BANK_ACCOUNT: &[Rule<BankAccountState>] = &[
    rule(BankAccountState::Recorded, VerifyBankAccount,  BankAccountState::Verified, &[]),
    rule(BankAccountState::Recorded, RefuseBankAccount,  BankAccountState::Refused,  &[]),
    rule(BankAccountState::Recorded, ReplaceBankAccount, BankAccountState::Replaced, &[]),
    rule(BankAccountState::Verified, ReplaceBankAccount, BankAccountState::Replaced, &[]),
];

code_enum! {
    /// The states of a payout.
    pub enum PayoutState {
        /// Asked for.
        Requested = "requested",
        /// Checked by a programme officer.
        Verified = "verified",
        /// One of two seats taken.
        ApprovedOnce = "approved_once",
        /// Both seats taken.
        Approved = "approved",
        /// Released for payment.
        Released = "released",
        /// Written to a payment order.
        Ordered = "ordered",
        /// Booked by the bank with another amount than was ordered.
        Queried = "queried",
        /// Booked by the bank.
        Confirmed = "confirmed",
        Refused = "refused",
        /// Given up by its requester.
        Cancelled = "cancelled",
    }
}
machine!(PayoutState, "payout", PAYOUT, Requested);

/// Payouts.
#[rustfmt::skip]
pub const PAYOUT: &[Rule<PayoutState>] = &[
    rule(PayoutState::Requested,    VerifyPayout,        PayoutState::Verified,     &[AgreementInForce, CauseIsAccepted, BankAccountIsUsable, WithinGrant]),
    rule(PayoutState::Requested,    ChangePayout,        PayoutState::Requested,    &[]),
    rule(PayoutState::Requested,    RefusePayout,        PayoutState::Refused,      &[PaymentsAreOpen, NotKnownToHaveLeft]),
    rule(PayoutState::Requested,    CancelPayout,        PayoutState::Cancelled,    &[PaymentsAreOpen, NotKnownToHaveLeft]),
    rule(PayoutState::Verified,     ApprovePayout,       PayoutState::ApprovedOnce, &[AgreementInForce, BankAccountIsUsable]),
    rule(PayoutState::Verified,     ChangePayout,        PayoutState::Requested,    &[]),
    rule(PayoutState::Verified,     RefusePayout,        PayoutState::Refused,      &[PaymentsAreOpen, NotKnownToHaveLeft]),
    rule(PayoutState::ApprovedOnce, ApprovePayout,       PayoutState::Approved,     &[AgreementInForce, BankAccountIsUsable]),
    rule(PayoutState::ApprovedOnce, ChangePayout,        PayoutState::Requested,    &[]),
    rule(PayoutState::ApprovedOnce, RefusePayout,        PayoutState::Refused,      &[PaymentsAreOpen, NotKnownToHaveLeft]),
    rule(PayoutState::Approved,     ReleasePayout,       PayoutState::Released,     &[AgreementInForce, BothSeatsTaken, BankAccountIsUsable, WithinGrant, CashSuffices]),
    rule(PayoutState::Approved,     ChangePayout,        PayoutState::Requested,    &[]),
    rule(PayoutState::Approved,     RefusePayout,        PayoutState::Refused,      &[PaymentsAreOpen, NotKnownToHaveLeft]),
    rule(PayoutState::Released,     ExportOrder,         PayoutState::Ordered,      &[AgreementInForce, BothSeatsTaken, BankAccountIsUsable, NotKnownToHaveLeft]),
    rule(PayoutState::Released,     RecordLostOrder,     PayoutState::Ordered,      &[]),
    rule(PayoutState::Requested,    NoteDeparture,       PayoutState::Requested,    &[]),
    rule(PayoutState::Verified,     NoteDeparture,       PayoutState::Verified,     &[]),
    rule(PayoutState::ApprovedOnce, NoteDeparture,       PayoutState::ApprovedOnce, &[]),
    rule(PayoutState::Approved,     NoteDeparture,       PayoutState::Approved,     &[]),
    rule(PayoutState::Released,     NoteDeparture,       PayoutState::Released,     &[]),
    rule(PayoutState::Ordered,      NoteDeparture,       PayoutState::Ordered,      &[]),
    rule(PayoutState::Queried,      NoteDeparture,       PayoutState::Queried,      &[]),
    rule(PayoutState::Confirmed,    NoteDeparture,       PayoutState::Confirmed,    &[]),
    rule(PayoutState::Released,     ChangePayout,        PayoutState::Requested,    &[]),
    rule(PayoutState::Ordered,      ConfirmPayout,       PayoutState::Confirmed,    &[NoOpenBankClaim, AmountMatchesOrder, DayHasCome, NotBeforeTheOrder]),
    rule(PayoutState::Ordered,      KeepBankFile,        PayoutState::Ordered,      &[NoOpenBankClaim]),
    rule(PayoutState::Queried,      KeepBankFile,        PayoutState::Queried,      &[NoOpenBankClaim]),
    rule(PayoutState::Confirmed,    KeepBankFile,        PayoutState::Confirmed,    &[NoOpenBankClaim]),
    rule(PayoutState::Ordered,      ProposeBankRejection, PayoutState::Ordered,     &[NoOpenBankClaim, DayHasCome, NotBeforeTheOrder]),
    rule(PayoutState::Ordered,      ProposeDiscrepancy,  PayoutState::Ordered,      &[NoOpenBankClaim, AmountDiffersFromOrder, DayHasCome, NotBeforeTheOrder]),
    rule(PayoutState::Queried,      ProposeCorrection,   PayoutState::Queried,      &[NoOpenBankClaim, AmountMatchesOrder, DayHasCome, NotBeforeTheOrder, NotBeforeTheBooking]),
    rule(PayoutState::Queried,      ProposeBankRejection, PayoutState::Queried,     &[NoOpenBankClaim, DayHasCome, NotBeforeTheOrder, NotBeforeTheBooking]),
    rule(PayoutState::Confirmed,    ProposeBankReturn,   PayoutState::Confirmed,    &[NoOpenBankClaim, DayHasCome, NotBeforeTheOrder, NotBeforeTheBooking]),
    rule(PayoutState::Ordered,      RecordBankRejection, PayoutState::Requested,    &[DayHasCome, NotBeforeTheOrder]),
    rule(PayoutState::Ordered,      RecordDiscrepancy,   PayoutState::Queried,      &[AmountDiffersFromOrder, DayHasCome, NotBeforeTheOrder]),
    rule(PayoutState::Queried,      CorrectDiscrepancy,  PayoutState::Confirmed,    &[AmountMatchesOrder, DayHasCome, NotBeforeTheOrder, NotBeforeTheBooking]),
    rule(PayoutState::Queried,      RecordBankRejection, PayoutState::Requested,    &[DayHasCome, NotBeforeTheOrder, NotBeforeTheBooking]),
    rule(PayoutState::Confirmed,    RecordBankReturn,    PayoutState::Requested,    &[DayHasCome, NotBeforeTheOrder, NotBeforeTheBooking]),
];

code_enum! {
    /// The states of a claim of what the bank answered.
    pub enum BankClaimState {
        /// Waits for an officer of another partner.
        Proposed = "proposed",
        /// Confirmed: the payout has moved.
        Confirmed = "confirmed",
        /// Dismissed by an officer of another partner.
        Dismissed = "dismissed",
        /// Taken back by whoever made it.
        Withdrawn = "withdrawn",
    }
}
machine!(BankClaimState, "bank_claim", BANK_CLAIM, Proposed);

/// Claims of what the bank answered.
#[rustfmt::skip]
pub const BANK_CLAIM: &[Rule<BankClaimState>] = &[
    rule(BankClaimState::Proposed, ConfirmBankClaim,  BankClaimState::Confirmed, &[]),
    rule(BankClaimState::Proposed, DismissBankClaim,  BankClaimState::Dismissed, &[]),
    rule(BankClaimState::Proposed, WithdrawBankClaim, BankClaimState::Withdrawn, &[]),
];

code_enum! {
    /// The states of a letter.
    pub enum LetterState {
        /// In the outbox.
        Waiting = "waiting",
        /// Handed to the mail server.
        Sent = "sent",
        /// Given up after the last attempt.
        Failed = "failed",
    }
}
machine!(LetterState, "letter", LETTER, Waiting);

/// Letters.
#[rustfmt::skip]
pub const LETTER: &[Rule<LetterState>] = &[
    rule(LetterState::Waiting, SendLetter,   LetterState::Sent,    &[]),
    rule(LetterState::Waiting, GiveUpLetter, LetterState::Failed,  &[]),
    rule(LetterState::Waiting, HoldLetter,   LetterState::Failed,  &[]),
    rule(LetterState::Failed,  RetryLetter,  LetterState::Waiting, &[]),
];
