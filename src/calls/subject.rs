//! How a call stands before the law: what its boards, its money and its applications say. Its text
//! is no more here than its digest.

use super::model::{Approval, Call, Party, Pot};
use super::store::{self, Row};
use super::{parties, queries};
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::fund;
use crate::kernel::id::{CallId, PartnerId};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::Instant;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{ApplicationState, CallState};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step, visibility};
use crate::standing::Place;
use diesel::QueryResult;

/// A call as the law asks of it.
#[derive(Debug, Clone)]
pub struct Course {
    pub id: CallId,
    pub code: String,
    pub title: String,
    pub state: CallState,
    pub currency: Currency,
    pub opens_at: Instant,
    pub deadline_at: Instant,
    pub pots: Vec<Pot>,
    /// Its parties: the partners active when it was sent to the boards; none before.
    pub parties: Vec<Party>,
    pub approvals: Vec<Approval>,
    /// What the boards approve: the digest of the call as it was last written.
    pub digest: String,
    pub(super) round: i32,
    version: i32,
    around: Around,
}

/// What lies around a call, as far as the law asks for it in the call's state.
#[derive(Debug, Clone, Default)]
struct Around {
    /// Of the partners that are its parties or would be: what their pledges leave.
    left: Vec<(PartnerId, Money)>,
    /// How many of its applications stand where.
    applications: Vec<(ApplicationState, i64)>,
    /// How many offers are still to be made.
    to_offer: i64,
    holds_a_rest: bool,
}

impl Course {
    fn read(conn: &mut Conn, row: Row) -> Result<Self> {
        let pots = queries::pots(conn, row.id, row.currency)?;
        let (parties, approvals) = queries::parties(conn, &row)?;
        let text = match row.text_digest.as_str() {
            "" => queries::text(conn, row.id)?.digest(&row),
            known => known.to_owned(),
        };
        let mut course = Self {
            digest: queries::digest(&text, &pots, &parties),
            id: row.id,
            code: row.code,
            title: row.title,
            state: row.state,
            currency: row.currency,
            opens_at: row.opens_at,
            deadline_at: row.deadline_at,
            pots,
            parties,
            approvals,
            round: row.approval_round,
            version: row.version,
            around: Around::default(),
        };
        course.around = Around::read(conn, &course)?;
        Ok(course)
    }

    /// The course of a call that was read already.
    pub(super) fn of(conn: &mut Conn, call: &Call) -> Result<Self> {
        let mut course = Self {
            id: call.id,
            code: call.code.clone(),
            title: call.title.clone(),
            state: call.state,
            currency: call.currency,
            opens_at: call.opens_at,
            deadline_at: call.deadline_at,
            pots: call.pots.clone(),
            parties: call.parties.clone(),
            approvals: call.approvals.clone(),
            digest: call.digest.clone(),
            round: call.round,
            version: call.version,
            around: Around::default(),
        };
        course.around = Around::read(conn, &course)?;
        Ok(course)
    }

    /// What the common pot holds at first.
    fn common(&self) -> Money {
        parties::held_by(&self.pots, None, self.currency)
    }

    /// The parties it would have if it were sent now, with their parts of the common pot; nothing
    /// where the pledges do not suffice.
    pub(super) fn parties_to_be(&self) -> Option<Vec<(PartnerId, Money)>> {
        let left: Vec<Money> = self.around.left.iter().map(|one| one.1).collect();
        let parts = parties::parts_of_common(self.common(), &left).ok()??;
        let partners = self.around.left.iter().map(|one| one.0);
        Some(partners.zip(parts).collect())
    }

    /// Whether every party's pledge still covers its own pot and its part of the common one.
    fn is_covered(&self) -> bool {
        self.parties.iter().all(|party| {
            let mut left = self.around.left.iter();
            left.find(|one| one.0 == party.partner)
                .is_some_and(|one| party.common.minor() <= one.1.minor())
        })
    }

    fn pots_are_of_the_active(&self) -> bool {
        let active = |partner| self.around.left.iter().any(|one| one.0 == partner);
        self.pots.iter().all(|pot| pot.partner.is_none_or(active))
    }

    fn has_approved(&self, partner: PartnerId) -> bool {
        let mut approvals = self.approvals.iter();
        approvals.any(|one| one.partner_id == partner && one.digest == self.digest)
    }

    fn every_party_approved(&self) -> bool {
        let mut parties = self.parties.iter();
        !self.parties.is_empty() && parties.all(|party| self.has_approved(party.partner))
    }

    fn has_applications_in(&self, states: &[ApplicationState]) -> bool {
        let mut counted = self.around.applications.iter();
        counted.any(|(state, number)| states.contains(state) && *number > 0)
    }
}

impl Around {
    fn read(conn: &mut Conn, course: &Course) -> Result<Self> {
        let mut around = Self::default();
        match course.state {
            CallState::Draft => {
                let active = fund::queries::active_partners(conn)?.into_iter();
                let active: Vec<PartnerId> = active.map(|one| one.id).collect();
                around.left = parties::left(conn, &active, &course.pots, course.currency)?;
            }
            CallState::InApproval => {
                let parties = course.parties.iter().map(|one| one.partner);
                let parties: Vec<PartnerId> = parties.collect();
                around.left = parties::left(conn, &parties, &course.pots, course.currency)?;
            }
            CallState::Closed => {
                around.applications = store::applications(conn, course.id)?;
            }
            CallState::Awarding => {
                around.to_offer = store::offers_to_make(conn, course.id)?;
                around.holds_a_rest = parties::holds_a_rest(conn, &course.pots)?;
            }
            CallState::Published
            | CallState::Open
            | CallState::InEvaluation
            | CallState::Ranked
            | CallState::Decided
            | CallState::Cancelled => {}
        }
        Ok(around)
    }
}

impl Subject for Course {
    type Id = CallId;
    type State = CallState;
    const BEGINS: &'static [Action] = &[];
    const FOLLOWS: &'static [Action] = &[
        Action::OpenCall,
        Action::CloseCall,
        Action::FreezeRanking,
        Action::ReopenRanking,
        Action::VoidRanking,
        Action::AdoptDecision,
        Action::ReleaseDecisions,
    ];

    fn lock(conn: &mut Conn, id: CallId) -> Result<Self> {
        let row = store::lock(conn, id)?.ok_or(Error::NotFound(MatterKind::Call))?;
        Self::read(conn, row)
    }

    fn load(conn: &mut Conn, id: CallId) -> Result<Self> {
        let row = store::row(conn, id)?.ok_or(Error::NotFound(MatterKind::Call))?;
        Self::read(conn, row)
    }

    fn matter(&self) -> Matter {
        Matter::Call(self.id)
    }

    fn state(&self) -> CallState {
        self.state
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn place(&self) -> Place {
        let parties: Vec<PartnerId> = self.parties.iter().map(|one| one.partner).collect();
        Place {
            call: Some(self.id),
            // A draft has no parties yet: it concerns every partner.
            partners: Some(parties).filter(|parties| !parties.is_empty()),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use ApplicationState as A;
        use Condition as C;
        let own = asking.partner();
        Some(match condition {
            C::TwoPartnersTakePart => (self.around.left.len() > 1).into(),
            C::PotsOfActivePartners => self.pots_are_of_the_active().into(),
            C::PotsWithinPledges if self.state == CallState::Draft => {
                self.parties_to_be().is_some().into()
            }
            C::PotsWithinPledges => self.is_covered().into(),
            C::OpeningAhead => Holds::Until(self.opens_at),
            C::DeadlineAhead => Holds::Until(self.deadline_at),
            C::OpeningReached => Holds::From(self.opens_at),
            C::DeadlinePassed => Holds::From(self.deadline_at),
            C::CallIsOpen if self.state == CallState::Open => Holds::Until(self.deadline_at),
            C::CallIsOpen => Holds::No,
            C::ApprovedAsWritten => {
                let mut approvals = self.approvals.iter();
                approvals.all(|one| one.digest == self.digest).into()
            }
            C::PartnerHasNotApproved => {
                let mut approvals = self.approvals.iter();
                (!approvals.any(|one| Some(one.partner_id) == own)).into()
            }
            C::EveryPartnerApproved if self.state == CallState::InApproval => {
                self.every_party_approved().into()
            }
            // Of the list, which its votes can tell.
            C::EveryPartnerApproved => Holds::Asks,
            C::EveryEligibilityReleased => (!self.has_applications_in(&[A::Submitted])).into(),
            C::EveryOfferMade => (self.around.to_offer == 0).into(),
            C::PotsHoldARest => self.around.holds_a_rest.into(),
            _ => return None,
        })
    }

    fn binds(&self, action: Action) -> Option<&str> {
        (action == Action::ApproveCall).then_some(self.digest.as_str())
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn write(&self, conn: &mut Conn, step: &Step<CallState>) -> QueryResult<usize> {
        store::step(conn, self.id, step)
    }

    fn enter(&mut self, state: CallState) {
        self.version += visibility::call_raises(self.state, state);
        self.state = state;
    }
}
