//! What the law asks before the heads are signed.

use super::anchor::{Head, Heads};
use super::store;
use crate::audit;
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::NoState;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

impl From<(i64, String)> for Head {
    fn from((count, hash): (i64, String)) -> Self {
        Self { count, hash }
    }
}

/// The heads as they are to be signed.
#[derive(Debug, Clone)]
pub(super) struct ToSign {
    pub(super) heads: Heads,
    /// Whether there is a key to sign with, which no database knows.
    has_key: bool,
}

impl ToSign {
    /// These heads, where there is a key or not.
    pub(super) fn new(heads: Heads, has_key: bool) -> Self {
        Self { heads, has_key }
    }
}

impl Subject for ToSign {
    /// Whether there is a key.
    type Id = bool;
    type State = NoState;
    const BEGINS: &'static [Action] = &[Action::AnchorDaily, Action::AnchorNow];

    fn lock(conn: &mut Conn, has_key: bool) -> Result<Self> {
        audit::queries::lock(conn)?;
        Self::load(conn, has_key)
    }

    fn load(conn: &mut Conn, has_key: bool) -> Result<Self> {
        let heads = store::heads(conn)?.ok_or(Error::NotFound(MatterKind::Fund))?;
        Ok(Self::new(heads, has_key))
    }

    fn matter(&self) -> Matter {
        Matter::Fund
    }

    fn state(&self) -> NoState {
        NoState::Always
    }

    fn version(&self) -> i32 {
        0
    }

    fn place(&self) -> Place {
        Place::default()
    }

    fn holds(&self, condition: Condition, _: &Asking) -> Option<Holds> {
        match condition {
            Condition::SigningKeyIsReady => Some(self.has_key.into()),
            _ => None,
        }
    }

    fn title(&self) -> String {
        self.heads.name.clone()
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }

    fn enter(&mut self, _: NoState) {}
}
