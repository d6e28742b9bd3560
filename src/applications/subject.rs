//! What the law may ask of an application.

use super::model::{Dossier, Window, Writes};
use super::store;
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, ApplicationId};
use crate::kernel::time::Instant;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{ApplicationState, CallState};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step, visibility};
use crate::standing::Place;
use diesel::QueryResult;

impl Subject for Dossier {
    type Id = ApplicationId;
    type State = ApplicationState;
    const BEGINS: &'static [Action] = &[];
    const ADDS: &'static [Action] = &[Action::AttachFile, Action::RemoveFile];
    const FOLLOWS: &'static [Action] = &[
        Action::AssignReviewer,
        Action::SettleConsensus,
        Action::ReopenConsensus,
        Action::VoidConsensus,
        Action::FreezeRanking,
        Action::ReopenRanking,
        Action::VoidRanking,
        Action::AnnounceAward,
        Action::AnnounceReserve,
        Action::AnnounceRejection,
        Action::OfferAward,
        Action::LapseAward,
    ];

    fn lock(conn: &mut Conn, id: ApplicationId) -> Result<Self> {
        store::lock(conn, id)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: ApplicationId) -> Result<Self> {
        store::dossier(conn, id)?.ok_or(Error::NotFound(MatterKind::Application))
    }

    fn matter(&self) -> Matter {
        Matter::Application(self.id)
    }

    fn state(&self) -> ApplicationState {
        self.state
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn place(&self) -> Place {
        Place {
            call: Some(self.window.call),
            application: Some(self.id),
            organisation: Some(self.organisation),
            partners: Some(self.concerned.clone()),
            is_private: self.submitted_at.is_none(),
            owner: None,
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        let window = &self.window;
        Some(match condition {
            C::CallIsOpen => Window::is_open(window.state, window.deadline_at),
            C::DeadlinePassed => Holds::From(window.deadline_at),
            C::NotOfAParticipant => (!self.insiders.iter().any(|one| asking.is(*one))).into(),
            C::PartnerHasNotChecked => (!self.is_checked_by(asking.partner())).into(),
            C::EveryPartnerFoundEligible => self.is_found_eligible().into(),
            C::APartnerFoundIneligible => self.is_stopped().into(),
            C::CallIsInEvaluation => (window.state == CallState::InEvaluation).into(),
            C::ApplicationStands => (self.state != ApplicationState::Withdrawn).into(),
            _ => return None,
        })
    }

    /// What was submitted is judged, and withdrawn: neither a finding of another partner nor the
    /// order in which officers come makes that stale. A release rests on the findings, which the
    /// version counts.
    fn binds(&self, action: Action) -> Option<&str> {
        let is_of_content = matches!(
            action,
            Action::CheckEligibility | Action::WithdrawApplication
        );
        self.digest.as_deref().filter(|_| is_of_content)
    }

    fn people(&self) -> Vec<AccountId> {
        self.insiders.clone()
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn due(&self, action: Action) -> Option<Instant> {
        let by_the_deadline = matches!(action, Action::SaveApplication | Action::SubmitApplication);
        by_the_deadline.then_some(self.window.deadline_at)
    }

    fn write(&self, conn: &mut Conn, step: &Step<ApplicationState>) -> QueryResult<usize> {
        store::write(conn, self.id, step, &self.writes)
    }

    fn enter(&mut self, state: ApplicationState) {
        self.version += visibility::raises(self.state, state);
        self.state = state;
        self.writes = Writes::default();
    }
}
