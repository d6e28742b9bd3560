//! A password that was forgotten, or is changed.

use super::input::{AskForReset, ChangePassword, SetPassword};
use super::model::Purpose;
use super::secrets::{one_time_link, put_password, take_token};
use super::store::{self};
use super::subject::Person;
use super::{password, sessions};
use crate::case::{Case, Saw, Subject};
use crate::config::Config;
use crate::db::tx::{Actor, Change, Tidings, Tx};
use crate::error::{Error, Result};
use crate::kernel::fault::FaultCode;
use crate::kernel::id::AccountId;
use crate::rules::lifecycle::AccountState;
use crate::rules::{Action, Facts, Matter};
use crate::standing;

/// Sends a letter with a link for a new password; the answer is the same for unknown addresses.
///
/// # Errors
/// Every fault of the input.
pub fn ask_for_reset(tx: &mut Tx<'_>, config: &Config, input: &AskForReset) -> Result<()> {
    let email = input.parse()?;
    let known = store::by_email(tx.conn, email.as_str())?;
    let id = known.as_ref().map_or_else(AccountId::new, |row| row.id);
    let matter = Matter::Account(id);
    let standing = standing::in_unit(tx, matter)?;
    let permit = tx.require(Action::AskForReset, &standing, &Facts::none())?;
    if known.is_none_or(|row| row.state != AccountState::Active) {
        return Ok(());
    }
    tx.record(Change::under(permit, matter));
    send_reset(tx, config, id)
}

pub(super) fn send_reset(tx: &mut Tx<'_>, config: &Config, id: AccountId) -> Result<()> {
    let lifetime = config.security.reset_minutes * 60;
    let link = one_time_link(tx, id, Purpose::ResetPassword, lifetime, "/reset-password")?;
    let tidings = Tidings::of(Action::AskForReset, Matter::Account(id), link);
    tx.tell(tidings.to(id).in_confidence());
    Ok(())
}

/// Sets a new password with the token of a letter, and ends every session.
///
/// # Errors
/// Every fault of the input, also a token that is not good.
pub fn reset_password(tx: &mut Tx<'_>, config: &Config, input: &SetPassword) -> Result<()> {
    let (action, id) = (
        Action::ResetPassword,
        take_token(tx, Purpose::ResetPassword, input.token.verbatim())?,
    );
    let person: Case<Person> = tx.case(id)?;
    tx.begin(&person, action, person.matter(), &Saw::default())?;
    put_password(tx, config, &person, input)?;
    let now = tx.now();
    sessions::end_all(tx.conn, id, None, now)?;
    tx.tell(Tidings::of(action, person.matter(), "/sign-in").to(id));
    Ok(())
}

/// Changes the actor's own password, and ends their other sessions.
///
/// # Errors
/// Every fault of the input, also a wrong current password.
pub fn change_password(tx: &mut Tx<'_>, config: &Config, input: &ChangePassword) -> Result<()> {
    let Actor::Person { account, session } = tx.actor() else {
        return Err(Error::Unauthenticated);
    };
    let action = Action::ChangePassword;
    let person: Case<Person> = tx.case(account)?;
    tx.begin(&person, action, person.matter(), &Saw::default())?;
    let stored = person.row.password_hash.as_deref();
    if !password::fits(input.current.verbatim(), stored, &config.security)? {
        return Err(Error::at("current", FaultCode::WrongPassword));
    }
    let new = SetPassword {
        password: input.password.clone(),
        ..SetPassword::default()
    };
    put_password(tx, config, &person, &new)?;
    let now = tx.now();
    sessions::end_all(tx.conn, account, Some(session), now)?;
    tx.tell(Tidings::of(action, person.matter(), "/sign-in").to(account));
    Ok(())
}
