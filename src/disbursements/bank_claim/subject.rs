//! What the law may ask of a claim of the bank's answer.

use super::super::model::{BankClaim, Payout};
use super::super::queries;
use super::store;
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, BankClaimId};
use crate::kernel::money::Money;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::BankClaimState;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

/// A claim, with the payout it is of.
#[derive(Debug, Clone)]
pub struct Claimed {
    pub claim: BankClaim,
    pub payout: Payout,
}

impl Claimed {
    /// A claim with its payout, which was read already.
    fn of(conn: &mut Conn, payout: Payout, id: BankClaimId) -> Result<Self> {
        let missing = Error::NotFound(MatterKind::BankClaim);
        let found = store::claim(conn, id)?.ok_or(missing)?;
        Ok(Self {
            claim: found.of(payout.amount.currency()),
            payout,
        })
    }
}

impl Subject for Claimed {
    type Id = BankClaimId;
    type State = BankClaimState;
    const BEGINS: &'static [Action] = &[];

    fn lock(conn: &mut Conn, id: BankClaimId) -> Result<Self> {
        let missing = Error::NotFound(MatterKind::BankClaim);
        let payout = store::payout_of(conn, id)?.ok_or(missing)?;
        // Whoever acts on the claim or on its payout takes turns at the payout.
        let payout = Payout::lock(conn, payout)?;
        Self::of(conn, payout, id)
    }

    fn load(conn: &mut Conn, id: BankClaimId) -> Result<Self> {
        let missing = Error::NotFound(MatterKind::BankClaim);
        let payout = store::payout_of(conn, id)?.ok_or(missing)?;
        let payout = queries::load(conn, payout)?;
        Self::of(conn, payout, id)
    }

    fn matter(&self) -> Matter {
        Matter::BankClaim(self.claim.id)
    }

    fn state(&self) -> BankClaimState {
        self.claim.state
    }

    fn version(&self) -> i32 {
        self.claim.version
    }

    fn place(&self) -> Place {
        self.payout.place()
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        let is_the_claimant = asking.is(self.claim.claimant);
        Some(match condition {
            C::NotTheClaimant => (!is_the_claimant).into(),
            C::ClaimIsTheirs => is_the_claimant.into(),
            C::ActsForThePayer | C::ActsForAnotherPartner => {
                return self.payout.holds(condition, asking);
            }
            _ => return None,
        })
    }

    fn people(&self) -> Vec<AccountId> {
        vec![self.claim.claimant]
    }

    fn title(&self) -> String {
        self.payout.title()
    }

    fn amount(&self) -> Option<Money> {
        Some(self.payout.amount)
    }

    fn page(&self) -> Matter {
        Matter::Payout(self.payout.id)
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", self.claim.id.to_string()),
            ("payout", self.payout.id.to_string()),
        ]
    }

    fn write(&self, conn: &mut Conn, step: &Step<BankClaimState>) -> QueryResult<usize> {
        store::step(conn, self.claim.id, step)
    }

    fn enter(&mut self, state: BankClaimState) {
        self.claim.state = state;
        self.claim.version += 1;
    }
}
