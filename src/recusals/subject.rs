//! What the law may ask of a recusal, and of the offices in an application.

use super::administration::store::{Administering, administering};
use super::model::{Acting, Holder, Recusal, Vacancy};
use super::store::{self, Head};
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::id::{
    AccountId, ApplicationId, CallId, OrganisationId, PartnerId, RecusalId, RoleGrantId,
};
use crate::rules::capacity::Role;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{ApplicationState, NoState, RoleState};
use crate::rules::matter::MatterKind;
use crate::rules::recusal::{RecusalOrigin, RecusalState};
use crate::rules::substitution::{self, Administrator, Stuck, Waits};
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::{self, Place};
use diesel::QueryResult;

/// The offices in an application, and who stands aside.
#[derive(Debug, Clone)]
pub struct Offices {
    head: Head,
    /// The partners whose officers act in it.
    parties: Vec<PartnerId>,
    holders: Vec<Holder>,
    pub(super) recusals: Vec<Recusal>,
    /// Who acts for the lead.
    members: Vec<AccountId>,
    /// Who administers the partners; read where an office is vacant.
    administering: Vec<Administering>,
}

/// A recusal, with the place of its application.
#[derive(Debug, Clone)]
pub struct Aside {
    pub(super) recusal: Recusal,
    offices: Offices,
}

impl Offices {
    fn of(conn: &mut Conn, head: Head) -> QueryResult<Self> {
        let mut parties = standing::parties(conn, head.call)?;
        if parties.is_empty() {
            parties = standing::partners_concerned(conn, head.id)?;
        }
        let holders = store::holders(conn, (head.id, head.call), &parties)?;
        let recusals = store::recusals_from(conn, head.id)?;
        let members = store::members(conn, head.organisation)?;
        let mut offices = Self {
            head,
            parties,
            holders,
            recusals,
            members,
            administering: Vec::new(),
        };
        let holders = offices.holders.iter();
        let aside = |one: &Holder| {
            let by = one.proposer.0;
            let is_unbacked = by.is_some_and(|account| offices.is_aside(account));
            (offices.is_aside(one.account), is_unbacked)
        };
        let aside: Vec<(bool, bool)> = holders.map(aside).collect();
        for (holder, aside) in offices.holders.iter_mut().zip(aside) {
            (holder.stands_aside, holder.is_unbacked) = aside;
        }
        if !offices.vacancies().is_empty() {
            offices.administering = administering(conn)?;
        }
        Ok(offices)
    }

    /// Whether somebody stands aside, or takes part on the applicant's side.
    fn is_aside(&self, account: AccountId) -> bool {
        let is_shut_out =
            |one: &Recusal| one.account == account && RecusalState::SHUTS_OUT.contains(&one.state);
        self.members.contains(&account) || self.recusals.iter().any(is_shut_out)
    }

    /// Whether somebody holds an office in it.
    pub(super) fn is_held_by(&self, account: AccountId) -> bool {
        let mut holders = self.holders.iter();
        holders.any(|one| one.account == account && !one.is_proposed)
    }

    /// Whether somebody cannot step in: they stand aside or take part, or hold the office already.
    pub(super) fn is_out_for(&self, account: AccountId, role: Role) -> bool {
        let holds_it = |one: &Holder| one.account == account && one.role == role;
        self.is_aside(account) || self.holders.iter().any(holds_it)
    }

    /// Whether somebody is shut out by a hint that waits for the secretariat.
    fn is_hinted(&self, account: AccountId) -> bool {
        let hinted = |one: &Recusal| one.account == account && one.state == RecusalState::Hinted;
        !self.members.contains(&account) && self.recusals.iter().any(hinted)
    }

    /// The offices whose every holder stands aside, as long as something is done with the
    /// application. A hint may come to nothing: it leaves no office vacant but the secretariat's,
    /// which is to look at it.
    pub(super) fn vacancies(&self) -> Vec<Vacancy> {
        if store::OVER.contains(&self.head.state) || self.head.is_completed {
            return Vec::new();
        }
        let mut found: Vec<Vacancy> = Vec::new();
        let aside = self.holders.iter().filter(|one| one.stands_aside);
        for holder in aside.filter(|one| one.role.has_substitutes()) {
            let is_of_it = |one: &&Holder| one.role == holder.role && one.partner == holder.partner;
            let mut others = self.holders.iter().filter(is_of_it);
            let vacancy = Vacancy {
                role: holder.role,
                partner: holder.partner,
                partner_code: holder.partner_code.clone(),
                is_proposed: others.clone().any(Holder::is_to_step_in),
                without_administrator: Vec::new(),
            };
            let waits = |one: &Holder| one.role != Role::Secretariat && self.is_hinted(one.account);
            let is_filled = others.any(|one| (!one.stands_aside && !one.is_proposed) || waits(one));
            if !is_filled && !found.contains(&vacancy) {
                found.push(vacancy);
            }
        }
        for vacancy in &mut found {
            let stuck = self.stuck_over(vacancy.role, vacancy.partner);
            vacancy.without_administrator = self.codes_of(&stuck);
        }
        found
    }

    /// The partners of which nobody is left to do what an office that nobody can hold waits for.
    fn stuck_over(&self, role: Role, partner: Option<PartnerId>) -> Vec<Stuck<PartnerId>> {
        let is_of_it = |one: &&Holder| (one.role, one.partner) == (role, partner);
        let mut proposed = self.holders.iter().filter(is_of_it);
        let waits = match proposed.find(|one| one.is_to_step_in()) {
            None => Waits::Proposal(partner),
            Some(Holder {
                proposer: (_, Some(partner)),
                ..
            }) => Waits::Confirmation(*partner),
            Some(_) => return Vec::new(),
        };
        let all = self.administering.iter().map(|one| Administrator {
            partner: one.partner,
            is_in_force: one.state == RoleState::Active,
            stands_aside: self.is_aside(one.account),
        });
        let all: Vec<_> = all.collect();
        substitution::stuck(&all, &self.parties, waits)
    }

    /// The partners of which nobody is left to find a substitute, and nobody is proposed who would.
    pub(super) fn stuck(&self) -> Vec<PartnerId> {
        let vacancies = self.vacancies();
        let all = vacancies.iter();
        let all = all.flat_map(|one| self.stuck_over(one.role, one.partner));
        let all = all.filter(|one| !one.has_proposed);
        all.map(|one| one.partner).collect()
    }

    /// The substitutes who are proposed: who may confirm them depends on who stands aside.
    pub fn proposed(&self) -> Vec<RoleGrantId> {
        let waiting = self.holders.iter().filter(|one| one.is_proposed);
        waiting.map(|one| one.grant).collect()
    }

    fn codes_of(&self, stuck: &[Stuck<PartnerId>]) -> Vec<String> {
        let code = |one: &Stuck<PartnerId>| {
            let mut all = self.administering.iter();
            let found = all.find(|other| other.partner == one.partner)?;
            Some(found.code.clone())
        };
        stuck.iter().filter_map(code).collect()
    }

    /// Who steps in, in force or proposed, for an office that this person holds and acts in: it is
    /// not vacant without them.
    pub(super) fn stepping_in_for(&self, account: AccountId) -> Vec<Holder> {
        let acts = |one: &&Holder| one.account == account && !one.is_substitute;
        let own = self.holders.iter().filter(acts);
        let own: Vec<&Holder> = own.filter(|one| !one.stands_aside).collect();
        let is_theirs = |one: &&Holder| {
            let mut own = own.iter();
            one.is_substitute
                && own.any(|held| (held.role, held.partner) == (one.role, one.partner))
        };
        self.holders.iter().filter(is_theirs).cloned().collect()
    }

    /// The offices that an administrator of this partner is to find somebody for: its own, and
    /// those of all partners together.
    pub(super) fn vacant_for(&self, partner: Option<PartnerId>) -> Vec<Vacancy> {
        let mut all = self.vacancies();
        all.retain(|one| !one.is_proposed && (one.partner.is_none() || one.partner == partner));
        all
    }

    /// The conflict of somebody who stands aside from it.
    pub(super) fn conflict(&self, account: AccountId, origin: RecusalOrigin) -> Conflict {
        let stands = self.head.state != ApplicationState::Withdrawn;
        Conflict {
            account,
            organisation: self.head.organisation,
            call: self.head.call,
            competes: stands && RecusalOrigin::OF_A_PART.contains(&origin),
        }
    }

    /// What of it a reader may know: why somebody stands aside is read by few.
    pub(super) fn shown(&self, sees_it: bool, sees_why: bool) -> Acting {
        let recusals = match sees_why {
            true => self.recusals.clone(),
            false => Vec::new(),
        };
        Acting {
            application: self.head.id,
            number: self.head.number.clone(),
            title: sees_it.then(|| self.head.title.clone()),
            organisation: self.head.organisation_name.clone(),
            holders: self.holders.clone(),
            vacancies: self.vacancies(),
            recusals,
        }
    }
}

impl Subject for Offices {
    type Id = ApplicationId;
    type State = NoState;
    const BEGINS: &'static [Action] = &[
        Action::Recuse,
        Action::RecuseAnother,
        Action::NoteHint,
        Action::NameSubstitute,
    ];
    const FOLLOWS: &'static [Action] = &[Action::NoteHint];

    fn lock(conn: &mut Conn, id: ApplicationId) -> Result<Self> {
        store::lock_application(conn, id)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: ApplicationId) -> Result<Self> {
        let head = store::head(conn, id)?.ok_or(Error::NotFound(MatterKind::Application))?;
        Ok(Self::of(conn, head)?)
    }

    fn matter(&self) -> Matter {
        Matter::Offices(self.head.id)
    }

    fn state(&self) -> NoState {
        NoState::Always
    }

    fn version(&self) -> i32 {
        self.head.version
    }

    fn place(&self) -> Place {
        Place {
            call: Some(self.head.call),
            application: Some(self.head.id),
            organisation: Some(self.head.organisation),
            partners: Some(self.parties.clone()),
            is_private: !self.head.was_submitted,
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        Some(match condition {
            C::NotToOneself | C::PersonIsInOffice => Holds::Asks,
            C::OfficeIsVacant => (!self.vacant_for(asking.partner()).is_empty()).into(),
            _ => return None,
        })
    }

    // Not every office sees what an application is called.
    fn title(&self) -> String {
        let number = self.head.number.as_deref().unwrap_or_default();
        format!("{number} · {}", self.head.organisation_name)
    }

    fn page(&self) -> Matter {
        Matter::Application(self.head.id)
    }

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }

    fn enter(&mut self, _: NoState) {}
}

/// A conflict of somebody with what an organisation applies for in a call.
#[derive(Debug, Clone, Copy)]
pub struct Conflict {
    pub account: AccountId,
    pub organisation: OrganisationId,
    pub call: CallId,
    /// Whether they take part in it, as long as it stands, and so compete with all of its call.
    pub competes: bool,
}

impl Aside {
    /// Whose conflict with what it is.
    pub(super) fn conflict(&self) -> Conflict {
        let recusal = &self.recusal;
        self.offices.conflict(recusal.account, recusal.origin)
    }

    /// Recusals of offices that were read already.
    pub(super) fn of(offices: &Offices) -> Vec<Self> {
        let all = offices.recusals.iter();
        all.map(|one| Self {
            recusal: one.clone(),
            offices: offices.clone(),
        })
        .collect()
    }
}

impl Subject for Aside {
    type Id = RecusalId;
    type State = RecusalState;
    const BEGINS: &'static [Action] = &[];

    fn lock(conn: &mut Conn, id: RecusalId) -> Result<Self> {
        let missing = || Error::NotFound(MatterKind::Recusal);
        let found = store::recusal(conn, id)?.ok_or_else(missing)?;
        store::lock_application(conn, found.application)?;
        store::lock(conn, id)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: RecusalId) -> Result<Self> {
        let found = store::recusal(conn, id)?;
        let recusal = found.ok_or(Error::NotFound(MatterKind::Recusal))?;
        let offices = Offices::load(conn, recusal.application)?;
        Ok(Self { recusal, offices })
    }

    fn matter(&self) -> Matter {
        Matter::Recusal(self.recusal.id)
    }

    fn state(&self) -> RecusalState {
        self.recusal.state
    }

    fn version(&self) -> i32 {
        self.recusal.version
    }

    fn place(&self) -> Place {
        Place {
            owner: Some(self.recusal.account),
            ..self.offices.place()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        (condition == Condition::NotToOneself).then(|| (!asking.is(self.recusal.account)).into())
    }

    fn people(&self) -> Vec<AccountId> {
        vec![self.recusal.account]
    }

    fn title(&self) -> String {
        self.offices.title()
    }

    fn page(&self) -> Matter {
        Matter::Application(self.recusal.application)
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", self.recusal.id.to_string()),
            ("application", self.recusal.application.to_string()),
        ]
    }

    fn write(&self, conn: &mut Conn, step: &Step<RecusalState>) -> QueryResult<usize> {
        store::step(conn, self.recusal.id, step)
    }

    fn enter(&mut self, state: RecusalState) {
        self.recusal.state = state;
        self.recusal.version += 1;
    }
}
