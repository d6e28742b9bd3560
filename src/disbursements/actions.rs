//! Payouts up to their release: requested, verified, two seats, released; changed and refused.

use super::input::Request;
use super::model::{Payout, PayoutKind, Seat};
use super::queries::load;
use super::store::{self, Row};
use crate::awards::{
    self,
    model::{Award, Share},
};
use crate::calls::input::{AsRead, WithReason};
use crate::db::tx::{Change, Tidings, Tx};
use crate::error::{Error, Result, unless_duplicate};
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AwardId, BankAccountId, MilestoneId, PayoutId};
use crate::kernel::money::Money;
use crate::ledger::{self, Due, Part};
use crate::rules::capacity::{Capacity, Standing};
use crate::rules::lifecycle::{AwardState, BankAccountState, MilestoneState, PayoutState, State};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Facts, Matter, Permit, decide};
use crate::standing;
use serde_json::json;

/// Requests a payout of a share: the advance, a milestone, or what was kept back.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn request(tx: &mut Tx<'_>, award: AwardId, input: &Request) -> Result<PayoutId> {
    let action = Action::RequestPayout;
    let (share, kind, milestone) = input.parse()?;
    let standing = standing::in_unit(tx, Matter::Award(award))?;
    let award = awards::queries::lock(tx.conn, award)?;
    let share = award
        .shares
        .iter()
        .find(|one| one.id == share)
        .ok_or_else(|| Error::at("share", FaultCode::NotFound))?;
    let amount = amount_of(tx, share, kind, milestone)?;
    let account = awards::queries::verified_account(tx.conn, award.id, share.participant)?;
    let live = store::live_minor(tx.conn, share.id, None)?;
    let has_live = store::has_live(tx.conn, share.id, kind, milestone)?;
    let facts = Facts::none()
        .with(
            Condition::AgreementInForce,
            award.state == AwardState::Active,
        )
        .with(
            Condition::CauseIsReached,
            is_reached(&award, kind, milestone, false),
        )
        .with(Condition::BankAccountIsUsable, account.is_some())
        .with(Condition::NoOtherLivePayout, !has_live)
        .with(
            Condition::WithinGrant,
            amount.is_positive() && live + amount.minor() <= share.granted.minor(),
        );
    let permit = tx.require(action, &standing, &facts)?;
    let account = account.ok_or_else(|| Error::internal("no account after all"))?;
    let id = PayoutId::new();
    let mut row = Row {
        id,
        award_id: award.id,
        award_share_id: share.id,
        kind,
        milestone_id: milestone,
        payer_id: share.payer,
        bank_account_id: account,
        amount_minor: amount.minor(),
        currency: amount.currency(),
        state: PayoutState::FIRST,
        approval_round: 1,
        digest: String::new(),
        requested_by: tx.actor().person()?,
        requested_at: tx.now(),
        verified_by: None,
        verified_at: None,
        released_by: None,
        released_at: None,
        reason: None,
        version: 1,
    };
    row.digest = digest(&award, &row, account, 1)?;
    let after = json!({ "amount": amount, "kind": kind, "digest": row.digest });
    store::insert(tx.conn, row).map_err(|error| unless_duplicate(error, action, "payout"))?;
    tx.record(Change::under(permit, Matter::Payout(id)).to(after));
    tell(tx, id, action)?;
    Ok(id)
}

fn amount_of(
    tx: &mut Tx<'_>,
    share: &Share,
    kind: PayoutKind,
    milestone: Option<MilestoneId>,
) -> Result<Money> {
    Ok(match (kind, milestone) {
        (PayoutKind::Advance, _) => share.advance,
        (PayoutKind::Retention, _) => share.retention,
        (PayoutKind::Milestone, Some(milestone)) => {
            let net = awards::queries::net_of(tx.conn, milestone, share.id)?
                .ok_or_else(|| Error::at("milestone", FaultCode::NotFound))?;
            Money::from_minor(net, share.granted.currency())
        }
        (PayoutKind::Milestone, None) => return Err(Error::at("milestone", FaultCode::Required)),
    })
}

/// Whether the cause has come: reported suffices to ask, accepted is needed to verify.
fn is_reached(
    award: &Award,
    kind: PayoutKind,
    milestone: Option<MilestoneId>,
    accepted: bool,
) -> bool {
    match kind {
        PayoutKind::Advance => award.state == AwardState::Active,
        PayoutKind::Retention => awards::queries::all_accepted(award),
        PayoutKind::Milestone => award.milestones.iter().any(|one| {
            Some(one.id) == milestone
                && (one.state == MilestoneState::Accepted
                    || (!accepted && one.state == MilestoneState::Reported))
        }),
    }
}

/// What an approval binds to: payee, account, amount, currency, cause, payer, round.
fn digest(award: &Award, row: &Row, account: BankAccountId, round: i32) -> Result<String> {
    let account = award
        .bank_accounts
        .iter()
        .find(|one| one.id == account)
        .ok_or_else(|| Error::internal("a payout to an account of no award"))?;
    Ok(sha256_hex(canonical_json(&json!({
        "payout": row.id, "award": row.award_id, "share": row.award_share_id, "kind": row.kind,
        "milestone": row.milestone_id, "payer": row.payer_id, "minor": row.amount_minor,
        "currency": row.currency, "round": round, "payee": account.participant,
        "account": account.id, "holder": account.holder, "iban": account.iban, "bic": account.bic,
    }))))
}

/// Everything an action on a payout needs to know, with payout and award locked.
pub(super) struct Subject {
    pub(super) payout: Payout,
    pub(super) award: Award,
    row: Row,
    pub(super) standing: Standing,
    pub(super) facts: Facts,
}

/// Locks award and payout, in this order, and states what is so.
pub(super) fn subject(tx: &mut Tx<'_>, id: PayoutId) -> Result<Subject> {
    let missing = || Error::NotFound(MatterKind::Payout);
    let standing = standing::in_unit(tx, Matter::Payout(id))?;
    let award = store::row(tx.conn, id)?.ok_or_else(missing)?.award_id;
    let award = awards::queries::lock(tx.conn, award)?;
    store::lock(tx.conn, id)?;
    let row = store::row(tx.conn, id)?.ok_or_else(missing)?;
    let payout = load(tx.conn, id)?;
    let account = award
        .bank_accounts
        .iter()
        .find(|one| one.id == row.bank_account_id);
    let now = tx.now();
    let is_usable = account.is_some_and(|account| {
        account.state == BankAccountState::Verified
            && account.usable_from.is_some_and(|from| from <= now)
    });
    let granted = award
        .shares
        .iter()
        .find(|share| share.id == row.award_share_id)
        .map_or(0, |share| share.granted.minor());
    let live = store::live_minor(tx.conn, row.award_share_id, None)?;
    let actor = tx.actor().account();
    let unchanged = digest(&award, &row, row.bank_account_id, row.approval_round)? == row.digest;
    let has_approved = payout.seats.iter().any(|seat| Some(seat.account) == actor);
    let seats: std::collections::BTreeSet<Seat> = payout
        .seats
        .iter()
        .filter(|seat| seat.digest == row.digest)
        .map(|seat| seat.seat)
        .collect();
    let requested = Some(row.requested_by) == actor;
    let verified = row.verified_by.is_some() && row.verified_by == actor;
    let facts = Facts::none()
        .with(
            Condition::AgreementInForce,
            award.state == AwardState::Active,
        )
        .with(
            Condition::CauseIsAccepted,
            is_reached(&award, row.kind, row.milestone_id, true),
        )
        .with(Condition::BankAccountIsUsable, is_usable)
        .with(Condition::WithinGrant, live <= granted)
        .with(Condition::NotTheRequester, !requested)
        .with(
            Condition::NeitherRequestedNorVerified,
            !requested && !verified,
        )
        .with(Condition::ApprovedUnchanged, unchanged)
        .with(Condition::BothSeatsTaken, unchanged && seats.len() == 2)
        .with(
            Condition::ReleaserIsIndependent,
            !requested && !verified && !has_approved,
        );
    Ok(Subject {
        payout,
        award,
        row,
        standing,
        facts,
    })
}

/// Verifies a payout against agreement, milestone and account.
///
/// # Errors
/// The refusal of the tables: not by its requester.
pub fn verify(tx: &mut Tx<'_>, id: PayoutId) -> Result<()> {
    let subject = subject(tx, id)?;
    advance(tx, &subject, Action::VerifyPayout, None)?;
    tell(tx, id, Action::VerifyPayout)
}

/// Takes a seat: an approver of the paying partner one, an approver of another partner the other.
///
/// # Errors
/// The refusal of the tables.
pub fn approve(tx: &mut Tx<'_>, id: PayoutId, input: &AsRead) -> Result<()> {
    let action = Action::ApprovePayout;
    let mut subject = subject(tx, id)?;
    let payout = &subject.payout;
    let own = subject.standing.partners_as(Capacity::Approver).next();
    let seat = if own == Some(payout.payer) {
        Seat::Paying
    } else {
        Seat::Other
    };
    let actor = tx.actor().account();
    let is_free = payout.seats.iter().all(|taken| {
        taken.seat != seat && Some(taken.account) != actor && Some(taken.partner_id) != own
    });
    let read = input.digest.as_str().trim();
    let unchanged = subject.facts.holds(Condition::ApprovedUnchanged) == Some(true)
        && (read.is_empty() || read == payout.digest);
    subject.facts = subject
        .facts
        .clone()
        .with(Condition::SeatIsFree, is_free)
        .with(Condition::ApprovedUnchanged, unchanged);
    let permit = advance(tx, &subject, action, None)?;
    let partner = permit
        .partner()
        .ok_or_else(|| Error::internal("an approver of no partner"))?;
    let made = (&*subject.row.digest, tx.now());
    let by = (partner, tx.actor().person()?);
    store::insert_approval(tx.conn, (id, subject.row.approval_round), seat, by, made)
        .map_err(|error| unless_duplicate(error, action, "seat"))?;
    let after = json!({ "seat": seat, "digest": subject.row.digest });
    tx.record(Change::under(permit, Matter::Payout(id)).to(after));
    if subject.payout.state == PayoutState::ApprovedOnce {
        post_kind(tx, &subject, permit)?;
        tell(tx, id, action)?;
    }
    Ok(())
}

/// Sends a payout back to its start, to the payee's account as it is verified now.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn change(tx: &mut Tx<'_>, id: PayoutId, input: &WithReason) -> Result<()> {
    let action = Action::ChangePayout;
    let reason = input.parse()?;
    let subject = subject(tx, id)?;
    let permit = restart(tx, &subject, action, reason.as_str())?;
    if matches!(
        subject.payout.state,
        PayoutState::Approved | PayoutState::Released
    ) {
        post_kind(tx, &subject, permit)?;
    }
    Ok(())
}

pub(super) fn restart(
    tx: &mut Tx<'_>,
    subject: &Subject,
    action: Action,
    reason: &str,
) -> Result<Permit> {
    let permit = tx.require(action, &payers_own(subject, action), &subject.facts)?;
    let step = decide::step(subject.payout.state, action, &subject.facts)?;
    let row = &subject.row;
    let share = subject
        .award
        .shares
        .iter()
        .find(|share| share.id == row.award_share_id);
    let participant = share.map(|share| share.participant);
    let account = match participant {
        Some(participant) => awards::queries::verified_account(tx.conn, row.award_id, participant)?,
        None => None,
    };
    let account = account.unwrap_or(row.bank_account_id);
    let digest = digest(&subject.award, row, account, row.approval_round + 1)?;
    let now = tx.now();
    let written = store::restart(tx.conn, row.id, step, (account, &digest), Some(reason), now)?;
    if written == 0 {
        return Err(Error::stale(action));
    }
    tx.record(
        Change::under(permit, Matter::Payout(row.id))
            .because(reason)
            .from(json!({ "state": step.from(), "digest": row.digest }))
            .to(json!({ "state": step.to(), "digest": digest })),
    );
    Ok(permit)
}

/// Refuses a payout.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn refuse(tx: &mut Tx<'_>, id: PayoutId, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    let subject = subject(tx, id)?;
    let permit = advance(tx, &subject, Action::RefusePayout, Some(reason.as_str()))?;
    if subject.payout.state == PayoutState::Approved {
        post_kind(tx, &subject, permit)?;
    }
    tell(tx, id, Action::RefusePayout)
}

/// Gives up a payout that was not verified yet.
///
/// # Errors
/// The refusal of the tables.
pub fn cancel(tx: &mut Tx<'_>, id: PayoutId) -> Result<()> {
    let subject = subject(tx, id)?;
    advance(tx, &subject, Action::CancelPayout, None).map(drop)
}

/// Releases an approved payout: by an officer of the paying partner who did nothing else of it.
///
/// # Errors
/// The refusal of the tables.
pub fn release(tx: &mut Tx<'_>, id: PayoutId) -> Result<()> {
    let mut subject = subject(tx, id)?;
    let payer = subject.payout.payer;
    let cash = ledger::cash(tx.conn, payer)? - store::released_minor(tx.conn, payer)?;
    let suffices = subject.payout.amount.minor() <= cash;
    subject.facts = subject
        .facts
        .clone()
        .with(Condition::CashSuffices, suffices);
    advance(tx, &subject, Action::ReleasePayout, None).map(drop)
}

/// Officers of payment act for the paying partner alone; approvers for whichever is theirs.
fn payers_own(subject: &Subject, action: Action) -> Standing {
    match action {
        Action::ReleasePayout
        | Action::ExportOrder
        | Action::ConfirmPayout
        | Action::RecordBankRejection => subject.standing.for_partner(subject.payout.payer),
        _ => subject.standing.clone(),
    }
}

/// Moves a payout on and records it.
pub(super) fn advance(
    tx: &mut Tx<'_>,
    subject: &Subject,
    action: Action,
    reason: Option<&str>,
) -> Result<Permit> {
    let permit = tx.require(action, &payers_own(subject, action), &subject.facts)?;
    let step = decide::step(subject.payout.state, action, &subject.facts)?;
    let by = tx.actor().person()?;
    let now = tx.now();
    if store::set_state(tx.conn, subject.row.id, step, by, now, reason)? == 0 {
        return Err(Error::stale(action));
    }
    let mut change = Change::under(permit, Matter::Payout(subject.row.id))
        .from(json!({ "state": step.from() }))
        .to(json!({ "state": step.to() }));
    change.ground = reason.map(str::to_owned);
    tx.record(change);
    Ok(permit)
}

/// Posts what an action does to an advance or to what was kept back; a milestone was posted when
/// it was accepted.
pub(super) fn post_kind(tx: &mut Tx<'_>, subject: &Subject, permit: Permit) -> Result<()> {
    let part = match subject.row.kind {
        PayoutKind::Advance => Part::Advance,
        PayoutKind::Retention => Part::Retention,
        PayoutKind::Milestone => return Ok(()),
    };
    post(tx, subject, permit, part, None)
}

/// Posts a part of the payout's amount.
pub(super) fn post(
    tx: &mut Tx<'_>,
    subject: &Subject,
    permit: Permit,
    part: Part,
    booked_on: Option<crate::kernel::time::Date>,
) -> Result<()> {
    let row = &subject.row;
    let share = subject
        .award
        .shares
        .iter()
        .find(|share| share.id == row.award_share_id);
    let due = Due {
        part,
        money: subject.payout.amount,
        partner: Some(row.payer_id),
        pot: share.map(|share| share.pot),
        award: Some(row.award_id),
    };
    let day = booked_on.unwrap_or_else(|| tx.now().date());
    ledger::post(
        tx,
        permit,
        Matter::Payout(row.id),
        day,
        &subject.payout.number,
        &[due],
    )
}

/// Tells those the tables name.
pub(super) fn tell(tx: &mut Tx<'_>, id: PayoutId, action: Action) -> Result<()> {
    let payout = load(tx.conn, id)?;
    let application = awards::queries::load(tx.conn, payout.award)?.application;
    tx.tell(
        Tidings::of(action, Matter::Payout(id), format!("/payouts/{id}"))
            .for_application(application)
            .about(payout.payer)
            .saying("number", &payout.number)
            .saying("title", &payout.title)
            .saying("payee", &payout.payee)
            .saying("amount", payout.amount)
            .saying("reason", payout.reason.as_deref().unwrap_or(""))
            .saying(
                "reference",
                payout
                    .confirmation
                    .as_ref()
                    .map_or("", |one| one.bank_reference.as_str()),
            ),
    );
    Ok(())
}
