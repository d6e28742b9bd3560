//! Taking an action: policy, lifecycle, what was seen, state, trail. The only way to change a
//! state.

use super::law::row;
use super::{Case, FactorSaid, Subject};
use crate::db::tx::{Change, Tx};
use crate::error::{Error, Result};
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{AccountId, PartnerId};
use crate::kernel::text::ShortProse;
use crate::rules::decide::{self, Permit};
use crate::rules::lifecycle::State;
use crate::rules::{Action, Matter, Reason, Refusal, Step};
use crate::standing;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// What a person says of an action: what they saw, on what ground, for which partner.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Saw {
    /// The version of the thing as it was read, for an action that edits or moves it.
    pub version: Entry,
    /// The digest of what was read, for an action that binds to it: a seat, a vote, a signature.
    pub digest: Entry,
    /// The partner acted for, by one who could act for several.
    pub acting_for: Entry,
}

impl Saw {
    /// What a form or a JSON body says under the same three names.
    pub fn of(version: &Entry, digest: &Entry, acting_for: &Entry) -> Self {
        Self {
            version: version.clone(),
            digest: digest.clone(),
            acting_for: acting_for.clone(),
        }
    }

    /// What one says who has just read a thing: for those who act by program.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub fn reading<S: Subject>(tx: &mut Tx<'_>, id: S::Id, action: Action) -> Result<Self> {
        let thing = S::load(tx.conn, id)?;
        Ok(match thing.binds(action) {
            Some(digest) => Self {
                digest: digest.into(),
                ..Self::default()
            },
            None => Self {
                version: thing.version().to_string().into(),
                ..Self::default()
            },
        })
    }

    pub(super) fn partner(&self) -> Result<Option<PartnerId>> {
        let mut reading = Reading::new();
        let partner = reading.optional("acting_for", &self.acting_for);
        Ok(reading.finish(partner)?)
    }
}

/// A reason, and what was seen.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reasoned {
    /// Why, in a few sentences.
    pub reason: Entry,
    /// See [`Saw::version`].
    pub version: Entry,
    /// See [`Saw::digest`].
    pub digest: Entry,
    /// See [`Saw::acting_for`].
    pub acting_for: Entry,
}

impl Reasoned {
    /// The reason.
    ///
    /// # Errors
    /// A reason that is missing or too long.
    pub fn reason(&self) -> Result<ShortProse> {
        let mut reading = Reading::new();
        let reason = reading.required("reason", &self.reason);
        Ok(reading.finish(reason)?)
    }

    /// What was seen.
    pub fn saw(&self) -> Saw {
        Saw::of(&self.version, &self.digest, &self.acting_for)
    }
}

/// An action that was taken: its permit, and the step it made.
#[derive(Debug, Clone, Copy)]
pub struct Taken<S> {
    permit: Permit,
    step: Step<S>,
    change: usize,
}

impl<S: Copy> Taken<S> {
    /// Proof that it may be done.
    pub fn permit(&self) -> Permit {
        self.permit
    }

    /// The state before.
    pub fn from(&self) -> S {
        self.step.from()
    }

    /// The state after.
    pub fn to(&self) -> S {
        self.step.to()
    }

    /// The partner acted for.
    pub fn partner(&self) -> Option<PartnerId> {
        self.permit.partner()
    }
}

impl Tx<'_> {
    /// A thing to act on: locked, read, with the actor's standing to it.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub fn case<S: Subject>(&mut self, id: S::Id) -> Result<Case<S>> {
        let thing = S::lock(self.conn, id)?;
        self.about(thing.matter());
        self.case_of(thing)
    }

    /// A thing that was locked and read already, with the actor's standing to it.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn case_of<S: Subject>(&mut self, thing: S) -> Result<Case<S>> {
        let (actor, now) = (self.actor(), self.now());
        let standing = standing::at(self.conn, actor, &mut self.footing, &thing.place())?;
        let factor = FactorSaid::with_it(self.footing.factor(), self.proof().is_some());
        Ok(Case::new(thing, standing, actor, now).saying(factor))
    }

    /// Takes an action a person takes on what exists: they must say what they saw.
    ///
    /// # Errors
    /// The refusal of the tables; a fault at `version` or `digest` where it is not said what was
    /// seen; stale where that is not what there is.
    pub fn take<S: Subject>(
        &mut self,
        case: &mut Case<S>,
        action: Action,
        saw: &Saw,
    ) -> Result<Taken<S::State>> {
        let permit = case.permit(action, saw)?;
        check_seen(case, action, saw)?;
        // What is seen is what the proof is for, not what becomes of it.
        let digest = case.thing.binds(action).map(str::to_owned);
        let taken = self.step(case, action, permit)?;
        self.keep_proof_over(digest, action, case.matter());
        Ok(taken)
    }

    /// Takes an action that follows from another, or that the calendar takes: nobody saw anything.
    ///
    /// # Errors
    /// The refusal of the tables.
    pub fn follow<S: Subject>(
        &mut self,
        case: &mut Case<S>,
        action: Action,
    ) -> Result<Taken<S::State>> {
        let permit = case.permit_to_follow(action)?;
        self.step(case, action, permit)
    }

    /// Begins something new under a thing.
    ///
    /// # Errors
    /// The refusal of the tables.
    pub fn begin<S: Subject>(
        &mut self,
        case: &Case<S>,
        action: Action,
        new: Matter,
        saw: &Saw,
    ) -> Result<Permit> {
        let permit = case.permit(action, saw)?;
        self.decide(case.matter());
        self.decide(new);
        self.record(Change::under(permit, new));
        self.keep_proof(case, action, new);
        Ok(permit)
    }

    /// Takes an action that follows from another on many things at once: each is decided and stands
    /// in the trail, and those that make the same step are written together.
    ///
    /// # Errors
    /// The first refusal of the tables.
    pub fn follow_all<S: Subject>(&mut self, cases: &mut [Case<S>], action: Action) -> Result<()> {
        let mut planned = Vec::new();
        for case in cases.iter() {
            planned.push((case.permit_to_follow(action)?, step_from(case, action)?));
        }
        let mut steps: Vec<Step<S::State>> = Vec::new();
        for (_, step) in &planned {
            if !steps.contains(step) {
                steps.push(*step);
            }
        }
        for step in steps {
            let both = cases.iter().zip(&planned);
            let of_it = both.filter(|(_, one)| one.1 == step);
            let things: Vec<&S> = of_it.map(|(case, _)| &case.thing).collect();
            if S::write_all(self.conn, &things, &step)? != things.len() {
                return Err(Error::stale(action));
            }
        }
        for (case, (permit, step)) in cases.iter_mut().zip(planned) {
            case.thing.enter(step.to());
            self.stepped(case, permit, step);
        }
        Ok(())
    }

    /// Takes an action that changes a thing and no state of it: one must say what one saw. The
    /// store counts the change.
    ///
    /// # Errors
    /// As [`Tx::take`].
    pub fn edit<S: Subject>(
        &mut self,
        case: &Case<S>,
        action: Action,
        saw: &Saw,
    ) -> Result<Permit> {
        let permit = case.permit(action, saw)?;
        check_seen(case, action, saw)?;
        self.decide(case.matter());
        self.record(Change::under(permit, case.matter()));
        self.keep_proof(case, action, case.matter());
        Ok(permit)
    }

    fn step<S: Subject>(
        &mut self,
        case: &mut Case<S>,
        action: Action,
        permit: Permit,
    ) -> Result<Taken<S::State>> {
        let step = step_from(case, action)?;
        if !S::ADDS.contains(&action) {
            if case.thing.write(self.conn, &step)? == 0 {
                return Err(Error::stale(action));
            }
            case.thing.enter(step.to());
        }
        Ok(self.stepped(case, permit, step))
    }

    /// Takes note of a step that was made.
    fn stepped<S: Subject>(
        &mut self,
        case: &Case<S>,
        permit: Permit,
        step: Step<S::State>,
    ) -> Taken<S::State> {
        let matter = case.thing.matter();
        self.decide(matter);
        let change = self.changes().len();
        self.record(
            Change::under(permit, matter)
                .from(json!({ "state": step.from().code() }))
                .to(json!({ "state": step.to().code() })),
        );
        Taken {
            permit,
            step,
            change,
        }
    }

    /// Says more of an action in the trail.
    pub fn note<S>(&mut self, taken: &Taken<S>, more: Value) {
        if let Some(change) = self.changes().get_mut(taken.change) {
            change.add(more);
        }
    }

    /// Says in the trail on what ground an action was taken, in the person's words.
    pub fn because<S>(&mut self, taken: &Taken<S>, ground: &str) {
        if let Some(change) = self.changes().get_mut(taken.change) {
            change.ground = Some(ground.to_owned());
        }
    }

    /// Says more in the trail of what was just begun or changed.
    pub fn note_last(&mut self, more: Value) {
        if let Some(change) = self.changes().last_mut() {
            change.add(more);
        }
    }

    /// The account of the person who acts.
    ///
    /// # Errors
    /// `Unauthenticated` for anybody else.
    pub fn person(&self) -> Result<AccountId> {
        self.actor().person()
    }
}

impl Change {
    /// Adds names and values to how it is.
    fn add(&mut self, more: Value) {
        match (&mut self.after, more) {
            (Some(Value::Object(own)), Value::Object(more)) => own.extend(more),
            (after, more) => *after = Some(more),
        }
    }
}

/// The step an action makes from where a thing stands.
fn step_from<S: Subject>(case: &Case<S>, action: Action) -> Result<Step<S::State>> {
    row(case.thing.state(), action)
        .map(decide::step_of)
        .ok_or_else(|| Error::internal(format!("{action} is of no row of {}", S::State::MACHINE)))
}

impl<S: Subject> Case<S> {
    /// Refuses whom the tables refuse, before anything that comes along is read: faults are told to
    /// those alone who may act.
    ///
    /// # Errors
    /// The refusal of the tables.
    pub fn allows(&self, action: Action, saw: &Saw) -> Result<Permit> {
        self.permit(action, saw)
    }

    /// Refuses what `take` would refuse, before what comes along with it is read.
    ///
    /// # Errors
    /// Those of [`Tx::take`].
    pub fn admits(&self, action: Action, saw: &Saw) -> Result<()> {
        self.permit(action, saw)?;
        check_seen(self, action, saw)
    }
}

/// What was seen is what there is: the digest where the action binds to content, else the version.
fn check_seen<S: Subject>(case: &Case<S>, action: Action, saw: &Saw) -> Result<()> {
    if S::ADDS.contains(&action) {
        return Ok(());
    }
    let (field, said, is_current) = match case.thing.binds(action) {
        Some(digest) => {
            let said = saw.digest.line();
            let is_current = said == digest;
            ("digest", said, is_current)
        }
        None => {
            let said = saw.version.line();
            let is_current = said.parse() == Ok(case.thing.version());
            ("version", said, is_current)
        }
    };
    if said.is_empty() {
        return Err(Faults::one(field, Fault::new(FaultCode::NotSeen)).into());
    }
    if field == "version" && said.parse::<i32>().is_err() {
        return Err(Error::at(field, FaultCode::NotANumber));
    }
    if is_current {
        Ok(())
    } else {
        Err(Refusal::new(action, Reason::Stale).into())
    }
}
