//! What the law may ask of a ranked list.

use super::room::Room;
use super::store::{self, Head, Row};
use super::votes::{self, Votes};
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, CallId, RankingId};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::RankingState;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

/// A ranked list with its call, and the votes of each party.
#[derive(Debug, Clone)]
pub struct List {
    pub(super) row: Row,
    pub(super) call: Head,
    pub(super) votes: Votes,
}

impl List {
    /// Lists with their votes: three statements, however many there are.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn load_many(conn: &mut Conn, ids: &[RankingId]) -> QueryResult<Vec<Self>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut votes = votes::on(conn, ids)?;
        let list = |(row, call): (Row, Head)| {
            let place = votes.iter().position(|one| one.0 == row.id);
            Self {
                votes: place.map(|at| votes.swap_remove(at).1).unwrap_or_default(),
                row,
                call,
            }
        };
        Ok(store::lists(conn, ids)?.into_iter().map(list).collect())
    }

    pub fn call(&self) -> CallId {
        self.call.id
    }

    /// Its call, which moves with it.
    pub(super) fn room(&self) -> Room {
        let votes = &self.votes;
        let said = (votes.has_an_objection(), votes.every_party_approves());
        Room::of_a_list(self.call.clone(), votes.parties.clone(), said)
    }
}

impl Subject for List {
    type Id = RankingId;
    type State = RankingState;
    const BEGINS: &'static [Action] = &[];
    const FOLLOWS: &'static [Action] = &[Action::VoidRanking, Action::AdoptDecision];

    fn lock(conn: &mut Conn, id: RankingId) -> Result<Self> {
        store::lock(conn, id)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: RankingId) -> Result<Self> {
        let found = Self::load_many(conn, &[id])?.pop();
        found.ok_or(Error::NotFound(MatterKind::Ranking))
    }

    fn matter(&self) -> Matter {
        Matter::Ranking(self.row.id)
    }

    fn state(&self) -> RankingState {
        self.row.state
    }

    fn version(&self) -> i32 {
        self.row.version
    }

    fn place(&self) -> Place {
        Place {
            call: Some(self.call.id),
            partners: Some(self.votes.parties.clone()),
            listed: self.votes.rows.clone(),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        Some(match condition {
            C::PartnerHasNotVoted => (!self.votes.has_voted(asking.partner())).into(),
            C::ARowIsLeftForThem => self
                .votes
                .is_left_for(asking.account(), asking.partner())
                .into(),
            C::APartnerObjected => self.votes.has_an_objection().into(),
            C::EveryPartnerApproved => self.votes.every_party_approves().into(),
            C::VotedAsFrozen => Holds::Asks,
            _ => return None,
        })
    }

    fn binds(&self, action: Action) -> Option<&str> {
        matches!(
            action,
            Action::VoteDecision | Action::ReopenRanking | Action::ReleaseDecisions
        )
        .then_some(self.row.digest.as_str())
    }

    fn people(&self) -> Vec<AccountId> {
        self.votes.people()
    }

    fn title(&self) -> String {
        self.call.title.clone()
    }

    // The list has no page but its call's.
    fn page(&self) -> Matter {
        Matter::Call(self.call.id)
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", self.row.id.to_string()),
            ("call", self.call.id.to_string()),
        ]
    }

    fn write(&self, conn: &mut Conn, step: &Step<RankingState>) -> QueryResult<usize> {
        store::write(conn, self.row.id, step)
    }

    fn enter(&mut self, state: RankingState) {
        self.row.state = state;
        self.row.version += 1;
    }
}
