//! WHO SEES WHAT: blind review, embargoed decisions, money and personal data.
//!
//! What one may not see does not exist for them: pages, API, lists, files and letters answer alike.

use super::action::Action;
use super::capacity::Capacity::{self, *};
use super::lifecycle::{ApplicationState, CallState};
use super::matter::MatterKind;
use crate::kernel::code::code_enum;

code_enum! {
    /// Something that can be seen.
    pub enum Sight {
        /// A call before it is published.
        UnpublishedCall = "unpublished_call",
        /// An application that is still a draft.
        DraftApplication = "draft_application",
        /// A submitted application with answers, budget and files.
        SubmittedApplication = "submitted_application",
        /// Title, summary and participants of an application one is asked to review.
        ApplicationInBrief = "application_in_brief",
        /// Findings on eligibility before they are released.
        EligibilityFindings = "eligibility_findings",
        /// Who holds which office in an application, and who stands aside.
        Offices = "offices",
        /// Why somebody stands aside from an application.
        Recusals = "recusals",
        /// That somebody stands in for another no longer, and on whose deed that followed.
        EndedSubstitutions = "ended_substitutions",
        /// Who reviews what, and how far they are.
        Assignments = "assignments",
        /// Submitted reviews, with the names of their authors.
        NamedReviews = "named_reviews",
        /// The ranked list and the decision before their release.
        UnreleasedRanking = "unreleased_ranking",
        /// What reviewers wrote for the applicant, without names, after the release.
        ReleasedFeedback = "released_feedback",
        /// An award with its agreement, milestones and money.
        Award = "award",
        /// The payee's full account number.
        BankDetails = "bank_details",
        /// What the bank wrote of a payment: its messages and files, as they were sent.
        BankEvidence = "bank_evidence",
        /// Payment orders and what the bank answered.
        PaymentOrders = "payment_orders",
        /// The ledger: balances, entries, statements.
        Books = "books",
        /// Pledges and receipts.
        Contributions = "contributions",
        /// The history of a matter.
        History = "history",
        /// What was tried on a matter and refused; one's own attempts everyone sees.
        RefusedAttempts = "refused_attempts",
        /// How the records of all matters follow one another.
        Trail = "trail",
        /// The signed heads of trail and ledger.
        Anchors = "anchors",
        /// The history of a person's account, with sign-ins and roles.
        AccountHistory = "account_history",
        /// People, their roles and states.
        People = "people",
        /// Wrong passwords: from where, how many, at whose account.
        FailedSignIns = "failed_sign_ins",
        /// Which backup the fund was restored from, and who confirmed what their bank knows.
        Restores = "restores",
        /// Letters of others: recipients, subjects and failures, never their text.
        Letters = "letters",
        /// What is overdue, and with whom.
        Overdue = "overdue",
    }
}

/// One row: the capacities that see it.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// What is seen.
    pub sight: Sight,
    /// Who sees it.
    pub capacities: &'static [Capacity],
}

const fn seen(sight: Sight, capacities: &'static [Capacity]) -> View {
    View { sight, capacities }
}

/// The table. Officers of a partner see applications and awards that concern their partner.
#[rustfmt::skip]
pub const SEES: &[View] = &[
    seen(Sight::UnpublishedCall,      &[Secretariat, BoardMember, FinanceOfficer, ProgrammeOfficer, EligibilityOfficer, Auditor]),
    seen(Sight::DraftApplication,     &[LeadApplicant, ConsortiumMember]),
    seen(Sight::SubmittedApplication, &[LeadApplicant, ConsortiumMember, Secretariat, ProgrammeOfficer, EligibilityOfficer, Approver, BoardMember, Auditor]),
    seen(Sight::ApplicationInBrief,   &[LeadApplicant, ConsortiumMember, AssignedReviewer, PanelChair, Secretariat, ProgrammeOfficer, EligibilityOfficer, Approver, BoardMember, Auditor]),
    seen(Sight::EligibilityFindings,  &[Secretariat, ProgrammeOfficer, EligibilityOfficer, BoardMember, Auditor]),
    seen(Sight::Offices,              &[Secretariat, PanelChair, ProgrammeOfficer, EligibilityOfficer, Approver, PaymentOfficer, FinanceOfficer, ComplianceOfficer, BoardMember, PartnerAdministrator, Auditor]),
    seen(Sight::Recusals,             &[AccountOwner, Secretariat, PartnerAdministrator, Auditor]),
    seen(Sight::EndedSubstitutions,   &[AccountOwner, Secretariat, PartnerAdministrator, SystemAdministrator, Auditor]),
    seen(Sight::Assignments,          &[Secretariat, PanelChair, Auditor]),
    seen(Sight::NamedReviews,         &[Secretariat, PanelChair, Auditor]),
    seen(Sight::UnreleasedRanking,    &[Secretariat, BoardMember, PanelChair, Auditor]),
    seen(Sight::ReleasedFeedback,     &[LeadApplicant, ConsortiumMember, Secretariat, PanelChair, ProgrammeOfficer, BoardMember, Auditor]),
    seen(Sight::Award,                &[LeadApplicant, ConsortiumMember, Secretariat, ProgrammeOfficer, Approver, PaymentOfficer, FinanceOfficer, ComplianceOfficer, BoardMember, Auditor]),
    seen(Sight::BankDetails,          &[LeadApplicant, ProgrammeOfficer, Approver, PaymentOfficer, Auditor]),
    seen(Sight::BankEvidence,         &[ProgrammeOfficer, Approver, PaymentOfficer, FinanceOfficer, Auditor]),
    seen(Sight::PaymentOrders,        &[PaymentOfficer, FinanceOfficer, Auditor]),
    seen(Sight::Books,                &[FinanceOfficer, PaymentOfficer, BoardMember, Auditor]),
    seen(Sight::Contributions,        &[FinanceOfficer, Secretariat, BoardMember, Auditor]),
    seen(Sight::History,              &[Secretariat, ProgrammeOfficer, Approver, FinanceOfficer, ComplianceOfficer, BoardMember, Auditor]),
    seen(Sight::RefusedAttempts,      &[Secretariat, SystemAdministrator, Auditor]),
    seen(Sight::Trail,                &[Auditor]),
    seen(Sight::Anchors,              &[Auditor, ComplianceOfficer]),
    seen(Sight::AccountHistory,       &[AccountOwner, SystemAdministrator, Auditor]),
    seen(Sight::People,               &[PartnerAdministrator, Secretariat, SystemAdministrator, Auditor]),
    seen(Sight::FailedSignIns,        &[SystemAdministrator, Auditor]),
    seen(Sight::Overdue,              &[Secretariat, PartnerAdministrator, Auditor]),
    seen(Sight::Restores,             &[FinanceOfficer, PaymentOfficer, Approver, ProgrammeOfficer, BoardMember, PartnerAdministrator, Secretariat, SystemAdministrator, Auditor]),
    seen(Sight::Letters,              &[SystemAdministrator, Auditor]),
];

/// The row of a sight.
pub fn row(sight: Sight) -> Option<&'static View> {
    SEES.iter().find(|view| view.sight == sight)
}

/// One row: for whom a matter of a kind exists.
#[derive(Debug, Clone, Copy)]
pub struct Opening {
    /// The kind of matter.
    pub kind: MatterKind,
    /// Any one of these sights of it suffices.
    pub sights: &'static [Sight],
    /// Any one of these relations to it suffices.
    pub capacities: &'static [Capacity],
}

const fn exists(
    kind: MatterKind,
    sights: &'static [Sight],
    capacities: &'static [Capacity],
) -> Opening {
    Opening {
        kind,
        sights,
        capacities,
    }
}

/// The table. To everybody else a matter is not there: whatever they try on it is answered as if
/// there were none. A call in one of the states of [`PUBLIC_CALLS`] exists for everyone.
#[rustfmt::skip]
pub const EXISTS_FOR: &[Opening] = &[
    //     kind                      who has one of these sights     or stands to it as
    exists(MatterKind::Fund,         &[],                            &[Anyone]),
    exists(MatterKind::Partner,      &[],                            &[Anyone]),
    exists(MatterKind::Contribution, &[Sight::Contributions],        &[]),
    exists(MatterKind::Receipt,      &[Sight::Contributions],        &[]),
    exists(MatterKind::Account,      &[Sight::People],               &[AccountOwner]),
    exists(MatterKind::RoleGrant,    &[Sight::People],               &[AccountOwner]),
    exists(MatterKind::Organisation, &[Sight::SubmittedApplication], &[OrganisationMember]),
    exists(MatterKind::Joining,      &[],                            &[AccountOwner, OrganisationLead]),
    exists(MatterKind::Call,         &[Sight::UnpublishedCall],      &[]),
    exists(MatterKind::Application,  &[Sight::ApplicationInBrief],   &[]),
    exists(MatterKind::Offices,      &[Sight::Offices],              &[]),
    exists(MatterKind::Recusal,      &[Sight::Recusals],             &[]),
    exists(MatterKind::Assignment,   &[Sight::Assignments],          &[AssignedReviewer]),
    exists(MatterKind::Ranking,      &[Sight::UnreleasedRanking],    &[]),
    exists(MatterKind::Award,        &[Sight::Award],                &[]),
    exists(MatterKind::Milestone,    &[Sight::Award],                &[]),
    exists(MatterKind::BankAccount,  &[Sight::Award],                &[]),
    exists(MatterKind::Payout,       &[Sight::Award],                &[]),
    exists(MatterKind::BankClaim,    &[Sight::Award],                &[]),
    exists(MatterKind::PaymentOrder, &[Sight::PaymentOrders],        &[]),
    exists(MatterKind::Letter,       &[Sight::Letters],              &[]),
    exists(MatterKind::Anchor,       &[Sight::Anchors],              &[]),
    exists(MatterKind::Restore,      &[Sight::Restores],             &[]),
];

/// States in which a call is everyone's to read.
pub const PUBLIC_CALLS: [CallState; 7] = [
    CallState::Published,
    CallState::Open,
    CallState::Closed,
    CallState::InEvaluation,
    CallState::Ranked,
    CallState::Decided,
    CallState::Awarding,
];

/// What a state of an application is to whoever does not see [`Sight::EligibilityFindings`]: marks
/// and list are not known before the release.
pub fn told_as(state: ApplicationState) -> ApplicationState {
    match state {
        ApplicationState::Assessed | ApplicationState::Ranked => ApplicationState::UnderReview,
        other => other,
    }
}

/// What a state of a call is to whoever does not see [`Sight::UnpublishedCall`]: a frozen list and
/// a decision are not known before their release.
pub fn call_told_as(state: CallState) -> CallState {
    match state {
        CallState::Ranked | CallState::Decided => CallState::InEvaluation,
        other => other,
    }
}

/// By how much a step raises the version of an application, which is told with it to everybody: not
/// by what reviewers and boards do before the release. Digests guard that: of who was asked, of the
/// marks, of the list.
pub fn raises(from: ApplicationState, to: ApplicationState) -> i32 {
    let is_kept = [from, to].map(told_as) == [ApplicationState::UnderReview; 2];
    i32::from(!is_kept)
}

/// By how much a step raises the version of a call; see [`raises`].
pub fn call_raises(from: CallState, to: CallState) -> i32 {
    let is_kept = [from, to].map(call_told_as) == [CallState::InEvaluation; 2];
    i32::from(!is_kept)
}

/// The row of a kind of matter.
pub fn opening(kind: MatterKind) -> Option<&'static Opening> {
    EXISTS_FOR.iter().find(|row| row.kind == kind)
}

/// What one must see for a record to tell more than who did it and when: what stood in a draft, and
/// the names of its files, its applicants alone know; a digest of what the bank wrote tells of it.
pub fn needed_for_details(action: Action) -> Option<Sight> {
    use Action as A;
    Some(match action {
        A::SaveApplication | A::AttachFile | A::RemoveFile => Sight::DraftApplication,
        A::KeepBankFile
        | A::ProposeBankRejection
        | A::ProposeDiscrepancy
        | A::ProposeCorrection
        | A::ProposeBankReturn => Sight::BankEvidence,
        _ => return None,
    })
}

/// What one must see of a matter, besides the matter itself, for its history to tell that an action
/// was taken on it: a record tells no more than the page its reader may open.
pub fn needed_to_be_told(action: Action) -> Option<Sight> {
    use Action as A;
    Some(match action {
        A::AssignReviewer
        | A::RemoveAssignment
        | A::EndAssignment
        | A::NoteConflict
        | A::DeclareNoConflict
        | A::DeclareConflict
        | A::FindConflict
        | A::DeclineAssignment => Sight::Assignments,
        A::Recuse
        | A::RecuseAnother
        | A::NoteHint
        | A::ConfirmHint
        | A::DismissHint
        | A::LiftRecusal => Sight::Recusals,
        A::EndSubstitution => Sight::EndedSubstitutions,
        A::SaveReview
        | A::SubmitReview
        | A::ReopenReview
        | A::SettleConsensus
        | A::ReopenConsensus
        | A::VoidConsensus => Sight::NamedReviews,
        A::FreezeRanking
        | A::ReopenRanking
        | A::VoidRanking
        | A::VoteDecision
        | A::AdoptDecision => Sight::UnreleasedRanking,
        A::CheckEligibility => Sight::EligibilityFindings,
        A::SaveApplication | A::AttachFile | A::RemoveFile => Sight::SubmittedApplication,
        A::DraftCall | A::EditCall | A::SendCallForApproval | A::ReturnCall | A::ApproveCall => {
            Sight::UnpublishedCall
        }
        _ => return None,
    })
}

/// Whether the name of who took an action tells who reviews: a reviewer's as such, and that of
/// whoever brought it about elsewhere that a review no longer counts.
pub fn tells_who_reviews(action: Action, capacity: Capacity) -> bool {
    use Action as A;
    match capacity {
        AssignedReviewer => true,
        AccountHolder => matches!(action, A::NoteConflict | A::VoidConsensus | A::VoidRanking),
        _ => false,
    }
}

/// Whether a record is told to whoever acted, among their own data. What follows elsewhere from
/// what a person did is recorded under them as well, and tells them, who may know of neither, that
/// somebody holds office or reviews, or that there was a list: so those alone are told who see it
/// in the capacity in which it is recorded.
pub fn is_told_to_its_actor(action: Action, capacity: Capacity) -> bool {
    use Action as A;
    let follows = matches!(
        action,
        A::NoteHint | A::NoteConflict | A::VoidConsensus | A::VoidRanking | A::EndSubstitution
    );
    let sight = needed_to_be_told(action).and_then(row);
    !follows || sight.is_some_and(|view| view.capacities.contains(&capacity))
}
