//! What the law may ask of an application on a list.

mod store;

pub(super) use self::store::Listed;
use super::input::Outcome;
use crate::case::{Asking, Case, Subject};
use crate::db::Conn;
use crate::db::tx::Tx;
use crate::error::{Error, Result};
use crate::kernel::id::{ApplicationId, RankingId};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::ApplicationState;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step, visibility};
use crate::standing::Place;
use diesel::QueryResult;

/// The applications a list is to be made of, locked; they follow what is done to their call.
pub(super) fn to_list<S: Subject>(
    tx: &mut Tx<'_>,
    cause: &Case<S>,
    ids: &[ApplicationId],
) -> Result<Vec<Case<Listed>>> {
    store::lock_applications(tx.conn, ids)?;
    let all = store::to_list(tx.conn, ids)?.into_iter();
    Ok(all.map(|one| cause.entails(one)).collect())
}

/// The applications of a list, which follow what is done to it.
pub(super) fn of<S: Subject>(
    tx: &mut Tx<'_>,
    cause: &Case<S>,
    list: RankingId,
) -> Result<Vec<Case<Listed>>> {
    let all = store::listed(tx.conn, list)?.into_iter();
    Ok(all.map(|one| cause.entails(one)).collect())
}

impl Subject for Listed {
    type Id = ApplicationId;
    type State = ApplicationState;
    const BEGINS: &'static [Action] = &[];

    fn lock(conn: &mut Conn, id: ApplicationId) -> Result<Self> {
        store::lock_applications(conn, &[id])?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: ApplicationId) -> Result<Self> {
        let found = store::to_list(conn, &[id])?.pop();
        found.ok_or(Error::NotFound(MatterKind::Application))
    }

    fn matter(&self) -> Matter {
        Matter::Application(self.id)
    }

    fn state(&self) -> ApplicationState {
        self.state
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn place(&self) -> Place {
        Place {
            call: Some(self.call),
            application: Some(self.id),
            partners: Some(Vec::new()),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, _: &Asking) -> Option<Holds> {
        (condition == Condition::DecidedToFund)
            .then(|| (self.outcome == Some(Outcome::Funded)).into())
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn write(&self, conn: &mut Conn, step: &Step<ApplicationState>) -> QueryResult<usize> {
        store::write_applications(conn, &[self.id], step)
    }

    fn write_all(
        conn: &mut Conn,
        all: &[&Self],
        step: &Step<ApplicationState>,
    ) -> QueryResult<usize> {
        let ids: Vec<ApplicationId> = all.iter().map(|one| one.id).collect();
        store::write_applications(conn, &ids, step)
    }

    fn enter(&mut self, state: ApplicationState) {
        self.version += visibility::raises(self.state, state);
        self.state = state;
    }
}
