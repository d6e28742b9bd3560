//! The unit of work: one transaction, one actor, one reading of the clock, at least one decision.

use super::Conn;
use super::proved::Proved;
pub use super::tidings::Tidings;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, PartnerId, RequestId, SessionId};
use crate::kernel::time::Instant;
use crate::rules::capacity::Footing;
use crate::rules::proof::Proof;
use crate::rules::{Action, Capacity, Facts, Matter, Permit, Standing, decide};
use crate::words::Say;
use serde_json::Value;
use std::collections::HashSet;

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who is not signed in.
    Visitor,
    /// A person in a session.
    Person {
        account: AccountId,
        session: SessionId,
    },
    /// The clock.
    Calendar,
    /// Whoever runs the program on the machine.
    Operator,
}

impl Actor {
    /// The account of a person.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Person { account, .. } => Some(*account),
            _ => None,
        }
    }

    /// The account of a person.
    ///
    /// # Errors
    /// `Unauthenticated` for anybody else.
    pub fn person(&self) -> Result<AccountId> {
        self.account().ok_or(Error::Unauthenticated)
    }

    /// The word the audit trail keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Person { .. } => "person",
            Self::Calendar => "calendar",
            Self::Operator => "operator",
        }
    }
}

/// One change, as the audit trail will keep it.
#[derive(Debug, Clone)]
pub struct Change {
    /// What was done.
    pub action: Action,
    /// In what capacity.
    pub capacity: Capacity,
    /// For which partner.
    pub partner: Option<PartnerId>,
    /// To what.
    pub matter: Matter,
    /// On what ground, in the person's words.
    pub ground: Option<String>,
    /// How it was.
    pub before: Option<Value>,
    /// How it is.
    pub after: Option<Value>,
}

impl Change {
    /// A change made under a permit.
    pub fn under(permit: Permit, matter: Matter) -> Self {
        Self {
            action: permit.action(),
            capacity: permit.capacity(),
            partner: permit.partner(),
            matter,
            ground: None,
            before: None,
            after: None,
        }
    }

    /// With the ground a person gave.
    #[must_use]
    pub fn because(mut self, ground: impl Into<String>) -> Self {
        self.ground = Some(ground.into());
        self
    }

    /// With what it was.
    #[must_use]
    pub fn from(mut self, before: Value) -> Self {
        self.before = Some(before);
        self
    }

    /// With what it is.
    #[must_use]
    pub fn to(mut self, after: Value) -> Self {
        self.after = Some(after);
        self
    }
}

/// A unit that reads.
pub struct View<'a> {
    pub(crate) conn: &'a mut Conn,
    actor: Actor,
    now: Instant,
    /// What the actor is to the fund, once it was looked up.
    pub(crate) footing: Footing,
}

impl<'a> View<'a> {
    /// A view of the database for an actor at a moment.
    pub fn new(conn: &'a mut Conn, actor: Actor, now: Instant, footing: Footing) -> Self {
        Self {
            conn,
            actor,
            now,
            footing,
        }
    }

    /// Who asks.
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// When.
    pub fn now(&self) -> Instant {
        self.now
    }
}

/// A unit that writes.
pub struct Tx<'a> {
    pub(crate) conn: &'a mut Conn,
    actor: Actor,
    now: Instant,
    request: RequestId,
    /// What the actor is to the fund, once it was looked up.
    pub(crate) footing: Footing,
    /// The second factor that came with what is done.
    proof: Option<Proof>,
    proved: Vec<Proved>,
    say: Say,
    decided: bool,
    about: Vec<Matter>,
    changes: Vec<Change>,
    tidings: Vec<Tidings>,
    /// In the order in which they were touched.
    touched: Vec<Matter>,
    /// The same, to look them up.
    seen: HashSet<Matter>,
}

impl<'a> Tx<'a> {
    /// A unit of an actor at a moment.
    pub fn new(
        conn: &'a mut Conn,
        actor: Actor,
        now: Instant,
        request: RequestId,
        (footing, say): (Footing, Say),
    ) -> Self {
        Self {
            conn,
            actor,
            now,
            request,
            footing,
            proof: None,
            proved: Vec::new(),
            say,
            decided: false,
            about: Vec::new(),
            changes: Vec::new(),
            tidings: Vec::new(),
            touched: Vec::new(),
            seen: HashSet::new(),
        }
    }

    /// Who acts.
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// The one reading of the clock.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The request this unit answers.
    pub fn request(&self) -> RequestId {
        self.request
    }

    /// The fund's own voice, for texts that everyone reads in the same words.
    pub fn say(&self) -> &Say {
        &self.say
    }

    /// A view of the same transaction, for read models after a change.
    pub fn view(&mut self) -> View<'_> {
        View {
            conn: self.conn,
            actor: self.actor,
            now: self.now,
            footing: self.footing.clone(),
        }
    }

    /// Decides whether the action may be taken. No unit commits without a decision.
    ///
    /// # Errors
    /// The refusal of the rule tables.
    pub fn require(
        &mut self,
        action: Action,
        standing: &Standing,
        facts: &Facts,
    ) -> Result<Permit> {
        let permit = decide::may(standing, action, facts)?;
        self.decided = true;
        Ok(permit)
    }

    /// Notes what the unit is about, so that a refused attempt can be recorded with it.
    pub fn about(&mut self, matter: Matter) {
        self.about.push(matter);
    }

    /// What the unit is about, the latest last.
    pub(crate) fn matters(&mut self) -> Vec<Matter> {
        std::mem::take(&mut self.about)
    }

    /// Notes a change for the audit trail.
    pub fn record(&mut self, change: Change) {
        self.touch(change.matter);
        self.changes.push(change);
    }

    /// Notes that the law has decided, and on what.
    pub(crate) fn decide(&mut self, matter: Matter) {
        self.decided = true;
        self.touch(matter);
    }

    /// Notes a matter whose tasks may have changed with what was done to another.
    pub(crate) fn touch(&mut self, matter: Matter) {
        if self.seen.insert(matter) {
            self.touched.push(matter);
        }
    }

    /// The matters that were acted on: whose tasks may have changed.
    pub(crate) fn touched(&mut self) -> Vec<Matter> {
        self.seen.clear();
        std::mem::take(&mut self.touched)
    }

    /// The place of the change noted last, to say more of it.
    pub(crate) fn changes(&mut self) -> &mut Vec<Change> {
        &mut self.changes
    }

    /// The second factor that came with what is done.
    pub fn proof(&self) -> Option<&Proof> {
        self.proof.as_ref()
    }

    /// Takes note of a second factor that was checked and used up in this unit.
    pub(crate) fn note_proof(&mut self, proof: Proof) {
        self.proof = Some(proof);
    }

    /// Notes what a second factor was proved for.
    pub(crate) fn note_proved(&mut self, proved: Proved) {
        self.proved.push(proved);
    }

    /// What the second factor was proved for in this unit.
    pub(crate) fn take_proved(&mut self) -> Vec<Proved> {
        std::mem::take(&mut self.proved)
    }

    /// Notes what people are to be told.
    pub fn tell(&mut self, tidings: Tidings) {
        self.tidings.push(tidings);
    }

    /// Whether the rule tables were asked.
    pub(crate) fn is_decided(&self) -> bool {
        self.decided
    }

    /// Hands over what was noted, just before the commit.
    pub(crate) fn take_notes(&mut self) -> (Vec<Change>, Vec<Tidings>) {
        (
            std::mem::take(&mut self.changes),
            std::mem::take(&mut self.tidings),
        )
    }
}
