//! Accounts: invitations, suspension, and those who are given an office from the command line.

use super::input::{Invite, Rename, SetPassword};
use super::model::Purpose;
use super::secrets::{may_send_link, one_time_link, password_for_token, take_token};
use super::sessions;
use super::store::{self, AccountRow};
use super::subject::Person;
use crate::case::{Case, Saw, Subject, Whole};
use crate::config::Config;
use crate::db::contended_if_duplicate;
use crate::db::tx::{Actor, Change, Tidings, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::kernel::collation;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::AccountId;
use crate::kernel::text::{Email, PersonName};
use crate::rules::lifecycle::AccountState;
use crate::rules::{Action, Facts, Matter};
use serde_json::json;

/// Invites a person by letter; gives their account, new or waiting.
///
/// # Errors
/// Every fault of the input; `already_taken` where the person has begun already.
pub fn invite(tx: &mut Tx<'_>, config: &Config, input: &Invite) -> Result<AccountId> {
    let (name, email) = input.parse()?;
    invite_person(tx, config, (&name, &email))
}

fn invite_person(
    tx: &mut Tx<'_>,
    config: &Config,
    (name, email): (&PersonName, &Email),
) -> Result<AccountId> {
    let known = store::by_email(tx.conn, email.as_str())?;
    if let Some(row) = &known
        && matches!(row.state, AccountState::Invited | AccountState::Unverified)
    {
        let mut person: Case<Person> = tx.case(row.id)?;
        tx.follow(&mut person, Action::InviteAccount)?;
        if row.state == AccountState::Unverified {
            // It was called by its address.
            store::set_name(tx.conn, row.id, name.as_str())?;
        }
        invite_by_letter(tx, config, row.id)?;
        return Ok(row.id);
    }
    let id = known.as_ref().map_or_else(AccountId::new, |row| row.id);
    let whole: Case<Whole> = tx.case(())?;
    let new = Matter::Account(id);
    tx.begin(&whole, Action::InviteAccount, new, &Saw::default())?;
    if known.is_some() {
        return Err(Error::at("email", FaultCode::AlreadyTaken));
    }
    insert_invited(tx, config, id, (name, email))?;
    invite_by_letter(tx, config, id)?;
    Ok(id)
}

fn insert_invited(
    tx: &mut Tx<'_>,
    config: &Config,
    id: AccountId,
    (name, email): (&PersonName, &Email),
) -> Result<()> {
    let language = config.fund.default_language.clone();
    let state = AccountState::Invited;
    tx.note_last(json!({ "state": state }));
    insert(tx, id, email, name.as_str(), state, None, language)
}

/// Sends the link to begin an invited account, unless enough were sent; gives whether it was sent.
pub(super) fn send_invitation(tx: &mut Tx<'_>, config: &Config, id: AccountId) -> Result<bool> {
    if !may_send_link(tx, config, id, Purpose::AcceptInvitation)? {
        return Ok(false);
    }
    let lifetime = config.security.invite_days * 24 * 60 * 60;
    let page = "/accept-invitation";
    let link = one_time_link(tx, id, Purpose::AcceptInvitation, lifetime, page)?;
    let tidings = Tidings::of(Action::InviteAccount, Matter::Account(id), link);
    tx.tell(tidings.to(id).in_confidence());
    Ok(true)
}

fn invite_by_letter(tx: &mut Tx<'_>, config: &Config, id: AccountId) -> Result<()> {
    if send_invitation(tx, config, id)? {
        Ok(())
    } else {
        Err(Error::at("email", FaultCode::EnoughLetters))
    }
}

/// Begins an invited account: its owner sets a password.
///
/// # Errors
/// Every fault of the input, also a token that is not good.
pub fn accept_invitation(app: &impl Units, actor: Actor, input: &SetPassword) -> Result<()> {
    let purpose = Purpose::AcceptInvitation;
    let hash = password_for_token(app, actor, purpose, input)?;
    app.write_now(actor, |tx| {
        let id = take_token(tx, purpose, input.token.verbatim())?.account;
        let mut person: Case<Person> = tx.case(id)?;
        tx.follow(&mut person, Action::AcceptInvitation)?;
        let now = tx.now();
        store::set_password(tx.conn, id, &hash)?;
        store::note_verified(tx.conn, id, now)?;
        Ok(())
    })
}

/// Changes the actor's own name; the trail keeps the old one and the new.
///
/// # Errors
/// Every fault of the input; stale.
pub fn rename(tx: &mut Tx<'_>, input: &Rename) -> Result<()> {
    let name = input.parse()?;
    let id = tx.actor().person()?;
    let person: Case<Person> = tx.case(id)?;
    let action = Action::RenameAccount;
    person.admits(action, &input.saw())?;
    let permit = tx.require(action, person.standing(), &Facts::none())?;
    store::set_name(tx.conn, id, name.as_str())?;
    let change = Change::under(permit, person.matter());
    let change = change.from(json!({ "name": person.row.name }));
    tx.record(change.to(json!({ "name": name })));
    Ok(())
}

/// Shuts an account out and ends its sessions.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn suspend(tx: &mut Tx<'_>, id: AccountId, saw: &Saw) -> Result<()> {
    let mut person: Case<Person> = tx.case(id)?;
    tx.take(&mut person, Action::SuspendAccount, saw)?;
    let now = tx.now();
    sessions::end_all(tx.conn, id, None, now)?;
    Ok(())
}

/// Lets a suspended account in again.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn restore(tx: &mut Tx<'_>, id: AccountId, saw: &Saw) -> Result<()> {
    let mut person: Case<Person> = tx.case(id)?;
    tx.take(&mut person, Action::RestoreAccount, saw)?;
    Ok(())
}

/// The account of somebody who is given an office from the command line: one in use, or a new one
/// that is invited by letter.
///
/// # Errors
/// `not_allowed` for an account that is suspended; the refusal of the tables.
pub fn bring_in(
    tx: &mut Tx<'_>,
    config: &Config,
    (name, email): (&PersonName, &Email),
) -> Result<AccountId> {
    match store::by_email(tx.conn, email.as_str())? {
        Some(row) if row.state == AccountState::Active => Ok(row.id),
        Some(row) if row.state == AccountState::Suspended => {
            Err(Error::at("email", FaultCode::NotAllowed))
        }
        _ => invite_person(tx, config, (name, email)),
    }
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    id: AccountId,
    email: &Email,
    name: &str,
    state: AccountState,
    password_hash: Option<String>,
    language: String,
) -> Result<()> {
    let row = AccountRow {
        id,
        email: email.as_str().to_owned(),
        name: name.to_owned(),
        password_hash,
        state,
        language,
        created_at: tx.now(),
        verified_at: None,
        failed_sign_ins: 0,
        locked_until: None,
        version: 1,
        name_key: collation::key(name),
        tries_told_at: None,
    };
    // Whoever took the address meanwhile was faster: what becomes of it is decided anew.
    store::insert(tx.conn, row).map_err(contended_if_duplicate)?;
    Ok(())
}
