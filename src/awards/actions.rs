//! Awards: offered against the pots, signed by every partner and the lead, completed.

use super::agreement;
use super::schedule::{Schedule, plan};
use super::store::{self, AmountRow, MilestoneRow, Row, ShareRow};
use crate::applications::{self, model::Application};
use crate::calls::{
    self,
    input::{AsRead, WithReason},
    model::Call,
};
use crate::db::tx::{Change, Tidings, Tx};
use crate::db::unless_duplicate;
use crate::decisions;
use crate::error::{Error, Result};
use crate::fund;
use crate::kernel::digest::sha256_hex;
use crate::kernel::id::{
    ApplicationId, AwardId, AwardShareId, CallId, MilestoneId, ParticipantId, PartnerId, PotId,
};
use crate::kernel::money::{Currency, Money, MoneyError, Rate};
use crate::ledger::posting::Account;
use crate::ledger::{self, Due, Part};
use crate::rules::lifecycle::{ApplicationState, AwardState, MilestoneState, State};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Facts, Matter, Permit, decide};
use crate::standing;
use serde_json::json;

/// Offers the award an application was decided for: reserves its money, pot by pot.
///
/// # Errors
/// The refusal of the tables: decided, and every pot still holds what is taken; offered before.
pub fn offer(tx: &mut Tx<'_>, application: ApplicationId) -> Result<AwardId> {
    let action = Action::OfferAward;
    let standing = standing::in_unit(tx, Matter::Application(application))?;
    let application = applications::queries::load(tx.conn, application)?;
    let call = calls::queries::load(tx.conn, application.call)?;
    let takes = decisions::queries::takes_of(tx.conn, application.id)?;
    store::lock_pots(tx.conn, takes.iter().map(|take| take.1).collect())?;
    let is_decided = matches!(
        application.state,
        ApplicationState::Awarded | ApplicationState::Lapsed
    );
    let is_funded = is_decided && !takes.is_empty();
    let live = super::queries::state_of_application(tx.conn, application.id)?;
    let facts = Facts::none()
        .with(Condition::NoOtherAward, live.is_none())
        .with(Condition::DecidedToFund, is_funded)
        .with(
            Condition::PotsSuffice,
            pots_suffice(tx, &takes, call.currency)?,
        );
    let permit = tx.require(action, &standing, &facts)?;
    let id = AwardId::new();
    let (shares, schedules) = shares(&call, &application, id, &takes)?;
    let today = tx.now().date();
    let milestones: Vec<MilestoneRow> = (1_i32..)
        .zip(&call.milestones)
        .map(|(position, one)| MilestoneRow {
            id: MilestoneId::new(),
            award_id: id,
            position,
            title: one.title.clone(),
            share: one.share,
            due_months: one.due_months,
            due_on: None,
            state: MilestoneState::FIRST,
            report: String::new(),
            reported_by: None,
            reported_at: None,
            decided_by: None,
            decided_at: None,
            reason: None,
            version: 1,
        })
        .collect();
    let amounts: Vec<AmountRow> = shares
        .iter()
        .zip(&schedules)
        .flat_map(|(share, schedule)| {
            milestones
                .iter()
                .zip(&schedule.instalments)
                .map(|(milestone, one)| AmountRow::new(milestone.id, share.id, one))
        })
        .collect();
    let granted_minor = takes.iter().map(|take| take.2).sum();
    let granted = Money::from_minor(granted_minor, call.currency);
    let fund = fund::queries::name(tx.conn)?.unwrap_or_default();
    let agreement = agreement::text(tx.say(), &fund, &call, &application, granted, &shares)?;
    let row = Row {
        id,
        application_id: application.id,
        call_id: call.id,
        currency: call.currency,
        granted_minor,
        state: AwardState::FIRST,
        agreement_digest: sha256_hex(&agreement),
        agreement,
        offered_by: tx.actor().person()?,
        offered_at: tx.now(),
        in_force_at: None,
        version: 1,
    };
    let amounts_of_pots = takes
        .iter()
        .map(|take| (take.1, Money::from_minor(take.2, call.currency)));
    let dues = ledger::parts::drawn(
        tx.conn,
        Account::Available,
        Part::Whole,
        id,
        amounts_of_pots,
    )?;
    applications::actions::proceed(tx, application.id, permit, &facts)?;
    store::insert(tx.conn, row, shares, milestones, amounts)
        .map_err(|error| unless_duplicate(error, action, "award"))?;
    let number = application.number.clone().unwrap_or_default();
    ledger::post(tx, permit, Matter::Award(id), today, &number, &dues)?;
    tx.tell(
        Tidings::of(action, Matter::Award(id), format!("/awards/{id}"))
            .for_application(application.id)
            .saying("title", &application.title)
            .saying("number", number)
            .saying("amount", granted),
    );
    tx.record(Change::under(permit, Matter::Award(id)).to(json!({ "granted": granted })));
    Ok(id)
}

fn pots_suffice(
    tx: &mut Tx<'_>,
    takes: &[(ParticipantId, PotId, i64)],
    currency: Currency,
) -> Result<bool> {
    for pot in takes.iter().map(|take| take.1) {
        let wanted: i64 = takes
            .iter()
            .filter(|take| take.1 == pot)
            .map(|take| take.2)
            .sum();
        if wanted > ledger::balances::available(tx.conn, pot, currency)?.minor() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn rate(points: i32) -> Result<Rate> {
    Ok(Rate::from_basis_points(points).ok_or(MoneyError::OutOfRange)?)
}

/// The shares with their schedules. The partner of a participant pays what the common pot gives it.
fn shares(
    call: &Call,
    application: &Application,
    award: AwardId,
    takes: &[(ParticipantId, PotId, i64)],
) -> Result<(Vec<ShareRow>, Vec<Schedule>)> {
    let weights: Vec<i64> = call
        .milestones
        .iter()
        .map(|one| i64::from(one.share))
        .collect();
    let mut rows = Vec::new();
    let mut schedules = Vec::new();
    for (participant, pot, minor) in takes {
        let granted = Money::from_minor(*minor, call.currency);
        let schedule = plan(
            granted,
            rate(call.advance_rate)?,
            rate(call.retention_rate)?,
            &weights,
        )?;
        let payer = application
            .participants
            .iter()
            .find(|one| one.id == *participant)
            .and_then(|one| one.partner)
            .ok_or_else(|| Error::internal("a share for a participant of no partner"))?;
        rows.push(ShareRow {
            id: AwardShareId::new(),
            award_id: award,
            participant_id: *participant,
            pot_id: *pot,
            payer_id: payer,
            granted_minor: *minor,
            advance_minor: schedule.advance.minor(),
            retention_minor: schedule.retention.minor(),
        });
        schedules.push(schedule);
    }
    Ok((rows, schedules))
}

/// All that an account of the budget book holds for an award.
fn held(tx: &mut Tx<'_>, row: &Row, account: Account) -> Result<Vec<Due>> {
    let shares = store::shares(tx.conn, row.id)?;
    let pots: Vec<PotId> = shares.iter().map(|share| share.pot_id).collect();
    ledger::parts::all(tx.conn, account, Part::Whole, Some(row.id), &pots)
}

/// Signs for the actor's partner.
///
/// # Errors
/// The refusal of the tables: once per party, and only the agreement as it stands.
pub fn sign_for_partner(tx: &mut Tx<'_>, id: AwardId, input: &AsRead) -> Result<()> {
    sign(tx, id, Action::SignForPartner, input)
}

/// Signs as the lead applicant.
///
/// # Errors
/// The refusal of the tables: once per party, and only the agreement as it stands.
pub fn sign_as_lead(tx: &mut Tx<'_>, id: AwardId, input: &AsRead) -> Result<()> {
    sign(tx, id, Action::SignAsLead, input)
}

fn sign(tx: &mut Tx<'_>, id: AwardId, action: Action, input: &AsRead) -> Result<()> {
    let matter = Matter::Award(id);
    let standing = standing::in_unit(tx, matter)?;
    let row = store::lock(tx.conn, id)?.ok_or(Error::NotFound(MatterKind::Award))?;
    let signed = store::signatories(tx.conn, id)?;
    let own: Option<PartnerId> = if action == Action::SignForPartner {
        standing
            .partners_as(crate::rules::Capacity::Approver)
            .next()
    } else {
        None
    };
    let actor = tx.actor().account();
    let has = signed
        .iter()
        .any(|one| one.0 == own || Some(one.1) == actor);
    let read = input.digest.as_str().trim();
    let facts = Facts::none().with(Condition::PartyHasNotSigned, !has).with(
        Condition::SignedAsWritten,
        read.is_empty() || read == row.agreement_digest,
    );
    let permit = tx.require(action, &standing, &facts)?;
    decide::step(row.state, action, &facts)?;
    let (by, now) = (tx.actor().person()?, tx.now());
    store::insert_signature(
        tx.conn,
        id,
        permit.partner(),
        by,
        (&row.agreement_digest, now),
    )
    .map_err(|error| unless_duplicate(error, action, "signature"))?;
    let after = json!({ "digest": row.agreement_digest });
    tx.record(Change::under(permit, matter).to(after));
    bring_into_force_if_complete(tx, &row)
}

fn bring_into_force_if_complete(tx: &mut Tx<'_>, row: &Row) -> Result<()> {
    let signed = store::signatories(tx.conn, row.id)?;
    let has_signed = |party| signed.iter().any(|one| one.0 == party);
    let call = calls::queries::load(tx.conn, row.call_id)?;
    let all = has_signed(None) && call.every_party(|partner| has_signed(Some(partner)));
    if !all {
        return Ok(());
    }
    let facts = Facts::none().with(Condition::EveryPartySigned, all);
    let permit = move_on(tx, row, Action::BringIntoForce, &facts)?;
    let dues = held(tx, row, Account::Reserved)?;
    let today = tx.now().date();
    ledger::post(tx, permit, Matter::Award(row.id), today, "", &dues)?;
    store::set_due_dates(tx.conn, row.id, today)?;
    let application = applications::queries::load(tx.conn, row.application_id)?;
    tx.tell(
        Tidings::of(
            Action::BringIntoForce,
            Matter::Award(row.id),
            format!("/awards/{}", row.id),
        )
        .for_application(row.application_id)
        .saying("title", &application.title)
        .saying("number", application.number.unwrap_or_default()),
    );
    Ok(())
}

fn move_on(tx: &mut Tx<'_>, row: &Row, action: Action, facts: &Facts) -> Result<Permit> {
    let matter = Matter::Award(row.id);
    let standing = standing::in_unit(tx, matter)?;
    let permit = tx.require(action, &standing, facts)?;
    let step = decide::step(row.state, action, facts)?;
    let now = tx.now();
    if store::set_state(tx.conn, row.id, step, now)? == 0 {
        return Err(Error::stale(action));
    }
    tx.record(
        Change::under(permit, matter)
            .from(json!({ "state": step.from() }))
            .to(json!({ "state": step.to() })),
    );
    Ok(permit)
}

/// Gives up an offer that not everyone has signed; its money is free again.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn lapse(tx: &mut Tx<'_>, id: AwardId, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    tx.about(Matter::Award(id));
    let row = store::lock(tx.conn, id)?.ok_or(Error::NotFound(MatterKind::Award))?;
    let permit = move_on(tx, &row, Action::LapseAward, &Facts::none())?;
    let dues = held(tx, &row, Account::Reserved)?;
    let today = tx.now().date();
    ledger::post(tx, permit, Matter::Award(id), today, reason.as_str(), &dues)?;
    applications::actions::proceed(tx, row.application_id, permit, &Facts::none())?;
    tx.record(Change::under(permit, Matter::Award(id)).because(reason.as_str()));
    let application = applications::queries::load(tx.conn, row.application_id)?;
    tx.tell(
        Tidings::of(
            Action::LapseAward,
            Matter::Award(id),
            format!("/awards/{id}"),
        )
        .for_application(row.application_id)
        .saying("title", &application.title)
        .saying("number", application.number.unwrap_or_default())
        .saying("reason", reason.as_str()),
    );
    Ok(())
}

/// Closes an award of which everything is paid.
///
/// # Errors
/// The refusal of the tables.
pub fn complete(tx: &mut Tx<'_>, id: AwardId) -> Result<()> {
    tx.about(Matter::Award(id));
    let row = store::lock(tx.conn, id)?.ok_or(Error::NotFound(MatterKind::Award))?;
    let paid = super::queries::paid_minor(tx.conn, id)?;
    let facts = Facts::none().with(Condition::EverythingIsPaid, paid == row.granted_minor);
    move_on(tx, &row, Action::CompleteAward, &facts)?;
    Ok(())
}

/// Gives back to the partners what the pots of a call still hold once every offer is made: it is
/// theirs to pledge to other calls.
///
/// # Errors
/// The refusal of the tables: an offer is still to be made, or nothing is left.
pub fn give_back_rest(tx: &mut Tx<'_>, id: CallId) -> Result<()> {
    let call = calls::queries::load(tx.conn, id)?;
    let pots: Vec<PotId> = call.pots.iter().map(|pot| pot.id).collect();
    store::lock_pots(tx.conn, pots.clone())?;
    let dues = ledger::parts::all(tx.conn, Account::Available, Part::Whole, None, &pots)?;
    let waiting = super::queries::without_award(tx.conn, id)?;
    let facts = Facts::none()
        .with(Condition::EveryOfferMade, waiting == 0)
        .with(Condition::PotsHoldARest, !dues.is_empty());
    let permit = calls::actions::proceed(tx, id, Action::GiveBackRest, &facts)?;
    let today = tx.now().date();
    ledger::post(tx, permit, Matter::Call(id), today, &call.code, &dues)
}

/// Lets a completed award go on, because a payment of it came back. One that is under way stays so.
///
/// # Errors
/// The refusal of the tables.
pub fn reopen(tx: &mut Tx<'_>, id: AwardId) -> Result<()> {
    let row = store::row(tx.conn, id)?.ok_or(Error::NotFound(MatterKind::Award))?;
    if row.state == AwardState::Completed {
        move_on(tx, &row, Action::ReopenAward, &Facts::none())?;
    }
    Ok(())
}
