//! A pledge, and the receipts of money of it, with who brought each to where it stands.

use crate::error::Result;
use crate::fund::queries::Partner;
use crate::kernel::id::{AccountId, ContributionId, ReceiptId};
use crate::kernel::money::{Money, MoneyError};
use crate::kernel::time::{Date, Instant};
use crate::rules::lifecycle::BookingState;
use serde::Serialize;
use utoipa::ToSchema;

/// Who did something, and when.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Hand {
    /// Their account.
    #[serde(skip)]
    pub account: AccountId,
    pub name: String,
    pub at: Instant,
    /// Why, in their words: of a refusal and of a reversal.
    pub reason: Option<String>,
}

/// Who brought a booking to where it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Hands {
    /// Who proposed it.
    pub proposed: Hand,
    /// Who confirmed or refused it, or took it back.
    pub settled: Option<Hand>,
    /// Who proposed its reversal.
    pub reversal: Option<Hand>,
    /// Who confirmed its reversal.
    pub reversed: Option<Hand>,
}

impl Hands {
    /// Who proposed what waits, or waited last.
    pub(super) fn proposer(&self) -> AccountId {
        self.reversal.as_ref().unwrap_or(&self.proposed).account
    }
}

/// A pledge and what has arrived of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Contribution {
    pub id: ContributionId,
    pub partner: Partner,
    /// What was pledged.
    pub pledged: Money,
    /// What has arrived and is in the books.
    pub received: Money,
    /// When it was pledged.
    pub pledged_on: Date,
    /// The document.
    pub reference: String,
    pub state: BookingState,
    pub hands: Hands,
    pub receipts: Vec<PledgeReceipt>,
    /// Counts its changes.
    pub version: i32,
    #[serde(skip)]
    pub(super) weight: Weight,
}

/// What a pledge and its partner's other money are weighed by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weight {
    /// The partner's other pledges in the books.
    pub(super) beside: Money,
    /// What of its pledges is in no pot.
    pub(super) unallotted: Money,
    /// What it can pay out.
    pub(super) cash: Money,
}

/// Money received on a pledge.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PledgeReceipt {
    pub id: ReceiptId,
    pub amount: Money,
    /// The day the bank booked it.
    pub received_on: Date,
    pub bank_reference: String,
    pub state: BookingState,
    pub hands: Hands,
    /// Counts its changes.
    pub version: i32,
}

/// Which step of a booking somebody put their hand to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark<'a> {
    /// It was confirmed or taken back.
    Settled,
    /// It was refused, for this reason.
    Refused(&'a str),
    /// Its reversal was proposed, for this reason.
    Reversal(&'a str),
    /// It was reversed.
    Reversed,
    /// It stays, and nothing is proposed any more.
    Kept,
}

impl Contribution {
    /// What of it no receipt has brought or is to bring.
    ///
    /// # Errors
    /// Sums beyond 64 bits.
    pub(super) fn outstanding(&self) -> Result<Money> {
        let live = self.receipts.iter().filter(|one| one.state.is_live());
        let live = Money::sum(self.pledged.currency(), live.map(|one| one.amount))?;
        Ok(self.pledged.minus(&live)?)
    }

    /// What its receipts in the books have brought, but for one.
    pub(super) fn received_but(
        &self,
        but: Option<ReceiptId>,
    ) -> std::result::Result<Money, MoneyError> {
        let mut booked = self.receipts.iter().filter(|one| one.state.is_booked());
        let booked = booked
            .by_ref()
            .filter(|one| Some(one.id) != but)
            .map(|one| one.amount);
        Money::sum(self.pledged.currency(), booked)
    }
}
