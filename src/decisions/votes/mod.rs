//! Votes on a list: of each party, on every row.
//!
//! A party's vote is whole when its board has voted on every row: whoever stands aside from a row
//! votes on the others, and another of the same board, or a substitute, votes on that one.

mod store;

use super::input::Vote;
use crate::db::Conn;
use crate::kernel::id::{AccountId, ApplicationId, PartnerId, RankingId, VoteId};
use crate::kernel::time::Instant;
use diesel::QueryResult;

/// A vote that is cast.
#[derive(Debug, Clone)]
pub(super) struct Cast {
    /// None before it is kept.
    pub(super) id: Option<VoteId>,
    pub(super) partner: PartnerId,
    pub(super) by: AccountId,
    pub(super) vote: Vote,
    /// The rows left out of it.
    pub(super) but: Vec<ApplicationId>,
}

/// The votes on one list, and who has one on what.
#[derive(Debug, Clone, Default)]
pub(super) struct Votes {
    pub(super) parties: Vec<PartnerId>,
    /// The applications on the list.
    pub(super) rows: Vec<ApplicationId>,
    cast: Vec<Cast>,
    /// Who stands aside from which row, or takes part in it.
    aside: Vec<(AccountId, ApplicationId)>,
    /// Who votes for a partner on a single row.
    substitutes: Vec<(AccountId, Option<PartnerId>, ApplicationId)>,
}

/// The votes on each of these lists: two statements, however many there are.
pub(super) fn on(conn: &mut Conn, ids: &[RankingId]) -> QueryResult<Vec<(RankingId, Votes)>> {
    let ballots = store::ballots(conn, ids)?;
    let lines = store::lines(conn, ids)?;
    let votes = |id: &RankingId| {
        let mut votes = Votes::default();
        votes.count(&ballots, *id);
        for ((_, row), aside, inside, stepping_in) in lines.iter().filter(|one| one.0.0 == *id) {
            if votes.rows.last() != Some(row) {
                votes.rows.push(*row);
            }
            let out = [*aside, *inside].into_iter().flatten();
            votes.aside.extend(out.map(|account| (account, *row)));
            let stepping_in = stepping_in.map(|(account, partner)| (account, partner, *row));
            votes.substitutes.extend(stepping_in);
        }
        (*id, votes)
    };
    Ok(ids.iter().map(votes).collect())
}

/// Those of these applications from which an account stands aside, or in which it takes part.
pub(super) fn aside_from(
    conn: &mut Conn,
    account: AccountId,
    ids: &[ApplicationId],
) -> QueryResult<Vec<ApplicationId>> {
    store::aside_from(conn, account, ids)
}

/// Keeps a vote on a list.
pub(super) fn keep(
    conn: &mut Conn,
    list: RankingId,
    cast: &Cast,
    said: (&str, &str, Instant),
) -> QueryResult<()> {
    store::insert(conn, list, cast, said)
}

impl Votes {
    /// The parties and what they cast, from rows that repeat both.
    fn count(&mut self, ballots: &[store::Ballot], list: RankingId) {
        let mut last: Option<VoteId> = None;
        for ((_, partner), vote, row) in ballots.iter().filter(|one| one.0.0 == list) {
            if !self.parties.contains(partner) {
                self.parties.push(*partner);
            }
            let Some((id, by, vote)) = *vote else {
                continue;
            };
            match self.cast.last_mut() {
                Some(cast) if last == Some(id) => cast.but.extend(row),
                _ => self.cast.push(Cast {
                    id: Some(id),
                    partner: *partner,
                    by,
                    vote,
                    but: row.iter().copied().collect(),
                }),
            }
            last = Some(id);
        }
    }

    pub(super) fn has_an_objection(&self) -> bool {
        self.cast.iter().any(|one| one.vote == Vote::Object)
    }

    pub(super) fn every_party_approves(&self) -> bool {
        let mut parties = self.parties.iter();
        !self.parties.is_empty()
            && !self.has_an_objection()
            && parties.all(|party| self.has_voted(Some(*party)))
    }

    /// The rows on which a party has not voted.
    fn left(&self, partner: Option<PartnerId>) -> Vec<ApplicationId> {
        let own: Vec<&Cast> = self
            .cast
            .iter()
            .filter(|one| Some(one.partner) == partner)
            .collect();
        // A vote on a row does not count once whoever gave it stands aside from it.
        let counts = |one: &Cast, row: ApplicationId| {
            !one.but.contains(&row) && !self.aside.contains(&(one.by, row))
        };
        let is_left = |row: &&ApplicationId| !own.iter().any(|one| counts(one, **row));
        self.rows.iter().filter(is_left).copied().collect()
    }

    /// On how many rows each party has still to vote.
    pub(super) fn parties_left(&self) -> Vec<(PartnerId, usize)> {
        let parties = self.parties.iter();
        let left = parties.map(|one| (*one, self.left(Some(*one)).len()));
        left.filter(|one| one.1 > 0).collect()
    }

    /// Whether a party has voted on every row, or objects to the list.
    pub(super) fn has_voted(&self, partner: Option<PartnerId>) -> bool {
        let mut own = self.cast.iter().filter(|one| Some(one.partner) == partner);
        own.any(|one| one.vote == Vote::Object) || self.left(partner).is_empty()
    }

    /// The rows on which somebody has no vote: those they stand aside from and, for a substitute,
    /// all but the ones they step in for.
    pub(super) fn but_for(
        &self,
        account: AccountId,
        partner: Option<PartnerId>,
    ) -> Vec<ApplicationId> {
        let own = self.substitutes.iter();
        let own = own.filter(|one| (one.0, one.1) == (account, partner));
        let stepping_in: Vec<ApplicationId> = own.map(|one| one.2).collect();
        let is_out = |row: &&ApplicationId| {
            self.aside.contains(&(account, **row))
                || (!stepping_in.is_empty() && !stepping_in.contains(row))
        };
        self.rows.iter().filter(is_out).copied().collect()
    }

    /// Whether a row is left on which somebody, or anybody, may vote for a partner. Nobody votes
    /// for two.
    pub(super) fn is_left_for(
        &self,
        account: Option<AccountId>,
        partner: Option<PartnerId>,
    ) -> bool {
        let but = account.map_or_else(Vec::new, |account| self.but_for(account, partner));
        let mut others = self.cast.iter().filter(|one| Some(one.partner) != partner);
        let voted_for_another = others.any(|one| Some(one.by) == account);
        let left = self.left(partner);
        !voted_for_another && left.iter().any(|row| !but.contains(row))
    }

    /// The rows from which somebody stands aside, or in which they take part.
    pub(super) fn aside_of(&self, account: AccountId) -> Vec<ApplicationId> {
        let own = self.aside.iter().filter(|one| one.0 == account);
        own.map(|one| one.1).collect()
    }

    /// The rows left out of each vote, in the order in which they were cast.
    pub(super) fn left_out(&self, id: VoteId) -> Vec<ApplicationId> {
        let mut all = self.cast.iter().filter(|one| one.id == Some(id));
        all.next().map_or_else(Vec::new, |one| one.but.clone())
    }

    /// Takes note of a vote.
    pub(super) fn cast(&mut self, cast: Cast) {
        self.cast.push(cast);
    }

    /// Everybody who has a vote no more, or not on every row.
    pub(super) fn people(&self) -> Vec<AccountId> {
        let aside = self.aside.iter().map(|one| one.0);
        let stepping_in = self.substitutes.iter().map(|one| one.0);
        let voters = self.cast.iter().map(|one| one.by);
        let mut people: Vec<AccountId> = aside.chain(stepping_in).chain(voters).collect();
        people.sort();
        people.dedup();
        people
    }
}
