//! What the law may ask of a ranked list.

use super::input::Vote;
use super::room::Room;
use super::store::{self, Head, Row};
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, CallId, PartnerId, RankingId};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::RankingState;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

/// A ranked list with its call, and the vote of each party.
#[derive(Debug, Clone)]
pub struct List {
    pub(super) row: Row,
    pub(super) call: Head,
    pub(super) ballots: Vec<(PartnerId, Option<(AccountId, Vote)>)>,
}

impl List {
    /// Lists with their votes: two statements, however many there are.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn load_many(conn: &mut Conn, ids: &[RankingId]) -> QueryResult<Vec<Self>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ballots = store::ballots(conn, ids)?;
        let list = |(row, call): (Row, Head)| {
            let own = ballots.iter().filter(|one| one.0 == row.id);
            let ballots = own.map(|one| (one.1, one.2)).collect();
            Self { row, call, ballots }
        };
        Ok(store::lists(conn, ids)?.into_iter().map(list).collect())
    }

    pub fn call(&self) -> CallId {
        self.call.id
    }

    fn parties(&self) -> Vec<PartnerId> {
        self.ballots.iter().map(|one| one.0).collect()
    }

    pub(super) fn has_an_objection(&self) -> bool {
        self.votes().any(|vote| vote == Vote::Object)
    }

    pub(super) fn every_party_approves(&self) -> bool {
        let mut all = self.ballots.iter();
        !self.ballots.is_empty()
            && all.all(|one| one.1.is_some_and(|(_, vote)| vote == Vote::Approve))
    }

    fn votes(&self) -> impl Iterator<Item = Vote> {
        self.ballots.iter().filter_map(|one| one.1).map(|one| one.1)
    }

    fn has_voted(&self, partner: Option<PartnerId>) -> bool {
        let mut all = self.ballots.iter();
        all.any(|one| Some(one.0) == partner && one.1.is_some())
    }

    /// Takes note of a vote.
    pub(super) fn cast(&mut self, partner: PartnerId, by: AccountId, vote: Vote) {
        for ballot in self.ballots.iter_mut().filter(|one| one.0 == partner) {
            ballot.1 = Some((by, vote));
        }
    }

    /// Its call, which moves with it.
    pub(super) fn room(&self) -> Room {
        let votes = (self.has_an_objection(), self.every_party_approves());
        Room::of_a_list(self.call.clone(), self.parties(), votes)
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
            partners: Some(self.parties()),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        Some(match condition {
            C::PartnerHasNotVoted => (!self.has_voted(asking.partner())).into(),
            C::APartnerObjected => self.has_an_objection().into(),
            C::EveryPartnerApproved => self.every_party_approves().into(),
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
