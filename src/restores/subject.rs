//! What the law may ask of a restore.

use super::model::Restore;
use super::{queries, store};
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::Result;
use crate::kernel::id::{AccountId, RestoreId};
use crate::rules::condition::Holds;
use crate::rules::restore::RestoreState;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

impl Subject for Restore {
    type Id = RestoreId;
    type State = RestoreState;
    const BEGINS: &'static [Action] = &[];
    const FOLLOWS: &'static [Action] = &[Action::OpenPayments, Action::RestoreFund];

    fn lock(conn: &mut Conn, id: RestoreId) -> Result<Self> {
        store::lock(conn, id)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: RestoreId) -> Result<Self> {
        queries::load(conn, id)
    }

    fn matter(&self) -> Matter {
        Matter::Restore(self.id)
    }

    fn state(&self) -> RestoreState {
        self.state
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn place(&self) -> Place {
        Place::default()
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        let mut outstanding = self.outstanding();
        Some(match condition {
            C::PartnerHasNotConfirmed => outstanding
                .any(|bank| asking.partner() == Some(bank.partner))
                .into(),
            C::ConfirmsForNoOther => (!self.people().iter().any(|one| asking.is(*one))).into(),
            C::EveryPartnerConfirmed => outstanding.next().is_none().into(),
            C::DayHasCome | C::StatementReachesTheRestore => Holds::Asks,
            _ => return None,
        })
    }

    fn binds(&self, action: Action) -> Option<&str> {
        (action == Action::ConfirmBankState).then_some(self.digest.as_str())
    }

    fn people(&self) -> Vec<AccountId> {
        let confirmed = self.banks.iter().filter_map(|bank| bank.confirmed.as_ref());
        confirmed.map(|one| one.account).collect()
    }

    /// Nothing but what everybody in office may know.
    fn title(&self) -> String {
        self.mark.clone()
    }

    fn write(&self, conn: &mut Conn, step: &Step<RestoreState>) -> QueryResult<usize> {
        store::step(conn, self.id, step)
    }

    fn enter(&mut self, state: RestoreState) {
        self.state = state;
        self.version += 1;
    }
}
