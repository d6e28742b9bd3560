//! What the law may ask of a pledge and of a receipt.

use super::model::{Contribution, Hands, Mark, PledgeReceipt};
use super::queries;
use super::store;
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::fund::queries as fund;
use crate::kernel::amount::MOST_MINOR;
use crate::kernel::id::{AccountId, ContributionId, PartnerId, ReceiptId};
use crate::kernel::money::Money;
use crate::kernel::time::{Date, Instant};
use crate::ledger::{self, Part};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::BookingState;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

/// A receipt, with the pledge it is of.
#[derive(Debug, Clone)]
pub struct Entered {
    pub pledge: Contribution,
    pub receipt: PledgeReceipt,
}

/// What is proposed for the books, confirmed and reversed.
pub trait Booking: Subject<State = BookingState> {
    /// The pledge it is, or is of.
    fn pledge(&self) -> &Contribution;
    /// What of the books it moves, and how much.
    fn moves(&self) -> (Part, Money);
    /// The day it is of, and what proves it.
    fn proof(&self) -> (Date, &str);
    /// Who brought it to where it stands.
    fn hands(&self) -> &Hands;
    /// Notes who put their hand to it.
    ///
    /// # Errors
    /// No answer from the database.
    fn mark(&self, conn: &mut Conn, mark: Mark<'_>, by: (AccountId, Instant))
    -> QueryResult<usize>;
}

/// What depends on who asks, of a pledge and of a receipt alike.
fn asked(
    condition: Condition,
    asking: &Asking,
    (payer, proposer): (PartnerId, AccountId),
) -> Option<Holds> {
    use Condition as C;
    let other = asking.partner().is_some_and(|partner| partner != payer);
    Some(match condition {
        C::ActsForThePayer => (asking.partner() == Some(payer)).into(),
        C::BookedByAnotherPartner => other.into(),
        C::NotTheProposer => (!asking.is(proposer)).into(),
        _ => return None,
    })
}

/// Whether an action of the table is awaited. What cannot be confirmed, because it would pass a
/// bound or because its money is bound meanwhile, waits to be refused or left as it is: no booking
/// lies on nobody's desk.
fn awaits(action: Action, can_be_booked: bool, can_be_reversed: bool) -> bool {
    match action {
        Action::RefuseBooking => !can_be_booked,
        Action::KeepBooking => !can_be_reversed,
        _ => true,
    }
}

/// Pledges and pots are weighed under the fund's lock, cash under the ledger's.
fn lock(conn: &mut Conn, id: ContributionId) -> Result<()> {
    fund::lock(conn)?;
    store::lock_pledge(conn, id)?;
    Ok(ledger::lock(conn)?)
}

impl Contribution {
    fn is_within_bound(&self) -> bool {
        let all = self.weight.beside.plus(&self.pledged);
        all.is_ok_and(|all| all.minor() <= MOST_MINOR)
    }

    fn has_live_receipts(&self) -> bool {
        self.receipts.iter().any(|one| one.state.is_live())
    }

    fn is_not_allotted(&self) -> bool {
        self.weight.unallotted.minor() >= self.pledged.minor()
    }

    fn is_outstanding(&self) -> bool {
        let rest = self.outstanding();
        self.state == BookingState::InForce && rest.is_ok_and(|rest| rest.is_positive())
    }
}

impl Subject for Contribution {
    type Id = ContributionId;
    type State = BookingState;
    const BEGINS: &'static [Action] = &[Action::ReceiveContribution];

    fn lock(conn: &mut Conn, id: ContributionId) -> Result<Self> {
        lock(conn, id)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: ContributionId) -> Result<Self> {
        queries::contribution(conn, id)
    }

    fn matter(&self) -> Matter {
        Matter::Contribution(self.id)
    }

    fn state(&self) -> BookingState {
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
        Some(match condition {
            C::PledgeIsOutstanding => self.is_outstanding().into(),
            C::PledgesWithinBound => self.is_within_bound().into(),
            C::NoMoneyOfItIsIn => (!self.has_live_receipts()).into(),
            C::PledgeIsNotAllotted => self.is_not_allotted().into(),
            C::PledgeCoversIt | C::MoneyIsStillThere => Holds::Yes,
            C::DayHasCome | C::NotBeforeThePledge => Holds::Asks,
            other => return asked(other, asking, (self.partner.id, self.hands.proposer())),
        })
    }

    fn people(&self) -> Vec<AccountId> {
        vec![self.hands.proposer()]
    }

    fn title(&self) -> String {
        self.reference.clone()
    }

    fn amount(&self) -> Option<Money> {
        Some(self.pledged)
    }

    fn awaits(&self, action: Action) -> bool {
        let can_be_reversed = !self.has_live_receipts() && self.is_not_allotted();
        awaits(action, self.is_within_bound(), can_be_reversed)
    }

    fn page(&self) -> Matter {
        Matter::Fund
    }

    fn write(&self, conn: &mut Conn, step: &Step<BookingState>) -> QueryResult<usize> {
        store::step_pledge(conn, self.id, step)
    }

    fn enter(&mut self, state: BookingState) {
        self.state = state;
        self.version += 1;
    }
}

impl Booking for Contribution {
    fn pledge(&self) -> &Contribution {
        self
    }

    fn moves(&self) -> (Part, Money) {
        (Part::Pledged, self.pledged)
    }

    fn proof(&self) -> (Date, &str) {
        (self.pledged_on, &self.reference)
    }

    fn hands(&self) -> &Hands {
        &self.hands
    }

    fn mark(
        &self,
        conn: &mut Conn,
        mark: Mark<'_>,
        by: (AccountId, Instant),
    ) -> QueryResult<usize> {
        store::mark_pledge(conn, self.id, mark, by)
    }
}

impl Entered {
    fn is_covered(&self) -> bool {
        let beside = self.pledge.received_but(Some(self.receipt.id));
        let all = beside.and_then(|beside| beside.plus(&self.receipt.amount));
        let covers = all.is_ok_and(|all| all.minor() <= self.pledge.pledged.minor());
        covers && self.pledge.state == BookingState::InForce
    }

    fn is_still_there(&self) -> bool {
        self.pledge.weight.cash.minor() >= self.receipt.amount.minor()
    }
}

impl Subject for Entered {
    type Id = ReceiptId;
    type State = BookingState;
    const BEGINS: &'static [Action] = &[];

    fn lock(conn: &mut Conn, id: ReceiptId) -> Result<Self> {
        let pledge = store::pledge_of(conn, id)?.ok_or(Error::NotFound(MatterKind::Receipt))?;
        lock(conn, pledge)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: ReceiptId) -> Result<Self> {
        let missing = || Error::NotFound(MatterKind::Receipt);
        let pledge = store::pledge_of(conn, id)?.ok_or_else(missing)?;
        let pledge = queries::contribution(conn, pledge)?;
        let mut own = pledge.receipts.iter().filter(|one| one.id == id);
        let receipt = own.next().cloned().ok_or_else(missing)?;
        Ok(Self { pledge, receipt })
    }

    fn matter(&self) -> Matter {
        Matter::Receipt(self.receipt.id)
    }

    fn state(&self) -> BookingState {
        self.receipt.state
    }

    fn version(&self) -> i32 {
        self.receipt.version
    }

    fn place(&self) -> Place {
        Place::default()
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        let proposer = self.receipt.hands.proposer();
        Some(match condition {
            C::PledgeCoversIt => self.is_covered().into(),
            C::MoneyIsStillThere => self.is_still_there().into(),
            C::PledgesWithinBound | C::NoMoneyOfItIsIn | C::PledgeIsNotAllotted => Holds::Yes,
            other => return asked(other, asking, (self.pledge.partner.id, proposer)),
        })
    }

    fn people(&self) -> Vec<AccountId> {
        vec![self.receipt.hands.proposer()]
    }

    fn title(&self) -> String {
        self.receipt.bank_reference.clone()
    }

    fn amount(&self) -> Option<Money> {
        Some(self.receipt.amount)
    }

    fn awaits(&self, action: Action) -> bool {
        awaits(action, self.is_covered(), self.is_still_there())
    }

    fn page(&self) -> Matter {
        Matter::Fund
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", self.receipt.id.to_string()),
            ("contribution", self.pledge.id.to_string()),
        ]
    }

    fn write(&self, conn: &mut Conn, step: &Step<BookingState>) -> QueryResult<usize> {
        store::step_receipt(conn, self.receipt.id, step)
    }

    fn enter(&mut self, state: BookingState) {
        self.receipt.state = state;
        self.receipt.version += 1;
    }
}

impl Booking for Entered {
    fn pledge(&self) -> &Contribution {
        &self.pledge
    }

    fn moves(&self) -> (Part, Money) {
        (Part::Received, self.receipt.amount)
    }

    fn proof(&self) -> (Date, &str) {
        (self.receipt.received_on, &self.receipt.bank_reference)
    }

    fn hands(&self) -> &Hands {
        &self.receipt.hands
    }

    fn mark(
        &self,
        conn: &mut Conn,
        mark: Mark<'_>,
        by: (AccountId, Instant),
    ) -> QueryResult<usize> {
        store::mark_receipt(conn, self.receipt.id, mark, by)
    }
}
