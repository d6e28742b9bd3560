//! The few functions that apply the tables.

use super::action::Action;
use super::capacity::{Capacity, Ground, Held, Standing};
use super::condition::{Condition, Facts};
use super::lifecycle::{ApplicationState, Rule, State};
use super::matter::MatterKind;
use super::policy;
use super::visibility::{self, Sight};
use crate::kernel::id::PartnerId;
use std::collections::BTreeSet;

/// Proof that a person may take an action, and in what capacity. Made only by [`may`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permit {
    action: Action,
    capacity: Capacity,
    partner: Option<PartnerId>,
}

impl Permit {
    /// The action permitted.
    pub fn action(&self) -> Action {
        self.action
    }

    /// The capacity in which it is taken.
    pub fn capacity(&self) -> Capacity {
        self.capacity
    }

    /// The partner acted for.
    pub fn partner(&self) -> Option<PartnerId> {
        self.partner
    }
}

/// Proof that a state may change. Made only by [`step`]; stores change states against it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<S> {
    from: S,
    action: Action,
    to: S,
}

impl<S: Copy> Step<S> {
    /// The state before, which the store demands of the row it changes.
    pub fn from(&self) -> S {
        self.from
    }

    /// The state after.
    pub fn to(&self) -> S {
        self.to
    }

    /// The action that makes the step.
    pub fn action(&self) -> Action {
        self.action
    }
}

/// Why an action is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The person stands to the matter in none of these capacities.
    NotInCapacity(&'static [Capacity]),
    /// The person has this capacity, but for another partner or another call.
    CapacityElsewhere(Capacity),
    /// The person has the capacity, but not before their second factor is on.
    FactorIsOff,
    /// A condition does not hold.
    Unmet(Condition),
    /// The matter's state does not allow it.
    WrongState {
        machine: &'static str,
        /// The state's code.
        state: &'static str,
    },
    /// Somebody changed the thing since it was read.
    Stale,
    /// The same thing exists already; the word names what.
    Duplicate(&'static str),
    /// A row's condition was never stated: a fault of the program.
    Unstated(Condition),
}

impl Reason {
    /// Why none of these capacities is held here.
    pub fn not_in(standing: &Standing, capacities: &'static [Capacity]) -> Self {
        if standing.is_barred_from(capacities) {
            return Self::Unmet(Condition::NotOfAParticipant);
        }
        if standing.is_withheld(capacities) {
            return Self::FactorIsOff;
        }
        standing
            .first_elsewhere(capacities)
            .map_or(Self::NotInCapacity(capacities), Self::CapacityElsewhere)
    }
}

/// A refusal: the action, and which rule refuses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The action refused.
    pub action: Action,
    /// The rule.
    pub reason: Reason,
}

impl Refusal {
    /// A refusal of this action for this reason.
    pub fn new(action: Action, reason: Reason) -> Self {
        Self { action, reason }
    }

    /// The fields of a form that the rule speaks of.
    pub fn fields(&self) -> Vec<&'static str> {
        match self.reason {
            Reason::Unmet(condition) | Reason::Unstated(condition) => condition.fields().to_vec(),
            Reason::Duplicate(what) => vec![what],
            _ => Vec::new(),
        }
    }

    /// The stable code clients see.
    pub fn code(&self) -> &'static str {
        match self.reason {
            Reason::NotInCapacity(_) => "not_in_capacity",
            Reason::CapacityElsewhere(_) => "capacity_elsewhere",
            Reason::FactorIsOff => "second_factor_is_off",
            Reason::Unmet(condition) | Reason::Unstated(condition) => condition.code(),
            Reason::WrongState { .. } => "wrong_state",
            Reason::Stale => "stale",
            Reason::Duplicate(_) => "duplicate",
        }
    }

    /// The state of an application that does not allow it.
    fn state_of_application(&self) -> Option<ApplicationState> {
        match self.reason {
            Reason::WrongState { machine, state } if machine == ApplicationState::MACHINE => {
                let mut all = ApplicationState::ALL.iter();
                all.find(|one| one.code() == state).copied()
            }
            _ => None,
        }
    }

    /// Whether the refusal is about who asks rather than about the state of things.
    pub fn is_about_the_person(&self) -> bool {
        use Condition as C;
        match self.reason {
            Reason::NotInCapacity(_) | Reason::CapacityElsewhere(_) | Reason::FactorIsOff => true,
            Reason::Unmet(condition) => matches!(
                condition,
                C::RoleIsTheirsToGrant
                    | C::NotToOneself
                    | C::ConfirmedByAnotherPartner
                    | C::ConfirmerIsIndependent
                    | C::DeclaredNoConflict
                    | C::NotOfAParticipant
                    | C::NotTheReviewer
                    | C::ARowIsLeftForThem
                    | C::APayoutIsLeftForThem
                    | C::NotTheReporter
                    | C::NotTheRecorder
                    | C::NotTheRequester
                    | C::BookedByAnotherPartner
                    | C::NotTheProposer
                    | C::NeitherRequestedNorVerified
                    | C::ReleaserIsIndependent
                    | C::ActsForThePayer
                    | C::ActsForAnotherPartner
                    | C::NotTheClaimant
                    | C::ClaimIsTheirs
            ),
            _ => false,
        }
    }
}

/// Whether a person of this standing may take this action.
///
/// # Errors
/// The refusal names the capacities that may, or the first condition that does not hold.
pub fn may(standing: &Standing, action: Action, facts: &Facts) -> Result<Permit, Refusal> {
    let refuse = |reason| Refusal::new(action, reason);
    let row = policy::row(action).ok_or_else(|| refuse(Reason::NotInCapacity(&[])))?;
    let held = standing
        .first_of(row.capacities)
        .ok_or_else(|| refuse(Reason::not_in(standing, row.capacities)))?;
    check(row.provided, facts).map_err(refuse)?;
    Ok(Permit {
        action,
        capacity: held.capacity,
        partner: held.partner,
    })
}

/// The step an action makes from this state.
///
/// # Errors
/// The refusal says that the state does not allow it, or names the first condition that does not
/// hold.
pub fn step<S: State>(from: S, action: Action, facts: &Facts) -> Result<Step<S>, Refusal> {
    let refuse = |reason| Refusal::new(action, reason);
    let row = S::RULES
        .iter()
        .find(|rule| rule.from == from && rule.action == action)
        .ok_or_else(|| {
            refuse(Reason::WrongState {
                machine: S::MACHINE,
                state: from.code(),
            })
        })?;
    check(row.provided, facts).map_err(refuse)?;
    Ok(Step {
        from,
        action,
        to: row.to,
    })
}

/// The permit of a capacity that the tables name for an action, once every condition was found to
/// hold; for `case`, which asks the matter itself.
pub(crate) fn permit(action: Action, held: Held) -> Permit {
    Permit {
        action,
        capacity: held.capacity,
        partner: held.partner,
    }
}

/// The step of a row whose conditions were found to hold; for `case`.
pub(crate) fn step_of<S: State>(row: &Rule<S>) -> Step<S> {
    Step {
        from: row.from,
        action: row.action,
        to: row.to,
    }
}

/// Whether a person of this standing may see this.
pub fn sees(standing: &Standing, sight: Sight) -> bool {
    visibility::row(sight).is_some_and(|row| standing.first_of(row.capacities).is_some())
}

/// Where an application stands, as one of this standing to it may know it.
pub fn told_state(standing: &Standing, state: ApplicationState) -> ApplicationState {
    if sees(standing, Sight::EligibilityFindings) {
        state
    } else {
        visibility::told_as(state)
    }
}

/// A refusal as one of this standing to an application may know it: it names no state that is not
/// told otherwise.
pub fn told_refusal(standing: &Standing, refusal: Refusal) -> Refusal {
    let reason = match (refusal.reason, refusal.state_of_application()) {
        (Reason::WrongState { machine, .. }, Some(state)) => Reason::WrongState {
            machine,
            state: told_state(standing, state).code(),
        },
        (reason, _) => reason,
    };
    Refusal { reason, ..refusal }
}

/// Whether a refusal names a state that is not told to everybody.
pub fn names_a_kept_state(refusal: &Refusal) -> bool {
    let state = refusal.state_of_application();
    state.is_some_and(|state| visibility::told_as(state) != state)
}

/// Whether a matter of this kind exists for one of this standing to it.
pub fn exists_for(standing: &Standing, kind: MatterKind) -> bool {
    visibility::opening(kind).is_some_and(|row| {
        row.sights.iter().any(|sight| sees(standing, *sight))
            || standing.first_of(row.capacities).is_some()
    })
}

/// Whether a refusal of an action on a matter one does not see says that it exists. What is offered
/// to everyone, such as to confirm one's address or to ask to join, does not depend on seeing it.
pub fn tells_of_its_matter(action: Action) -> bool {
    let capacities = policy::row(action).map_or(&[][..], |row| row.capacities);
    !capacities
        .iter()
        .any(|one| matches!(one, Capacity::Anyone | Capacity::AccountHolder))
}

/// Whether one must have signed in to take an action.
pub fn needs_a_person(action: Action) -> bool {
    policy::row(action).is_none_or(|row| !row.capacities.contains(&Capacity::Anyone))
}

/// How far one sees something in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Wherever it is.
    Everywhere,
    /// Where these partners take part; nowhere without one.
    WhereTheyTakePart(Vec<PartnerId>),
}

/// How far one of this standing to the fund sees this in lists: what is not theirs to open is not
/// listed for them.
pub fn reach(standing: &Standing, sight: Sight) -> Reach {
    let capacities = visibility::row(sight).map_or(&[][..], |row| row.capacities);
    let mut partners = Vec::new();
    for held in standing.held() {
        if capacities.contains(&held.capacity) {
            match held.partner {
                Some(partner) => partners.push(partner),
                None => return Reach::Everywhere,
            }
        }
    }
    Reach::WhereTheyTakePart(partners)
}

/// The partners for which somebody holds an office that takes this action, be it in one application
/// alone.
pub fn partners_for(ground: &Ground, action: Action) -> Vec<PartnerId> {
    let capacities = policy::row(action).map_or(&[][..], |row| row.capacities);
    let of_it = ground.roles.iter();
    let of_it = of_it.filter(|held| capacities.contains(&held.role.capacity()));
    let partners: BTreeSet<PartnerId> = of_it.filter_map(|held| held.partner).collect();
    partners.into_iter().collect()
}

fn check(provided: &[Condition], facts: &Facts) -> Result<(), Reason> {
    for condition in provided {
        match facts.holds(*condition) {
            Some(true) => {}
            Some(false) => return Err(Reason::Unmet(*condition)),
            None => return Err(Reason::Unstated(*condition)),
        }
    }
    Ok(())
}
