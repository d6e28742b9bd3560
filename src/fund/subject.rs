//! What the law may ask of the fund's set-up, its partners and themes.

use super::queries::{self, Partner, Theme};
use super::store::{self, FundRow};
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::Result;
use crate::kernel::id::{PartnerId, ThemeId};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{NoState, PartnerState};
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

/// The fund's name, numbers and currency; no row and version 0 before it is set up.
#[derive(Debug, Clone)]
pub struct SetUp {
    pub(super) row: Option<FundRow>,
}

impl Subject for SetUp {
    type Id = ();
    type State = NoState;
    const BEGINS: &'static [Action] = &[
        Action::FoundFund,
        Action::AddCountry,
        Action::AddPartner,
        Action::KeepThemes,
    ];
    const EDITS: &'static [Action] = &[Action::SetUpFund];

    fn lock(conn: &mut Conn, (): ()) -> Result<Self> {
        let row = store::lock_fund(conn)?;
        Ok(Self { row })
    }

    fn load(conn: &mut Conn, (): ()) -> Result<Self> {
        let row = store::fund(conn)?;
        Ok(Self { row })
    }

    fn matter(&self) -> Matter {
        Matter::Fund
    }

    fn state(&self) -> NoState {
        NoState::Always
    }

    fn version(&self) -> i32 {
        self.row.as_ref().map_or(0, |row| row.version)
    }

    fn place(&self) -> Place {
        Place::default()
    }

    fn holds(&self, condition: Condition, _: &Asking) -> Option<Holds> {
        (condition == Condition::FundIsNotFounded).then(|| self.row.is_none().into())
    }

    fn title(&self) -> String {
        self.row
            .as_ref()
            .map_or(String::new(), |row| row.name.clone())
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }

    fn enter(&mut self, _: NoState) {}
}

impl Subject for Theme {
    type Id = ThemeId;
    type State = NoState;
    const BEGINS: &'static [Action] = &[];
    const EDITS: &'static [Action] = &[Action::KeepThemes];

    fn lock(conn: &mut Conn, id: ThemeId) -> Result<Self> {
        store::lock_theme(conn, id)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: ThemeId) -> Result<Self> {
        queries::theme(conn, id)
    }

    fn matter(&self) -> Matter {
        Matter::Fund
    }

    fn state(&self) -> NoState {
        NoState::Always
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn place(&self) -> Place {
        Place::default()
    }

    fn holds(&self, _: Condition, _: &Asking) -> Option<Holds> {
        None
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        vec![("id", self.id.to_string())]
    }

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }

    fn enter(&mut self, _: NoState) {}
}

impl Subject for Partner {
    type Id = PartnerId;
    type State = PartnerState;
    const BEGINS: &'static [Action] = &[Action::PledgeContribution];

    fn lock(conn: &mut Conn, id: PartnerId) -> Result<Self> {
        store::lock_partner(conn, id)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: PartnerId) -> Result<Self> {
        queries::partner(conn, id)
    }

    fn matter(&self) -> Matter {
        Matter::Partner(self.id)
    }

    fn state(&self) -> PartnerState {
        self.state
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn place(&self) -> Place {
        Place {
            partners: Some(vec![self.id]),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, _: &Asking) -> Option<Holds> {
        Some(match condition {
            Condition::PartnerIsActive => (self.state == PartnerState::Active).into(),
            Condition::DayHasCome => Holds::Asks,
            _ => return None,
        })
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn page(&self) -> Matter {
        Matter::Fund
    }

    fn write(&self, conn: &mut Conn, step: &Step<PartnerState>) -> QueryResult<usize> {
        store::step(conn, self.id, step)
    }

    fn enter(&mut self, state: PartnerState) {
        self.state = state;
        self.version += 1;
    }
}
