//! What the law may ask of one reviewer's assignment.

use super::involvement::{self, Part};
use super::panel::{Panel, is_released};
use super::store::{self, AssignmentRow, Head, Reviewer};
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, ApplicationId, AssignmentId, CallId};
use crate::kernel::time::Instant;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

/// An assignment within its application.
#[derive(Debug, Clone)]
pub struct Assignment {
    pub(super) row: AssignmentRow,
    pub(super) head: Head,
    /// Everybody who was asked to review the application.
    seats: Vec<(AccountId, AssignmentState)>,
    /// Every assignment to the application.
    others: Vec<(AssignmentId, AssignmentState)>,
    /// The parts the reviewer takes in the call; asked only of those who have not declared yet.
    parts: Option<Vec<Part>>,
}

/// What is offered to the panel of each of its reviewers.
pub(super) const OF_THE_PANEL: [Action; 3] = [
    Action::RemoveAssignment,
    Action::ReopenReview,
    Action::FindConflict,
];

impl Assignment {
    /// Every assignment of a panel, with nothing of the parts their reviewers take in the call.
    pub fn all_of(panel: &Panel) -> Vec<Self> {
        let all = panel.reviewers.iter();
        all.map(|one| Self::of(panel, one)).collect()
    }

    fn of(panel: &Panel, (row, _): &Reviewer) -> Self {
        Self {
            row: row.clone(),
            head: panel.head.clone(),
            seats: panel.seats(),
            others: panel
                .reviewers
                .iter()
                .map(|one| (one.0.id, one.0.state))
                .collect(),
            parts: None,
        }
    }

    /// The application it is to.
    pub fn application(&self) -> ApplicationId {
        self.head.application
    }

    /// The application's call.
    pub fn call(&self) -> CallId {
        self.head.call
    }

    /// Whether it is this person's own, and still open to them.
    pub(super) fn is_open_to(&self, account: Option<AccountId>) -> bool {
        account == Some(self.row.account_id) && AssignmentState::AT_WORK.contains(&self.row.state)
    }

    /// Every assignment to the application, this one among them.
    pub(super) fn others(&self) -> &[(AssignmentId, AssignmentState)] {
        &self.others
    }

    fn takes(&self, part: impl Fn(&Part) -> bool) -> Option<Holds> {
        let parts = self.parts.as_ref()?;
        Some((!parts.iter().any(part)).into())
    }
}

/// Reads what parts those take in the call who have not declared yet: two statements for them all.
///
/// # Errors
/// No answer from the database.
pub fn read_parts(conn: &mut Conn, all: &mut [Assignment]) -> QueryResult<()> {
    let is_asked = |one: &&mut Assignment| one.row.state == AssignmentState::Invited;
    let mut asked: Vec<&mut Assignment> = all.iter_mut().filter(is_asked).collect();
    if asked.is_empty() {
        return Ok(());
    }
    let calls: Vec<CallId> = asked.iter().map(|one| one.head.call).collect();
    let people: Vec<AccountId> = asked.iter().map(|one| one.row.account_id).collect();
    let parts = involvement::parts(conn, &calls, &people)?;
    for one in &mut asked {
        let (person, call) = (one.row.account_id, one.head.call);
        let own = parts
            .iter()
            .filter(|part| part.person == person && part.call == call);
        one.parts = Some(own.copied().collect());
    }
    Ok(())
}

impl Subject for Assignment {
    type Id = AssignmentId;
    type State = AssignmentState;
    const BEGINS: &'static [Action] = &[];
    const FOLLOWS: &'static [Action] = &[Action::EndAssignment, Action::NoteConflict];

    fn lock(conn: &mut Conn, id: AssignmentId) -> Result<Self> {
        let application = store::lock_by(conn, id)?;
        load_from(conn, application, id)
    }

    fn load(conn: &mut Conn, id: AssignmentId) -> Result<Self> {
        let application = store::application_of(conn, id)?;
        load_from(conn, application, id)
    }

    fn matter(&self) -> Matter {
        Matter::Assignment(self.row.id)
    }

    fn state(&self) -> AssignmentState {
        self.row.state
    }

    fn version(&self) -> i32 {
        self.row.version
    }

    fn place(&self) -> Place {
        Place {
            call: Some(self.head.call),
            application: Some(self.head.application),
            organisation: Some(self.head.organisation),
            partners: Some(Vec::new()),
            owner: Some(self.row.account_id),
            reviewers: Some(self.seats.clone()),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        let state = self.head.state;
        let application = self.head.application;
        Some(match condition {
            C::NotOfAParticipant => self.takes(|part| part.application == application)?,
            C::NotInACompetingApplication => self.takes(|part| part.application != application)?,
            C::DeclaredNoConflict => (!matches!(
                self.row.state,
                AssignmentState::Invited | AssignmentState::Conflicted
            ))
            .into(),
            C::NotTheReviewer => (!asking.is(self.row.account_id)).into(),
            C::ApplicationStands => (state != ApplicationState::Withdrawn).into(),
            C::ConsensusIsOpen => (state == ApplicationState::UnderReview).into(),
            C::DecisionNotReleased => (!is_released(state)).into(),
            _ => return None,
        })
    }

    fn title(&self) -> String {
        self.head.title.clone()
    }

    fn due(&self, action: Action) -> Option<Instant> {
        let day = self.row.due_on.filter(|_| action == Action::SubmitReview)?;
        day.last_moment()
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", self.row.id.to_string()),
            ("application", self.head.application.to_string()),
        ]
    }

    fn write(&self, conn: &mut Conn, step: &Step<AssignmentState>) -> QueryResult<usize> {
        store::write(conn, self.row.id, step)
    }

    fn enter(&mut self, state: AssignmentState) {
        self.row.state = state;
        self.row.version += 1;
    }
}

fn load_from(
    conn: &mut Conn,
    application: Option<ApplicationId>,
    id: AssignmentId,
) -> Result<Assignment> {
    let missing = || Error::NotFound(MatterKind::Assignment);
    let panel = Panel::in_brief(conn, &[application.ok_or_else(missing)?])?.pop();
    let all = Assignment::all_of(&panel.ok_or_else(missing)?);
    let mut own: Vec<Assignment> = all.into_iter().filter(|one| one.row.id == id).collect();
    read_parts(conn, &mut own)?;
    own.pop().ok_or_else(missing)
}
