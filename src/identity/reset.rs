//! A password that was forgotten, or is changed.

use super::input::{AskForReset, ChangePassword, SetPassword};
use super::model::Purpose;
use super::secrets::{may_send_link, new_password, one_time_link, password_for_token, take_token};
use super::signing_in::{Attempt, unless_paused, weighed};
use super::subject::Person;
use super::{password, sessions, store, tries};
use crate::case::{Case, Saw, Subject};
use crate::config::Config;
use crate::db::tx::{Actor, Change, Tidings, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
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
    if send_reset(tx, config, id)? {
        tx.record(Change::under(permit, matter));
    }
    Ok(())
}

/// Sends a link for a new password, unless enough were sent; gives whether it was sent.
pub(super) fn send_reset(tx: &mut Tx<'_>, config: &Config, id: AccountId) -> Result<bool> {
    if !may_send_link(tx, config, id, Purpose::ResetPassword)? {
        return Ok(false);
    }
    let lifetime = config.security.reset_minutes * 60;
    let link = one_time_link(tx, id, Purpose::ResetPassword, lifetime, "/reset-password")?;
    let tidings = Tidings::of(Action::AskForReset, Matter::Account(id), link);
    tx.tell(tidings.to(id).in_confidence());
    Ok(true)
}

/// Sets a new password with the token of a letter, and ends every session.
///
/// # Errors
/// Every fault of the input, also a token that is not good.
pub fn reset_password(app: &impl Units, actor: Actor, input: &SetPassword) -> Result<()> {
    let (action, purpose) = (Action::ResetPassword, Purpose::ResetPassword);
    let hash = password_for_token(app, actor, purpose, input)?;
    let config = app.config().clone();
    app.write_now(actor, |tx| {
        let id = take_token(tx, purpose, input.token.verbatim())?.account;
        let person: Case<Person> = tx.case(id)?;
        tx.begin(&person, action, person.matter(), &Saw::default())?;
        let now = tx.now();
        store::set_password(tx.conn, id, &hash)?;
        tries::forgive(tx.conn, &config, &person.row.email)?;
        sessions::end_all(tx.conn, id, None, now)?;
        tx.tell(Tidings::of(action, person.matter(), "/sign-in").to(id));
        Ok(())
    })
}

/// Changes the actor's own password, and ends their other sessions.
///
/// # Errors
/// Every fault of the input, also a wrong current password, which counts as one at the door.
pub fn change_password(app: &impl Units, actor: Actor, input: &ChangePassword) -> Result<()> {
    let Actor::Person { account, session } = actor else {
        return Err(Error::Unauthenticated);
    };
    let config = app.config().clone();
    let (row, own) = app.read_now(actor, |view| {
        let row = store::by_id(view.conn, account)?.ok_or(Error::Unauthenticated)?;
        Ok((row, store::own_words(view.conn, account)?))
    })?;
    // What is wrong with the new one is said whatever the current one is, and while the account
    // pauses nothing is compared: else an answer would tell a right guess that does not count.
    let hash = new_password(&config.security, &input.password, &own)?;
    app.read_now(actor, |view| unless_paused(&row, view.now()))?;
    let stored = row.password_hash.as_deref();
    let fits = password::fits(input.current.verbatim(), stored, &config.security)?;
    let action = Action::ChangePassword;
    let attempt = app.write_now(actor, |tx| {
        let person: Case<Person> = tx.case(account)?;
        unless_paused(&person.row, tx.now())?;
        tx.require(action, person.standing(), &Facts::none())?;
        // Another change may have come between: then the current one is another.
        let fits = fits && person.row.password_hash.as_deref() == stored;
        if let Some(out) = weighed(tx, &person.row, fits, "current", &config)? {
            return Ok(Attempt::Out(out));
        }
        tx.begin(&person, action, person.matter(), &Saw::default())?;
        let now = tx.now();
        store::set_password(tx.conn, account, &hash)?;
        sessions::end_all(tx.conn, account, Some(session), now)?;
        tx.tell(Tidings::of(action, person.matter(), "/sign-in").to(account));
        Ok(Attempt::In(()))
    })?;
    attempt.value()
}
