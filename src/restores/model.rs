//! A restore, with who confirmed what their bank knows.

use crate::kernel::id::{AccountId, PartnerId, PaymentOrderId, PayoutId, RestoreId};
use crate::kernel::money::Money;
use crate::kernel::time::{Date, Instant};
use crate::rules::lifecycle::PayoutState;
use crate::rules::restore::RestoreState;
use serde::Serialize;
use utoipa::ToSchema;

/// What a backup says of itself, where a fund is made of it.
#[derive(Debug, Clone)]
pub struct Origin {
    pub taken_at: Instant,
    /// SHA-256 of the file.
    pub sha256: String,
    /// The version of the program that took it.
    pub program: String,
    /// How far the trail had come: number and hash of its last record.
    pub trail: (i64, String),
}

/// The fund was restored from a backup.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Restore {
    pub id: RestoreId,
    pub state: RestoreState,
    pub restored_at: Instant,
    /// When the backup was taken: what was done after it is lost.
    pub taken_at: Instant,
    /// SHA-256 of the backup.
    pub sha256: String,
    /// The version of the program that took it.
    pub program: String,
    /// What stands in the numbers that are given since.
    pub mark: String,
    /// When payments were opened again.
    pub opened_at: Option<Instant>,
    /// Every partner whose bank is asked.
    pub banks: Vec<Bank>,
    /// Counts its changes.
    pub version: i32,
    /// SHA-256 of the orders and payouts that there are.
    #[serde(skip)]
    pub(crate) digest: String,
}

/// A partner, and what its bank knows.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Bank {
    /// The partner.
    #[serde(skip)]
    pub(crate) partner: PartnerId,
    /// The partner's code.
    pub code: String,
    pub name: String,
    /// Whether somebody is in office who can confirm it.
    pub has_officer: bool,
    /// What was confirmed.
    pub confirmed: Option<BankState>,
}

/// What a finance officer confirmed of their partner's bank.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BankState {
    /// Who.
    pub by: String,
    #[serde(skip)]
    pub(crate) account: AccountId,
    pub at: Instant,
    /// The bank's statement that was looked at.
    pub statement: String,
    /// Up to which day it goes.
    pub seen_until: Date,
    /// What it shows and the fund does not know.
    pub missing: String,
    /// SHA-256 of what was shown.
    pub digest: String,
}

impl Restore {
    /// The partners that have not confirmed yet.
    pub fn outstanding(&self) -> impl Iterator<Item = &Bank> {
        self.banks.iter().filter(|bank| bank.confirmed.is_none())
    }
}

/// A payout that a bank may know of, or may yet be told of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Known {
    pub payout: PayoutId,
    /// The code of the partner that pays.
    pub payer: String,
    /// The participant that is paid.
    pub payee: String,
    pub amount: Money,
    pub state: PayoutState,
    /// The order it was last written to, and its line.
    pub order: Option<KnownOrder>,
    /// As what the statement shows it, where no order of it is known.
    pub left_as: Option<String>,
}

/// The order a payout was last written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KnownOrder {
    pub id: PaymentOrderId,
    pub number: String,
    pub end_to_end_id: String,
    pub exported_at: Instant,
}
