//! Typed families of messages: what depends on a state, an action, a code.

use super::say::Say;
use crate::error::Error;
use crate::kernel::code::Code;
use crate::kernel::fault::{Fault, FaultCode};
use crate::kernel::path;
use crate::kernel::told::Told;
use crate::rules::lifecycle::State;
use crate::rules::notice::LetterKind;
use crate::rules::separation::Incompatible;
use crate::rules::{Action, Capacity, Condition, Reason, Refusal, Role};

/// A closed list whose words are the messages `<family>-<code>`.
pub trait Named: Code {
    /// The first part of the keys.
    const FAMILY: &'static str;
}

impl Say {
    /// A word of a closed list: kinds of payouts, seats, votes, sizes.
    pub fn name<N: Named>(&self, one: N) -> String {
        self.message(&format!("{}-{}", N::FAMILY, one.code()), &[])
    }

    /// All words of a closed list, to choose from: code and name.
    pub fn choices<N: Named>(&self) -> Vec<(String, String)> {
        let choice = |one: &N| (one.code().to_owned(), self.name(*one));
        N::LIST.iter().map(choice).collect()
    }

    /// A state.
    pub fn state<S: State>(&self, state: S) -> String {
        self.state_of(S::MACHINE, state.code())
    }

    fn state_of(&self, machine: &str, code: &str) -> String {
        self.message(&format!("state-{machine}-{code}"), &[])
    }

    /// What happens next with a thing in this state.
    pub fn next<S: State>(&self, state: S, words: &[(&str, Told)]) -> String {
        let key = format!("next-{}-{}", S::MACHINE, state.code());
        self.message(&key, words)
    }

    /// An action: the words of a button, and of the history.
    pub fn action(&self, action: Action) -> String {
        self.button(action.code())
    }

    /// The words of a deed's button.
    pub fn button(&self, deed: &str) -> String {
        self.message(&format!("action-{deed}"), &[])
    }

    /// What a deed entails, above its form; empty where the button says it all.
    pub fn intro(&self, deed: &str) -> String {
        self.maybe(&format!("intro-{deed}"))
    }

    /// What was done; empty for what is no deed.
    pub fn done(&self, deed: &str) -> String {
        self.maybe(&format!("done-{deed}"))
    }

    /// The sentence of a condition that does not hold.
    pub fn condition(&self, condition: Condition) -> String {
        self.message(&format!("condition-{condition}"), &[])
    }

    pub fn capacity(&self, capacity: Capacity) -> String {
        self.message(&format!("capacity-{capacity}"), &[])
    }

    /// A capacity within a sentence, with its article.
    pub fn the_capacity(&self, capacity: Capacity) -> String {
        self.message(&format!("the-{capacity}"), &[])
    }

    pub fn role(&self, role: Role) -> String {
        self.capacity(role.capacity())
    }

    /// Why two roles are kept apart.
    pub fn separation(&self, pair: &Incompatible) -> String {
        self.message(&format!("separation-{}", pair.why), &[])
    }

    /// What a thing awaits of its reader; as its button says it, where that says enough.
    pub fn task(&self, task: &str) -> String {
        let said = self.maybe(&format!("task-{task}"));
        if said.is_empty() {
            self.button(task)
        } else {
            said
        }
    }

    /// The name of a field, by its path: `participants.0.name` is a name.
    pub fn field(&self, path: &str) -> String {
        let name = path::name(path);
        let label = self.maybe(&format!("field-{name}"));
        if label.is_empty() {
            name.to_owned()
        } else {
            label
        }
    }

    /// The hint of a field, by its path; empty where the name says it all.
    pub fn hint(&self, path: &str) -> String {
        self.maybe(&format!("hint-{}", path::name(path)))
    }

    pub fn letter_subject(&self, kind: LetterKind, words: &[(&str, Told)]) -> String {
        self.message(&format!("letter-{kind}-subject"), words)
    }

    pub fn letter_body(&self, kind: LetterKind, words: &[(&str, Told)]) -> String {
        self.message(&format!("letter-{kind}-body"), words)
    }

    /// The sentence of a fault.
    pub fn fault(&self, fault: &Fault) -> String {
        let limit = fault.limit.clone().unwrap_or_default();
        let limit = match limit.parse::<i64>() {
            Ok(number) if counts(fault.code) => Told::Count(number),
            _ => Told::Text(limit),
        };
        self.message(&format!("fault-{}", fault.code), &[("limit", limit)])
    }

    /// The sentence of an error.
    pub fn error(&self, error: &Error) -> String {
        match error {
            Error::Forbidden(refusal) | Error::Conflict(refusal) => self.refusal(refusal),
            Error::TooMany { retry_after } => self.with(
                "error-too_many_attempts",
                &[("seconds", (*retry_after).into())],
            ),
            Error::Crowded {
                most: Some(most), ..
            } => self.with(
                "error-too_many_uploads",
                &[("most", i64::from(*most).into())],
            ),
            other => self.message(&format!("error-{}", other.code()), &[]),
        }
    }

    /// The title of the page that says so; the number is the status of HTTP.
    pub fn error_title(&self, status: u16) -> String {
        self.message(&format!("error-page-{status}"), &[])
    }

    /// Why something is refused.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        match refusal.reason {
            Reason::NotInCapacity(capacities) => {
                let names: Vec<String> = capacities.iter().map(|one| self.capacity(*one)).collect();
                self.with(
                    "refused-not_in_capacity",
                    &[("capacities", self.any_of(&names).into())],
                )
            }
            Reason::CapacityElsewhere(capacity) => self.with(
                "refused-capacity_elsewhere",
                &[
                    ("capacity", self.capacity(capacity).into()),
                    (
                        "of",
                        if is_of_a_call(capacity) {
                            "call"
                        } else {
                            "partner"
                        }
                        .into(),
                    ),
                ],
            ),
            Reason::FactorIsOff => self.t("refused-second_factor_is_off"),
            Reason::Unmet(condition) | Reason::Unstated(condition) => self.condition(condition),
            Reason::WrongState { machine, state } => {
                let state = self.state_of(machine, state);
                let action = self.action(refusal.action);
                self.with(
                    "refused-wrong_state",
                    &[("action", action.into()), ("state", state.into())],
                )
            }
            Reason::Stale => self.t("refused-stale"),
            Reason::Duplicate(what) => self.message(&format!("duplicate-{what}"), &[]),
        }
    }
}

fn is_of_a_call(capacity: Capacity) -> bool {
    matches!(capacity, Capacity::Reviewer | Capacity::PanelChair)
}

/// Whether the limit is a number of things, on which the words depend.
fn counts(code: FaultCode) -> bool {
    use FaultCode as C;
    matches!(
        code,
        C::TooLong
            | C::TooShort
            | C::TooMany
            | C::TooManyDecimals
            | C::TooManyDrafts
            | C::TooManyFiles
            | C::TooManyBankFiles
            | C::BankFilesTooLarge
            | C::FileTooLarge
            | C::FilesTooLarge
            | C::FilesOfOneTooLarge
    )
}
