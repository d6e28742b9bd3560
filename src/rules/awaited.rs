//! WHO MUST MOVE, BY WHEN: of what is permitted, what is awaited.
//!
//! Withdrawing is permitted, signing is awaited. From this table and the law come the task list,
//! the banner of every page, reminders and the overdue list; see `tasks`.

use super::action::Action::{self, *};
use super::capacity::Capacity::{self, *};
use super::lifecycle::{
    AccountState, ApplicationState, AssignmentState, AwardState, BankAccountState, BankClaimState,
    BookingState, CallState, JoiningState, LetterState, MilestoneState, NoState, OrganisationState,
    PayoutState, RankingState, RoleState, State,
};
use super::recusal::RecusalState;
use super::restore::RestoreState;
use super::visibility::Sight;

/// By when an action is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// No date is set.
    Open,
    /// So many days after it became awaited.
    Days(i64),
    /// By the matter's own date: a deadline, the day a milestone or a review is due.
    Own,
}

/// One row: in this state, this action is awaited of these.
#[derive(Debug, Clone, Copy)]
pub struct Awaited<S: 'static> {
    pub state: S,
    pub action: Action,
    /// Each of them sees the task; what one has done is done.
    pub by: &'static [Capacity],
    pub due: Due,
    /// Days before (negative) and after the due time on which a letter reminds, each once.
    pub reminders: &'static [i64],
}

/// What one must be allowed to see to learn that an action is awaited of others: a release tells
/// the finding, settling that the reviews are in, freezing that the marks are settled.
pub fn tells(action: Action) -> Option<Sight> {
    match action {
        ReleaseEligible | ReleaseIneligible => Some(Sight::EligibilityFindings),
        AssignReviewer | SettleConsensus => Some(Sight::Assignments),
        FreezeRanking | VoteDecision | ReopenRanking | ReleaseDecisions => {
            Some(Sight::UnreleasedRanking)
        }
        NameSubstitute | ConfirmHint => Some(Sight::Offices),
        ConfirmRole | GrantRole => Some(Sight::People),
        _ => None,
    }
}

/// What one who sees no more than this may not be reminded of by a history: that it is awaited
/// tells what they do not see.
pub fn kept_reminders(sees: impl Fn(Sight) -> bool) -> Vec<&'static str> {
    let mut kept = Vec::new();
    for action in Action::ALL {
        if tells(*action).is_some_and(|sight| !sees(sight)) {
            kept.push(action.code());
        }
    }
    kept
}

/// A machine whose states await something.
pub trait Awaits: State {
    /// Every row.
    const AWAITED: &'static [Awaited<Self>];
}

const fn row<S>(state: S, action: Action, by: &'static [Capacity], due: Due) -> Awaited<S> {
    Awaited {
        state,
        action,
        by,
        due,
        reminders: match due {
            Due::Open => &[],
            Due::Days(_) => &[1],
            Due::Own => &[-7, -1, 1],
        },
    }
}

macro_rules! awaited {
    ($state:ident, [$($from:ident, $action:ident, [$($by:ident),+], $due:expr;)*]) => {
        impl Awaits for $state {
            const AWAITED: &'static [Awaited<Self>] =
                &[$(row($state::$from, $action, &[$($by),+], $due)),*];
        }
    };
}

awaited!(RoleState, [
    Proposed,     ConfirmRole,         [PartnerAdministrator],  Due::Days(7);
]);
awaited!(AccountState, []);
awaited!(OrganisationState, []);
awaited!(JoiningState, [
    Asked,        AcceptJoining,       [OrganisationLead],      Due::Days(7);
    Invited,      AcceptMembership,    [AccountOwner],          Due::Open;
]);
awaited!(CallState, [
    Draft,        SendCallForApproval, [Secretariat],           Due::Open;
    InApproval,   ApproveCall,         [BoardMember],           Due::Days(14);
    InApproval,   PublishCall,         [Secretariat],           Due::Days(7);
    Closed,       BeginEvaluation,     [Secretariat],           Due::Days(7);
    InEvaluation, FreezeRanking,       [Secretariat],           Due::Open;
]);
awaited!(ApplicationState, [
    Draft,        SubmitApplication,   [LeadApplicant],         Due::Own;
    Draft,        SaveApplication,     [ConsortiumMember],      Due::Own;
    Submitted,    CheckEligibility,    [EligibilityOfficer],    Due::Days(14);
    Submitted,    ReleaseEligible,     [Secretariat],           Due::Days(7);
    Submitted,    ReleaseIneligible,   [Secretariat],           Due::Days(7);
    Eligible,     AssignReviewer,      [Secretariat],           Due::Days(7);
    UnderReview,  AssignReviewer,      [Secretariat],           Due::Days(7);
    UnderReview,  SettleConsensus,     [PanelChair, Secretariat], Due::Days(7);
]);
awaited!(RecusalState, [
    Hinted,       ConfirmHint,         [Secretariat],           Due::Days(3);
]);
awaited!(AssignmentState, [
    Invited,      DeclareNoConflict,   [AssignedReviewer],      Due::Days(5);
    Clear,        SubmitReview,        [AssignedReviewer],      Due::Own;
]);
awaited!(RankingState, [
    Frozen,       VoteDecision,        [BoardMember],           Due::Days(14);
    Frozen,       ReopenRanking,       [Secretariat],           Due::Days(3);
    Decided,      ReleaseDecisions,    [Secretariat],           Due::Days(7);
]);
awaited!(AwardState, [
    Signing,      SignForPartner,      [Approver],              Due::Days(14);
    Signing,      SignAsLead,          [LeadApplicant],         Due::Days(14);
    Active,       CompleteAward,       [Secretariat],           Due::Days(30);
]);
awaited!(MilestoneState, [
    Planned,      ReportMilestone,     [LeadApplicant],         Due::Own;
    Returned,     ReportMilestone,     [LeadApplicant],         Due::Days(14);
    Reported,     AcceptMilestone,     [ProgrammeOfficer],      Due::Days(14);
]);
awaited!(BankAccountState, [
    Recorded,     VerifyBankAccount,   [ProgrammeOfficer],      Due::Days(7);
]);
awaited!(NoState, [
    Always,       OfferAward,          [Secretariat],           Due::Days(14);
    Always,       RequestPayout,       [LeadApplicant],         Due::Open;
    Always,       ExportOrder,         [PaymentOfficer],        Due::Days(1);
    Always,       ProposeFactorReset,  [PartnerAdministrator, SystemAdministrator], Due::Days(2);
    Always,       ConfirmFactorReset,  [PartnerAdministrator],  Due::Days(2);
    Always,       NameSubstitute,      [PartnerAdministrator],  Due::Days(3);
    Always,       GrantRole,           [PartnerAdministrator],  Due::Days(3);
]);
awaited!(BookingState, [
    Proposed,     ConfirmBooking,      [FinanceOfficer],        Due::Days(7);
    Proposed,     RefuseBooking,       [FinanceOfficer],        Due::Days(7);
    InForce,      ReceiveContribution, [FinanceOfficer],        Due::Open;
    Reversing,    ReverseBooking,      [FinanceOfficer],        Due::Days(7);
    Reversing,    KeepBooking,         [FinanceOfficer],        Due::Days(7);
]);
awaited!(PayoutState, [
    Requested,    VerifyPayout,        [ProgrammeOfficer],      Due::Days(7);
    Verified,     ApprovePayout,       [Approver],              Due::Days(7);
    ApprovedOnce, ApprovePayout,       [Approver],              Due::Days(7);
    Approved,     ReleasePayout,       [PaymentOfficer],        Due::Days(3);
    Ordered,      ConfirmPayout,       [PaymentOfficer],        Due::Days(5);
    Queried,      ProposeCorrection,   [PaymentOfficer],        Due::Days(5);
    Released,     RecordLostOrder,     [PaymentOfficer],        Due::Days(1);
]);
awaited!(BankClaimState, [
    Proposed,     ConfirmBankClaim,    [FinanceOfficer, PaymentOfficer], Due::Days(3);
]);
awaited!(RestoreState, [
    Locked,       ConfirmBankState,    [FinanceOfficer],        Due::Days(1);
]);
awaited!(LetterState, [
    Failed,       RetryLetter,         [SystemAdministrator],   Due::Days(1);
]);
