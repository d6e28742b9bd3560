//! Eligibility: an officer of each partner concerned, then the release.

use super::input::Check;
use super::model::{Dossier, Verdict, Writes};
use super::store;
use crate::case::{Case, Saw, Subject};
use crate::db::tx::{Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::id::ApplicationId;
use crate::rules::Action;
use serde_json::json;

/// Records the finding of the actor's partner on what was submitted.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn check(tx: &mut Tx<'_>, id: ApplicationId, input: &Check) -> Result<()> {
    let action = Action::CheckEligibility;
    let (verdict, reason) = input.parse()?;
    let mut dossier: Case<Dossier> = tx.case(id)?;
    let taken = tx.take(&mut dossier, action, &input.saw())?;
    let partner = taken
        .partner()
        .ok_or_else(|| Error::internal("an officer of no partner"))?;
    let (by, now) = (tx.person()?, tx.now());
    store::insert_check(tx.conn, id, partner, by, (verdict, reason.as_str()), now)
        .map_err(|error| unless_duplicate(error, action, "finding"))?;
    tx.because(&taken, reason.as_str());
    tx.note(
        &taken,
        json!({ "verdict": verdict, "digest": dossier.digest }),
    );
    Ok(())
}

/// Releases the finding: one "not eligible" stops the application, otherwise every partner
/// concerned must have found it eligible.
///
/// # Errors
/// The refusal of the tables.
pub fn release(tx: &mut Tx<'_>, id: ApplicationId, saw: &Saw) -> Result<()> {
    let mut dossier: Case<Dossier> = tx.case(id)?;
    let action = if dossier.is_stopped() {
        Action::ReleaseIneligible
    } else {
        Action::ReleaseEligible
    };
    let now = tx.now();
    dossier.thing_mut().writes = Writes {
        eligibility_released_at: Some(now),
        ..Writes::default()
    };
    tx.take(&mut dossier, action, saw)?;
    let reasons: Vec<&str> = dossier
        .findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Ineligible)
        .map(|finding| finding.reason.as_str())
        .collect();
    tx.tell(
        Tidings::of(action, dossier.matter(), format!("/applications/{id}"))
            .saying("title", &dossier.title)
            .saying("number", dossier.number.as_deref().unwrap_or_default())
            .saying("reasons", reasons.join("\n\n")),
    );
    Ok(())
}
