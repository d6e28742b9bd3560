//! One way to act on a thing: the law applies itself.
//!
//! A [`Subject`] says what it is: its state, its version, where it lies, and which of the law's
//! conditions hold of it. Everything else is here. `Tx::case` locks and loads one with the actor's
//! standing; `Tx::take` asks policy, lifecycle and what was seen, moves the state and writes the
//! trail; [`Case::offers`] tells what this person may do, for pages, API and task list alike. There
//! is no third place that knows what may be done.

mod factor;
mod law;
mod offer;
mod take;
mod whole;

pub(crate) use factor::FactorSaid;
pub use offer::{Offer, Offers, Shown};
pub use take::{Reasoned, Saw, Taken};
pub use whole::Whole;

use crate::db::Conn;
use crate::db::tx::{Actor, Tx, View};
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, PartnerId};
use crate::kernel::money::Money;
use crate::kernel::time::Instant;
use crate::rules::capacity::{Ground, Held};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::State;
use crate::rules::visibility::Sight;
use crate::rules::{Action, Capacity, Condition, Matter, Standing, Step, decide};
use crate::standing::{self, Place};
use diesel::QueryResult;

/// A kind of thing the law governs.
pub trait Subject: Sized {
    type Id: Copy;
    /// Its machine.
    type State: State;
    /// Actions that begin something under it and change no state of it.
    const BEGINS: &'static [Action];
    /// Actions that change it and no state of it: one says the version one saw.
    const EDITS: &'static [Action] = &[];
    /// Actions of its machine that follow from an action on something else, or that another subject
    /// knows the conditions of: they are not offered here.
    const FOLLOWS: &'static [Action] = &[];
    /// Actions of its machine that overwrite nothing another person may have written meanwhile:
    /// they say no version and leave it as it is.
    const ADDS: &'static [Action] = &[];

    /// Reads it with what it is part of, locked in the one order of locks: award before its parts,
    /// call before its applications.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    fn lock(conn: &mut Conn, id: Self::Id) -> Result<Self>;
    /// Reads it for a page, without locks.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    fn load(conn: &mut Conn, id: Self::Id) -> Result<Self>;
    /// What it is, for trail and tasks.
    fn matter(&self) -> Matter;
    /// Where it stands.
    fn state(&self) -> Self::State;
    /// Counts its changes: what an edit says it saw.
    fn version(&self) -> i32;
    /// Where it lies. From what is loaded, without a further query.
    fn place(&self) -> Place;
    /// Whether a condition holds of it, for one who asks in a capacity. `None` is for what it
    /// knows nothing of: an action that asks for it fails as a fault of ours.
    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds>;
    /// The digest of what an action binds to, where it binds to content: a seat, a vote, a
    /// signature.
    fn binds(&self, _action: Action) -> Option<&str> {
        None
    }
    /// People whom their earlier part in this may shut out of a later one.
    fn people(&self) -> Vec<AccountId> {
        Vec::new()
    }
    /// Its name to a reader of a task list.
    fn title(&self) -> String;
    /// The money it is about, for a task list.
    fn amount(&self) -> Option<Money> {
        None
    }
    /// The matter whose page it is shown on.
    fn page(&self) -> Matter {
        self.matter()
    }
    /// By when an action is due, where the thing has a date of its own for it.
    fn due(&self, _action: Action) -> Option<Instant> {
        None
    }
    /// Whether an action of the table is awaited of anybody now, where the law allows it.
    fn awaits(&self, _action: Action) -> bool {
        true
    }
    /// The named parts of its addresses: its own identifier is `id`, a parent's is the parent's
    /// kind.
    fn address(&self) -> Vec<(&'static str, String)> {
        vec![("id", self.matter().id().to_string())]
    }
    /// Writes a step: the state, and the version that goes up with it. Gives how many rows it was.
    ///
    /// # Errors
    /// No answer from the database.
    fn write(&self, conn: &mut Conn, step: &Step<Self::State>) -> QueryResult<usize>;
    /// Writes the same step of many.
    ///
    /// # Errors
    /// No answer from the database.
    fn write_all(conn: &mut Conn, all: &[&Self], step: &Step<Self::State>) -> QueryResult<usize> {
        let mut written = 0;
        for one in all {
            written += one.write(conn, step)?;
        }
        Ok(written)
    }
    /// Takes note of a step that was written.
    fn enter(&mut self, state: Self::State);
}

/// Writes a step of a table whose columns are `id`, `state` and `version`, which goes up by one or
/// by what is said.
#[macro_export]
macro_rules! write_step {
    ($table:ident, $conn:expr, $id:expr, $step:expr) => {
        $crate::write_step!($table, $conn, $id, $step, 1)
    };
    ($table:ident, $conn:expr, $id:expr, $step:expr, $raise:expr) => {
        diesel::update($table::table.find($id))
            .filter($table::state.eq($step.from()))
            .set((
                $table::state.eq($step.to()),
                $table::version.eq($table::version + $raise),
            ))
            .execute($conn)
    };
}

/// Who asks whether a condition holds: a person, in one capacity.
#[derive(Debug, Clone, Copy)]
pub struct Asking {
    account: Option<AccountId>,
    held: Held,
}

impl Asking {
    /// An account in a capacity. `None` asks for anybody.
    pub fn new(account: Option<AccountId>, held: Held) -> Self {
        Self { account, held }
    }

    /// Whether it is this account that asks.
    pub fn is(&self, account: AccountId) -> bool {
        self.account == Some(account)
    }

    /// The account that asks, where it is a certain one.
    pub fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// Whether it is one of these accounts that asks.
    pub fn is_one_of(&self, accounts: &[Option<AccountId>]) -> bool {
        self.account.is_some() && accounts.contains(&self.account)
    }

    /// The partner acted for.
    pub fn partner(&self) -> Option<PartnerId> {
        self.held.partner
    }

    /// The capacity and its partner.
    pub fn held(&self) -> Held {
        self.held
    }
}

/// A thing, who looks at it, and when.
#[derive(Debug, Clone)]
pub struct Case<S> {
    thing: S,
    standing: Standing,
    actor: Actor,
    now: Instant,
    known: Vec<(Condition, bool)>,
    factor: FactorSaid,
}

impl<S> std::ops::Deref for Case<S> {
    type Target = S;
    fn deref(&self) -> &S {
        &self.thing
    }
}

impl<S: Subject> Case<S> {
    pub(crate) fn new(thing: S, standing: Standing, actor: Actor, now: Instant) -> Self {
        Self {
            thing,
            standing,
            actor,
            now,
            known: Vec::new(),
            factor: FactorSaid::default(),
        }
    }

    /// With what is said of the actor's second factor.
    pub(crate) fn saying(mut self, factor: FactorSaid) -> Self {
        self.factor = factor;
        self
    }

    /// The actor's standing to it.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Tells what only the input could tell of a condition.
    pub fn know(&mut self, condition: Condition, holds: bool) {
        self.known.push((condition, holds));
    }

    /// The thing, to change what is in memory of it.
    pub fn thing_mut(&mut self) -> &mut S {
        &mut self.thing
    }

    /// Whether the actor may see this of it.
    pub fn sees(&self, sight: Sight) -> bool {
        decide::sees(&self.standing, sight)
    }

    /// A thing that changes as a consequence of what is done to this one: who acts stands to it as
    /// they stood to this.
    pub fn entails<T: Subject>(&self, thing: T) -> Case<T> {
        Case::new(thing, self.standing.clone(), self.actor, self.now).saying(self.factor)
    }

    fn asking(&self, held: Held) -> Asking {
        Asking::new(self.actor.account(), held)
    }
}

impl Tx<'_> {
    /// A thing, read already, for which what is done elsewhere has consequences: whatever the actor
    /// is to it besides, here they are anybody with an account.
    pub fn case_from_afar<S: Subject>(&self, thing: S) -> Case<S> {
        let standing = Standing::only(Capacity::AccountHolder);
        Case::new(thing, standing, self.actor(), self.now())
    }
}

impl View<'_> {
    /// A thing for a page, for those who may see this of it.
    ///
    /// # Errors
    /// `NotFound` where there is none, and for everyone else.
    pub fn case<S: Subject>(&mut self, id: S::Id, sight: Sight) -> Result<Case<S>> {
        let thing = S::load(self.conn, id)?;
        let case = self.case_of(thing)?;
        if case.sees(sight) {
            Ok(case)
        } else {
            Err(Error::NotFound(case.matter().kind()))
        }
    }

    /// What the reader is to the fund as a whole; nothing for a visitor.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn ground(&mut self) -> Result<Ground> {
        let Actor::Person { account, session } = self.actor() else {
            return Ok(Ground::default());
        };
        if self.footing.ground.is_none() {
            let strict = &self.footing.strict;
            let ground = standing::ground(self.conn, (account, session), strict)?;
            self.footing.ground = Some(ground);
        }
        Ok(self.footing.ground.clone().unwrap_or_default())
    }

    /// A thing that was loaded already, with the reader's standing.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn case_of<S: Subject>(&mut self, thing: S) -> Result<Case<S>> {
        let (actor, now) = (self.actor(), self.now());
        let standing = standing::at(self.conn, actor, &mut self.footing, &thing.place())?;
        let factor = FactorSaid::later(self.footing.factor());
        Ok(Case::new(thing, standing, actor, now).saying(factor))
    }
}
