//! What the law may ask of an organisation, of its door, and of a request to join it.

use super::model::{Asked, Door, Joining, Organisation};
use super::store::{self, joinings};
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::id::{JoiningId, OrganisationId};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{JoiningState, NoState, OrganisationState};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

impl Subject for Organisation {
    type Id = OrganisationId;
    type State = OrganisationState;
    const BEGINS: &'static [Action] = &[
        Action::InviteMember,
        Action::RemoveMember,
        Action::ChangeMember,
    ];

    fn lock(conn: &mut Conn, id: OrganisationId) -> Result<Self> {
        store::lock(conn, id)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: OrganisationId) -> Result<Self> {
        store::organisation(conn, id)?.ok_or(Error::NotFound(MatterKind::Organisation))
    }

    fn matter(&self) -> Matter {
        Matter::Organisation(self.id)
    }

    fn state(&self) -> OrganisationState {
        OrganisationState::Registered
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn place(&self) -> Place {
        Place {
            organisation: Some(self.id),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, _asking: &Asking) -> Option<Holds> {
        // Which of the people is removed is said with the action.
        matches!(
            condition,
            Condition::OneLeadRemains | Condition::LeadOrOneself
        )
        .then_some(Holds::Asks)
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn write(&self, conn: &mut Conn, _: &Step<OrganisationState>) -> QueryResult<usize> {
        store::count_up(conn, self.id, self.version)
    }

    fn enter(&mut self, _: OrganisationState) {
        self.version += 1;
    }
}

impl Subject for Door {
    type Id = OrganisationId;
    type State = NoState;
    const BEGINS: &'static [Action] = &[Action::AskToJoin];

    fn lock(conn: &mut Conn, id: OrganisationId) -> Result<Self> {
        store::lock(conn, id)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: OrganisationId) -> Result<Self> {
        joinings::door(conn, id)?.ok_or(Error::NotFound(MatterKind::Organisation))
    }

    fn matter(&self) -> Matter {
        Matter::Organisation(self.id)
    }

    fn state(&self) -> NoState {
        NoState::Always
    }

    fn version(&self) -> i32 {
        1
    }

    fn place(&self) -> Place {
        Place {
            organisation: Some(self.id),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        Some(match condition {
            C::NotAMemberYet => (!self.members.iter().any(|one| asking.is(*one))).into(),
            C::NotAskedYet => self.may_be_asked(asking),
            C::NotInvitedYet => {
                let mut own = self.asked.iter().filter(|one| asking.is(one.account));
                own.all(|one| one.state != JoiningState::Invited).into()
            }
            _ => return None,
        })
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }

    fn enter(&mut self, _: NoState) {}
}

impl Door {
    fn may_be_asked(&self, asking: &Asking) -> Holds {
        let own = self.asked.iter().filter(|one| asking.is(one.account));
        let requests = own.filter(|one| !one.is_invitation);
        if requests.clone().any(|one| one.state == JoiningState::Asked) {
            return Holds::No;
        }
        match requests.filter_map(Asked::rests_until).max() {
            Some(end) => Holds::From(end),
            None => Holds::Yes,
        }
    }
}

impl Subject for Joining {
    type Id = JoiningId;
    type State = JoiningState;
    const BEGINS: &'static [Action] = &[];

    fn lock(conn: &mut Conn, id: JoiningId) -> Result<Self> {
        let joining = Self::load(conn, id)?;
        // The organisation before what is asked of it.
        store::lock(conn, joining.organisation)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: JoiningId) -> Result<Self> {
        joinings::joining(conn, id)?.ok_or(Error::NotFound(MatterKind::Joining))
    }

    fn matter(&self) -> Matter {
        Matter::Joining(self.id)
    }

    fn state(&self) -> JoiningState {
        self.state
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn place(&self) -> Place {
        Place {
            organisation: Some(self.organisation),
            owner: Some(self.account),
            ..Place::default()
        }
    }

    fn holds(&self, _: Condition, _: &Asking) -> Option<Holds> {
        None
    }

    fn title(&self) -> String {
        format!("{} · {}", self.name, self.organisation_name)
    }

    /// Whoever is invited answers among their own organisations: the page of this one opens to
    /// them when they have accepted.
    fn page(&self) -> Matter {
        Matter::Organisation(self.organisation)
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", self.id.to_string()),
            ("organisation", self.organisation.to_string()),
        ]
    }

    fn write(&self, conn: &mut Conn, step: &Step<JoiningState>) -> QueryResult<usize> {
        joinings::write(conn, self.id, step)
    }

    fn enter(&mut self, state: JoiningState) {
        self.state = state;
        self.version += 1;
    }
}
