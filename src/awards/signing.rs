//! The agreement is signed by every party to the call and by the lead; the last one brings it into
//! force.

use super::actions::{held, post, tell};
use super::model::Award;
use super::{queries, store};
use crate::case::{Case, Saw};
use crate::db::tx::Tx;
use crate::db::unless_duplicate;
use crate::error::Result;
use crate::kernel::id::AwardId;
use crate::ledger::posting::Account;
use crate::rules::{Action, Matter};
use serde_json::json;

/// Signs for the actor's partner.
///
/// # Errors
/// The refusal of the tables: once per party, and only the agreement as it was read.
pub fn sign_for_partner(tx: &mut Tx<'_>, id: AwardId, saw: &Saw) -> Result<()> {
    sign(tx, id, Action::SignForPartner, saw)
}

/// Signs as the lead applicant.
///
/// # Errors
/// The refusal of the tables: once per party, and only the agreement as it was read.
pub fn sign_as_lead(tx: &mut Tx<'_>, id: AwardId, saw: &Saw) -> Result<()> {
    sign(tx, id, Action::SignAsLead, saw)
}

fn sign(tx: &mut Tx<'_>, id: AwardId, action: Action, saw: &Saw) -> Result<()> {
    let mut award: Case<Award> = tx.case(id)?;
    let taken = tx.take(&mut award, action, saw)?;
    let (by, now) = (tx.person()?, tx.now());
    let what = (award.agreement_digest.as_str(), now);
    store::insert_signature(tx.conn, id, taken.partner(), by, what)
        .map_err(|error| unless_duplicate(error, action, "signature"))?;
    tx.note(&taken, json!({ "digest": award.agreement_digest }));
    award.thing_mut().signatures = queries::signatures(tx.conn, id)?;
    if award.every_party_signed() {
        bring_into_force(tx, &mut award)?;
    }
    Ok(())
}

/// What was reserved is committed, and the milestones' months are counted from today.
fn bring_into_force(tx: &mut Tx<'_>, award: &mut Case<Award>) -> Result<()> {
    let taken = tx.follow(award, Action::BringIntoForce)?;
    let now = tx.now();
    for milestone in store::note_entry_into_force(tx.conn, award.id, now)? {
        tx.touch(Matter::Milestone(milestone));
    }
    let dues = held(tx, award, Account::Reserved)?;
    post(tx, award, taken.permit(), "", &dues)?;
    tell(tx, award, Action::BringIntoForce, "");
    Ok(())
}
