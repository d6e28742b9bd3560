//! What the law may ask of a call once its applications are reviewed: whether they can be ranked,
//! and what the boards say of the list.

use super::reckoning::Grounds;
use super::store::{self, Head};
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::id::{ApplicationId, CallId, PartnerId};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{ApplicationState, CallState};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step, visibility};
use crate::standing::{self, Place};
use diesel::QueryResult;

/// A call in evaluation or decision.
#[derive(Debug, Clone)]
pub struct Room {
    pub(super) call: Head,
    parties: Vec<PartnerId>,
    /// The applications that still wait for settled marks.
    unsettled: Vec<ApplicationId>,
    /// How many have them.
    settled: usize,
    /// What a list would be reckoned from, and its digest; none where it was not read.
    pub(super) grounds: Option<(Grounds, String)>,
    /// Whether a party objects to the list that stands, and whether all approve.
    votes: Option<(bool, bool)>,
}

impl Room {
    /// Calls with how far their applications are: one statement, however many there are.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn in_brief(conn: &mut Conn, ids: &[CallId]) -> QueryResult<Vec<Self>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let room = |(call, all): (Head, Vec<store::Standing>)| {
            let (settled, unsettled): (Vec<_>, Vec<_>) = all
                .into_iter()
                .partition(|one| one.1 == ApplicationState::Assessed);
            Self {
                unsettled: unsettled.into_iter().map(|one| one.0).collect(),
                settled: settled.len(),
                parties: Vec::new(),
                grounds: None,
                votes: None,
                call,
            }
        };
        Ok(store::heads(conn, ids)?.into_iter().map(room).collect())
    }

    /// The call of a list, which moves with it: its parties, whether one objects to the list, and
    /// whether all approve.
    pub(super) fn of_a_list(call: Head, parties: Vec<PartnerId>, votes: (bool, bool)) -> Self {
        Self {
            call,
            parties,
            unsettled: Vec::new(),
            settled: 0,
            grounds: None,
            votes: Some(votes),
        }
    }

    /// The applications that still wait for settled marks.
    pub fn unsettled(&self) -> &[ApplicationId] {
        &self.unsettled
    }

    /// What a list is reckoned from.
    pub(super) fn grounds(&self) -> Result<&Grounds> {
        let grounds = self.grounds.as_ref();
        Ok(&grounds
            .ok_or_else(|| Error::internal("a list without its grounds"))?
            .0)
    }
}

impl Subject for Room {
    type Id = CallId;
    type State = CallState;
    const BEGINS: &'static [Action] = &[];
    const FOLLOWS: &'static [Action] = &[
        Action::ReopenRanking,
        Action::VoidRanking,
        Action::AdoptDecision,
        Action::ReleaseDecisions,
    ];

    fn lock(conn: &mut Conn, id: CallId) -> Result<Self> {
        store::lock_call(conn, id)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: CallId) -> Result<Self> {
        let found = Self::in_brief(conn, &[id])?.pop();
        let mut room = found.ok_or(Error::NotFound(MatterKind::Call))?;
        room.parties = standing::parties(conn, id)?;
        if room.call.state == CallState::InEvaluation {
            let grounds = Grounds::read(conn, room.call.clone())?;
            let digest = grounds.digest();
            room.grounds = Some((grounds, digest));
        }
        Ok(room)
    }

    fn matter(&self) -> Matter {
        Matter::Call(self.call.id)
    }

    fn state(&self) -> CallState {
        self.call.state
    }

    fn version(&self) -> i32 {
        self.call.version
    }

    fn place(&self) -> Place {
        Place {
            call: Some(self.call.id),
            partners: Some(self.parties.clone()),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, _: &Asking) -> Option<Holds> {
        use Condition as C;
        Some(match condition {
            C::SomethingToRank => (self.settled > 0).into(),
            C::EveryConsensusSettled => self.unsettled.is_empty().into(),
            C::APartnerObjected => self.votes?.0.into(),
            C::EveryPartnerApproved => self.votes?.1.into(),
            _ => return None,
        })
    }

    fn binds(&self, action: Action) -> Option<&str> {
        let grounds = self.grounds.as_ref();
        grounds
            .filter(|_| action == Action::FreezeRanking)
            .map(|one| one.1.as_str())
    }

    fn title(&self) -> String {
        self.call.title.clone()
    }

    fn write(&self, conn: &mut Conn, step: &Step<CallState>) -> QueryResult<usize> {
        store::write_call(conn, self.call.id, step)
    }

    fn enter(&mut self, state: CallState) {
        self.call.version += visibility::call_raises(self.call.state, state);
        self.call.state = state;
    }
}
