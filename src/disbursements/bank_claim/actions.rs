//! Claiming what the bank answered, and what another partner says to that.

use super::super::actions::tidings;
use super::super::bank;
use super::super::input::key_of;
use super::super::model::{BankClaim, BankClaimKind, Payout};
use super::input::{Proposal, Proposed};
use super::store::{self, Row};
use super::subject::Claimed;
use crate::case::{Case, Reasoned, Saw, Subject};
use crate::db::tx::Tx;
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::digest::sha256_hex;
use crate::kernel::fault::{FaultCode, Faults};
use crate::kernel::id::{BankClaimId, PayoutId};
use crate::kernel::money::Money;
use crate::kernel::text::Prose;
use crate::rules::lifecycle::{BankClaimState, State};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Matter, Reason, Refusal};
use serde_json::json;

impl BankClaimKind {
    /// The action that claims it.
    fn proposal(self) -> Action {
        match self {
            Self::Rejection => Action::ProposeBankRejection,
            Self::Discrepancy => Action::ProposeDiscrepancy,
            Self::Correction => Action::ProposeCorrection,
            Self::Return => Action::ProposeBankReturn,
        }
    }
}

/// Claims, with evidence, what the bank answered. Nothing moves before another partner confirms.
///
/// # Errors
/// Every fault of the input; a reference used before; the refusal of the tables.
pub fn propose(tx: &mut Tx<'_>, id: PayoutId, input: &Proposal) -> Result<BankClaimId> {
    let proposed = input.parse()?;
    let action = proposed.kind.proposal();
    let mut payout: Case<Payout> = tx.case(id)?;
    let currency = payout.amount.currency();
    let amount = proposed.amount.as_ref();
    let money = amount
        .map(|amount| amount.in_currency(currency))
        .transpose()
        .map_err(|fault| Error::Invalid(Faults::one("amount", fault)))?;
    bank::know(tx, &mut payout, money, proposed.booked_on)?;
    payout.admits(action, &input.saw())?;
    let claim = BankClaimId::new();
    tx.begin(&payout, action, Matter::BankClaim(claim), &input.saw())?;
    check_evidence(tx, &payout, &proposed)?;
    let row = row(tx, &payout, claim, money, proposed)?;
    tx.note_last(json!({
        "payout": id, "line": row.end_to_end_id, "bank_reference": row.bank_reference,
        "booked_on": row.booked_on, "amount": money, "reason_code": row.reason_code,
        "message_sha256": row.message_digest, "file": row.file_id,
    }));
    let said = row.note.clone();
    store::insert(tx.conn, row).map_err(|error| unless_duplicate(error, action, "bank_claim"))?;
    let by = tx.person()?;
    tx.tell(tidings(&payout, action).to(by).saying("said", said));
    Ok(claim)
}

/// The file is one of this payout's and about its present instruction, and the reference is of no
/// booking that is known.
fn check_evidence(tx: &mut Tx<'_>, payout: &Payout, proposed: &Proposed) -> Result<()> {
    if let Some(file) = proposed.file {
        let found = store::file(tx.conn, file)?.filter(|file| file.payout_id == payout.id);
        let Some(found) = found else {
            return Err(Error::at("file", FaultCode::NotFound));
        };
        if !payout.is_ordered_by(found.end_to_end_id.as_deref()) {
            return Err(Error::at("file", FaultCode::OfAnotherInstruction));
        }
    }
    if let Some(reference) = &proposed.reference
        && store::is_known(tx.conn, &key_of(reference))?
    {
        let action = proposed.kind.proposal();
        return Err(Refusal::new(action, Reason::Duplicate("bank_reference")).into());
    }
    Ok(())
}

fn row(
    tx: &Tx<'_>,
    payout: &Payout,
    id: BankClaimId,
    money: Option<Money>,
    proposed: Proposed,
) -> Result<Row> {
    let line = payout
        .lines
        .last()
        .ok_or_else(|| Error::internal("the bank answered what was never ordered"))?;
    let message = proposed.message.map(Prose::into_string);
    Ok(Row {
        id,
        payout_id: payout.id,
        end_to_end_id: line.end_to_end_id.clone(),
        kind: proposed.kind,
        state: BankClaimState::FIRST,
        bank_reference: proposed.reference.map(|line| line.as_str().to_owned()),
        booked_on: proposed.booked_on,
        amount_minor: money.map(|money| money.minor()),
        reason_code: proposed.code,
        note: proposed.note.into_string(),
        message_digest: message.as_ref().map(sha256_hex),
        message,
        file_id: proposed.file,
        proposed_by: tx.person()?,
        proposed_at: tx.now(),
        decided_by: None,
        decided_at: None,
        reason: None,
        version: 1,
    })
}

/// A claim of this payout.
fn claimed(tx: &mut Tx<'_>, payout: PayoutId, id: BankClaimId) -> Result<Case<Claimed>> {
    let claimed: Case<Claimed> = tx.case(id)?;
    if claimed.payout.id == payout {
        Ok(claimed)
    } else {
        Err(Error::NotFound(MatterKind::BankClaim))
    }
}

/// Confirms a claim: the payout moves, and the books with it.
///
/// # Errors
/// A reference used meanwhile; the refusal of the tables, for the claim or for its payout.
pub fn confirm(tx: &mut Tx<'_>, (payout, id): (PayoutId, BankClaimId), saw: &Saw) -> Result<()> {
    let mut claimed = claimed(tx, payout, id)?;
    tx.take(&mut claimed, Action::ConfirmBankClaim, saw)?;
    let made = (tx.person()?, tx.now());
    store::decided(tx.conn, id, None, made)?;
    let mut payout: Case<Payout> = claimed.entails(claimed.payout.clone());
    payout.thing_mut().has_open_claim = false;
    tx.about(payout.matter());
    bank::answered(tx, &mut payout, &claimed.claim)?;
    tell(tx, &claimed, Action::ConfirmBankClaim, "");
    Ok(())
}

/// Dismisses a claim: the payout stands as it stood.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn dismiss(
    tx: &mut Tx<'_>,
    (payout, id): (PayoutId, BankClaimId),
    input: &Reasoned,
) -> Result<()> {
    let reason = input.reason()?;
    let mut claimed = claimed(tx, payout, id)?;
    let taken = tx.take(&mut claimed, Action::DismissBankClaim, &input.saw())?;
    let made = (tx.person()?, tx.now());
    store::decided(tx.conn, id, Some(reason.as_str()), made)?;
    tx.because(&taken, reason.as_str());
    tell(tx, &claimed, Action::DismissBankClaim, reason.as_str());
    Ok(())
}

/// Takes back what one has claimed oneself.
///
/// # Errors
/// The refusal of the tables.
pub fn withdraw(tx: &mut Tx<'_>, (payout, id): (PayoutId, BankClaimId), saw: &Saw) -> Result<()> {
    let mut claimed = claimed(tx, payout, id)?;
    tx.take(&mut claimed, Action::WithdrawBankClaim, saw)?;
    Ok(())
}

/// Tells whoever claimed it.
fn tell(tx: &mut Tx<'_>, claimed: &Claimed, action: Action, reason: &str) {
    let BankClaim { claimant, .. } = claimed.claim;
    let told = tidings(&claimed.payout, action).to(claimant);
    tx.tell(told.saying("said", reason));
}
