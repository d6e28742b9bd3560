//! What happens next: one sentence for each state, and none promises what the lifecycle does not
//! offer from it.

use jointfund::rules::Action::{self, *};
use jointfund::rules::awaited::Awaits;
use jointfund::rules::lifecycle::{
    ApplicationState, AssignmentState, AwardState, CallState, PayoutState, RankingState,
};
use jointfund::words::{Say, Texts};
use std::sync::Arc;

/// A state, and what its sentence promises: each action with the words that speak of it.
type Row<S> = (S, &'static [(Action, &'static str)]);

#[rustfmt::skip]
const CALLS: &[Row<CallState>] = &[
    (CallState::Draft,        &[(EditCall, "finishes"), (SendCallForApproval, "sends")]),
    (CallState::InApproval,   &[(ApproveCall, "approves"), (PublishCall, "publishes")]),
    (CallState::Published,    &[(OpenCall, "open on")]),
    (CallState::Open,         &[(SubmitApplication, "submitted"), (CloseCall, "nothing more is accepted")]),
    (CallState::Closed,       &[(CheckEligibility, "checks the eligibility"), (ReleaseEligible, "released"), (BeginEvaluation, "begins the evaluation")]),
    (CallState::InEvaluation, &[(SubmitReview, "assess"), (SettleConsensus, "settled"), (FreezeRanking, "is frozen")]),
    (CallState::Ranked,       &[(VoteDecision, "votes"), (AdoptDecision, "becomes the decision"), (ReopenRanking, "back to evaluation")]),
    (CallState::Decided,      &[(ReleaseDecisions, "releases the decisions")]),
    (CallState::Awarding,     &[(SignForPartner, "signed"), (ConfirmPayout, "paid")]),
    (CallState::Cancelled,    &[]),
];

#[rustfmt::skip]
const APPLICATIONS: &[Row<ApplicationState>] = &[
    (ApplicationState::Draft,       &[(SaveApplication, "Complete"), (SubmitApplication, "submit the application")]),
    (ApplicationState::Submitted,   &[(CheckEligibility, "checks its eligibility"), (ReleaseEligible, "receives the finding"), (ReleaseIneligible, "receives the finding")]),
    (ApplicationState::Missed,      &[]),
    (ApplicationState::Eligible,    &[(AssignReviewer, "assigns")]),
    (ApplicationState::Ineligible,  &[]),
    (ApplicationState::UnderReview, &[(AssignReviewer, "assigns"), (SubmitReview, "assess"), (SettleConsensus, "settles")]),
    (ApplicationState::Assessed,    &[(ReleaseDecisions, "are released")]),
    (ApplicationState::Ranked,      &[(VoteDecision, "decide"), (AnnounceAward, "told by e-mail")]),
    (ApplicationState::Awarded,     &[(OfferAward, "lays out"), (SignAsLead, "sign")]),
    (ApplicationState::Lapsed,      &[(OfferAward, "make it anew")]),
    (ApplicationState::Reserve,     &[]),
    (ApplicationState::Rejected,    &[]),
    (ApplicationState::Withdrawn,   &[]),
];

#[rustfmt::skip]
const ASSIGNMENTS: &[Row<AssignmentState>] = &[
    (AssignmentState::Invited,    &[(DeclareNoConflict, "declare whether")]),
    (AssignmentState::Clear,      &[(SaveReview, "save"), (SubmitReview, "submit the review")]),
    (AssignmentState::Conflicted, &[(AssignReviewer, "finds another reviewer")]),
    (AssignmentState::Declined,   &[(AssignReviewer, "finds another reviewer")]),
    (AssignmentState::Submitted,  &[]),
    (AssignmentState::Removed,    &[]),
    (AssignmentState::Ended,      &[]),
];

#[rustfmt::skip]
const RANKINGS: &[Row<RankingState>] = &[
    (RankingState::Frozen,   &[(VoteDecision, "votes"), (AdoptDecision, "becomes the decision"), (ReopenRanking, "back to evaluation")]),
    (RankingState::Decided,  &[(ReleaseDecisions, "releases the decisions")]),
    (RankingState::Released, &[(OfferAward, "lays out")]),
    (RankingState::SetAside, &[]),
];

#[rustfmt::skip]
const AWARDS: &[Row<AwardState>] = &[
    (AwardState::Signing,   &[(SignForPartner, "sign the agreement"), (SignAsLead, "lead applicant sign"), (BringIntoForce, "brings it into force")]),
    (AwardState::Active,    &[(ReportMilestone, "reports"), (AcceptMilestone, "accepts"), (RequestPayout, "payouts"), (CompleteAward, "completes")]),
    (AwardState::Completed, &[]),
    (AwardState::Lapsed,    &[(OfferAward, "make the offer anew")]),
];

#[rustfmt::skip]
const PAYOUTS: &[Row<PayoutState>] = &[
    (PayoutState::Requested,    &[(VerifyPayout, "verifies")]),
    (PayoutState::Verified,     &[(ApprovePayout, "approval")]),
    (PayoutState::ApprovedOnce, &[(ApprovePayout, "approval")]),
    (PayoutState::Approved,     &[(ReleasePayout, "releases")]),
    (PayoutState::Released,     &[(ExportOrder, "exports"), (RecordLostOrder, "writes down its order")]),
    (PayoutState::Ordered,      &[(ConfirmPayout, "enters the bank’s reference"), (ProposeBankRejection, "proposes that with the bank’s message")]),
    (PayoutState::Queried,      &[(ProposeCorrection, "proposes the correction"), (ProposeBankRejection, "the bank’s refusal")]),
    (PayoutState::Confirmed,    &[]),
    (PayoutState::Refused,      &[(RequestPayout, "requested again")]),
    (PayoutState::Cancelled,    &[(RequestPayout, "requested again")]),
];

fn read<S: Awaits>(say: &Say, all: &[S], rows: &[Row<S>], faults: &mut Vec<String>) {
    let offers = |state: S, action: Action| {
        S::RULES
            .iter()
            .any(|rule| rule.from == state && rule.action == action)
    };
    for state in all {
        let sentence = say.next(*state, &[]);
        let own: Vec<&Row<S>> = rows.iter().filter(|row| row.0 == *state).collect();
        let [(_, promised)] = own.as_slice() else {
            faults.push(format!("{state:?} has {} rows", own.len()));
            continue;
        };
        for (action, words) in *promised {
            let is_own = S::RULES.iter().any(|rule| rule.action == *action);
            if !sentence.contains(words) {
                faults.push(format!("{state:?} does not speak of {action}: {sentence}"));
            }
            if is_own && !offers(*state, *action) {
                faults.push(format!(
                    "{state:?} promises {action}, which it does not offer"
                ));
            }
        }
        for row in S::AWAITED.iter().filter(|row| row.state == *state) {
            if !promised.iter().any(|one| one.0 == row.action) {
                faults.push(format!(
                    "{state:?} awaits {}, and does not say so",
                    row.action
                ));
            }
        }
        for (action, words) in rows.iter().flat_map(|row| row.1) {
            let is_own = S::RULES.iter().any(|rule| rule.action == *action);
            if is_own && !offers(*state, *action) && sentence.contains(words) {
                faults.push(format!("{state:?} speaks of {action}: {sentence}"));
            }
        }
    }
}

/// Fault 19: a sentence told of a way on that there was not.
#[test]
fn what_happens_next_is_what_the_lifecycle_offers() {
    let say = Say::new(Arc::new(Texts::read().unwrap()), "en");
    let mut faults = Vec::new();
    read(&say, CallState::ALL, CALLS, &mut faults);
    read(&say, ApplicationState::ALL, APPLICATIONS, &mut faults);
    read(&say, AssignmentState::ALL, ASSIGNMENTS, &mut faults);
    read(&say, RankingState::ALL, RANKINGS, &mut faults);
    read(&say, AwardState::ALL, AWARDS, &mut faults);
    read(&say, PayoutState::ALL, PAYOUTS, &mut faults);
    assert_eq!(faults, Vec::<String>::new());
}
