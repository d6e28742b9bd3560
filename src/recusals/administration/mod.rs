//! Who administers a partner: somebody else is to be proposed where everybody who does stands aside
//! from an application in which an office waits for them. Which one it is they are not told.

pub(super) mod store;

use super::subject::Offices;
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, ApplicationId, PartnerId};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{NoState, RoleState};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;
use std::collections::{BTreeMap, BTreeSet};

/// The administration of a partner.
#[derive(Debug, Clone)]
pub struct Administration {
    partner: PartnerId,
    name: String,
    /// Whether another administrator is to be proposed.
    is_short: bool,
}

impl Administration {
    /// That of every partner.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn all(conn: &mut Conn) -> Result<Vec<Self>> {
        let people = store::administering(conn)?;
        let mut short: BTreeSet<PartnerId> = BTreeSet::new();
        for application in suspected(conn, &people)? {
            short.extend(Offices::load(conn, application)?.stuck());
        }
        let mut all: BTreeMap<PartnerId, Self> = BTreeMap::new();
        for one in people {
            all.entry(one.partner).or_insert(Self {
                partner: one.partner,
                name: one.name,
                is_short: short.contains(&one.partner),
            });
        }
        Ok(all.into_values().collect())
    }
}

/// The applications from which everybody stands aside who administers some partner: few, whatever
/// the fund has.
fn suspected(
    conn: &mut Conn,
    people: &[store::Administering],
) -> QueryResult<BTreeSet<ApplicationId>> {
    let in_force = people.iter().filter(|one| one.state == RoleState::Active);
    let mut of_partners: BTreeMap<PartnerId, Vec<AccountId>> = BTreeMap::new();
    for one in in_force {
        of_partners
            .entry(one.partner)
            .or_default()
            .push(one.account);
    }
    let accounts: Vec<AccountId> = of_partners.values().flatten().copied().collect();
    let mut aside: BTreeMap<ApplicationId, Vec<AccountId>> = BTreeMap::new();
    for (application, account) in store::aside(conn, &accounts)? {
        aside.entry(application).or_default().push(account);
    }
    aside.retain(|_, aside| {
        let mut partners = of_partners.values();
        partners.any(|all| all.iter().all(|one| aside.contains(one)))
    });
    Ok(aside.into_keys().collect())
}

impl Subject for Administration {
    type Id = PartnerId;
    type State = NoState;
    const BEGINS: &'static [Action] = &[Action::GrantRole];

    fn lock(conn: &mut Conn, id: PartnerId) -> Result<Self> {
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: PartnerId) -> Result<Self> {
        let mut all = Self::all(conn)?.into_iter();
        let found = all.find(|one| one.partner == id);
        found.ok_or(Error::NotFound(MatterKind::Partner))
    }

    fn matter(&self) -> Matter {
        Matter::Partner(self.partner)
    }

    fn state(&self) -> NoState {
        NoState::Always
    }

    fn version(&self) -> i32 {
        1
    }

    fn place(&self) -> Place {
        Place {
            partners: Some(vec![self.partner]),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, _: &Asking) -> Option<Holds> {
        use Condition as C;
        match condition {
            // Who is to be it, the input says.
            C::AccountIsNotSuspended
            | C::RoleIsTheirsToGrant
            | C::NotToOneself
            | C::DutiesAreCompatible => Some(Holds::Asks),
            _ => None,
        }
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn awaits(&self, _: Action) -> bool {
        self.is_short
    }

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }

    fn enter(&mut self, _: NoState) {}
}
