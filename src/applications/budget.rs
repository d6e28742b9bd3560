//! What a budget may ask: whole numbers, against the call's rate and ceiling.

use super::model::{Participant, Window};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::money::{Money, MoneyError, Rate};

/// Everything the call refuses about the budget.
///
/// # Errors
/// Out of range.
pub fn faults(call: &Window, participants: &[Participant]) -> Result<Faults, MoneyError> {
    let mut faults = Faults::default();
    let rate = Rate::from_basis_points(call.funding_rate).ok_or(MoneyError::OutOfRange)?;
    for participant in participants {
        let path = |field: &str| format!("participants[{}].{field}", participant.id);
        let most = participant.costs.times(rate)?;
        if participant.requested.minor() > most.minor() {
            let fault = Fault::limited(FaultCode::TooLarge, most.decimal_text());
            faults.add(path("requested"), fault);
        }
        if participant.requested.is_positive() && !participant.has_pot {
            faults.add(path("requested"), Fault::new(FaultCode::NotAllowed));
        }
    }
    let asked = Money::sum(call.currency, participants.iter().map(|one| one.requested))?;
    if asked.minor() > call.max_grant.minor() {
        let limit = call.max_grant.decimal_text();
        faults.add(
            "participants",
            Fault::limited(FaultCode::TogetherTooLarge, limit),
        );
    }
    // That somebody must take part is said elsewhere.
    if !participants.is_empty() && !asked.is_positive() {
        faults.add("participants", Fault::new(FaultCode::NothingRequested));
    }
    Ok(faults)
}
