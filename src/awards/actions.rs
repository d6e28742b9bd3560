//! Awards given up and completed; what is left of a call's pots given back.

use super::model::Award;
use super::store;
use crate::applications;
use crate::calls::subject::Course;
use crate::case::{Case, Reasoned, Saw};
use crate::db::tx::{Tidings, Tx};
use crate::error::Result;
use crate::kernel::id::{AwardId, CallId, PotId};
use crate::ledger::posting::Account;
use crate::ledger::{self, Due, Part};
use crate::rules::lifecycle::AwardState;
use crate::rules::{Action, Facts, Matter, Permit};

/// Gives up an offer that not everyone has signed; its money is free again.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn lapse(tx: &mut Tx<'_>, id: AwardId, input: &Reasoned) -> Result<()> {
    let reason = input.reason()?;
    let mut award: Case<Award> = tx.case(id)?;
    let taken = tx.take(&mut award, Action::LapseAward, &input.saw())?;
    let dues = held(tx, &award, Account::Reserved)?;
    post(tx, &award, taken.permit(), reason.as_str(), &dues)?;
    let facts = Facts::none();
    applications::actions::proceed(tx, award.application, taken.permit(), &facts)?;
    tx.because(&taken, reason.as_str());
    tell(tx, &award, Action::LapseAward, reason.as_str());
    Ok(())
}

/// Closes an award of which everything is paid.
///
/// # Errors
/// The refusal of the tables.
pub fn complete(tx: &mut Tx<'_>, id: AwardId, saw: &Saw) -> Result<()> {
    let mut award: Case<Award> = tx.case(id)?;
    tx.take(&mut award, Action::CompleteAward, saw)?;
    tx.touch(Matter::Offices(award.application));
    Ok(())
}

/// All that an account of the budget book holds for an award.
pub(super) fn held(tx: &mut Tx<'_>, award: &Award, account: Account) -> Result<Vec<Due>> {
    let pots: Vec<PotId> = award.shares.iter().map(|share| share.pot).collect();
    ledger::parts::all(tx.conn, account, Part::Whole, Some(award.id), &pots)
}

/// Posts what an action does to an award's money, booked today.
pub(super) fn post(
    tx: &mut Tx<'_>,
    award: &Award,
    permit: Permit,
    note: &str,
    dues: &[Due],
) -> Result<()> {
    let today = tx.now().date();
    ledger::post(tx, permit, Matter::Award(award.id), today, note, dues)
}

/// Tells those the tables name.
pub(super) fn tell(tx: &mut Tx<'_>, award: &Award, action: Action, reason: &str) {
    tx.tell(
        Tidings::of(
            action,
            Matter::Award(award.id),
            format!("/awards/{}", award.id),
        )
        .for_application(award.application)
        .saying("title", &award.title)
        .saying("number", &award.number)
        .saying("amount", award.granted)
        .saying("reason", reason),
    );
}

/// Gives back to the partners what the pots of a call still hold once every offer is made: it is
/// theirs to pledge to other calls.
///
/// # Errors
/// The refusal of the tables: an offer is still to be made, or nothing is left.
pub fn give_back_rest(tx: &mut Tx<'_>, id: CallId, saw: &Saw) -> Result<()> {
    let mut course: Case<Course> = tx.case(id)?;
    let pots: Vec<PotId> = course.pots.iter().map(|pot| pot.id).collect();
    store::lock_pots(tx.conn, &pots)?;
    let taken = tx.take(&mut course, Action::GiveBackRest, saw)?;
    let dues = ledger::parts::all(tx.conn, Account::Available, Part::Whole, None, &pots)?;
    let (today, permit) = (tx.now().date(), taken.permit());
    ledger::post(tx, permit, Matter::Call(id), today, &course.code, &dues)
}

/// Lets a completed award go on, because a payment of it came back. One that is under way stays so.
///
/// # Errors
/// The refusal of the tables.
pub fn reopen(tx: &mut Tx<'_>, id: AwardId) -> Result<()> {
    let mut award: Case<Award> = tx.case(id)?;
    if award.state == AwardState::Completed {
        tx.follow(&mut award, Action::ReopenAward)?;
        tx.touch(Matter::Offices(award.application));
    }
    Ok(())
}
