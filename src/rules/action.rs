//! Every action a person, the calendar or the operator can take: the one vocabulary.
//!
//! Policy, lifecycles, notices, audit and the ledger's postings are tables keyed by these words.

use crate::kernel::code::code_enum;

code_enum! {
    /// One thing that can be done.
    pub enum Action {
        // People.
        /// A person opens an account for themselves.
        RegisterAccount = "register_account",
        /// The address of an account is proved by its owner.
        VerifyEmail = "verify_email",
        /// There were very many wrong passwords or codes: the owner is told.
        NoteWrongTries = "note_wrong_tries",
        /// A session begins.
        SignIn = "sign_in",
        /// A session ends.
        SignOut = "sign_out",
        /// A session of one's own is ended from another.
        EndSession = "end_session",
        /// Every session of one's own is ended but the one one is in.
        EndOtherSessions = "end_other_sessions",
        /// A session of the API gets a new pair of tokens.
        RenewSession = "renew_session",
        /// A letter with a link for a new password is asked for.
        AskForReset = "ask_for_reset",
        /// A new password is set with the link of such a letter.
        ResetPassword = "reset_password",
        /// A new password is set by its owner, who knows the old one.
        ChangePassword = "change_password",
        /// A new second factor is begun: its seed is shown.
        BeginSecondFactor = "begin_second_factor",
        /// A second factor that was begun is switched on with its first code.
        TurnOnSecondFactor = "turn_on_second_factor",
        /// The second factor is switched off by its owner.
        TurnOffSecondFactor = "turn_off_second_factor",
        /// A browser is asked to make a passkey.
        BeginPasskey = "begin_passkey",
        /// A passkey that was made becomes a second factor.
        AddPasskey = "add_passkey",
        /// A passkey is removed by its owner.
        RemovePasskey = "remove_passkey",
        /// A browser is asked for a passkey, at the door or for one deed.
        AskForPasskey = "ask_for_passkey",
        /// New recovery codes take the place of the old ones.
        RenewRecoveryCodes = "renew_recovery_codes",
        /// The owner says that they keep the recovery codes.
        KeepRecoveryCodes = "keep_recovery_codes",
        /// A recovery code was used in place of a code of the app.
        UseRecoveryCode = "use_recovery_code",
        /// A code of the second factor is given.
        ProveSecondFactor = "prove_second_factor",
        /// Its owner says at the door, after the right password, that they have lost it.
        TellOfLostFactor = "tell_of_lost_factor",
        /// An administrator proposes to take off a second factor that was lost.
        ProposeFactorReset = "propose_factor_reset",
        /// An administrator of another partner confirms it: the factor is off.
        ConfirmFactorReset = "confirm_factor_reset",
        /// Its owner or an administrator stops it.
        StopFactorReset = "stop_factor_reset",
        /// The operator vouches for it, so that it takes force in a day.
        VouchForFactorReset = "vouch_for_factor_reset",
        /// What the operator vouched for takes force: nobody has stopped it in time.
        ResetSecondFactor = "reset_second_factor",
        /// A person changes their own name.
        RenameAccount = "rename_account",
        /// A person gives another address for their account.
        ChangeAddress = "change_address",
        /// The other address is confirmed, at the old one or at the new; at both, it takes force.
        ConfirmAddress = "confirm_address",
        /// The account goes back to its old address, by the letter that went there.
        TakeBackAddress = "take_back_address",
        /// A person takes their own data with them, as a file.
        ExportOwnData = "export_own_data",
        /// A colleague or reviewer is invited by letter.
        InviteAccount = "invite_account",
        /// The invited person sets a password and begins.
        AcceptInvitation = "accept_invitation",
        /// An account is shut out.
        SuspendAccount = "suspend_account",
        /// A suspended account may sign in again.
        RestoreAccount = "restore_account",
        /// A role is given, or proposed where a second partner must confirm it.
        GrantRole = "grant_role",
        /// A proposed role is confirmed by another partner.
        ConfirmRole = "confirm_role",
        /// A proposed role is refused by another partner.
        RefuseRole = "refuse_role",
        /// A role is taken back.
        RevokeRole = "revoke_role",
        /// The operator announces who will administer a partner that has nobody left.
        AnnounceAdministrator = "announce_administrator",
        /// An administrator objects to the person who was announced.
        ObjectToAdministrator = "object_to_administrator",
        /// The person who was announced takes office: nobody has objected in time.
        TakeOffice = "take_office",
        /// What was announced cannot take force any more when its hour comes, and ends.
        LapseAnnouncement = "lapse_announcement",
        /// An administrator's office passes to the person who was announced.
        CedeOffice = "cede_office",
        /// Whoever a substitute stepped in for acts again: the substitution ends.
        EndSubstitution = "end_substitution",
        /// Of former days, when a fund began with one system administrator: trails still name it.
        CreateAdministrator = "create_administrator",

        // Organisations.
        /// An organisation that wants to apply is registered.
        RegisterOrganisation = "register_organisation",
        /// The details of an organisation are changed.
        UpdateOrganisation = "update_organisation",
        /// A lead invites whoever has an address to act for the organisation.
        InviteMember = "invite_member",
        /// Whoever was invited accepts.
        AcceptMembership = "accept_membership",
        /// Whoever was invited declines.
        DeclineMembership = "decline_membership",
        /// A lead takes an invitation back.
        WithdrawMembership = "withdraw_membership",
        /// A member is made a lead, or a lead a member.
        ChangeMember = "change_member",
        /// A person ceases to act for an organisation.
        RemoveMember = "remove_member",
        /// Of former days, when a lead made anybody a member unasked: trails still name it.
        AddMember = "add_member",
        /// A person asks to act for an organisation that is registered already.
        AskToJoin = "ask_to_join",
        /// A lead lets the person in who asked.
        AcceptJoining = "accept_joining",
        /// A lead declines such a request.
        DeclineJoining = "decline_joining",
        /// Whoever asked does so no longer.
        WithdrawJoining = "withdraw_joining",

        // The fund.
        /// The operator founds the fund from a file.
        FoundFund = "found_fund",
        /// The fund gets its name, prefix and base currency.
        SetUpFund = "set_up_fund",
        /// A country is added to the list.
        AddCountry = "add_country",
        /// A partner joins the fund.
        AddPartner = "add_partner",
        /// A partner takes part in no new call.
        RetirePartner = "retire_partner",
        /// A retired partner takes part in new calls again.
        ReinstatePartner = "reinstate_partner",
        /// A theme is added, renamed or retired.
        KeepThemes = "keep_themes",
        /// A partner's pledge is proposed for the books.
        PledgeContribution = "pledge_contribution",
        /// Money of a pledge has arrived: its receipt is proposed for the books.
        ReceiveContribution = "receive_contribution",
        /// A proposed pledge or receipt is confirmed by another partner, and posted.
        ConfirmBooking = "confirm_booking",
        /// A proposed pledge or receipt is refused by another partner.
        RefuseBooking = "refuse_booking",
        /// A proposed pledge or receipt is taken back by its partner.
        WithdrawBooking = "withdraw_booking",
        /// It is proposed to reverse a pledge or receipt in force.
        ProposeReversal = "propose_reversal",
        /// A reversal is confirmed by another partner, and posted.
        ReverseBooking = "reverse_booking",
        /// A reversal is refused by another partner, or taken back.
        KeepBooking = "keep_booking",

        // Calls.
        /// A call is drafted.
        DraftCall = "draft_call",
        /// A drafted call is changed.
        EditCall = "edit_call",
        /// A draft is put before the board members of every partner.
        SendCallForApproval = "send_call_for_approval",
        /// A call in approval goes back to its drafters.
        ReturnCall = "return_call",
        /// A board member approves a call for their partner.
        ApproveCall = "approve_call",
        /// An approved call is published.
        PublishCall = "publish_call",
        /// A published call opens at its hour.
        OpenCall = "open_call",
        /// An open call closes at its deadline.
        CloseCall = "close_call",
        /// A call that was never published is given up.
        CancelCall = "cancel_call",
        /// Reviewing may begin: every application's eligibility is released.
        BeginEvaluation = "begin_evaluation",
        /// What the pots of a call still hold goes back to the partners.
        GiveBackRest = "give_back_rest",

        // Applications.
        /// An application is begun.
        StartApplication = "start_application",
        /// A draft is saved.
        SaveApplication = "save_application",
        /// A file is added to a draft.
        AttachFile = "attach_file",
        /// A file is removed from a draft.
        RemoveFile = "remove_file",
        /// An application is submitted.
        SubmitApplication = "submit_application",
        /// A draft was not submitted before the deadline.
        MissDeadline = "miss_deadline",
        /// An application is withdrawn by its lead.
        WithdrawApplication = "withdraw_application",
        /// An officer records one partner's finding on eligibility.
        CheckEligibility = "check_eligibility",
        /// The finding "eligible" is released.
        ReleaseEligible = "release_eligible",
        /// The finding "not eligible" is released.
        ReleaseIneligible = "release_ineligible",

        // Recusals.
        /// Somebody in office stands aside from an application: a conflict of interest.
        Recuse = "recuse",
        /// The conflict of interest of somebody else in office is found.
        RecuseAnother = "recuse_another",
        /// What was typed hints at a conflict of interest of somebody in office.
        NoteHint = "note_hint",
        /// A hint is confirmed: the person stands aside.
        ConfirmHint = "confirm_hint",
        /// A hint is dismissed, with a reason.
        DismissHint = "dismiss_hint",
        /// A recusal is taken back, with a reason.
        LiftRecusal = "lift_recusal",
        /// Where a recusal leaves an office empty, somebody is proposed for this application.
        NameSubstitute = "name_substitute",

        // Reviews.
        /// A reviewer is assigned to an application.
        AssignReviewer = "assign_reviewer",
        /// An assignment whose review is not in is taken back.
        RemoveAssignment = "remove_assignment",
        /// The assignments of a person end whose role of reviewer no longer stands.
        EndAssignment = "end_assignment",
        /// A reviewer has come to act for an organisation that applies in the call, or stands
        /// aside from an application of it.
        NoteConflict = "note_conflict",
        /// A reviewer declares that there is no conflict of interest.
        DeclareNoConflict = "declare_no_conflict",
        /// A reviewer declares a conflict of interest.
        DeclareConflict = "declare_conflict",
        /// A reviewer's conflict of interest is found by others.
        FindConflict = "find_conflict",
        /// A reviewer declines an assignment.
        DeclineAssignment = "decline_assignment",
        /// A review is saved.
        SaveReview = "save_review",
        /// A review is submitted.
        SubmitReview = "submit_review",
        /// A submitted review is given back to its reviewer.
        ReopenReview = "reopen_review",
        /// The marks on which the reviewers' medians settle are recorded.
        SettleConsensus = "settle_consensus",
        /// Settled marks are opened again.
        ReopenConsensus = "reopen_consensus",
        /// Settled marks fall because a review they rest on no longer counts.
        VoidConsensus = "void_consensus",

        // Decisions.
        /// The ranked list is frozen.
        FreezeRanking = "freeze_ranking",
        /// A frozen list goes back to evaluation after an objection.
        ReopenRanking = "reopen_ranking",
        /// A list falls, with its votes, because a review it rests on no longer counts, or an
        /// application on it was withdrawn.
        VoidRanking = "void_ranking",
        /// A board member votes for their partner on the frozen list.
        VoteDecision = "vote_decision",
        /// The list becomes the decision: every partner has approved it.
        AdoptDecision = "adopt_decision",
        /// The decisions of a call are released to the applicants.
        ReleaseDecisions = "release_decisions",
        /// An application is told that it is funded.
        AnnounceAward = "announce_award",
        /// An application is told that it is on the reserve list.
        AnnounceReserve = "announce_reserve",
        /// An application is told that it is not funded.
        AnnounceRejection = "announce_rejection",

        // Awards.
        /// Money is reserved and the agreement laid out for signing.
        OfferAward = "offer_award",
        /// The agreement is signed for a partner.
        SignForPartner = "sign_for_partner",
        /// The agreement is signed by the lead applicant.
        SignAsLead = "sign_as_lead",
        /// The last signature brings the agreement into force.
        BringIntoForce = "bring_into_force",
        /// An offer is given up before it is signed by all; the reservation is released.
        LapseAward = "lapse_award",
        /// A milestone is reported.
        ReportMilestone = "report_milestone",
        /// A reported milestone is given back.
        ReturnMilestone = "return_milestone",
        /// A reported milestone is accepted.
        AcceptMilestone = "accept_milestone",
        /// A payee's bank account is entered.
        RecordBankAccount = "record_bank_account",
        /// A payee's bank account is verified.
        VerifyBankAccount = "verify_bank_account",
        /// A payee's bank account is refused.
        RefuseBankAccount = "refuse_bank_account",
        /// A bank account gives way to a newer one.
        ReplaceBankAccount = "replace_bank_account",
        /// Everything of an award is paid.
        CompleteAward = "complete_award",

        // Payouts.
        /// A payout is requested.
        RequestPayout = "request_payout",
        /// A payout is checked against agreement, milestone and account.
        VerifyPayout = "verify_payout",
        /// A payout goes back to the start with another account; its approvals are void.
        ChangePayout = "change_payout",
        /// An approver takes one of the two seats.
        ApprovePayout = "approve_payout",
        /// An approver or programme officer refuses a payout.
        RefusePayout = "refuse_payout",
        /// A payout that was not yet verified is given up.
        CancelPayout = "cancel_payout",
        /// An approved payout is released for payment.
        ReleasePayout = "release_payout",
        /// Released payouts are written to a payment order.
        ExportOrder = "export_order",
        /// The bank has booked the payment.
        ConfirmPayout = "confirm_payout",
        /// A file of the bank is kept with the payout it is about.
        KeepBankFile = "keep_bank_file",
        /// It is claimed, with evidence, that the bank has refused the payment.
        ProposeBankRejection = "propose_bank_rejection",
        /// It is claimed that the bank has booked another amount than was ordered.
        ProposeDiscrepancy = "propose_discrepancy",
        /// It is claimed that the bank has put a differing booking right.
        ProposeCorrection = "propose_correction",
        /// It is claimed that the bank has sent a booked payment back.
        ProposeBankReturn = "propose_bank_return",
        /// An officer of another partner has read the evidence, and confirms such a claim.
        ConfirmBankClaim = "confirm_bank_claim",
        /// An officer of another partner dismisses such a claim.
        DismissBankClaim = "dismiss_bank_claim",
        /// Whoever made such a claim takes it back.
        WithdrawBankClaim = "withdraw_bank_claim",
        /// The bank has refused the payment.
        RecordBankRejection = "record_bank_rejection",
        /// The bank has booked another amount than was ordered.
        RecordDiscrepancy = "record_discrepancy",
        /// The bank has put a differing booking right.
        CorrectDiscrepancy = "correct_discrepancy",
        /// The bank sends a booked payment back.
        RecordBankReturn = "record_bank_return",
        /// A completed award goes on, because a payment of it came back.
        ReopenAward = "reopen_award",

        // After a restore.
        /// The operator restores the fund from a backup.
        RestoreFund = "restore_fund",
        /// A finance officer confirms, for their partner, what its bank knows.
        ConfirmBankState = "confirm_bank_state",
        /// Payments open again: every partner has confirmed.
        OpenPayments = "open_payments",
        /// The bank’s statement shows a payment that was ordered after the backup was taken.
        NoteDeparture = "note_departure",
        /// The order of such a payment is written down again; nothing is handed to the bank.
        RecordLostOrder = "record_lost_order",

        // Letters.
        /// A letter has left.
        SendLetter = "send_letter",
        /// Those whom a task waits for are reminded of it by letter.
        RemindOfTask = "remind_of_task",
        /// The clock of a server jumped.
        NoteClockJump = "note_clock_jump",
        /// What was there before records kept digests is recorded with one.
        SealMatter = "seal_matter",
        /// The heads of the trail and of the ledger are signed, once a day.
        AnchorDaily = "anchor_daily",
        /// The heads of the trail and of the ledger are signed because somebody asks for it.
        AnchorNow = "anchor_now",
        /// What is reckoned from something else was reckoned anew, because it differed.
        RebuildProjections = "rebuild_projections",
        /// An address is written in the spelling of today.
        RespellAddress = "respell_address",
        /// A letter waited when the backup was taken that was restored: it may have left since.
        HoldLetter = "hold_letter",
        /// A letter could not be sent after the last attempt.
        GiveUpLetter = "give_up_letter",
        /// A failed letter is tried again.
        RetryLetter = "retry_letter",
    }
}
