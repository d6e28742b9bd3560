//! Applies the tables to a case: who may, from which state, and on what conditions.

use super::{Asking, Case, Saw, Subject};
use crate::error::{Error, Result};
use crate::kernel::fault::FaultCode;
use crate::kernel::id::PartnerId;
use crate::kernel::time::Instant;
use crate::rules::capacity::Held;
use crate::rules::condition::Holds;
use crate::rules::decide::{self, Permit};
use crate::rules::lifecycle::{Rule, State};
use crate::rules::{Action, Condition, Reason, Refusal, Standing, policy};

/// What the law says of an action in one capacity.
pub(super) type Verdict = std::result::Result<(), Reason>;

/// The row of a machine for an action from a state.
pub(super) fn row<S: State>(state: S, action: Action) -> Option<&'static Rule<S>> {
    S::RULES
        .iter()
        .find(|rule| rule.from == state && rule.action == action)
}

/// Whether an action is one of a machine's.
pub(super) fn moves<S: State>(action: Action) -> bool {
    S::RULES.iter().any(|rule| rule.action == action)
}

impl<S: Subject> Case<S> {
    /// What is known of a condition: told by the input, or by the thing itself.
    pub(super) fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        self.known
            .iter()
            .rev()
            .find(|(known, _)| *known == condition)
            .map(|(_, holds)| Holds::from(*holds))
            .or_else(|| self.factor.holds(condition, self.now))
            .or_else(|| self.thing.holds(condition, asking))
    }

    /// What the law says of an action in this capacity. What only the input can tell is left open
    /// where `input_is_there` is false.
    pub(super) fn verdict(&self, action: Action, held: Held, input_is_there: bool) -> Verdict {
        let asking = self.asking(held);
        let row = row(self.thing.state(), action);
        if row.is_none() && moves::<S::State>(action) {
            return Err(Reason::WrongState {
                machine: S::State::MACHINE,
                state: self.thing.state().code(),
            });
        }
        let policy = policy::row(action).map_or(&[][..], |row| row.provided);
        let provided = policy.iter().chain(row.map_or(&[][..], |row| row.provided));
        for condition in provided {
            let holds = self
                .holds(*condition, &asking)
                .ok_or(Reason::Unstated(*condition))?;
            match holds.at(self.now) {
                Some(true) => {}
                Some(false) => return Err(Reason::Unmet(*condition)),
                None if input_is_there => return Err(Reason::Unstated(*condition)),
                None => {}
            }
        }
        Ok(())
    }

    /// The capacities the actor holds of those that may take an action.
    pub(super) fn holdings(&self, action: Action) -> Vec<Held> {
        let capacities = policy::row(action).map_or(&[][..], |row| row.capacities);
        capacities
            .iter()
            .flat_map(|wanted| {
                self.standing
                    .held()
                    .iter()
                    .filter(move |held| held.capacity == *wanted)
            })
            .copied()
            .collect()
    }

    /// In which capacity the actor takes an action. One who could act for several partners is asked
    /// for which; what is said of it is read of those alone who could act at all.
    ///
    /// # Errors
    /// The refusal of the tables, or a fault at `acting_for`.
    pub(super) fn permit(&self, action: Action, saw: &Saw) -> Result<Permit> {
        if self.holdings(action).is_empty() {
            return Err(Self::not_held(action, &self.standing));
        }
        let acting_for = saw.partner()?;
        let (first, others) = self.free(action, acting_for)?;
        let of_others = others
            .iter()
            .any(|held| held.capacity == first.capacity && held.partner != first.partner);
        if of_others && acting_for.is_none() {
            return Err(Error::at("acting_for", FaultCode::Required));
        }
        Ok(decide::permit(action, first))
    }

    /// In which capacity an action follows from another: nobody is asked, the first that may will
    /// do.
    ///
    /// # Errors
    /// The refusal of the tables.
    pub(super) fn permit_to_follow(&self, action: Action) -> Result<Permit> {
        let (first, _) = self.free(action, None)?;
        Ok(decide::permit(action, first))
    }

    fn not_held(action: Action, standing: &Standing) -> Error {
        let capacities = policy::row(action).map_or(&[][..], |row| row.capacities);
        Refusal::new(action, Reason::not_in(standing, capacities)).into()
    }

    /// The capacities in which the law lets the actor take an action: the preferred one, and the
    /// others.
    fn free(&self, action: Action, acting_for: Option<PartnerId>) -> Result<(Held, Vec<Held>)> {
        let mut holdings = self.holdings(action);
        if let Some(partner) = acting_for {
            holdings.retain(|held| held.partner.is_none_or(|own| own == partner));
        }
        if holdings.is_empty() {
            return Err(match acting_for {
                Some(partner) => Self::not_held(action, &self.standing.for_partner(partner)),
                None => Self::not_held(action, &self.standing),
            });
        }
        let mut free = Vec::new();
        let mut refused = None;
        for held in holdings {
            match self.verdict(action, held, true) {
                Ok(()) => free.push(held),
                Err(reason) => {
                    refused.get_or_insert(reason);
                }
            }
        }
        let mut free = free.into_iter();
        match free.next() {
            Some(first) => Ok((first, free.collect())),
            None => Err(match refused {
                // It is asked for where it is typed.
                Some(Reason::Unmet(Condition::CodeGiven | Condition::ProvedRecently)) => {
                    Error::at("code", FaultCode::SecondFactorRequired)
                }
                refused => {
                    let reason = refused.unwrap_or(Reason::NotInCapacity(&[]));
                    Refusal::new(action, reason).into()
                }
            }),
        }
    }

    /// When an action of the table is possible for one of this capacity, as far as the thing can
    /// tell: from when, until when; `None` where it is refused for good.
    pub fn span(
        &self,
        action: Action,
        asking: Asking,
    ) -> Option<(Option<Instant>, Option<Instant>)> {
        let row = row(self.thing.state(), action);
        if row.is_none() && moves::<S::State>(action) {
            return None;
        }
        let policy = policy::row(action).map_or(&[][..], |row| row.provided);
        let provided = policy.iter().chain(row.map_or(&[][..], |row| row.provided));
        let (mut from, mut until) = (None, None);
        for condition in provided {
            match self.holds(*condition, &asking)? {
                Holds::Yes | Holds::Asks => {}
                Holds::No => return None,
                Holds::From(moment) => from = from.max(Some(moment)),
                Holds::Until(moment) => {
                    until = Some(until.map_or(moment, |earlier: Instant| earlier.min(moment)));
                }
            }
        }
        Some((from, until))
    }
}
