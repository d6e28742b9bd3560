//! What is said of the actor's second factor: that it came with what is done, or may yet.

use super::{Case, Subject};
use crate::db::proved::Proved;
use crate::db::tx::Tx;
use crate::kernel::time::Instant;
use crate::rules::condition::Holds;
use crate::rules::proof::Holding;
use crate::rules::{Action, Condition, Matter, policy};
use serde_json::json;

/// What is known of the second factor of whoever acts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FactorSaid {
    holding: Holding,
    /// Whether a code came with what is done; `None` where nothing was sent yet.
    given: Option<bool>,
}

impl FactorSaid {
    /// To one who looks at a page: what they send may bring it.
    pub(crate) fn later(holding: Holding) -> Self {
        Self {
            holding,
            given: None,
        }
    }

    /// With what was sent.
    pub(crate) fn with_it(holding: Holding, is_given: bool) -> Self {
        Self {
            holding,
            given: Some(is_given),
        }
    }

    /// Whether a condition about it holds; `None` for any other.
    pub(super) fn holds(self, condition: Condition, now: Instant) -> Option<Holds> {
        let is_enough = match condition {
            Condition::CodeGiven => !self.holding.is_on,
            Condition::ProvedRecently => self.holding.is_proved_recently(now),
            _ => return None,
        };
        Some(match self.given {
            _ if is_enough => Holds::Yes,
            Some(is_given) => is_given.into(),
            None => Holds::Asks,
        })
    }
}

impl<S: Subject> Case<S> {
    /// Whether the actor must send a code of their second factor with an action.
    pub(super) fn asks_for_code(&self, action: Action) -> bool {
        let mut provided = policy::row(action)
            .map_or(&[][..], |row| row.provided)
            .iter();
        provided.any(|one| self.factor.holds(*one, self.now) == Some(Holds::Asks))
    }
}

impl Tx<'_> {
    /// Keeps with what was just done that the second factor was proved for it.
    pub(super) fn keep_proof<S: Subject>(&mut self, case: &Case<S>, action: Action, of: Matter) {
        let digest = case.thing.binds(action).map(str::to_owned);
        self.keep_proof_over(digest, action, of);
    }

    /// The same over a digest.
    pub(super) fn keep_proof_over(
        &mut self,
        digest: Option<String>,
        action: Action,
        matter: Matter,
    ) {
        let Some(proof) = self
            .proof()
            .filter(|_| policy::asks_for_factor(action))
            .cloned()
        else {
            return;
        };
        self.note_last(json!({ "second_factor": proof.factor }));
        self.note_proved(Proved {
            action,
            matter,
            digest,
            proof,
        });
    }
}
