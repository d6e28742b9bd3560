//! Payees' bank accounts: entered by the lead, verified by an officer, cooling after a change.

use super::input::NewAccount;
use super::model::{Award, BankAccount};
use super::queries;
use super::store::{self, AccountRow};
use crate::case::{Asking, Case, Reasoned, Saw, Subject};
use crate::config::Config;
use crate::db::Conn;
use crate::db::tx::{Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::bank::{Bic, last_four};
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, AwardId, BankAccountId};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{BankAccountState, State};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;
use serde_json::json;

/// A payee's account within its award.
#[derive(Debug, Clone)]
pub struct Payee {
    pub award: Award,
    pub account: BankAccount,
}

impl Award {
    /// Each payee's account, within the award.
    pub fn payees(&self) -> Vec<Payee> {
        let payee = |account: &BankAccount| Payee {
            award: self.clone(),
            account: account.clone(),
        };
        self.bank_accounts.iter().map(payee).collect()
    }
}

/// Enters a payee's account.
///
/// # Errors
/// Every fault of the input; another one waits to be verified; the refusal of the tables.
pub fn record(tx: &mut Tx<'_>, award: AwardId, input: &NewAccount) -> Result<BankAccountId> {
    let action = Action::RecordBankAccount;
    let new = input.parse()?;
    let award: Case<Award> = tx.case(award)?;
    let id = BankAccountId::new();
    tx.begin(&award, action, Matter::BankAccount(id), &Saw::default())?;
    if !award
        .shares
        .iter()
        .any(|one| one.participant == new.participant)
    {
        return Err(Error::at("participant", FaultCode::NotFound));
    }
    if !store::country_is_known(tx.conn, new.country.as_str())? {
        return Err(Error::at("country", FaultCode::UnknownCountry));
    }
    let account = AccountRow {
        id,
        award_id: award.id,
        participant_id: new.participant,
        holder: new.holder.into_string(),
        holder_plain: new.holder_plain.into_string(),
        iban: new.iban.into_string(),
        bic: new.bic.map(Bic::into_string),
        bank_name: new.bank_name.into_string(),
        country: new.country.into_string(),
        state: BankAccountState::FIRST,
        recorded_by: tx.person()?,
        recorded_at: tx.now(),
        decided_by: None,
        decided_at: None,
        usable_from: None,
        reason: None,
        version: 1,
    };
    let ends_in = last_four(&account.iban);
    store::insert_account(tx.conn, account)
        .map_err(|error| unless_duplicate(error, action, "bank_account"))?;
    tx.note_last(json!({ "participant": new.participant, "ends_in": ends_in }));
    tell(tx, &award, id, (action, BankAccountState::Recorded));
    Ok(id)
}

/// Verifies an account. The first of a payee is usable at once, a changed one after its cooling
/// time.
///
/// # Errors
/// The refusal of the tables: not by the one who entered it.
pub fn verify(tx: &mut Tx<'_>, config: &Config, id: BankAccountId, saw: &Saw) -> Result<()> {
    let mut payee: Case<Payee> = tx.case(id)?;
    let now = tx.now();
    let mut usable_from = now;
    if let Some(older) = payee.older() {
        let mut older: Case<Payee> = tx.case_of(older)?;
        tx.follow(&mut older, Action::ReplaceBankAccount)?;
        usable_from = now.plus_seconds(config.fund.bank_account_cooling_hours * 60 * 60);
    }
    let taken = tx.take(&mut payee, Action::VerifyBankAccount, saw)?;
    let by = tx.person()?;
    store::note_account(tx.conn, id, (Some(usable_from), None), (by, now))?;
    tx.note(&taken, json!({ "usable_from": usable_from }));
    tell(
        tx,
        &payee.award,
        id,
        (Action::VerifyBankAccount, taken.to()),
    );
    Ok(())
}

/// Refuses an account.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn refuse(tx: &mut Tx<'_>, id: BankAccountId, input: &Reasoned) -> Result<()> {
    let mut payee: Case<Payee> = tx.case(id)?;
    payee.allows(Action::RefuseBankAccount, &input.saw())?;
    let reason = input.reason()?;
    let taken = tx.take(&mut payee, Action::RefuseBankAccount, &input.saw())?;
    let (by, now) = (tx.person()?, tx.now());
    store::note_account(tx.conn, id, (None, Some(reason.as_str())), (by, now))?;
    tx.because(&taken, reason.as_str());
    tell(
        tx,
        &payee.award,
        id,
        (Action::RefuseBankAccount, taken.to()),
    );
    Ok(())
}

fn tell(
    tx: &mut Tx<'_>,
    award: &Award,
    id: BankAccountId,
    (action, outcome): (Action, BankAccountState),
) {
    let link = format!("/awards/{}", award.id);
    tx.tell(
        Tidings::of(action, Matter::BankAccount(id), link)
            .for_application(award.application)
            .saying("title", &award.title)
            .saying("number", &award.number)
            .saying("outcome", outcome.code()),
    );
}

impl Payee {
    /// The account of the same participant that is verified now.
    fn older(&self) -> Option<Payee> {
        let accounts = self.award.bank_accounts.iter();
        let mut verified = accounts.filter(|one| one.state == BankAccountState::Verified);
        let older = verified
            .find(|one| one.participant == self.account.participant && one.id != self.account.id)?;
        Some(Payee {
            award: self.award.clone(),
            account: older.clone(),
        })
    }
}

impl Subject for Payee {
    type Id = BankAccountId;
    type State = BankAccountState;
    const BEGINS: &'static [Action] = &[];

    fn lock(conn: &mut Conn, id: BankAccountId) -> Result<Self> {
        let award =
            store::award_of_account(conn, id)?.ok_or(Error::NotFound(MatterKind::BankAccount))?;
        store::lock(conn, award)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: BankAccountId) -> Result<Self> {
        let missing = || Error::NotFound(MatterKind::BankAccount);
        let award = store::award_of_account(conn, id)?.ok_or_else(missing)?;
        let award = queries::load(conn, award)?;
        let mut payees = award.payees().into_iter();
        payees
            .find(|payee| payee.account.id == id)
            .ok_or_else(missing)
    }

    fn matter(&self) -> Matter {
        Matter::BankAccount(self.account.id)
    }

    fn state(&self) -> BankAccountState {
        self.account.state
    }

    fn version(&self) -> i32 {
        self.account.version
    }

    fn place(&self) -> Place {
        Place {
            partners: Some(self.award.concerned()),
            ..self.award.place()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        match condition {
            Condition::NotTheRecorder => Some((!asking.is(self.account.recorded_by)).into()),
            _ => None,
        }
    }

    fn people(&self) -> Vec<AccountId> {
        vec![self.account.recorded_by]
    }

    fn title(&self) -> String {
        format!("{} · {}", self.account.holder, self.award.title)
    }

    fn page(&self) -> Matter {
        Matter::Award(self.award.id)
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", self.account.id.to_string()),
            ("award", self.award.id.to_string()),
        ]
    }

    fn write(&self, conn: &mut Conn, step: &Step<BankAccountState>) -> QueryResult<usize> {
        store::write_account(conn, self.account.id, step)
    }

    fn enter(&mut self, state: BankAccountState) {
        self.account.state = state;
        self.account.version += 1;
    }
}
