//! Payees' bank accounts: entered by the lead, verified by an officer, cooling after a change.

use super::input::NewAccount;
use super::store::{self, AccountRow};
use crate::applications;
use crate::calls::input::WithReason;
use crate::config::Config;
use crate::db::tx::{Change, Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AwardId, BankAccountId};
use crate::rules::lifecycle::{BankAccountState, State};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Facts, Matter, Permit, decide};
use crate::standing;
use serde_json::json;

/// Enters a payee's account.
///
/// # Errors
/// Every fault of the input; another one waits to be verified; the refusal of the tables.
pub fn record(tx: &mut Tx<'_>, award: AwardId, input: &NewAccount) -> Result<BankAccountId> {
    let action = Action::RecordBankAccount;
    let new = input.parse()?;
    let standing = standing::in_unit(tx, Matter::Award(award))?;
    let permit = tx.require(action, &standing, &Facts::none())?;
    let row = store::lock(tx.conn, award)?.ok_or(Error::NotFound(MatterKind::Award))?;
    let shares = store::shares(tx.conn, award)?;
    if !shares
        .iter()
        .any(|share| share.participant_id == new.participant)
    {
        return Err(Error::at("participant", FaultCode::NotFound));
    }
    if !store::country_is_known(tx.conn, new.country.as_str())? {
        return Err(Error::at("country", FaultCode::UnknownCountry));
    }
    let id = BankAccountId::new();
    let account = AccountRow {
        id,
        award_id: award,
        participant_id: new.participant,
        holder: new.holder.into_string(),
        iban: new.iban,
        bic: new.bic,
        bank_name: new.bank_name.into_string(),
        country: new.country.into_string(),
        state: BankAccountState::FIRST,
        recorded_by: tx.actor().person()?,
        recorded_at: tx.now(),
        decided_by: None,
        decided_at: None,
        usable_from: None,
        reason: None,
        version: 1,
    };
    let last_four = last_four(&account.iban);
    store::insert_account(tx.conn, account)
        .map_err(|error| unless_duplicate(error, action, "bank_account"))?;
    let matter = Matter::BankAccount(id);
    tell(tx, permit, id, award, row.application_id)?;
    let after = json!({ "participant": new.participant, "ends_in": last_four });
    tx.record(Change::under(permit, matter).to(after));
    Ok(id)
}

/// Verifies an account. The first of a payee is usable at once, a changed one after its cooling time.
///
/// # Errors
/// The refusal of the tables: not by the one who entered it.
pub fn verify(tx: &mut Tx<'_>, config: &Config, id: BankAccountId) -> Result<()> {
    let (row, permit) = permitted(tx, id, Action::VerifyBankAccount)?;
    let award = store::lock(tx.conn, row.award_id)?.ok_or(Error::NotFound(MatterKind::Award))?;
    let older = store::accounts_of(tx.conn, row.award_id)?
        .into_iter()
        .find(|other| {
            other.participant_id == row.participant_id && other.state == BankAccountState::Verified
        });
    let now = tx.now();
    let mut usable_from = now;
    if let Some(older) = older {
        let (older, permit) = permitted(tx, older.id, Action::ReplaceBankAccount)?;
        change(tx, &older, permit, None, None)?;
        usable_from = now.plus_seconds(config.fund.bank_account_cooling_hours * 60 * 60);
    }
    change(tx, &row, permit, Some(usable_from), None)?;
    tell(tx, permit, id, row.award_id, award.application_id)
}

/// Refuses an account.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn refuse(tx: &mut Tx<'_>, id: BankAccountId, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    let (row, permit) = permitted(tx, id, Action::RefuseBankAccount)?;
    let award = store::row(tx.conn, row.award_id)?.ok_or(Error::NotFound(MatterKind::Award))?;
    change(tx, &row, permit, None, Some(reason.as_str()))?;
    tell(tx, permit, id, row.award_id, award.application_id)
}

fn permitted(tx: &mut Tx<'_>, id: BankAccountId, action: Action) -> Result<(AccountRow, Permit)> {
    let row = store::account(tx.conn, id)?.ok_or(Error::NotFound(MatterKind::BankAccount))?;
    let standing = standing::in_unit(tx, Matter::BankAccount(id))?;
    let is_another = tx.actor().account() != Some(row.recorded_by);
    let facts = Facts::none().with(Condition::NotTheRecorder, is_another);
    let permit = tx.require(action, &standing, &facts)?;
    Ok((row, permit))
}

fn change(
    tx: &mut Tx<'_>,
    row: &AccountRow,
    permit: Permit,
    usable_from: Option<crate::kernel::time::Instant>,
    reason: Option<&str>,
) -> Result<()> {
    let step = decide::step(row.state, permit.action(), &Facts::none())?;
    let made = (tx.actor().person()?, tx.now());
    if store::set_account_state(tx.conn, row.id, step, made, usable_from, reason)? == 0 {
        return Err(Error::stale(permit.action()));
    }
    let mut change = Change::under(permit, Matter::BankAccount(row.id))
        .from(json!({ "state": step.from() }))
        .to(json!({ "state": step.to(), "usable_from": usable_from }));
    change.ground = reason.map(str::to_owned);
    tx.record(change);
    Ok(())
}

fn tell(
    tx: &mut Tx<'_>,
    permit: Permit,
    id: BankAccountId,
    award: AwardId,
    application: crate::kernel::id::ApplicationId,
) -> Result<()> {
    let application = applications::queries::load(tx.conn, application)?;
    let outcome = store::account(tx.conn, id)?.map_or(BankAccountState::Recorded, |row| row.state);
    tx.tell(
        Tidings::of(
            permit.action(),
            Matter::BankAccount(id),
            format!("/awards/{award}"),
        )
        .for_application(application.id)
        .saying("title", &application.title)
        .saying("number", application.number.unwrap_or_default())
        .saying("outcome", outcome.code()),
    );
    Ok(())
}

/// The last four characters of an account's number.
pub fn last_four(iban: &str) -> String {
    let skip = iban.chars().count().saturating_sub(4);
    iban.chars().skip(skip).collect()
}
