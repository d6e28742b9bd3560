//! WHO STANDS ASIDE: the machine of a recusal, as those in `lifecycle`.

use super::action::Action::*;
use super::lifecycle::{Rule, State, machine, rule};
use crate::kernel::code::code_enum;

code_enum! {
    /// The states of a recusal.
    pub enum RecusalState {
        /// What was typed hints at a conflict of interest: shut out until the secretariat decides.
        Hinted = "hinted",
        /// Declared, found, or confirmed: the person holds no office in the application.
        InForce = "in_force",
        /// The hint was dismissed.
        Dismissed = "dismissed",
        /// Taken back, for there is no conflict of interest.
        Lifted = "lifted",
    }
}
machine!(RecusalState, "recusal", RECUSAL, InForce);

impl RecusalState {
    /// The states in which the person holds no office in the application.
    pub const SHUTS_OUT: [Self; 2] = [Self::Hinted, Self::InForce];
    /// The states in which the secretariat has found nothing in it.
    pub const OVER: [Self; 2] = [Self::Dismissed, Self::Lifted];
}

/// Recusals. One may also begin as a hint.
#[rustfmt::skip]
pub const RECUSAL: &[Rule<RecusalState>] = &[
    rule(RecusalState::Hinted,  ConfirmHint, RecusalState::InForce,   &[]),
    rule(RecusalState::Hinted,  DismissHint, RecusalState::Dismissed, &[]),
    rule(RecusalState::InForce, LiftRecusal, RecusalState::Lifted,    &[]),
];
