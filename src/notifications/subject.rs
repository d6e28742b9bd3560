//! What the law may ask of a letter.

use super::store::{self, Row};
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::id::LetterId;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::LetterState;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

impl Subject for Row {
    type Id = LetterId;
    type State = LetterState;
    const BEGINS: &'static [Action] = &[];
    const FOLLOWS: &'static [Action] =
        &[Action::SendLetter, Action::GiveUpLetter, Action::HoldLetter];

    fn lock(conn: &mut Conn, id: LetterId) -> Result<Self> {
        store::lock(conn, id)?.ok_or(Error::NotFound(MatterKind::Letter))
    }

    fn load(conn: &mut Conn, id: LetterId) -> Result<Self> {
        store::row(conn, id)?.ok_or(Error::NotFound(MatterKind::Letter))
    }

    fn matter(&self) -> Matter {
        Matter::Letter(self.id)
    }

    fn state(&self) -> LetterState {
        self.state
    }

    /// What is tried again was seen to have failed so many times.
    fn version(&self) -> i32 {
        self.attempts
    }

    fn place(&self) -> Place {
        Place::default()
    }

    fn holds(&self, _: Condition, _: &Asking) -> Option<Holds> {
        None
    }

    fn title(&self) -> String {
        self.subject.clone()
    }

    fn write(&self, conn: &mut Conn, step: &Step<LetterState>) -> QueryResult<usize> {
        store::step(conn, self.id, step)
    }

    fn enter(&mut self, state: LetterState) {
        self.state = state;
    }
}
