//! What a partner is about to hand to its bank: its released payouts, together.
//!
//! Whoever stands aside from an application hands over the others; those of that application are
//! left for another payment officer, or for whoever steps in there.

mod store;

use super::model::Payout;
use super::{queries, store as payouts};
use crate::case::{Asking, Case, Offers, Subject};
use crate::db::Conn;
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, ApplicationId, PartnerId};
use crate::ledger;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{NoState, State};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step, decide};
use crate::standing::Place;
use diesel::QueryResult;

/// The payouts of a partner that wait for its next payment order.
#[derive(Debug, Clone)]
pub struct Outgoing {
    pub partner: PartnerId,
    pub code: String,
    pub name: String,
    /// Of one currency: a bank takes one currency an order.
    pub payouts: Vec<Payout>,
    /// How many orders the partner has given, for the number of the next.
    orders_so_far: i64,
    /// What stands in that number since a restore: of the orders that were given after the backup
    /// was taken, the bank may know.
    mark: Option<String>,
    /// Whether payments wait for what the partners' banks know.
    pub payments_are_locked: bool,
    /// Who stands aside from which of their applications, or takes part in it.
    aside: Vec<(AccountId, ApplicationId)>,
    /// Who hands over the payouts of a single application.
    substitutes: Vec<(AccountId, ApplicationId)>,
}

impl Outgoing {
    fn read(conn: &mut Conn, partner: PartnerId, locks: bool) -> Result<Self> {
        let (code, name, orders, payments_are_locked, mark) =
            payouts::payer(conn, partner)?.ok_or(Error::NotFound(MatterKind::Partner))?;
        let mut released = payouts::released(conn, partner)?;
        if locks {
            payouts::lock(conn, &released)?;
            // The head comes last: whoever releases locks in the same order.
            ledger::lock(conn)?;
            // What was released before the locks were held may have been taken back meanwhile.
            // What was released after, is not locked: it waits for the next order.
            let locked = std::mem::replace(&mut released, payouts::released(conn, partner)?);
            released.retain(|payout| locked.contains(payout));
        }
        let mut outgoing = Self {
            partner,
            code,
            name,
            payouts: queries::load_many(conn, &released)?,
            orders_so_far: orders.unwrap_or_default(),
            mark,
            payments_are_locked,
            aside: Vec::new(),
            substitutes: Vec::new(),
        };
        let applications = outgoing.applications();
        if !applications.is_empty() {
            for line in store::lines(conn, partner, &applications)? {
                let (application, aside, inside, stepping_in) = line;
                let out = aside.into_iter().chain(inside);
                outgoing.aside.extend(out.map(|one| (one, application)));
                let stepping_in = stepping_in.map(|one| (one, application));
                outgoing.substitutes.extend(stepping_in);
            }
        }
        Ok(outgoing)
    }

    fn applications(&self) -> Vec<ApplicationId> {
        let all = self.payouts.iter().map(|payout| payout.application);
        let mut all: Vec<ApplicationId> = all.collect();
        all.sort();
        all.dedup();
        all
    }

    /// The number of its next order, which no order ever had.
    pub(super) fn next_number(&self) -> String {
        let (code, next) = (&self.code, self.orders_so_far + 1);
        match &self.mark {
            Some(mark) => format!("{code}-{mark}-{next:05}"),
            None => format!("{code}-{next:05}"),
        }
    }

    /// The payouts that this person hands to the bank.
    pub(super) fn of(&self, account: AccountId) -> Vec<Payout> {
        let own = self.substitutes.iter().filter(|one| one.0 == account);
        let stepping_in: Vec<ApplicationId> = own.map(|one| one.1).collect();
        let is_theirs = |payout: &&Payout| {
            !self.aside.contains(&(account, payout.application))
                && (stepping_in.is_empty() || stepping_in.contains(&payout.application))
        };
        self.payouts.iter().filter(is_theirs).cloned().collect()
    }
}

/// What each partner of the reader's could hand to its bank, with what they may do about it.
///
/// # Errors
/// No answer from the database.
pub fn of_reader(view: &mut View<'_>) -> Result<Vec<(Outgoing, Offers)>> {
    let mut all = Vec::new();
    for partner in decide::partners_for(&view.ground()?, Action::ExportOrder) {
        let outgoing = Outgoing::load(view.conn, partner)?;
        let case: Case<Outgoing> = view.case_of(outgoing)?;
        all.push((Outgoing::clone(&case), case.offers()));
    }
    Ok(all)
}

impl Subject for Outgoing {
    type Id = PartnerId;
    type State = NoState;
    const BEGINS: &'static [Action] = &[Action::ExportOrder];

    fn lock(conn: &mut Conn, partner: PartnerId) -> Result<Self> {
        Self::read(conn, partner, true)
    }

    fn load(conn: &mut Conn, partner: PartnerId) -> Result<Self> {
        Self::read(conn, partner, false)
    }

    fn matter(&self) -> Matter {
        Matter::Partner(self.partner)
    }

    fn state(&self) -> NoState {
        NoState::FIRST
    }

    fn version(&self) -> i32 {
        1
    }

    fn place(&self) -> Place {
        Place {
            partners: Some(vec![self.partner]),
            handed_over: self.applications(),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        let is_left_for = |account| !self.of(account).is_empty();
        Some(match condition {
            C::PaymentsAreOpen => (!self.payments_are_locked).into(),
            C::SomethingIsReleased => (!self.payouts.is_empty()).into(),
            C::APayoutIsLeftForThem => asking.account().is_none_or(is_left_for).into(),
            _ => return None,
        })
    }

    fn people(&self) -> Vec<AccountId> {
        let all = self.aside.iter().chain(&self.substitutes);
        let mut people: Vec<AccountId> = all.map(|one| one.0).collect();
        people.sort();
        people.dedup();
        people
    }

    /// Its partner's name: which applications they are of is not for each of those it waits for.
    fn title(&self) -> String {
        self.name.clone()
    }

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }

    fn enter(&mut self, _: NoState) {}
}
