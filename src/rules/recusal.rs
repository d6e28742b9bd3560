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

code_enum! {
    /// Where a recusal comes from.
    pub enum RecusalOrigin {
        /// The person declared a conflict of interest.
        Declared = "declared",
        /// The secretariat found one.
        Found = "found",
        /// The person's address is that of a participant's contact.
        ContactAddress = "contact_address",
        /// A participant's contact has an address from which the person moved away.
        FormerAddress = "former_address",
        /// The person acts for an organisation with a participant's register number.
        RegisterNumber = "register_number",
        /// An organisation the person acts for has a participant as its partner elsewhere.
        PartnerInCommon = "partner_in_common",
    }
}

impl RecusalOrigin {
    /// Those by which the person takes part in the application themselves, and so competes with
    /// every other of its call.
    pub const OF_A_PART: [Self; 3] = [
        Self::ContactAddress,
        Self::FormerAddress,
        Self::RegisterNumber,
    ];
}

/// Recusals. One may also begin as a hint.
#[rustfmt::skip]
pub const RECUSAL: &[Rule<RecusalState>] = &[
    rule(RecusalState::Hinted,  ConfirmHint, RecusalState::InForce,   &[]),
    rule(RecusalState::Hinted,  DismissHint, RecusalState::Dismissed, &[]),
    rule(RecusalState::InForce, LiftRecusal, RecusalState::Lifted,    &[]),
];
