//! WHO SEES WHAT: blind review, embargoed decisions, money and personal data.
//!
//! What one may not see does not exist for them: pages, API, lists, files and letters answer alike.

use super::capacity::Capacity::{self, *};
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
        /// Payment orders and what the bank answered.
        PaymentOrders = "payment_orders",
        /// The ledger: balances, entries, statements.
        Books = "books",
        /// Pledges and receipts.
        Contributions = "contributions",
        /// The history of a matter.
        History = "history",
        /// People, their roles and states.
        People = "people",
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
    seen(Sight::Assignments,          &[Secretariat, PanelChair, Auditor]),
    seen(Sight::NamedReviews,         &[Secretariat, PanelChair, Auditor]),
    seen(Sight::UnreleasedRanking,    &[Secretariat, BoardMember, PanelChair, Auditor]),
    seen(Sight::ReleasedFeedback,     &[LeadApplicant, ConsortiumMember, Secretariat, PanelChair, ProgrammeOfficer, BoardMember, Auditor]),
    seen(Sight::Award,                &[LeadApplicant, ConsortiumMember, Secretariat, ProgrammeOfficer, Approver, PaymentOfficer, FinanceOfficer, ComplianceOfficer, BoardMember, Auditor]),
    seen(Sight::BankDetails,          &[LeadApplicant, ProgrammeOfficer, Approver, PaymentOfficer, Auditor]),
    seen(Sight::PaymentOrders,        &[PaymentOfficer, FinanceOfficer, Auditor]),
    seen(Sight::Books,                &[FinanceOfficer, PaymentOfficer, BoardMember, Auditor]),
    seen(Sight::Contributions,        &[FinanceOfficer, Secretariat, BoardMember, Auditor]),
    seen(Sight::History,              &[Secretariat, ProgrammeOfficer, Approver, FinanceOfficer, ComplianceOfficer, BoardMember, Auditor]),
    seen(Sight::People,               &[PartnerAdministrator, Secretariat, SystemAdministrator, Auditor]),
    seen(Sight::Overdue,              &[Secretariat, PartnerAdministrator, Auditor]),
    seen(Sight::Letters,              &[SystemAdministrator, Auditor]),
];

/// The row of a sight.
pub fn row(sight: Sight) -> Option<&'static View> {
    SEES.iter().find(|view| view.sight == sight)
}
