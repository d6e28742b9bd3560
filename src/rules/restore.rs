//! WHEN PAYMENTS OPEN AGAIN after the fund was restored from a backup: the machine of a restore, as
//! those in `lifecycle`.

use super::action::Action::*;
use super::condition::Condition::EveryPartnerConfirmed;
use super::lifecycle::{Rule, State, machine, rule};
use crate::kernel::code::code_enum;

code_enum! {
    /// The states of a restore.
    pub enum RestoreState {
        /// Payments are locked until every partner has confirmed what its bank knows.
        Locked = "locked",
        /// Payments are open again.
        Open = "open",
        /// Another backup was restored before payments were open again.
        Superseded = "superseded",
    }
}
machine!(RestoreState, "restore", RESTORE, Locked);

/// Restores.
#[rustfmt::skip]
pub const RESTORE: &[Rule<RestoreState>] = &[
    rule(RestoreState::Locked, ConfirmBankState, RestoreState::Locked,     &[]),
    rule(RestoreState::Locked, OpenPayments,     RestoreState::Open,       &[EveryPartnerConfirmed]),
    rule(RestoreState::Locked, RestoreFund,      RestoreState::Superseded, &[]),
];
