//! Every named condition and where it comes from.
//!
//! The sentence a refused person reads is the message `condition-<code>`; `docs/rules.md` prints
//! it.

use crate::kernel::code::code_enum;
use crate::kernel::time::Instant;

code_enum! {
    /// A statement that must be true before an action.
    pub enum Condition {
        // People and roles.
        /// The account is active.
        AccountIsActive = "account_is_active",
        /// The account is not suspended.
        AccountIsNotSuspended = "account_is_not_suspended",
        /// The appointer's capacity may give this role.
        RoleIsTheirsToGrant = "role_is_theirs_to_grant",
        /// Nobody appoints themselves.
        NotToOneself = "not_to_oneself",
        /// The role does not clash with another the person holds.
        DutiesAreCompatible = "duties_are_compatible",
        /// The confirming administrator is of a partner other than the proposing one.
        ConfirmedByAnotherPartner = "confirmed_by_another_partner",
        /// The confirming administrator neither proposed the role, nor did one of the two ever
        /// propose the other for one.
        ConfirmerIsIndependent = "confirmer_is_independent",
        /// Whoever proposed the role is still in the office in which they proposed it.
        ProposerIsInOffice = "proposer_is_in_office",
        /// Another person holds the joint office too; those of a partner the operator can fill.
        AnotherHoldsTheOffice = "another_holds_the_office",
        /// The partner has no more than one administrator in force, and no other is announced.
        AtMostOneAdministrator = "at_most_one_administrator",
        /// The day in which administrators may object is over.
        ObjectionTimeIsOver = "objection_time_is_over",
        /// There is no fund yet in this database.
        FundIsNotFounded = "fund_is_not_founded",
        /// The second factor of the account is on.
        SecondFactorIsOn = "second_factor_is_on",
        /// The person holds no office for which the fund asks for a second factor.
        NoOfficeAsksForIt = "no_office_asks_for_it",
        /// An app for one-time codes is set up.
        AppIsSetUp = "app_is_set_up",
        /// The account has a passkey.
        PasskeyIsThere = "passkey_is_there",
        /// It is proposed to take the second factor off.
        ResetWaits = "reset_waits",
        /// It is not proposed yet to take the second factor off.
        NoResetWaits = "no_reset_waits",
        /// Its owner has said that the second factor is lost, or it is proposed to take it off.
        ResetIsAskedFor = "reset_is_asked_for",
        /// The owner has not said within a day that the second factor is lost.
        LossNotToldYet = "loss_not_told_yet",
        /// Whoever has a second factor has given a fresh code of it with exactly this.
        CodeGiven = "code_given",
        /// Whoever has a second factor has proved it in this session within ten minutes.
        ProvedRecently = "proved_recently",
        /// The organisation keeps at least one lead.
        OneLeadRemains = "one_lead_remains",
        /// It is a lead who asks, or it is about whoever asks.
        LeadOrOneself = "lead_or_oneself",
        /// The person does not act for the organisation yet.
        NotAMemberYet = "not_a_member_yet",
        /// No request of this person waits there, or was declined in the last thirty days.
        NotAskedYet = "not_asked_yet",
        /// No invitation waits for the person there.
        NotInvitedYet = "not_invited_yet",

        // Partners.
        /// The partner takes part in new calls.
        PartnerIsActive = "partner_is_active",

        // Days.
        /// The day has come somewhere on earth: what was done is not entered before it happens.
        DayHasCome = "day_has_come",
        /// Money comes in on the day of its pledge or later.
        NotBeforeThePledge = "not_before_the_pledge",
        /// The pledge is in force, and not all of it has come in or is proposed as such.
        PledgeIsOutstanding = "pledge_is_outstanding",
        /// The one who confirms acts for a partner other than the one that pays.
        BookedByAnotherPartner = "booked_by_another_partner",
        /// The one who confirms is not the one who proposed it.
        NotTheProposer = "not_the_proposer",
        /// All pledges of the partner stay within what one amount may be.
        PledgesWithinBound = "pledges_within_bound",
        /// The pledge is in force and covers the receipt beside those in the books.
        PledgeCoversIt = "pledge_covers_it",
        /// No money of the pledge is in the books or proposed for them.
        NoMoneyOfItIsIn = "no_money_of_it_is_in",
        /// What the partner has pledged beside it covers its pots in all calls.
        PledgeIsNotAllotted = "pledge_is_not_allotted",
        /// The partner's cash covers what is taken out.
        MoneyIsStillThere = "money_is_still_there",
        /// The bank books on the day of the order or later.
        NotBeforeTheOrder = "not_before_the_order",
        /// The day is not before the bank booked what this follows from.
        NotBeforeTheBooking = "not_before_the_booking",
        /// The day by which something is due has not come yet.
        DueDayAhead = "due_day_ahead",

        // Calls.
        /// At least two active partners take part.
        TwoPartnersTakePart = "two_partners_take_part",
        /// Every pot is common or of a partner that takes part.
        PotsOfActivePartners = "pots_of_active_partners",
        /// The pots of all calls stay within what the partners have pledged.
        PotsWithinPledges = "pots_within_pledges",
        /// The hour of opening lies ahead.
        OpeningAhead = "opening_ahead",
        /// The deadline lies ahead.
        DeadlineAhead = "deadline_ahead",
        /// The hour of opening has come.
        OpeningReached = "opening_reached",
        /// The deadline has passed.
        DeadlinePassed = "deadline_passed",
        /// The text approved is the text as it stands.
        ApprovedAsWritten = "approved_as_written",
        /// This partner has not approved yet.
        PartnerHasNotApproved = "partner_has_not_approved",
        /// A board member of every partner has approved.
        EveryPartnerApproved = "every_partner_approved",
        /// Eligibility of every submitted application has been released.
        EveryEligibilityReleased = "every_eligibility_released",

        // Applications.
        /// The call is open and its deadline has not passed.
        CallIsOpen = "call_is_open",
        /// This partner has not recorded its finding yet.
        PartnerHasNotChecked = "partner_has_not_checked",
        /// Every partner concerned has found the application eligible.
        EveryPartnerFoundEligible = "every_partner_found_eligible",
        /// A partner concerned has found the application not eligible.
        APartnerFoundIneligible = "a_partner_found_ineligible",

        // Reviews.
        /// The call is in evaluation.
        CallIsInEvaluation = "call_is_in_evaluation",
        /// The person is a reviewer of the fund or of this call.
        PersonIsReviewer = "person_is_reviewer",
        /// The reviewer's account is active.
        ReviewerIsActive = "reviewer_is_active",
        /// The person acts for none of the participants.
        NotOfAParticipant = "not_of_a_participant",
        /// The person takes part in no other application of the same call.
        NotInACompetingApplication = "not_in_a_competing_application",
        /// No conflict of interest of this person with this application is known.
        NoConflictKnown = "no_conflict_known",
        /// The application has not been withdrawn.
        ApplicationStands = "application_stands",
        /// The decision on the application has not been released.
        DecisionNotReleased = "decision_not_released",
        /// No conflict of interest has been declared.
        DeclaredNoConflict = "declared_no_conflict",
        /// The application has as many submitted reviews as its call demands.
        EnoughReviews = "enough_reviews",
        /// The marks are not settled yet.
        ConsensusIsOpen = "consensus_is_open",
        /// A mark that differs from the median has a reason.
        DeviationHasReason = "deviation_has_reason",
        /// Marks that lie far apart are settled with a reason.
        DivergenceHasReason = "divergence_has_reason",
        /// The consensus is settled by someone who did not review.
        NotTheReviewer = "not_the_reviewer",

        // Recusals.
        /// The person holds an office in this application.
        PersonIsInOffice = "person_is_in_office",
        /// Of those who hold an office for this partner, everybody stands aside.
        OfficeIsVacant = "office_is_vacant",

        // Decisions.
        /// Every application under review has settled marks.
        EveryConsensusSettled = "every_consensus_settled",
        /// There is at least one application to rank.
        SomethingToRank = "something_to_rank",
        /// This partner has not voted yet.
        PartnerHasNotVoted = "partner_has_not_voted",
        /// A row is left on which this person may vote: they do not stand aside from it.
        ARowIsLeftForThem = "a_row_is_left_for_them",
        /// What is voted on is the list as frozen.
        VotedAsFrozen = "voted_as_frozen",
        /// A partner has objected to the list.
        APartnerObjected = "a_partner_objected",

        // Awards.
        /// The list decides that this application is funded.
        DecidedToFund = "decided_to_fund",
        /// The application has no award but such as have lapsed.
        NoOtherAward = "no_other_award",
        /// Every pot still holds what the award takes from it.
        PotsSuffice = "pots_suffice",
        /// Every application decided to be funded has been offered its award.
        EveryOfferMade = "every_offer_made",
        /// A pot of the call still holds money.
        PotsHoldARest = "pots_hold_a_rest",
        /// This party has not signed yet.
        PartyHasNotSigned = "party_has_not_signed",
        /// What is signed is the agreement as it stands.
        SignedAsWritten = "signed_as_written",
        /// Every partner and the lead have signed.
        EveryPartySigned = "every_party_signed",
        /// The agreement is in force.
        AgreementInForce = "agreement_in_force",
        /// Milestones are taken in their order.
        EarlierMilestonesAccepted = "earlier_milestones_accepted",
        /// The one who accepts is not the one who reported.
        NotTheReporter = "not_the_reporter",
        /// The one who verifies an account is not the one who entered it.
        NotTheRecorder = "not_the_recorder",
        /// Nothing is left to pay.
        EverythingIsPaid = "everything_is_paid",

        // Payouts.
        /// The cause of the payout has been reached: advance, milestone reported, or all accepted.
        CauseIsReached = "cause_is_reached",
        /// The milestone of the payout has been accepted.
        CauseIsAccepted = "cause_is_accepted",
        /// The payee's account is verified and past its cooling time.
        BankAccountIsUsable = "bank_account_is_usable",
        /// The same share is not asked for twice.
        NoOtherLivePayout = "no_other_live_payout",
        /// The sum of live payouts stays within what was earned and granted.
        WithinGrant = "within_grant",
        /// The one who verifies did not request.
        NotTheRequester = "not_the_requester",
        /// The approver neither requested nor verified.
        NeitherRequestedNorVerified = "neither_requested_nor_verified",
        /// The seat is free: paying partner once, another partner once, two persons.
        SeatIsFree = "seat_is_free",
        /// What is approved is the payout as it stands.
        ApprovedUnchanged = "approved_unchanged",
        /// Both seats are taken for the payout as it stands.
        BothSeatsTaken = "both_seats_taken",
        /// The one who releases has approved, verified and requested nothing of this payout.
        ReleaserIsIndependent = "releaser_is_independent",
        /// The person acts for the partner that pays.
        ActsForThePayer = "acts_for_the_payer",
        /// The paying partner's cash covers it.
        CashSuffices = "cash_suffices",
        /// A payout of the paying partner is released and in no order yet.
        SomethingIsReleased = "something_is_released",
        /// One of them is of an application from which the person does not stand aside.
        APayoutIsLeftForThem = "a_payout_is_left_for_them",
        /// The bank's figure is not the order's figure.
        AmountDiffersFromOrder = "amount_differs_from_order",
        /// The bank's figure is the order's figure.
        AmountMatchesOrder = "amount_matches_order",
        /// Nothing that is claimed of the bank's answer waits to be confirmed.
        NoOpenBankClaim = "no_open_bank_claim",
        /// The person acts for a partner other than the one that pays.
        ActsForAnotherPartner = "acts_for_another_partner",
        /// The claim is not the person's own.
        NotTheClaimant = "not_the_claimant",
        /// The claim is the person's own.
        ClaimIsTheirs = "claim_is_theirs",
        /// There is a key on the machine to sign the heads of trail and ledger with.
        SigningKeyIsReady = "signing_key_is_ready",

        // After a restore.
        /// Since the last restore every partner has confirmed what its bank knows.
        PaymentsAreOpen = "payments_are_open",
        /// This partner has not confirmed yet what its bank knows.
        PartnerHasNotConfirmed = "partner_has_not_confirmed",
        /// The person has confirmed for no other partner.
        ConfirmsForNoOther = "confirms_for_no_other",
        /// Every partner has confirmed what its bank knows.
        EveryPartnerConfirmed = "every_partner_confirmed",
        /// The bank's statement goes up to the day of the restore at least.
        StatementReachesTheRestore = "statement_reaches_the_restore",
        /// The fund was restored from a backup.
        FundWasRestored = "fund_was_restored",
        /// Nothing says that the payment has left already.
        NotKnownToHaveLeft = "not_known_to_have_left",
        /// The bank's statement shows that the payment has left already.
        KnownToHaveLeft = "known_to_have_left",
    }
}

impl Condition {
    /// The source of the condition: the clause of the fund's rules or the control principle.
    #[rustfmt::skip]
    pub fn clause(self) -> &'static str {
        use Condition as C;
        match self {
            C::AccountIsActive
            | C::AccountIsNotSuspended
            | C::RoleIsTheirsToGrant
            | C::NotToOneself
            | C::DutiesAreCompatible
            | C::ConfirmedByAnotherPartner
            | C::ConfirmerIsIndependent
            | C::ProposerIsInOffice
            | C::AnotherHoldsTheOffice
            | C::AtMostOneAdministrator
            | C::ObjectionTimeIsOver
            | C::FundIsNotFounded
            | C::SecondFactorIsOn
            | C::NoOfficeAsksForIt
            | C::AppIsSetUp
            | C::PasskeyIsThere
            | C::ResetWaits
            | C::NoResetWaits
            | C::ResetIsAskedFor
            | C::LossNotToldYet
            | C::CodeGiven
            | C::ProvedRecently
            | C::OneLeadRemains
            | C::LeadOrOneself
            | C::NotAMemberYet
            | C::NotAskedYet
            | C::NotInvitedYet => "Roles and incompatible duties",
            C::DayHasCome
            | C::NotBeforeThePledge
            | C::NotBeforeTheOrder
            | C::NotBeforeTheBooking
            | C::SigningKeyIsReady => "Order of the books",
            C::PotsWithinPledges
            | C::PledgeIsOutstanding
            | C::PledgesWithinBound
            | C::PledgeCoversIt
            | C::NoMoneyOfItIsIn
            | C::PledgeIsNotAllotted
            | C::EveryOfferMade
            | C::PotsHoldARest => "Money, invariant 4",
            C::OpeningAhead
            | C::DeadlineAhead
            | C::OpeningReached
            | C::DeadlinePassed
            | C::CallIsOpen
            | C::EveryEligibilityReleased
            | C::CallIsInEvaluation
            | C::DueDayAhead => "Timetable of the call",
            C::PartnerIsActive
            | C::TwoPartnersTakePart
            | C::PotsOfActivePartners
            | C::ApprovedAsWritten
            | C::PartnerHasNotApproved
            | C::EveryPartnerApproved
            | C::PartnerHasNotChecked
            | C::EveryPartnerFoundEligible
            | C::APartnerFoundIneligible
            | C::PartnerHasNotVoted
            | C::ARowIsLeftForThem
            | C::VotedAsFrozen
            | C::APartnerObjected
            | C::PartyHasNotSigned
            | C::SignedAsWritten
            | C::EveryPartySigned => "Joint decision of the partners",
            C::PersonIsInOffice
            | C::OfficeIsVacant
            | C::PersonIsReviewer
            | C::ReviewerIsActive
            | C::NotOfAParticipant
            | C::NotInACompetingApplication
            | C::NoConflictKnown
            | C::ApplicationStands
            | C::DecisionNotReleased
            | C::DeclaredNoConflict
            | C::EnoughReviews
            | C::ConsensusIsOpen
            | C::DeviationHasReason
            | C::DivergenceHasReason
            | C::NotTheReviewer
            | C::EveryConsensusSettled
            | C::SomethingToRank
            | C::NoOtherAward
            | C::DecidedToFund => "Evaluation rules",
            C::PotsSuffice => "Money, invariant 4",
            C::AgreementInForce
            | C::BankAccountIsUsable
            | C::CauseIsReached
            | C::CauseIsAccepted => "Money, invariant 8",
            C::EarlierMilestonesAccepted | C::EverythingIsPaid => "Grant agreement",
            C::NoOtherLivePayout | C::WithinGrant => "Money, invariant 5",
            C::NotTheReporter
            | C::NotTheRecorder
            | C::NotTheRequester
            | C::BookedByAnotherPartner
            | C::NotTheProposer
            | C::NeitherRequestedNorVerified
            | C::ReleaserIsIndependent
            | C::NotTheClaimant
            | C::ClaimIsTheirs => "Money, invariant 9",
            C::SeatIsFree
            | C::BothSeatsTaken
            | C::ActsForThePayer
            | C::ActsForAnotherPartner
            | C::SomethingIsReleased
            | C::APayoutIsLeftForThem => "Money, invariant 8",
            C::PaymentsAreOpen
            | C::PartnerHasNotConfirmed
            | C::ConfirmsForNoOther
            | C::EveryPartnerConfirmed
            | C::StatementReachesTheRestore
            | C::FundWasRestored
            | C::NotKnownToHaveLeft
            | C::KnownToHaveLeft => "Money, invariant 13",
            C::ApprovedUnchanged => "Money, invariant 10",
            C::CashSuffices | C::MoneyIsStillThere => "Money, invariant 7",
            C::AmountMatchesOrder | C::AmountDiffersFromOrder | C::NoOpenBankClaim => {
                "Money, invariant 12"
            }
        }
    }

    /// The fields of a form that it speaks of: what is wrong is said at whichever the form has.
    pub fn fields(self) -> &'static [&'static str] {
        use Condition as C;
        match self {
            C::DayHasCome => &[
                "booked_on",
                "received_on",
                "pledged_on",
                "left_on",
                "seen_until",
            ],
            C::NotBeforeThePledge => &["received_on"],
            C::StatementReachesTheRestore => &["seen_until"],
            C::NotBeforeTheOrder | C::NotBeforeTheBooking => &["booked_on"],
            C::DueDayAhead => &["due_on"],
            C::DeviationHasReason | C::DivergenceHasReason => &["reason"],
            C::PledgesWithinBound
            | C::PledgeCoversIt
            | C::AmountMatchesOrder
            | C::AmountDiffersFromOrder => &["amount"],
            C::ReviewerIsActive
            | C::PersonIsReviewer
            | C::NotOfAParticipant
            | C::NotInACompetingApplication
            | C::NoConflictKnown => &["reviewer"],
            _ => &[],
        }
    }
}

/// What a matter can say of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// It holds from this moment on.
    From(Instant),
    /// It holds before this moment.
    Until(Instant),
    /// Only what a person gives can tell: an amount, a reason.
    Asks,
}

impl Holds {
    /// Whether it holds at this moment; `None` where only the input can tell.
    pub fn at(self, now: Instant) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::From(moment) => Some(moment <= now),
            Self::Until(moment) => Some(now < moment),
            Self::Asks => None,
        }
    }
}

impl From<bool> for Holds {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// What is known to be true or false when an action is decided.
///
/// A condition of a row that was never stated is a fault of the program, not of the person:
/// see [`super::decide::Reason::Unstated`].
#[derive(Debug, Clone, Default)]
pub struct Facts {
    stated: Vec<(Condition, bool)>,
}

impl Facts {
    /// No facts, for actions without conditions.
    pub fn none() -> Self {
        Self::default()
    }

    /// States one fact.
    #[must_use]
    pub fn with(mut self, condition: Condition, holds: bool) -> Self {
        self.stated.push((condition, holds));
        self
    }

    /// All that was stated, in its order.
    pub fn stated(&self) -> &[(Condition, bool)] {
        &self.stated
    }

    /// Whether the condition holds, or `None` where it was never stated. The latest statement
    /// counts.
    pub fn holds(&self, condition: Condition) -> Option<bool> {
        self.stated
            .iter()
            .rev()
            .find(|(stated, _)| *stated == condition)
            .map(|(_, holds)| *holds)
    }
}
