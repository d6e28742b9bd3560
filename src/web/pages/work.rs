//! My work: one list of what waits for me, over all roles.

use super::{heads, standing_to};
use crate::applications;
use crate::awards;
use crate::calls;
use crate::disbursements;
use crate::error::Result;
use crate::reviews;
use crate::rules::Matter;
use crate::rules::capacity::Capacity;
use crate::rules::lifecycle::{
    ApplicationState, AssignmentState, AwardState, CallState, PayoutState,
};
use crate::web::screen::{Block, Cell, Screen, Tag};
use crate::web::table::Ask;
use crate::words::Say;

/// One thing that waits.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Waiting {
    /// What it is.
    pub title: String,
    /// What is to be done, as a key of the messages.
    pub task: String,
    /// Its page.
    pub href: String,
    #[serde(skip)]
    state: Option<(String, &'static str)>,
}

/// All that waits for the actor.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Work {
    /// By role.
    pub waiting: Vec<Waiting>,
}

fn waiting(say: &Say, title: String, task: &str, href: String, tag: Tag) -> Waiting {
    Waiting {
        title: if title.is_empty() {
            say.t("untitled")
        } else {
            title
        },
        task: task.to_owned(),
        href,
        state: Some((tag.text, tag.class)),
    }
}

/// What waits for the actor.
///
/// # Errors
/// `Unauthenticated` for visitors.
pub fn gather(ask: &mut Ask<'_, '_>) -> Result<Work> {
    ask.view.actor().person()?;
    let standing = standing_to(ask, Matter::Fund)?;
    let has = |capacity| standing.has(capacity);
    let say = ask.say;
    let mut all = Vec::new();
    let mut calls_in = |ask: &mut Ask<'_, '_>, state: CallState, task: &str| -> Result<()> {
        for (id, title) in calls::queries::in_state(ask.view.conn, state)? {
            all.push(waiting(
                say,
                title,
                task,
                format!("/calls/{id}"),
                Tag::of(say, state),
            ));
        }
        Ok(())
    };
    if has(Capacity::Secretariat) {
        calls_in(ask, CallState::Draft, "finish_call")?;
        calls_in(ask, CallState::InApproval, "publish_call")?;
        calls_in(ask, CallState::Closed, "begin_evaluation")?;
        calls_in(ask, CallState::InEvaluation, "evaluate")?;
        calls_in(ask, CallState::Decided, "release_decisions")?;
    }
    if has(Capacity::BoardMember) {
        calls_in(ask, CallState::InApproval, "approve_call")?;
        calls_in(ask, CallState::Ranked, "vote")?;
    }
    let mut applications_in =
        |ask: &mut Ask<'_, '_>, state: ApplicationState, task: &str| -> Result<()> {
            for one in applications::queries::list(ask.view, None, Some(state), None)?.items {
                let href = format!("/applications/{}", one.id);
                all.push(waiting(say, one.title, task, href, Tag::of(say, state)));
            }
            Ok(())
        };
    if has(Capacity::EligibilityOfficer) {
        applications_in(ask, ApplicationState::Submitted, "check_eligibility")?;
    }
    if has(Capacity::Secretariat) {
        applications_in(ask, ApplicationState::Submitted, "release_eligibility")?;
        applications_in(ask, ApplicationState::Eligible, "assign_reviewers")?;
        applications_in(ask, ApplicationState::Awarded, "offer_award")?;
    }
    applications_in(ask, ApplicationState::Draft, "finish_application")?;
    for one in reviews::queries::own(ask.view, None)?.items {
        if matches!(one.state, AssignmentState::Invited | AssignmentState::Clear) {
            let href = format!("/reviews/{}", one.id);
            all.push(waiting(
                say,
                one.title,
                "review",
                href,
                Tag::of(say, one.state),
            ));
        }
    }
    let is_applicant = standing.held().len() == 2;
    if has(Capacity::Approver) || is_applicant {
        for one in awards::queries::list(ask.view, None)?.items {
            if one.state == AwardState::Signing {
                let href = format!("/awards/{}", one.id);
                all.push(waiting(
                    say,
                    one.title,
                    "sign",
                    href,
                    Tag::of(say, one.state),
                ));
            }
        }
    }
    let tasks = [
        (
            Capacity::ProgrammeOfficer,
            PayoutState::Requested,
            "verify_payout",
        ),
        (Capacity::Approver, PayoutState::Verified, "approve_payout"),
        (
            Capacity::Approver,
            PayoutState::ApprovedOnce,
            "approve_payout",
        ),
        (
            Capacity::PaymentOfficer,
            PayoutState::Approved,
            "release_payout",
        ),
        (
            Capacity::PaymentOfficer,
            PayoutState::Released,
            "export_order",
        ),
        (
            Capacity::PaymentOfficer,
            PayoutState::Ordered,
            "confirm_payout",
        ),
    ];
    for (capacity, state, task) in tasks.into_iter().filter(|task| standing.has(task.0)) {
        debug_assert!(standing.has(capacity));
        for one in disbursements::queries::list(ask.view, None, Some(state), None)?.items {
            let title = format!("{} · {}", one.payee, one.amount);
            let href = format!("/payouts/{}", one.id);
            all.push(waiting(say, title, task, href, Tag::of(say, state)));
        }
    }
    Ok(Work { waiting: all })
}

/// My work.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let work = gather(ask)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-work"));
    let rows = work
        .waiting
        .into_iter()
        .map(|one| {
            let tag = one.state.map_or(Cell::text(""), |(text, class)| {
                Cell::Tag(Tag { text, class })
            });
            vec![
                Cell::text(say.task(&one.task)),
                Cell::link(one.title, one.href),
                tag,
            ]
        })
        .collect();
    screen.add(Block::Table {
        caption: say.t("nav-work"),
        head: heads(say, &["task", "title", "state"]),
        rows,
        empty: say.t("empty-work"),
    });
    Ok(screen)
}
