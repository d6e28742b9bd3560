//! What the law may ask of a person's account, of a role they hold, and of one they are to hold.

use super::input::NewRole;
use super::store::grants::{self, RoleRow};
use super::store::{self, AccountRow};
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, CallId, OrganisationId, RoleGrantId};
use crate::rules::capacity::Held;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{AccountState, NoState, RoleState};
use crate::rules::matter::MatterKind;
use crate::rules::separation::Proposal;
use crate::rules::{Action, Condition, Matter, Role, Step, separation};
use crate::standing::Place;
use diesel::QueryResult;

/// A person's account.
#[derive(Debug, Clone)]
pub struct Person {
    pub(super) row: AccountRow,
}

/// A role a person is to be given.
#[derive(Debug, Clone)]
pub struct Appointment {
    person: Person,
    new: NewRole,
    /// The roles the person holds or is proposed for.
    live: Vec<RoleRow>,
    /// Who administers the partner, where an administrator is to be given it.
    administrators: Vec<(RoleRow, AccountState)>,
}

/// A role a person holds, or is proposed for.
#[derive(Debug, Clone)]
pub struct Grant {
    pub(super) row: RoleRow,
    name: String,
    /// Where the holder's account stands.
    holder: AccountState,
    /// The roles the person holds or is proposed for.
    live: Vec<RoleRow>,
    /// Whom its proposer once proposed, and by whom they were, while it waits.
    tied: Vec<AccountId>,
    /// What its proposer holds in force, while it waits: nothing where they stand aside.
    offices: Vec<Held>,
    /// Who administers the partner, while an administrator is announced.
    pub(super) administrators: Vec<(RoleRow, AccountState)>,
    /// Whether another holds it too, where it is a joint office in force.
    is_shared: bool,
    /// The call of the application it is for, and who leads that.
    lies_in: Option<(CallId, OrganisationId)>,
}

/// Whether no more than one administers a partner, and nobody but this one is announced to; whoever
/// is shut out administers nothing.
fn are_at_most_one(administrators: &[(RoleRow, AccountState)], but: Option<RoleGrantId>) -> bool {
    let others = administrators.iter();
    let others =
        others.filter(|(row, account)| Some(row.id) != but && *account != AccountState::Suspended);
    let states: Vec<RoleState> = others.map(|(row, _)| row.state).collect();
    let in_state = |state| states.iter().filter(|one| **one == state).count();
    in_state(RoleState::Active) <= 1 && in_state(RoleState::Announced) == 0
}

fn are_compatible(live: &[RoleRow], role: Role, but: Option<RoleGrantId>) -> bool {
    let mut others = live.iter().filter(|row| Some(row.id) != but);
    others.all(|row| separation::between(row.role, role).is_none())
}

/// Whether somebody has no say in a role, for it is for an application from which they stand aside.
fn is_aside(
    conn: &mut Conn,
    account: AccountId,
    row: &RoleRow,
    lies_in: Option<(CallId, OrganisationId)>,
) -> QueryResult<bool> {
    match (row.application_id, lies_in) {
        (Some(application), Some((_, lead))) => {
            grants::is_aside(conn, account, (application, lead))
        }
        _ => Ok(false),
    }
}

fn own(account: AccountId) -> Place {
    Place {
        owner: Some(account),
        ..Place::default()
    }
}

impl Grant {
    /// A role of somebody that was read already.
    pub(super) fn of(
        conn: &mut Conn,
        row: RoleRow,
        holder: &AccountRow,
        live: &[RoleRow],
    ) -> QueryResult<Self> {
        let proposer = row.granted_by.filter(|_| row.state == RoleState::Proposed);
        let partner = row.partner_id.filter(|_| row.state == RoleState::Announced);
        let lies_in = match row.application_id {
            Some(application) => Some(grants::lies_in(conn, application)?),
            None => None,
        };
        let is_joint = separation::is_joint(row.role) && row.state == RoleState::Active;
        Ok(Self {
            is_shared: !is_joint || grants::is_held_by_another(conn, &row)?,
            lies_in,
            name: holder.name.clone(),
            holder: holder.state,
            live: live.to_vec(),
            tied: match proposer {
                Some(proposer) => grants::tied_to(conn, proposer)?,
                None => Vec::new(),
            },
            offices: match proposer {
                Some(proposer) if !is_aside(conn, proposer, &row, lies_in)? => {
                    grants::offices(conn, proposer)?
                }
                _ => Vec::new(),
            },
            administrators: match partner {
                Some(partner) => grants::administrators(conn, partner)?,
                None => Vec::new(),
            },
            row,
        })
    }

    fn read(conn: &mut Conn, row: RoleRow, holder: &AccountRow) -> Result<Self> {
        let live = grants::live_roles(conn, row.account_id)?;
        Ok(Self::of(conn, row, holder, &live)?)
    }

    /// Whether whoever proposed it could do so today, for the same partner.
    fn is_backed(&self) -> bool {
        let row = &self.row;
        let mut offices = self.offices.iter();
        offices.any(|held| {
            held.partner == row.proposed_for && separation::gives(*held, row.role, row.partner_id)
        })
    }

    fn proposal(&self) -> Proposal<'_, AccountId> {
        Proposal {
            proposer: self.row.granted_by,
            proposed_for: self.row.proposed_for,
            tied: &self.tied,
        }
    }
}

impl Appointment {
    fn of(conn: &mut Conn, person: Person, new: NewRole) -> Result<Self> {
        let partner = new
            .partner
            .filter(|_| new.role == Role::PartnerAdministrator);
        Ok(Self {
            live: grants::live_roles(conn, person.row.id)?,
            administrators: match partner {
                Some(partner) => grants::administrators(conn, partner)?,
                None => Vec::new(),
            },
            person,
            new,
        })
    }
}

impl Subject for Person {
    type Id = AccountId;
    type State = AccountState;
    const BEGINS: &'static [Action] = &[Action::GrantRole];
    const FOLLOWS: &'static [Action] = &[
        Action::VerifyEmail,
        Action::InviteAccount,
        Action::AcceptInvitation,
    ];

    fn lock(conn: &mut Conn, id: AccountId) -> Result<Self> {
        let row = store::lock(conn, id)?.ok_or(Error::NotFound(MatterKind::Account))?;
        Ok(Self { row })
    }

    fn load(conn: &mut Conn, id: AccountId) -> Result<Self> {
        let row = store::by_id(conn, id)?.ok_or(Error::NotFound(MatterKind::Account))?;
        Ok(Self { row })
    }

    fn matter(&self) -> Matter {
        Matter::Account(self.row.id)
    }

    fn state(&self) -> AccountState {
        self.row.state
    }

    fn version(&self) -> i32 {
        self.row.version
    }

    fn place(&self) -> Place {
        own(self.row.id)
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        Some(match condition {
            C::AccountIsNotSuspended => (self.row.state != AccountState::Suspended).into(),
            C::AccountIsActive => (self.row.state == AccountState::Active).into(),
            C::NotToOneself => (!asking.is(self.row.id)).into(),
            // Which role it is, the input says.
            C::RoleIsTheirsToGrant | C::DutiesAreCompatible => Holds::Asks,
            _ => return None,
        })
    }

    fn title(&self) -> String {
        self.row.name.clone()
    }

    fn write(&self, conn: &mut Conn, step: &Step<AccountState>) -> QueryResult<usize> {
        store::step(conn, self.row.id, step)
    }

    fn enter(&mut self, state: AccountState) {
        self.row.state = state;
        self.row.version += 1;
    }
}

impl Subject for Appointment {
    type Id = (AccountId, NewRole);
    type State = NoState;
    const BEGINS: &'static [Action] = &[Action::GrantRole, Action::AnnounceAdministrator];

    fn lock(conn: &mut Conn, (account, new): (AccountId, NewRole)) -> Result<Self> {
        let person = Person::lock(conn, account)?;
        Self::of(conn, person, new)
    }

    fn load(conn: &mut Conn, (account, new): (AccountId, NewRole)) -> Result<Self> {
        let person = Person::load(conn, account)?;
        Self::of(conn, person, new)
    }

    fn matter(&self) -> Matter {
        self.person.matter()
    }

    fn state(&self) -> NoState {
        NoState::Always
    }

    fn version(&self) -> i32 {
        self.person.version()
    }

    fn place(&self) -> Place {
        Place {
            // A partner's roles are that partner's own affair.
            partners: self.new.partner.map(|partner| vec![partner]),
            ..self.person.place()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        Some(match condition {
            C::RoleIsTheirsToGrant => {
                separation::gives(asking.held(), self.new.role, self.new.partner).into()
            }
            C::DutiesAreCompatible => are_compatible(&self.live, self.new.role, None).into(),
            C::AtMostOneAdministrator => are_at_most_one(&self.administrators, None).into(),
            other => return self.person.holds(other, asking),
        })
    }

    fn title(&self) -> String {
        self.person.title()
    }

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }

    fn enter(&mut self, _: NoState) {}
}

impl Subject for Grant {
    type Id = RoleGrantId;
    type State = RoleState;
    const BEGINS: &'static [Action] = &[];
    const FOLLOWS: &'static [Action] = &[Action::EndSubstitution];

    fn lock(conn: &mut Conn, id: RoleGrantId) -> Result<Self> {
        let missing = || Error::NotFound(MatterKind::RoleGrant);
        let holder = grants::holder(conn, id)?.ok_or_else(missing)?;
        // The row of a person is the lock under which their roles are compared.
        let holder = store::lock(conn, holder)?.ok_or_else(missing)?;
        let row = grants::role(conn, id)?.ok_or_else(missing)?;
        Self::read(conn, row, &holder)
    }

    fn load(conn: &mut Conn, id: RoleGrantId) -> Result<Self> {
        let missing = || Error::NotFound(MatterKind::RoleGrant);
        let row = grants::role(conn, id)?.ok_or_else(missing)?;
        let holder = store::by_id(conn, row.account_id)?.ok_or_else(missing)?;
        Self::read(conn, row, &holder)
    }

    fn matter(&self) -> Matter {
        Matter::RoleGrant(self.row.id)
    }

    fn state(&self) -> RoleState {
        self.row.state
    }

    fn version(&self) -> i32 {
        self.row.version
    }

    /// In the application it is for: whoever stands aside from that has no say in it.
    fn place(&self) -> Place {
        let (call, organisation) = self.lies_in.unzip();
        Place {
            call,
            application: self.row.application_id,
            organisation,
            ..own(self.row.account_id)
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        let row = &self.row;
        Some(match condition {
            C::AccountIsNotSuspended => (self.holder != AccountState::Suspended).into(),
            C::RoleIsTheirsToGrant => {
                let is_proposer = asking.is_one_of(&[row.granted_by]);
                let withdraws = is_proposer && row.state == RoleState::Proposed;
                (withdraws || separation::gives(asking.held(), row.role, row.partner_id)).into()
            }
            C::ConfirmedByAnotherPartner => self
                .proposal()
                .is_of_another_partner(asking.partner())
                .into(),
            C::ConfirmerIsIndependent => {
                let proposal = self.proposal();
                let is = |account| proposal.is_independent(&account);
                asking.account().is_none_or(is).into()
            }
            C::ProposerIsInOffice => self.is_backed().into(),
            C::AnotherHoldsTheOffice => self.is_shared.into(),
            C::AtMostOneAdministrator => are_at_most_one(&self.administrators, Some(row.id)).into(),
            C::ObjectionTimeIsOver => row.takes_force_at.map_or(Holds::No, Holds::From),
            C::NotToOneself => (!asking.is(row.account_id)).into(),
            C::DutiesAreCompatible => are_compatible(&self.live, row.role, Some(row.id)).into(),
            _ => return None,
        })
    }

    fn people(&self) -> Vec<AccountId> {
        let granter = self.row.granted_by.into_iter();
        let granter = granter.chain([self.row.account_id]);
        let mut people: Vec<_> = granter.chain(self.tied.iter().copied()).collect();
        people.sort();
        people.dedup();
        people
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn page(&self) -> Matter {
        Matter::Account(self.row.account_id)
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", self.row.id.to_string()),
            ("account", self.row.account_id.to_string()),
        ]
    }

    fn write(&self, conn: &mut Conn, step: &Step<RoleState>) -> QueryResult<usize> {
        grants::step_role(conn, self.row.id, step)
    }

    fn enter(&mut self, state: RoleState) {
        self.row.state = state;
        self.row.version += 1;
    }
}
