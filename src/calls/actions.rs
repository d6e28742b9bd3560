//! Calls: drafted, approved by every partner, published, opened and closed by the clock.

use super::input::CallDraft;
use super::model::Known;
use super::store::{self, Row};
use super::{parties, subject::Course};
use crate::case::{Case, Reasoned, Saw, Whole};
use crate::db::tx::{Actor, Change, Tidings, Tx};
use crate::db::units::Units;
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::fund;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::CallId;
use crate::ledger;
use crate::rules::lifecycle::{CallState, PartnerState, State};
use crate::rules::{Action, Facts, Matter, Permit, decide};
use serde_json::json;

/// Drafts a call.
///
/// # Errors
/// Every fault of the input; a duplicate code; the refusal of the tables.
pub fn draft(tx: &mut Tx<'_>, input: &CallDraft) -> Result<CallId> {
    let whole: Case<Whole> = tx.case(())?;
    let (action, id) = (Action::DraftCall, CallId::new());
    tx.begin(&whole, action, Matter::Call(id), &Saw::default())?;
    let new = input.parse(fund::queries::currency(tx.conn)?)?;
    check_references(tx, input)?;
    let made = (tx.person()?, tx.now());
    let mut row = Row::new(id, &new, CallState::FIRST, made);
    let known = Known::default();
    let text = new.text(&known);
    row.text_digest = text.digest(&row);
    store::insert(tx.conn, row).map_err(|error| unless_duplicate(error, action, "code"))?;
    store::insert_pots(tx.conn, id, &new, &known.pots)?;
    store::insert_text(tx.conn, id, &text)?;
    tx.note_last(json!({ "code": new.code, "title": new.title }));
    Ok(id)
}

/// Changes a draft. A stale version is refused.
///
/// # Errors
/// Every fault of the input; a duplicate code; stale; the refusal of the tables.
pub fn edit(tx: &mut Tx<'_>, id: CallId, input: &CallDraft) -> Result<()> {
    let action = Action::EditCall;
    let mut course: Case<Course> = tx.case(id)?;
    let taken = tx.take(&mut course, action, &input.saw())?;
    let own = fund::queries::currency(tx.conn)?;
    let text = super::queries::text(tx.conn, id)?;
    let input = input.over(&text.criteria, &text.questions);
    let new = input.parse(own)?;
    check_references(tx, &input)?;
    let made = (tx.person()?, tx.now());
    let mut row = Row::new(id, &new, taken.to(), made);
    let known = store::take_parts(tx.conn, id)?;
    let text = new.text(&known);
    row.text_digest = text.digest(&row);
    store::update(tx.conn, &row).map_err(|error| unless_duplicate(error, action, "code"))?;
    store::insert_pots(tx.conn, id, &new, &known.pots)?;
    store::insert_text(tx.conn, id, &text)?;
    let after = json!({ "text": row.text_digest, "code": new.code, "title": new.title });
    tx.note(&taken, after);
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
pub fn send_for_approval(tx: &mut Tx<'_>, id: CallId, saw: &Saw) -> Result<()> {
    let action = Action::SendCallForApproval;
    let mut course: Case<Course> = tx.case(id)?;
    let parties = course.parties_to_be();
    tx.take(&mut course, action, saw)?;
    let parties = parties.ok_or_else(|| Error::internal("no parties after all"))?;
    store::insert_parties(tx.conn, id, &parties)?;
    tell(tx, &course, action);
    Ok(())
}

/// Gives a call back to its drafters; approvals so far are void.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn return_to_draft(tx: &mut Tx<'_>, id: CallId, input: &Reasoned) -> Result<()> {
    let reason = input.reason()?;
    let mut course: Case<Course> = tx.case(id)?;
    let taken = tx.take(&mut course, Action::ReturnCall, &input.saw())?;
    store::delete_parties(tx.conn, id)?;
    tx.because(&taken, reason.as_str());
    Ok(())
}

/// Approves a call for the actor's partner.
///
/// # Errors
/// The refusal of the tables: once per partner, and only the text as it stands.
pub fn approve(tx: &mut Tx<'_>, id: CallId, saw: &Saw) -> Result<()> {
    let action = Action::ApproveCall;
    let mut course: Case<Course> = tx.case(id)?;
    let taken = tx.take(&mut course, action, saw)?;
    let partner = taken
        .partner()
        .ok_or_else(|| Error::internal("a board member of no partner"))?;
    let (by, now) = (tx.person()?, tx.now());
    let what = (id, course.round, course.digest.as_str());
    store::insert_approval(tx.conn, what, (partner, by), now)
        .map_err(|error| unless_duplicate(error, action, "approval"))?;
    tx.note(&taken, json!({ "digest": course.digest }));
    Ok(())
}

/// Publishes a call that every partner has approved, and allots its budget.
///
/// # Errors
/// The refusal of the tables.
pub fn publish(tx: &mut Tx<'_>, id: CallId, saw: &Saw) -> Result<()> {
    // Two calls published at once are weighed one after the other.
    fund::queries::lock(tx.conn)?;
    let mut course: Case<Course> = tx.case(id)?;
    let taken = tx.take(&mut course, Action::PublishCall, saw)?;
    let now = tx.now();
    store::note_publication(tx.conn, id, now)?;
    let dues = parties::dues(&course.pots, &course.parties);
    let (permit, code) = (taken.permit(), &course.code);
    ledger::post(tx, permit, Matter::Call(id), now.date(), code, &dues)
}

/// Gives up a call that was never published.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn cancel(tx: &mut Tx<'_>, id: CallId, input: &Reasoned) -> Result<()> {
    let reason = input.reason()?;
    let mut course: Case<Course> = tx.case(id)?;
    let taken = tx.take(&mut course, Action::CancelCall, &input.saw())?;
    tx.because(&taken, reason.as_str());
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
            let mut course: Case<Course> = tx.case(*id)?;
            tx.follow(&mut course, action).map(drop)
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

/// Lets reviewing begin, once every finding of a call is released.
///
/// # Errors
/// The refusal of the tables.
pub fn begin_evaluation(tx: &mut Tx<'_>, id: CallId, saw: &Saw) -> Result<()> {
    let mut course: Case<Course> = tx.case(id)?;
    tx.take(&mut course, Action::BeginEvaluation, saw)?;
    Ok(())
}

/// Moves a call on, for the contexts to the right: they know the facts of evaluation and decision.
///
/// # Errors
/// The refusal of the tables.
pub fn proceed(tx: &mut Tx<'_>, id: CallId, action: Action, facts: &Facts) -> Result<Permit> {
    let mut course: Case<Course> = tx.case(id)?;
    for (condition, holds) in facts.stated() {
        course.know(*condition, *holds);
    }
    Ok(tx.follow(&mut course, action)?.permit())
}

/// Moves a call on as a consequence, under a permit the context to the right holds.
///
/// # Errors
/// The refusal of the lifecycle; stale.
pub fn follow(tx: &mut Tx<'_>, id: CallId, permit: Permit) -> Result<()> {
    let course: Case<Course> = tx.case(id)?;
    let step = decide::step(course.state, permit.action(), &Facts::none())?;
    if store::step(tx.conn, id, &step)? == 0 {
        return Err(Error::stale(permit.action()));
    }
    tx.record(
        Change::under(permit, Matter::Call(id))
            .from(json!({ "state": step.from() }))
            .to(json!({ "state": step.to() })),
    );
    Ok(())
}

fn tell(tx: &mut Tx<'_>, course: &Course, action: Action) {
    let page = format!("/calls/{}", course.id);
    tx.tell(
        Tidings::of(action, Matter::Call(course.id), page)
            .saying("call", &course.title)
            .saying("code", &course.code),
    );
}
