//! What the released decision gives applications, as far as the law asks before an award is
//! offered: a few statements, however many they are.

use super::{offer, queries};
use crate::case::{Asking, Case, Offers, Subject};
use crate::db::Conn;
use crate::db::tx::View;
use crate::decisions;
use crate::error::{Error, Result};
use crate::kernel::id::{ApplicationId, CallId, OrganisationId, PartnerId, PotId};
use crate::ledger;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{NoState, State};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::{self, Place};
use diesel::QueryResult;

/// An application that was decided, and whether its award can be offered now.
#[derive(Debug, Clone)]
pub struct Decided {
    pub application: ApplicationId,
    call: CallId,
    organisation: OrganisationId,
    title: String,
    version: i32,
    parties: Vec<PartnerId>,
    is_funded: bool,
    has_award: bool,
    pots_suffice: bool,
}

impl Decided {
    /// These applications.
    ///
    /// # Errors
    /// No answer from the database; sums out of range.
    pub fn load_many(conn: &mut Conn, ids: &[ApplicationId]) -> Result<Vec<Self>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = queries::decided(conn, ids)?;
        let takes = decisions::queries::takes_of_many(conn, ids)?;
        let pots: Vec<PotId> = takes.iter().map(|one| one.1).collect();
        let free = ledger::balances::available_minor(conn, &pots)?;
        let calls: Vec<CallId> = rows.iter().map(|row| row.1).collect();
        let parties = standing::parties_of(conn, &calls)?;
        let mut all = Vec::new();
        for (application, call, organisation, title, version, state, has_award) in rows {
            let own: Vec<(PotId, i64)> = takes
                .iter()
                .filter(|one| one.0 == application)
                .map(|one| (one.1, one.2))
                .collect();
            let of_call = parties.iter().filter(|one| one.0 == call);
            all.push(Self {
                application,
                call,
                organisation,
                title,
                version,
                parties: of_call.map(|one| one.1).collect(),
                is_funded: offer::can_be_funded(state) && !own.is_empty(),
                has_award,
                pots_suffice: offer::suffice(&own, &free)?,
            });
        }
        Ok(all)
    }
}

/// What this reader may do about an award for an application.
///
/// # Errors
/// No answer from the database.
pub fn offers(view: &mut View<'_>, application: ApplicationId) -> Result<Offers> {
    let decided = Decided::load(view.conn, application)?;
    let case: Case<Decided> = view.case_of(decided)?;
    Ok(case.offers())
}

impl Subject for Decided {
    type Id = ApplicationId;
    type State = NoState;
    const BEGINS: &'static [Action] = &[Action::OfferAward];

    fn lock(conn: &mut Conn, id: ApplicationId) -> Result<Self> {
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: ApplicationId) -> Result<Self> {
        Self::load_many(conn, &[id])?
            .pop()
            .ok_or(Error::NotFound(MatterKind::Application))
    }

    fn matter(&self) -> Matter {
        Matter::Application(self.application)
    }

    fn state(&self) -> NoState {
        NoState::FIRST
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn place(&self) -> Place {
        Place {
            call: Some(self.call),
            application: Some(self.application),
            organisation: Some(self.organisation),
            partners: Some(self.parties.clone()),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, _asking: &Asking) -> Option<Holds> {
        use Condition as C;
        Some(match condition {
            C::NoOtherAward => (!self.has_award).into(),
            C::DecidedToFund => self.is_funded.into(),
            C::PotsSuffice => self.pots_suffice.into(),
            _ => return None,
        })
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }

    fn enter(&mut self, _: NoState) {}
}
