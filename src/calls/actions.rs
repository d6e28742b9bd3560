//! Calls: drafted, approved by every partner, published, opened and closed by the clock.

use super::input::{AsRead, CallDraft, WithReason};
use super::model::Call;
use super::queries::load;
use super::{
    parties,
    store::{self, Row},
};
use crate::db::tx::{Actor, Change, Tidings, Tx};
use crate::db::units::Units;
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::fund;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{CallId, PartnerId};
use crate::kernel::money::Money;
use crate::ledger;
use crate::rules::capacity::Capacity;
use crate::rules::decide::Step;
use crate::rules::lifecycle::{CallState, PartnerState, State};
use crate::rules::{Action, Condition, Facts, Matter, Permit, decide};
use crate::standing;
use serde_json::json;

/// Drafts a call.
///
/// # Errors
/// Every fault of the input; a duplicate code; the refusal of the tables.
pub fn draft(tx: &mut Tx<'_>, input: &CallDraft) -> Result<CallId> {
    let id = CallId::new();
    let matter = Matter::Call(id);
    let standing = standing::in_unit(tx, matter)?;
    let permit = tx.require(Action::DraftCall, &standing, &Facts::none())?;
    let new = input.parse(fund::queries::currency(tx.conn)?)?;
    check_references(tx, input)?;
    let made = (tx.actor().person()?, tx.now());
    store::insert(tx.conn, Row::new(id, &new, CallState::FIRST, made))
        .map_err(|error| unless_duplicate(error, Action::DraftCall, "code"))?;
    store::replace_parts(tx.conn, id, &new)?;
    tx.record(Change::under(permit, matter).to(json!({ "code": new.code, "title": new.title })));
    Ok(id)
}

/// Changes a draft. A stale version is refused.
///
/// # Errors
/// Every fault of the input; a duplicate code; stale; the refusal of the tables.
pub fn edit(tx: &mut Tx<'_>, id: CallId, input: &CallDraft) -> Result<()> {
    let (call, permit, step) = step(tx, id, Action::EditCall, |_, _| Ok(Facts::none()))?;
    let (read, new) = input.parse_edit(fund::queries::currency(tx.conn)?)?;
    check_references(tx, input)?;
    let made = (tx.actor().person()?, tx.now());
    let row = Row::new(id, &new, step.to(), made);
    let written = store::update(tx.conn, &row, read)
        .map_err(|error| unless_duplicate(error, Action::EditCall, "code"))?;
    if written == 0 {
        return Err(Error::stale(Action::EditCall));
    }
    store::replace_parts(tx.conn, id, &new)?;
    let after = load(tx.conn, id)?.digest;
    tx.record(
        Change::under(permit, Matter::Call(id))
            .from(json!({ "digest": call.digest }))
            .to(json!({ "digest": after, "code": new.code, "title": new.title })),
    );
    Ok(())
}

/// Themes and partners must exist; the database would say so only as a fault of ours.
fn check_references(tx: &mut Tx<'_>, input: &CallDraft) -> Result<()> {
    let partners = fund::queries::partners(tx.conn)?;
    for (index, pot) in input.pots.iter().enumerate() {
        let named = pot.partner.line();
        let found = partners.iter().find(|known| known.id.to_string() == named);
        let fault = match found.map(|partner| partner.state) {
            Some(PartnerState::Active) => continue,
            None if named.is_empty() => continue,
            Some(PartnerState::Retired) => FaultCode::NotAllowed,
            None => FaultCode::NotFound,
        };
        let path = format!("{}.partner", pot.path(index));
        return Err(Error::at(&path, fault));
    }
    let themes = fund::queries::themes(tx.conn)?;
    let known = |text: &str| themes.iter().any(|theme| theme.id.to_string() == text);
    if input
        .themes
        .0
        .iter()
        .any(|theme| !theme.is_blank() && !known(&theme.line()))
    {
        return Err(Error::at("themes", FaultCode::NotFound));
    }
    Ok(())
}

/// Puts a draft before the boards. The partners active now are its parties, and each one's part of
/// the common pot is reckoned: what the boards approve is what is posted when it is published.
///
/// # Errors
/// The refusal of the tables: pots within the pledges, deadline ahead.
pub fn send_for_approval(tx: &mut Tx<'_>, id: CallId) -> Result<()> {
    let action = Action::SendCallForApproval;
    let active: Vec<PartnerId> = fund::queries::active_partners(tx.conn)?
        .into_iter()
        .map(|partner| partner.id)
        .collect();
    let mut parts = None;
    let (call, permit, step) = step(tx, id, action, |tx, call| {
        let left = parties::left(tx, call, &active)?;
        parts = parties::parts_of_common(call.held_by(None), &left)?;
        let of_parties = |partner: PartnerId| active.contains(&partner);
        let are_active = call
            .pots
            .iter()
            .all(|pot| pot.partner.is_none_or(of_parties));
        Ok(Facts::none()
            .with(Condition::TwoPartnersTakePart, active.len() > 1)
            .with(Condition::PotsOfActivePartners, are_active)
            .with(Condition::PotsWithinPledges, parts.is_some())
            .with(Condition::DeadlineAhead, tx.now() < call.deadline_at))
    })?;
    let parts = parts.ok_or_else(|| Error::internal("no parts after all"))?;
    let parties: Vec<(PartnerId, Money)> = active.into_iter().zip(parts).collect();
    store::insert_parties(tx.conn, id, &parties)?;
    advance(tx, &call, permit, step)?;
    tell(tx, &call, action);
    Ok(())
}

/// Gives a call back to its drafters; approvals so far are void.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn return_to_draft(tx: &mut Tx<'_>, id: CallId, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    let (call, permit, step) = step(tx, id, Action::ReturnCall, |_, _| Ok(Facts::none()))?;
    let now = tx.now();
    written(store::set_state(tx.conn, id, step, now)?, permit)?;
    store::delete_parties(tx.conn, id)?;
    tx.record(changed(&call, permit, step).because(reason.as_str()));
    Ok(())
}

/// Approves a call for the actor's partner.
///
/// # Errors
/// The refusal of the tables: once per partner, and only the text as it stands.
pub fn approve(tx: &mut Tx<'_>, id: CallId, input: &AsRead) -> Result<()> {
    let action = Action::ApproveCall;
    let read = input.parse()?;
    let (call, permit, step) = step(tx, id, action, |tx, call| {
        let standing = tx.standing_to(Matter::Call(call.id))?;
        let own = standing.partners_as(Capacity::BoardMember).next();
        let has = call
            .approvals
            .iter()
            .any(|approval| Some(approval.partner_id) == own);
        Ok(Facts::none()
            .with(Condition::PartnerHasNotApproved, !has)
            .with(Condition::ApprovedAsWritten, read == call.digest))
    })?;
    let partner = permit
        .partner()
        .ok_or_else(|| Error::internal("a board member of no partner"))?;
    let (account, now) = (tx.actor().person()?, tx.now());
    store::insert_approval(
        tx.conn,
        id,
        call.round,
        partner,
        account,
        (&call.digest, now),
    )
    .map_err(|error| unless_duplicate(error, action, "approval"))?;
    tx.record(changed(&call, permit, step).to(json!({ "digest": call.digest })));
    Ok(())
}

/// Publishes a call that every partner has approved, and allots its budget.
///
/// # Errors
/// The refusal of the tables.
pub fn publish(tx: &mut Tx<'_>, id: CallId) -> Result<()> {
    let (call, permit, step) = step(tx, id, Action::PublishCall, |tx, call| {
        let has_approved = |partner| {
            call.approvals
                .iter()
                .any(|one| one.partner_id == partner && one.digest == call.digest)
        };
        Ok(Facts::none()
            .with(
                Condition::EveryPartnerApproved,
                call.every_party(has_approved),
            )
            .with(
                Condition::PotsWithinPledges,
                parties::are_covered(tx, call)?,
            )
            .with(Condition::DeadlineAhead, tx.now() < call.deadline_at))
    })?;
    advance(tx, &call, permit, step)?;
    let dues = parties::dues(&call);
    let today = tx.now().date();
    ledger::post(tx, permit, Matter::Call(id), today, &call.code, &dues)
}

/// Gives up a call that was never published.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn cancel(tx: &mut Tx<'_>, id: CallId, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    let (call, permit, step) = step(tx, id, Action::CancelCall, |_, _| Ok(Facts::none()))?;
    let now = tx.now();
    written(store::set_state(tx.conn, id, step, now)?, permit)?;
    tx.record(changed(&call, permit, step).because(reason.as_str()));
    Ok(())
}

/// Opens and closes every call whose hour has come; gives how many.
///
/// # Errors
/// No answer from the database.
pub fn follow_the_clock(app: &impl Units) -> Result<usize> {
    let due = app.read_now(Actor::Calendar, |view| {
        let now = view.now();
        Ok(store::due(view.conn, now)?)
    })?;
    for (id, state) in &due {
        let action = if *state == CallState::Published {
            Action::OpenCall
        } else {
            Action::CloseCall
        };
        let moved = app.write_now(Actor::Calendar, |tx| {
            let (call, permit, step) = step(tx, *id, action, |tx, call| {
                let now = tx.now();
                Ok(Facts::none()
                    .with(Condition::OpeningReached, call.opens_at <= now)
                    .with(Condition::DeadlinePassed, call.deadline_at <= now))
            })?;
            advance(tx, &call, permit, step)
        });
        // Another worker may have been faster; that is no fault.
        if let Err(error) = moved
            && !matches!(error, Error::Conflict(_))
        {
            return Err(error);
        }
    }
    Ok(due.len())
}

/// Moves a call on, for the contexts to the right: they know the facts of evaluation and decision.
///
/// # Errors
/// The refusal of the tables.
pub fn proceed(tx: &mut Tx<'_>, id: CallId, action: Action, facts: &Facts) -> Result<Permit> {
    let (call, permit, step) = step(tx, id, action, |_, _| Ok(facts.clone()))?;
    advance(tx, &call, permit, step)?;
    Ok(permit)
}

/// Moves a call on as a consequence, under a permit the context to the right holds.
///
/// # Errors
/// The refusal of the lifecycle; stale.
pub fn follow(tx: &mut Tx<'_>, id: CallId, permit: Permit) -> Result<()> {
    let call = load(tx.conn, id)?;
    let step = decide::step(call.state, permit.action(), &Facts::none())?;
    advance(tx, &call, permit, step)
}

fn step(
    tx: &mut Tx<'_>,
    id: CallId,
    action: Action,
    facts: impl FnOnce(&mut Tx<'_>, &Call) -> Result<Facts>,
) -> Result<(Call, Permit, Step<CallState>)> {
    let call = load(tx.conn, id)?;
    let standing = standing::in_unit(tx, Matter::Call(id))?;
    let facts = facts(tx, &call)?;
    let permit = tx.require(action, &standing, &facts)?;
    let step = decide::step(call.state, action, &facts)?;
    Ok((call, permit, step))
}

fn advance(tx: &mut Tx<'_>, call: &Call, permit: Permit, step: Step<CallState>) -> Result<()> {
    let now = tx.now();
    written(store::set_state(tx.conn, call.id, step, now)?, permit)?;
    tx.record(changed(call, permit, step));
    Ok(())
}

fn written(rows: usize, permit: Permit) -> Result<()> {
    if rows == 0 {
        Err(Error::stale(permit.action()))
    } else {
        Ok(())
    }
}

fn changed(call: &Call, permit: Permit, step: Step<CallState>) -> Change {
    Change::under(permit, Matter::Call(call.id))
        .from(json!({ "state": step.from() }))
        .to(json!({ "state": step.to() }))
}

fn tell(tx: &mut Tx<'_>, call: &Call, action: Action) {
    let tidings = Tidings::of(action, Matter::Call(call.id), format!("/calls/{}", call.id));
    tx.tell(
        tidings
            .saying("call", &call.title)
            .saying("code", &call.code),
    );
}
