//! What the law may ask of an application in evaluation: who reviews it, and what they say.

use super::model::Mark;
use super::store::{self, Head, Reviewer};
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::id::{AccountId, ApplicationId, CallId};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{ApplicationState, AssignmentState, CallState};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step, visibility};
use crate::standing::Place;
use diesel::QueryResult;
use serde_json::json;
use std::collections::BTreeSet;

/// An application with everybody who reviews it.
#[derive(Debug, Clone)]
pub struct Panel {
    pub(super) head: Head,
    pub(super) reviewers: Vec<Reviewer>,
    /// The marks that count; none where it was read for its tasks alone.
    pub(super) marks: Vec<Mark>,
    digest: String,
    /// The digest of who reviews it.
    asked: String,
}

/// What is offered of an application on the page of its evaluation.
pub(super) const OFFERED: [Action; 3] = [
    Action::AssignReviewer,
    Action::SettleConsensus,
    Action::ReopenConsensus,
];

/// Whether the applicants know the decision.
pub(super) fn is_released(state: ApplicationState) -> bool {
    use ApplicationState as S;
    matches!(state, S::Awarded | S::Reserve | S::Rejected | S::Lapsed)
}

impl Panel {
    /// Applications with their reviewers, without their marks: for tasks. One statement, however
    /// many there are.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn in_brief(conn: &mut Conn, ids: &[ApplicationId]) -> QueryResult<Vec<Self>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let panels = store::panels(conn, ids)?.into_iter();
        let panel = |(head, reviewers)| Self {
            head,
            reviewers,
            marks: Vec::new(),
            digest: String::new(),
            asked: String::new(),
        };
        Ok(panels.map(panel).collect())
    }

    pub fn application(&self) -> ApplicationId {
        self.head.application
    }

    pub fn call(&self) -> CallId {
        self.head.call
    }

    /// Where its call stands.
    pub fn call_state(&self) -> CallState {
        self.head.call_state
    }

    /// The digest of the marks that count, and of how often they were settled.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Everybody who was asked, as far as it lets in or shuts out.
    pub(super) fn seats(&self) -> Vec<(AccountId, AssignmentState)> {
        let all = self.reviewers.iter();
        all.map(|one| (one.0.account_id, one.0.state)).collect()
    }

    /// The next settling is this one.
    pub(super) fn next_round(&self) -> i32 {
        self.head.rounds.unwrap_or(0) + 1
    }

    fn count(&self, is: impl Fn(AssignmentState) -> bool) -> i32 {
        let all = self.reviewers.iter();
        i32::try_from(all.filter(|one| is(one.0.state)).count()).unwrap_or(i32::MAX)
    }

    fn has_enough_reviews(&self) -> bool {
        self.count(|state| state == AssignmentState::Submitted) >= self.head.min_reviews
    }

    fn has_enough_reviewers(&self) -> bool {
        self.count(|state| AssignmentState::AT_WORK.contains(&state)) >= self.head.min_reviews
    }

    /// Whether one reviews it, has reviewed it, or may not for a conflict.
    fn is_reviewed_by(&self, asking: &Asking) -> bool {
        let mut all = self.reviewers.iter();
        all.any(|(row, ..)| {
            asking.is(row.account_id)
                && (AssignmentState::AT_WORK.contains(&row.state)
                    || row.state == AssignmentState::Conflicted)
        })
    }

    fn read_asked(&self) -> String {
        let all = self.reviewers.iter().map(|one| &one.0);
        let at_work = all.filter(|row| AssignmentState::AT_WORK.contains(&row.state));
        let asked: Vec<_> = at_work.map(|row| row.id).collect();
        sha256_hex(canonical_json(&json!({
            "application": self.head.application,
            "asked": asked,
        })))
    }

    fn read_digest(&self) -> String {
        let mut marks = self.marks.clone();
        marks.sort_unstable();
        let marks: Vec<_> = marks
            .iter()
            .map(|mark| json!([mark.0, mark.1, mark.2]))
            .collect();
        let rounds = self.head.rounds.unwrap_or(0);
        let read =
            json!({ "application": self.head.application, "rounds": rounds, "marks": marks });
        sha256_hex(canonical_json(&read))
    }
}

impl Subject for Panel {
    type Id = ApplicationId;
    type State = ApplicationState;
    const BEGINS: &'static [Action] = &[];
    const FOLLOWS: &'static [Action] = &[Action::VoidConsensus];

    fn lock(conn: &mut Conn, id: ApplicationId) -> Result<Self> {
        store::lock(conn, id)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: ApplicationId) -> Result<Self> {
        let found = Self::in_brief(conn, &[id])?.pop();
        let mut panel = found.ok_or(Error::NotFound(MatterKind::Application))?;
        panel.marks = store::marks(conn, id)?;
        panel.digest = panel.read_digest();
        panel.asked = panel.read_asked();
        Ok(panel)
    }

    fn matter(&self) -> Matter {
        Matter::Application(self.head.application)
    }

    fn state(&self) -> ApplicationState {
        self.head.state
    }

    fn version(&self) -> i32 {
        self.head.version
    }

    // The applicants are no part of the panel, and learn nothing of it from what is awaited.
    fn place(&self) -> Place {
        Place {
            call: Some(self.head.call),
            application: Some(self.head.application),
            organisation: Some(self.head.organisation),
            partners: Some(Vec::new()),
            is_private: self.head.submitted_at.is_none(),
            reviewers: Some(self.seats()),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        Some(match condition {
            C::CallIsInEvaluation => (self.head.call_state == CallState::InEvaluation).into(),
            C::EnoughReviews => self.has_enough_reviews().into(),
            C::NotTheReviewer => (!self.is_reviewed_by(asking)).into(),
            C::DecisionNotReleased => (!is_released(self.head.state)).into(),
            C::PersonIsReviewer
            | C::ReviewerIsActive
            | C::NotOfAParticipant
            | C::NotInACompetingApplication
            | C::NoConflictKnown
            | C::DueDayAhead
            | C::DeviationHasReason
            | C::DivergenceHasReason => Holds::Asks,
            _ => return None,
        })
    }

    fn binds(&self, action: Action) -> Option<&str> {
        match action {
            Action::SettleConsensus | Action::ReopenConsensus => Some(&self.digest),
            // Two who ask reviewers at once do not ask one too many.
            Action::AssignReviewer => Some(&self.asked),
            _ => None,
        }
    }

    fn people(&self) -> Vec<AccountId> {
        let all = self.reviewers.iter().map(|one| one.0.account_id);
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn awaits(&self, action: Action) -> bool {
        action != Action::AssignReviewer || !self.has_enough_reviewers()
    }

    fn title(&self) -> String {
        self.head.title.clone()
    }

    fn write(&self, conn: &mut Conn, step: &Step<ApplicationState>) -> QueryResult<usize> {
        store::write_application(conn, self.head.application, step)
    }

    fn enter(&mut self, state: ApplicationState) {
        self.head.version += visibility::raises(self.head.state, state);
        self.head.state = state;
    }
}
