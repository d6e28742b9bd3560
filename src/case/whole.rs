//! The fund as a whole: what new things begin under that are part of nothing else.

use super::{Asking, Subject};
use crate::db::Conn;
use crate::error::Result;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::NoState;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

/// The fund as a whole; it asks the database nothing.
#[derive(Debug, Clone, Copy)]
pub struct Whole;

impl Subject for Whole {
    type Id = ();
    type State = NoState;
    const BEGINS: &'static [Action] = &[
        Action::RegisterAccount,
        Action::InviteAccount,
        Action::DraftCall,
        Action::RegisterOrganisation,
    ];

    fn lock(_: &mut Conn, (): ()) -> Result<Self> {
        Ok(Self)
    }

    fn load(_: &mut Conn, (): ()) -> Result<Self> {
        Ok(Self)
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

    fn holds(&self, _: Condition, _: &Asking) -> Option<Holds> {
        None
    }

    fn title(&self) -> String {
        String::new()
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }

    fn enter(&mut self, _: NoState) {}
}
