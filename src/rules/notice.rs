//! WHO IS TOLD: action, letter, recipients.

use super::action::Action::{self, *};
use crate::kernel::code::code_enum;

code_enum! {
    /// A kind of letter; its words are the messages `letter-<code>-subject` and
    /// `letter-<code>-body`.
    pub enum LetterKind {
        /// Prove your address.
        Verification = "verification",
        /// You are invited.
        Invitation = "invitation",
        /// A link for a new password.
        Reset = "reset",
        /// There were very many wrong passwords or codes.
        WrongTries = "wrong_tries",
        /// Your password was changed.
        PasswordChanged = "password_changed",
        /// Another address is asked for an account: confirm it.
        AddressConfirmation = "address_confirmation",
        /// The address of your account was changed.
        AddressChanged = "address_changed",
        /// Your second factor was switched on.
        SecondFactorOn = "second_factor_on",
        /// Your second factor was switched off.
        SecondFactorOff = "second_factor_off",
        /// A passkey was added to your account.
        PasskeyAdded = "passkey_added",
        /// A passkey was removed from your account.
        PasskeyRemoved = "passkey_removed",
        /// You have new recovery codes.
        RecoveryCodesRenewed = "recovery_codes_renewed",
        /// One of your recovery codes was used.
        RecoveryCodeUsed = "recovery_code_used",
        /// A second factor that was lost is to be taken off, or was, or was not.
        FactorReset = "factor_reset",
        /// Somebody signed in from a device that was not used before.
        NewDevice = "new_device",
        /// A role was proposed and waits for your confirmation.
        RoleProposed = "role_proposed",
        /// You have a new role.
        RoleGranted = "role_granted",
        /// A role you proposed was refused.
        RoleRefused = "role_refused",
        /// The operator has announced an administrator of a partner.
        AdministratorAnnounced = "administrator_announced",
        /// An administrator who was announced was objected to, or has taken office.
        AdministratorSettled = "administrator_settled",
        /// A pledge, a receipt or a reversal waits for your confirmation.
        BookingProposed = "booking_proposed",
        /// What your partner proposed for the books was confirmed or refused.
        BookingSettled = "booking_settled",
        /// A person asks to act for your organisation.
        JoiningAsked = "joining_asked",
        /// You may act for the organisation.
        JoiningAccepted = "joining_accepted",
        /// Your request to act for the organisation was declined.
        JoiningDeclined = "joining_declined",
        /// You are invited to act for an organisation.
        MembershipOffered = "membership_offered",
        /// Whoever was invited to act for your organisation has answered.
        MembershipAnswered = "membership_answered",
        /// A call waits for your approval.
        CallApprovalWanted = "call_approval_wanted",
        /// Your application was received.
        SubmissionReceipt = "submission_receipt",
        /// Your draft was not submitted in time.
        DeadlineMissed = "deadline_missed",
        /// Your application was withdrawn.
        WithdrawalReceipt = "withdrawal_receipt",
        /// The finding on eligibility.
        Eligibility = "eligibility",
        /// You are asked to review.
        Assignment = "assignment",
        /// An assignment of yours was taken back.
        AssignmentEnded = "assignment_ended",
        /// A conflict of a reviewer arose after they had been assigned.
        ConflictArose = "conflict_arose",
        /// Somebody in office stands aside from an application.
        Recused = "recused",
        /// You stand aside from an application, or no longer do.
        RecusalDecided = "recusal_decided",
        /// Whom you stood in for acts in the application again.
        SubstitutionEnded = "substitution_ended",
        /// A review is given back to you.
        ReviewReopened = "review_reopened",
        /// A ranked list waits for your vote.
        VoteWanted = "vote_wanted",
        /// A ranked list went back to evaluation; votes on it no longer count.
        RankingSetAside = "ranking_set_aside",
        /// The decision on your application.
        Decision = "decision",
        /// An agreement waits for your signature.
        SignatureWanted = "signature_wanted",
        /// The offer was given up before all had signed.
        OfferLapsed = "offer_lapsed",
        /// The agreement is in force.
        AgreementInForce = "agreement_in_force",
        /// A milestone was reported.
        MilestoneReported = "milestone_reported",
        /// A milestone was accepted or given back.
        MilestoneDecided = "milestone_decided",
        /// A bank account was entered.
        BankAccountRecorded = "bank_account_recorded",
        /// A bank account was verified or refused.
        BankAccountDecided = "bank_account_decided",
        /// A payout waits to be verified.
        PayoutRequested = "payout_requested",
        /// A payout waits for approval.
        PayoutApprovalWanted = "payout_approval_wanted",
        /// A payout is approved and waits for release.
        PayoutReleaseWanted = "payout_release_wanted",
        /// A payout was refused.
        PayoutRefused = "payout_refused",
        /// The bank did not pay, or sent the payment back.
        PayoutSentBack = "payout_sent_back",
        /// It is claimed what the bank answered, and waits for your confirmation.
        BankClaimProposed = "bank_claim_proposed",
        /// What you claimed of the bank's answer was confirmed or dismissed.
        BankClaimDecided = "bank_claim_decided",
        /// The bank has paid.
        PayoutConfirmed = "payout_confirmed",
        /// The fund was restored from a backup: confirm what your bank knows.
        BankStateWanted = "bank_state_wanted",
        /// Every partner has confirmed what its bank knows: payments are open again.
        PaymentsOpened = "payments_opened",
        /// Something waits for you: it is due soon, or was due.
        Reminder = "reminder",
        /// The heads of trail and ledger as they were signed today.
        Anchor = "anchor",
    }
}

code_enum! {
    /// Who gets a letter.
    pub enum Recipients {
        /// The one account the action names.
        TheAccount = "the_account",
        /// The leads of the organisation a person asks to join, or was invited to.
        TheLeads = "the_leads",
        /// The secretariat.
        TheSecretariat = "the_secretariat",
        /// Everyone who acts for the lead organisation.
        TheApplicants = "the_applicants",
        /// The reviewer of the assignment.
        TheReviewer = "the_reviewer",
        /// The board members of every party to the call.
        EveryBoard = "every_board",
        /// The approvers of every party to the call.
        EveryApprover = "every_approver",
        /// The programme officers of the partners concerned.
        ProgrammeOfficersConcerned = "programme_officers_concerned",
        /// The payment officers of the paying partner.
        PayersOfficers = "payers_officers",
        /// The finance and payment officers of the other parties to the call.
        OtherMoneyOfficers = "other_money_officers",
        /// The administrators of the other partners.
        OtherAdministrators = "other_administrators",
        /// The finance officers of the other partners.
        OtherFinanceOfficers = "other_finance_officers",
        /// The finance officers of the partner concerned.
        OwnFinanceOfficers = "own_finance_officers",
        /// The finance officers of every partner.
        EveryFinanceOfficer = "every_finance_officer",
        /// The finance and payment officers of every partner.
        EveryMoneyOfficer = "every_money_officer",
        /// Every administrator: of all partners, and of the system.
        EveryAdministrator = "every_administrator",
        /// Every auditor.
        EveryAuditor = "every_auditor",
    }
}

/// One row: after this action, this letter goes to these people.
#[derive(Debug, Clone, Copy)]
pub struct Notice {
    pub action: Action,
    pub letter: LetterKind,
    /// Its readers.
    pub to: Recipients,
}

const fn tell(action: Action, letter: LetterKind, to: Recipients) -> Notice {
    Notice { action, letter, to }
}

/// The table.
#[rustfmt::skip]
pub const TOLD: &[Notice] = &[
    tell(RegisterAccount,     LetterKind::Verification,         Recipients::TheAccount),
    tell(InviteAccount,       LetterKind::Invitation,           Recipients::TheAccount),
    tell(AskForReset,         LetterKind::Reset,                Recipients::TheAccount),
    tell(SignIn,              LetterKind::NewDevice,            Recipients::TheAccount),
    tell(NoteWrongTries,      LetterKind::WrongTries,           Recipients::TheAccount),
    tell(ResetPassword,       LetterKind::PasswordChanged,      Recipients::TheAccount),
    tell(ChangePassword,      LetterKind::PasswordChanged,      Recipients::TheAccount),
    tell(ChangeAddress,       LetterKind::AddressConfirmation,  Recipients::TheAccount),
    tell(ConfirmAddress,      LetterKind::AddressChanged,       Recipients::TheAccount),
    tell(TakeBackAddress,     LetterKind::AddressChanged,       Recipients::TheAccount),
    tell(TurnOnSecondFactor,  LetterKind::SecondFactorOn,       Recipients::TheAccount),
    tell(TurnOffSecondFactor, LetterKind::SecondFactorOff,      Recipients::TheAccount),
    tell(AddPasskey,          LetterKind::PasskeyAdded,         Recipients::TheAccount),
    tell(RemovePasskey,       LetterKind::PasskeyRemoved,       Recipients::TheAccount),
    tell(RenewRecoveryCodes,  LetterKind::RecoveryCodesRenewed, Recipients::TheAccount),
    tell(UseRecoveryCode,     LetterKind::RecoveryCodeUsed,     Recipients::TheAccount),
    tell(TellOfLostFactor,    LetterKind::FactorReset,          Recipients::TheAccount),
    tell(TellOfLostFactor,    LetterKind::FactorReset,          Recipients::EveryAdministrator),
    tell(ProposeFactorReset,  LetterKind::FactorReset,          Recipients::TheAccount),
    tell(ProposeFactorReset,  LetterKind::FactorReset,          Recipients::EveryAdministrator),
    tell(ConfirmFactorReset,  LetterKind::FactorReset,          Recipients::TheAccount),
    tell(ConfirmFactorReset,  LetterKind::FactorReset,          Recipients::EveryAdministrator),
    tell(StopFactorReset,     LetterKind::FactorReset,          Recipients::TheAccount),
    tell(StopFactorReset,     LetterKind::FactorReset,          Recipients::EveryAdministrator),
    tell(VouchForFactorReset, LetterKind::FactorReset,          Recipients::TheAccount),
    tell(VouchForFactorReset, LetterKind::FactorReset,          Recipients::EveryAdministrator),
    tell(ResetSecondFactor,   LetterKind::FactorReset,          Recipients::TheAccount),
    tell(ResetSecondFactor,   LetterKind::FactorReset,          Recipients::EveryAdministrator),
    tell(GrantRole,           LetterKind::RoleProposed,         Recipients::OtherAdministrators),
    tell(ConfirmRole,         LetterKind::RoleGranted,          Recipients::TheAccount),
    tell(RefuseRole,          LetterKind::RoleRefused,          Recipients::TheAccount),
    tell(EndSubstitution,     LetterKind::SubstitutionEnded,    Recipients::TheAccount),
    tell(AnnounceAdministrator, LetterKind::AdministratorAnnounced, Recipients::EveryAdministrator),
    tell(ObjectToAdministrator, LetterKind::AdministratorSettled, Recipients::EveryAdministrator),
    tell(TakeOffice,          LetterKind::AdministratorSettled, Recipients::EveryAdministrator),
    tell(LapseAnnouncement,   LetterKind::AdministratorSettled, Recipients::EveryAdministrator),
    tell(PledgeContribution,  LetterKind::BookingProposed,      Recipients::OtherFinanceOfficers),
    tell(ReceiveContribution, LetterKind::BookingProposed,      Recipients::OtherFinanceOfficers),
    tell(ConfirmBooking,      LetterKind::BookingSettled,       Recipients::OwnFinanceOfficers),
    tell(RefuseBooking,       LetterKind::BookingSettled,       Recipients::OwnFinanceOfficers),
    tell(ProposeReversal,     LetterKind::BookingProposed,      Recipients::OtherFinanceOfficers),
    tell(ReverseBooking,      LetterKind::BookingSettled,       Recipients::OwnFinanceOfficers),
    tell(KeepBooking,         LetterKind::BookingSettled,       Recipients::OwnFinanceOfficers),
    tell(AskToJoin,           LetterKind::JoiningAsked,         Recipients::TheLeads),
    tell(AcceptJoining,       LetterKind::JoiningAccepted,      Recipients::TheAccount),
    tell(DeclineJoining,      LetterKind::JoiningDeclined,      Recipients::TheAccount),
    tell(InviteMember,        LetterKind::MembershipOffered,    Recipients::TheAccount),
    tell(AcceptMembership,    LetterKind::MembershipAnswered,   Recipients::TheLeads),
    tell(DeclineMembership,   LetterKind::MembershipAnswered,   Recipients::TheLeads),
    tell(SendCallForApproval, LetterKind::CallApprovalWanted,   Recipients::EveryBoard),
    tell(SubmitApplication,   LetterKind::SubmissionReceipt,    Recipients::TheApplicants),
    tell(MissDeadline,        LetterKind::DeadlineMissed,       Recipients::TheApplicants),
    tell(WithdrawApplication, LetterKind::WithdrawalReceipt,    Recipients::TheApplicants),
    tell(ReleaseEligible,     LetterKind::Eligibility,          Recipients::TheApplicants),
    tell(ReleaseIneligible,   LetterKind::Eligibility,          Recipients::TheApplicants),
    tell(AssignReviewer,      LetterKind::Assignment,           Recipients::TheReviewer),
    tell(RemoveAssignment,    LetterKind::AssignmentEnded,      Recipients::TheReviewer),
    tell(FindConflict,        LetterKind::AssignmentEnded,      Recipients::TheReviewer),
    tell(EndAssignment,       LetterKind::AssignmentEnded,      Recipients::TheReviewer),
    tell(NoteConflict,        LetterKind::AssignmentEnded,      Recipients::TheReviewer),
    tell(NoteConflict,        LetterKind::ConflictArose,        Recipients::TheSecretariat),
    tell(Recuse,              LetterKind::Recused,              Recipients::TheSecretariat),
    tell(RecuseAnother,       LetterKind::RecusalDecided,       Recipients::TheAccount),
    tell(ConfirmHint,         LetterKind::RecusalDecided,       Recipients::TheAccount),
    tell(DismissHint,         LetterKind::RecusalDecided,       Recipients::TheAccount),
    tell(LiftRecusal,         LetterKind::RecusalDecided,       Recipients::TheAccount),
    tell(ReopenReview,        LetterKind::ReviewReopened,       Recipients::TheReviewer),
    tell(FreezeRanking,       LetterKind::VoteWanted,           Recipients::EveryBoard),
    tell(ReopenRanking,       LetterKind::RankingSetAside,      Recipients::EveryBoard),
    tell(VoidRanking,         LetterKind::RankingSetAside,      Recipients::EveryBoard),
    tell(VoidRanking,         LetterKind::RankingSetAside,      Recipients::TheSecretariat),
    tell(AnnounceAward,       LetterKind::Decision,             Recipients::TheApplicants),
    tell(AnnounceReserve,     LetterKind::Decision,             Recipients::TheApplicants),
    tell(AnnounceRejection,   LetterKind::Decision,             Recipients::TheApplicants),
    tell(OfferAward,          LetterKind::SignatureWanted,      Recipients::EveryApprover),
    tell(OfferAward,          LetterKind::SignatureWanted,      Recipients::TheApplicants),
    tell(LapseAward,          LetterKind::OfferLapsed,          Recipients::TheApplicants),
    tell(LapseAward,          LetterKind::OfferLapsed,          Recipients::EveryApprover),
    tell(BringIntoForce,      LetterKind::AgreementInForce,     Recipients::TheApplicants),
    tell(ReportMilestone,     LetterKind::MilestoneReported,    Recipients::ProgrammeOfficersConcerned),
    tell(ReturnMilestone,     LetterKind::MilestoneDecided,     Recipients::TheApplicants),
    tell(AcceptMilestone,     LetterKind::MilestoneDecided,     Recipients::TheApplicants),
    tell(RecordBankAccount,   LetterKind::BankAccountRecorded,  Recipients::ProgrammeOfficersConcerned),
    tell(VerifyBankAccount,   LetterKind::BankAccountDecided,   Recipients::TheApplicants),
    tell(RefuseBankAccount,   LetterKind::BankAccountDecided,   Recipients::TheApplicants),
    tell(RequestPayout,       LetterKind::PayoutRequested,      Recipients::ProgrammeOfficersConcerned),
    tell(VerifyPayout,        LetterKind::PayoutApprovalWanted, Recipients::EveryApprover),
    tell(ApprovePayout,       LetterKind::PayoutReleaseWanted,  Recipients::PayersOfficers),
    tell(RefusePayout,        LetterKind::PayoutRefused,        Recipients::TheApplicants),
    tell(ConfirmPayout,       LetterKind::PayoutConfirmed,      Recipients::TheApplicants),
    tell(ProposeBankRejection, LetterKind::BankClaimProposed,   Recipients::OtherMoneyOfficers),
    tell(ProposeDiscrepancy,  LetterKind::BankClaimProposed,    Recipients::OtherMoneyOfficers),
    tell(ProposeCorrection,   LetterKind::BankClaimProposed,    Recipients::OtherMoneyOfficers),
    tell(ProposeBankReturn,   LetterKind::BankClaimProposed,    Recipients::OtherMoneyOfficers),
    tell(ConfirmBankClaim,    LetterKind::BankClaimDecided,     Recipients::TheAccount),
    tell(DismissBankClaim,    LetterKind::BankClaimDecided,     Recipients::TheAccount),
    tell(CorrectDiscrepancy,  LetterKind::PayoutConfirmed,      Recipients::TheApplicants),
    tell(RecordBankRejection, LetterKind::PayoutSentBack,       Recipients::TheApplicants),
    tell(RecordBankRejection, LetterKind::PayoutRequested,      Recipients::ProgrammeOfficersConcerned),
    tell(RecordBankReturn,    LetterKind::PayoutSentBack,       Recipients::TheApplicants),
    tell(RecordBankReturn,    LetterKind::PayoutRequested,      Recipients::ProgrammeOfficersConcerned),
    tell(RestoreFund,         LetterKind::BankStateWanted,      Recipients::EveryFinanceOfficer),
    tell(OpenPayments,        LetterKind::PaymentsOpened,       Recipients::EveryMoneyOfficer),
    tell(RemindOfTask,        LetterKind::Reminder,             Recipients::TheAccount),
    tell(AnchorDaily,         LetterKind::Anchor,               Recipients::EveryAuditor),
];

/// The letters that follow an action.
pub fn after(action: Action) -> impl Iterator<Item = &'static Notice> {
    TOLD.iter().filter(move |notice| notice.action == action)
}
