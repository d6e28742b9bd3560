//! WHO MAY DO WHAT: one row an action, the capacities that may take it, and on what conditions.

use super::action::Action::{self, *};
use super::capacity::Capacity::{self, *};
use super::condition::Condition::{self, *};

/// One row: who may take an action.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    pub action: Action,
    /// The capacities, any one of which suffices; earlier ones are preferred.
    pub capacities: &'static [Capacity],
    /// What must be true of the person besides.
    pub provided: &'static [Condition],
}

const fn grant(
    action: Action,
    capacities: &'static [Capacity],
    provided: &'static [Condition],
) -> Grant {
    Grant {
        action,
        capacities,
        provided,
    }
}

/// The offices from which one stands aside where one has a conflict of interest.
const OFFICES: &[Capacity] = &[
    Secretariat,
    PanelChair,
    ProgrammeOfficer,
    EligibilityOfficer,
    Approver,
    PaymentOfficer,
    FinanceOfficer,
    ComplianceOfficer,
    BoardMember,
    PartnerAdministrator,
];

/// The table.
#[rustfmt::skip]
pub const MAY: &[Grant] = &[
    //    action                in the capacity of                                      provided that
    grant(RegisterAccount,      &[Anyone],                                              &[]),
    grant(VerifyEmail,          &[Anyone],                                              &[]),
    grant(NoteWrongTries,       &[Anyone],                                              &[]),
    grant(SignIn,               &[Anyone],                                              &[AccountIsActive]),
    grant(SignOut,              &[AccountOwner],                                        &[]),
    grant(EndSession,           &[AccountOwner],                                        &[]),
    grant(EndOtherSessions,     &[AccountOwner],                                        &[]),
    grant(RenewSession,         &[Anyone],                                              &[AccountIsActive]),
    grant(AskForReset,          &[Anyone],                                              &[]),
    grant(ResetPassword,        &[Anyone],                                              &[AccountIsActive]),
    grant(ChangePassword,       &[AccountOwner],                                        &[]),
    grant(BeginSecondFactor,    &[AccountOwner],                                        &[]),
    grant(TurnOnSecondFactor,   &[AccountOwner],                                        &[]),
    grant(TurnOffSecondFactor,  &[AccountOwner],                                        &[AppIsSetUp, NoOfficeAsksForIt]),
    grant(BeginPasskey,         &[AccountOwner],                                        &[]),
    grant(AddPasskey,           &[AccountOwner],                                        &[]),
    grant(RemovePasskey,        &[AccountOwner],                                        &[PasskeyIsThere, NoOfficeAsksForIt]),
    grant(AskForPasskey,        &[Anyone],                                              &[PasskeyIsThere]),
    grant(RenewRecoveryCodes,   &[AccountOwner],                                        &[SecondFactorIsOn]),
    grant(KeepRecoveryCodes,    &[AccountOwner],                                        &[SecondFactorIsOn]),
    grant(UseRecoveryCode,      &[Anyone],                                              &[SecondFactorIsOn]),
    grant(ProveSecondFactor,    &[AccountOwner],                                        &[SecondFactorIsOn]),
    grant(TellOfLostFactor,     &[Anyone],                                              &[SecondFactorIsOn, NoResetWaits, LossNotToldYet]),
    grant(ProposeFactorReset,   &[PartnerAdministrator, SystemAdministrator],           &[SecondFactorIsOn, NoResetWaits, NotToOneself, ProvedRecently]),
    grant(ConfirmFactorReset,   &[PartnerAdministrator],                                &[ResetWaits, NotToOneself, ConfirmedByAnotherPartner, ConfirmerIsIndependent, ProvedRecently]),
    grant(StopFactorReset,      &[AccountOwner, PartnerAdministrator, SystemAdministrator], &[ResetIsAskedFor]),
    grant(VouchForFactorReset,  &[Operator],                                            &[ResetWaits]),
    grant(ResetSecondFactor,    &[Calendar],                                            &[ResetWaits, ObjectionTimeIsOver]),
    grant(RenameAccount,        &[AccountOwner],                                        &[]),
    grant(ChangeAddress,        &[AccountOwner],                                        &[ProvedRecently]),
    grant(ConfirmAddress,       &[Anyone],                                              &[AccountIsActive]),
    grant(TakeBackAddress,      &[Anyone],                                              &[AccountIsActive]),
    grant(ExportOwnData,        &[AccountOwner],                                        &[ProvedRecently]),
    grant(InviteAccount,        &[PartnerAdministrator, Secretariat, SystemAdministrator, Operator], &[]),
    grant(AcceptInvitation,     &[Anyone],                                              &[]),
    grant(SuspendAccount,       &[SystemAdministrator],                                 &[NotToOneself]),
    grant(RestoreAccount,       &[SystemAdministrator],                                 &[NotToOneself]),
    grant(GrantRole,            &[PartnerAdministrator, Secretariat, SystemAdministrator], &[AccountIsNotSuspended, RoleIsTheirsToGrant, NotToOneself, DutiesAreCompatible]),
    grant(ConfirmRole,          &[PartnerAdministrator],                                &[AccountIsNotSuspended, ConfirmedByAnotherPartner, ConfirmerIsIndependent, ProposerIsInOffice, NotToOneself, DutiesAreCompatible, ProvedRecently]),
    grant(RefuseRole,           &[PartnerAdministrator],                                &[ConfirmedByAnotherPartner]),
    grant(RevokeRole,           &[PartnerAdministrator, Secretariat, SystemAdministrator], &[RoleIsTheirsToGrant, AnotherHoldsTheOffice]),
    grant(AnnounceAdministrator, &[Operator],                                           &[AccountIsNotSuspended, AtMostOneAdministrator, DutiesAreCompatible]),
    grant(ObjectToAdministrator, &[PartnerAdministrator, SystemAdministrator],          &[NotToOneself]),
    grant(TakeOffice,           &[Calendar],                                            &[ObjectionTimeIsOver, AccountIsNotSuspended, AtMostOneAdministrator, DutiesAreCompatible]),
    grant(LapseAnnouncement,    &[Calendar],                                            &[ObjectionTimeIsOver]),
    grant(CedeOffice,           &[Calendar],                                            &[]),
    grant(EndSubstitution,      &[Secretariat, AccountHolder],                          &[]),
    grant(CreateAdministrator,  &[],                                                    &[]),

    grant(RegisterOrganisation, &[AccountHolder],                                       &[]),
    grant(UpdateOrganisation,   &[OrganisationLead],                                    &[]),
    grant(InviteMember,         &[OrganisationLead],                                    &[]),
    grant(AcceptMembership,     &[AccountOwner],                                        &[]),
    grant(DeclineMembership,    &[AccountOwner],                                        &[]),
    grant(WithdrawMembership,   &[OrganisationLead],                                    &[]),
    grant(ChangeMember,         &[OrganisationLead],                                    &[OneLeadRemains]),
    grant(RemoveMember,         &[OrganisationLead, OrganisationMember],                &[LeadOrOneself, OneLeadRemains]),
    grant(AddMember,            &[],                                                    &[]),
    grant(AskToJoin,            &[AccountHolder],                                       &[NotAMemberYet, NotInvitedYet, NotAskedYet]),
    grant(AcceptJoining,        &[OrganisationLead],                                    &[]),
    grant(DeclineJoining,       &[OrganisationLead],                                    &[]),
    grant(WithdrawJoining,      &[AccountOwner],                                        &[]),

    grant(FoundFund,            &[Operator],                                            &[FundIsNotFounded]),
    grant(SetUpFund,            &[Secretariat],                                         &[]),
    grant(AddCountry,           &[Secretariat],                                         &[]),
    grant(AddPartner,           &[Secretariat],                                         &[]),
    grant(RetirePartner,        &[Secretariat],                                         &[]),
    grant(ReinstatePartner,     &[Secretariat],                                         &[]),
    grant(KeepThemes,           &[Secretariat],                                         &[]),
    grant(PledgeContribution,   &[FinanceOfficer],                                      &[PartnerIsActive, DayHasCome]),
    grant(ReceiveContribution,  &[FinanceOfficer],                                      &[ActsForThePayer, PledgeIsOutstanding, DayHasCome, NotBeforeThePledge]),
    grant(ConfirmBooking,       &[FinanceOfficer],                                      &[BookedByAnotherPartner, NotTheProposer, CodeGiven]),
    grant(RefuseBooking,        &[FinanceOfficer],                                      &[BookedByAnotherPartner]),
    grant(WithdrawBooking,      &[FinanceOfficer],                                      &[ActsForThePayer]),
    grant(ProposeReversal,      &[FinanceOfficer],                                      &[ActsForThePayer]),
    grant(ReverseBooking,       &[FinanceOfficer],                                      &[BookedByAnotherPartner, NotTheProposer, CodeGiven]),
    grant(KeepBooking,          &[FinanceOfficer],                                      &[]),

    grant(DraftCall,            &[Secretariat],                                         &[]),
    grant(EditCall,             &[Secretariat],                                         &[]),
    grant(SendCallForApproval,  &[Secretariat],                                         &[]),
    grant(ReturnCall,           &[BoardMember, Secretariat],                            &[]),
    grant(ApproveCall,          &[BoardMember],                                         &[PartnerHasNotApproved, ApprovedAsWritten, CodeGiven]),
    grant(PublishCall,          &[Secretariat],                                         &[]),
    grant(OpenCall,             &[Calendar],                                            &[]),
    grant(CloseCall,            &[Calendar],                                            &[]),
    grant(CancelCall,           &[Secretariat],                                         &[]),
    grant(BeginEvaluation,      &[Secretariat],                                         &[]),
    grant(GiveBackRest,         &[Secretariat],                                         &[]),

    grant(StartApplication,     &[OrganisationLead, OrganisationMember],                &[CallIsOpen]),
    grant(SaveApplication,      &[LeadApplicant, ConsortiumMember],                     &[]),
    grant(AttachFile,           &[LeadApplicant, ConsortiumMember],                     &[]),
    grant(RemoveFile,           &[LeadApplicant, ConsortiumMember],                     &[]),
    grant(SubmitApplication,    &[LeadApplicant],                                       &[]),
    grant(MissDeadline,         &[Calendar],                                            &[]),
    grant(WithdrawApplication,  &[LeadApplicant],                                       &[]),
    grant(CheckEligibility,     &[EligibilityOfficer],                                  &[PartnerHasNotChecked, NotOfAParticipant]),
    grant(ReleaseEligible,      &[Secretariat],                                         &[]),
    grant(ReleaseIneligible,    &[Secretariat],                                         &[]),

    grant(Recuse,               OFFICES,                                                &[]),
    grant(RecuseAnother,        &[Secretariat],                                         &[NotToOneself, PersonIsInOffice]),
    grant(NoteHint,             &[AccountHolder],                                       &[]),
    grant(ConfirmHint,          &[Secretariat],                                         &[NotToOneself]),
    grant(DismissHint,          &[Secretariat],                                         &[NotToOneself]),
    grant(LiftRecusal,          &[Secretariat],                                         &[NotToOneself]),
    grant(NameSubstitute,       &[PartnerAdministrator],                                &[OfficeIsVacant]),

    grant(AssignReviewer,       &[Secretariat],                                         &[PersonIsReviewer, ReviewerIsActive, NotOfAParticipant, NotInACompetingApplication, NoConflictKnown, DueDayAhead]),
    grant(RemoveAssignment,     &[Secretariat],                                         &[]),
    grant(EndAssignment,        &[Secretariat],                                         &[]),
    grant(NoteConflict,         &[AccountHolder],                                       &[]),
    grant(DeclareNoConflict,    &[AssignedReviewer],                                    &[NotOfAParticipant, NotInACompetingApplication]),
    grant(DeclareConflict,      &[AssignedReviewer],                                    &[]),
    grant(FindConflict,         &[PanelChair, Secretariat],                             &[NotTheReviewer]),
    grant(DeclineAssignment,    &[AssignedReviewer],                                    &[]),
    grant(SaveReview,           &[AssignedReviewer],                                    &[DeclaredNoConflict]),
    grant(SubmitReview,         &[AssignedReviewer],                                    &[DeclaredNoConflict]),
    grant(ReopenReview,         &[PanelChair, Secretariat],                             &[NotTheReviewer]),
    grant(SettleConsensus,      &[PanelChair, Secretariat],                             &[NotTheReviewer]),
    grant(ReopenConsensus,      &[PanelChair, Secretariat],                             &[NotTheReviewer]),
    grant(VoidConsensus,        &[AssignedReviewer, PanelChair, Secretariat, AccountHolder], &[]),

    grant(FreezeRanking,        &[Secretariat],                                         &[]),
    grant(ReopenRanking,        &[Secretariat],                                         &[]),
    grant(VoidRanking,          &[AssignedReviewer, PanelChair, Secretariat, AccountHolder], &[]),
    grant(VoteDecision,         &[BoardMember],                                         &[PartnerHasNotVoted, ARowIsLeftForThem, VotedAsFrozen, CodeGiven]),
    grant(AdoptDecision,        &[BoardMember],                                         &[]),
    grant(ReleaseDecisions,     &[Secretariat],                                         &[]),
    grant(AnnounceAward,        &[Secretariat],                                         &[]),
    grant(AnnounceReserve,      &[Secretariat],                                         &[]),
    grant(AnnounceRejection,    &[Secretariat],                                         &[]),

    grant(OfferAward,           &[Secretariat],                                         &[NoOtherAward, DecidedToFund, PotsSuffice]),
    grant(SignForPartner,       &[Approver],                                            &[PartyHasNotSigned, SignedAsWritten, CodeGiven]),
    grant(SignAsLead,           &[LeadApplicant],                                       &[PartyHasNotSigned, SignedAsWritten, CodeGiven]),
    grant(BringIntoForce,       &[Approver, LeadApplicant],                             &[]),
    grant(LapseAward,           &[Secretariat],                                         &[]),
    grant(ReportMilestone,      &[LeadApplicant, ConsortiumMember],                     &[]),
    grant(ReturnMilestone,      &[ProgrammeOfficer],                                    &[NotTheReporter]),
    grant(AcceptMilestone,      &[ProgrammeOfficer],                                    &[NotTheReporter]),
    grant(RecordBankAccount,    &[LeadApplicant],                                       &[ProvedRecently]),
    grant(VerifyBankAccount,    &[ProgrammeOfficer],                                    &[NotTheRecorder, ProvedRecently]),
    grant(RefuseBankAccount,    &[ProgrammeOfficer],                                    &[NotTheRecorder]),
    grant(ReplaceBankAccount,   &[ProgrammeOfficer],                                    &[NotTheRecorder]),
    grant(CompleteAward,        &[Secretariat],                                         &[]),
    grant(ReopenAward,          &[FinanceOfficer, PaymentOfficer],                      &[]),

    grant(RequestPayout,        &[LeadApplicant],                                       &[AgreementInForce, CauseIsReached, BankAccountIsUsable, NoOtherLivePayout, WithinGrant]),
    grant(VerifyPayout,         &[ProgrammeOfficer],                                    &[NotTheRequester]),
    grant(ChangePayout,         &[ProgrammeOfficer, LeadApplicant],                     &[]),
    grant(ApprovePayout,        &[Approver],                                            &[PaymentsAreOpen, NeitherRequestedNorVerified, SeatIsFree, ApprovedUnchanged, CodeGiven]),
    grant(RefusePayout,         &[Approver, ProgrammeOfficer],                          &[NotTheRequester]),
    grant(CancelPayout,         &[LeadApplicant],                                       &[]),
    grant(ReleasePayout,        &[PaymentOfficer],                                      &[PaymentsAreOpen, ActsForThePayer, ReleaserIsIndependent, CodeGiven]),
    grant(ExportOrder,          &[PaymentOfficer],                                      &[PaymentsAreOpen, SomethingIsReleased, APayoutIsLeftForThem]),
    grant(ConfirmPayout,        &[PaymentOfficer],                                      &[ActsForThePayer, CodeGiven]),
    grant(KeepBankFile,         &[PaymentOfficer],                                      &[ActsForThePayer]),
    grant(ProposeBankRejection, &[PaymentOfficer],                                      &[ActsForThePayer]),
    grant(ProposeDiscrepancy,   &[PaymentOfficer],                                      &[ActsForThePayer]),
    grant(ProposeCorrection,    &[PaymentOfficer],                                      &[ActsForThePayer]),
    grant(ProposeBankReturn,    &[PaymentOfficer],                                      &[ActsForThePayer]),
    grant(ConfirmBankClaim,     &[FinanceOfficer, PaymentOfficer],                      &[ActsForAnotherPartner, NotTheClaimant, CodeGiven]),
    grant(DismissBankClaim,     &[FinanceOfficer, PaymentOfficer],                      &[ActsForAnotherPartner, NotTheClaimant]),
    grant(WithdrawBankClaim,    &[PaymentOfficer],                                      &[ActsForThePayer, ClaimIsTheirs]),
    grant(RecordBankRejection,  &[FinanceOfficer, PaymentOfficer],                      &[ActsForAnotherPartner]),
    grant(RecordDiscrepancy,    &[FinanceOfficer, PaymentOfficer],                      &[ActsForAnotherPartner]),
    grant(CorrectDiscrepancy,   &[FinanceOfficer, PaymentOfficer],                      &[ActsForAnotherPartner]),
    grant(RecordBankReturn,     &[FinanceOfficer, PaymentOfficer],                      &[ActsForAnotherPartner]),

    grant(RestoreFund,          &[Operator],                                            &[]),
    grant(ConfirmBankState,     &[FinanceOfficer],                                      &[PartnerHasNotConfirmed, ConfirmsForNoOther, DayHasCome, StatementReachesTheRestore, CodeGiven]),
    grant(OpenPayments,         &[FinanceOfficer],                                      &[]),
    grant(NoteDeparture,        &[FinanceOfficer, PaymentOfficer],                      &[FundWasRestored, ActsForThePayer, NotKnownToHaveLeft, DayHasCome]),
    grant(RecordLostOrder,      &[PaymentOfficer],                                      &[ActsForThePayer, KnownToHaveLeft, CodeGiven]),

    grant(RemindOfTask,         &[Calendar],                                            &[]),
    grant(NoteClockJump,        &[Calendar],                                            &[]),
    grant(SealMatter,           &[Operator],                                            &[]),
    grant(AnchorDaily,          &[Calendar],                                            &[SigningKeyIsReady]),
    grant(AnchorNow,            &[Auditor, ComplianceOfficer],                          &[SigningKeyIsReady]),
    grant(RebuildProjections,   &[Operator],                                            &[]),
    grant(RespellAddress,       &[Operator],                                            &[]),
    grant(SendLetter,           &[Calendar],                                            &[]),
    grant(HoldLetter,           &[Operator],                                            &[]),
    grant(GiveUpLetter,         &[Calendar],                                            &[]),
    grant(RetryLetter,          &[SystemAdministrator],                                 &[]),
];

/// Whether an action asks for a proof of whoever has a second factor.
pub fn asks_for_factor(action: Action) -> bool {
    let mut provided = row(action).map_or(&[][..], |row| row.provided).iter();
    provided.any(|one| matches!(one, CodeGiven | ProvedRecently))
}

/// The row of an action.
pub fn row(action: Action) -> Option<&'static Grant> {
    MAY.iter().find(|grant| grant.action == action)
}
