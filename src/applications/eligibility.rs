//! Eligibility: an officer of each partner concerned, then the release.

use super::input::Check;
use super::model::Verdict;
use super::queries::load;
use super::{actions, store};
use crate::db::tx::{Change, Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::id::ApplicationId;
use crate::rules::capacity::Capacity;
use crate::rules::{Action, Condition, Facts, Matter, decide};
use crate::standing;
use serde_json::json;

/// Records the finding of the actor's partner.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn check(tx: &mut Tx<'_>, id: ApplicationId, input: &Check) -> Result<()> {
    let action = Action::CheckEligibility;
    let (verdict, reason) = input.parse()?;
    let matter = Matter::Application(id);
    let standing = standing::in_unit(tx, matter)?;
    let application = load(tx.conn, id)?;
    let own = standing.partners_as(Capacity::EligibilityOfficer).next();
    let has = application
        .findings
        .iter()
        .any(|finding| Some(finding.partner_id) == own);
    let facts = Facts::none()
        .with(Condition::PartnerHasNotChecked, !has)
        .with(
            Condition::DeadlinePassed,
            application.deadline_at <= tx.now(),
        );
    let permit = tx.require(action, &standing, &facts)?;
    decide::step(application.state, action, &facts)?;
    let partner = permit
        .partner()
        .ok_or_else(|| Error::internal("an officer of no partner"))?;
    let (by, now) = (tx.actor().person()?, tx.now());
    store::insert_check(tx.conn, id, partner, by, (verdict, reason.as_str()), now)
        .map_err(|error| unless_duplicate(error, action, "finding"))?;
    tx.record(
        Change::under(permit, matter)
            .because(reason.as_str())
            .to(json!({ "verdict": verdict })),
    );
    Ok(())
}

/// Releases the finding: one "not eligible" stops the application, otherwise every partner
/// concerned must have found it eligible.
///
/// # Errors
/// The refusal of the tables.
pub fn release(tx: &mut Tx<'_>, id: ApplicationId) -> Result<()> {
    let matter = Matter::Application(id);
    let standing = standing::in_unit(tx, matter)?;
    let application = load(tx.conn, id)?;
    let concerned = standing::partners_concerned(tx.conn, id)?;
    let stops = application
        .findings
        .iter()
        .any(|one| one.verdict == Verdict::Ineligible);
    let all = !stops
        && concerned.iter().all(|partner| {
            application
                .findings
                .iter()
                .any(|finding| finding.partner_id == *partner)
        });
    let facts = Facts::none()
        .with(Condition::EveryPartnerFoundEligible, all)
        .with(Condition::APartnerFoundIneligible, stops);
    let action = if stops {
        Action::ReleaseIneligible
    } else {
        Action::ReleaseEligible
    };
    let permit = tx.require(action, &standing, &facts)?;
    actions::proceed(tx, id, permit, &facts)?;
    let now = tx.now();
    store::note_release(tx.conn, id, now)?;
    let reasons: Vec<&str> = application
        .findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Ineligible)
        .map(|finding| finding.reason.as_str())
        .collect();
    tx.tell(
        Tidings::of(action, matter, format!("/applications/{id}"))
            .saying("title", &application.title)
            .saying("number", application.number.unwrap_or_default())
            .saying("reasons", reasons.join("\n\n")),
    );
    Ok(())
}
