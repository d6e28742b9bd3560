//! An account that a person opens: each request is a thing of its own, and only the one whose
//! letter is answered comes to be.

use super::actions::{insert, send_invitation};
use super::input::{Register, UseToken};
use super::model::{Pending, Purpose};
use super::secrets::{link_to_prove, may_send_link, take_token};
use super::subject::Person;
use super::{password, reset, store};
use crate::case::Case;
use crate::config::Config;
use crate::db::tx::{Actor, Change, Tidings, Tx};
use crate::db::units::Units;
use crate::error::Result;
use crate::kernel::address;
use crate::kernel::id::AccountId;
use crate::kernel::text::Email;
use crate::rules::lifecycle::AccountState;
use crate::rules::{Action, Facts, Matter};
use crate::standing;
use serde_json::json;

/// Sends a letter to prove an address for which somebody wants an account.
///
/// An address that has an account gets the same answer, so that nobody can ask who has one.
///
/// # Errors
/// Every fault of the input.
pub fn register(app: &impl Units, actor: Actor, input: &Register) -> Result<()> {
    let fund = app.read_now(actor, |view| Ok(store::name_of_fund(view.conn)?))?;
    let new = input.parse(fund)?;
    let pending = Pending {
        name: new.name.as_str().to_owned(),
        password_hash: password::hash(&new.password, &app.config().security)?,
    };
    app.write_now(actor, |tx| ask(tx, app, &new.email, &pending))
}

fn ask(tx: &mut Tx<'_>, app: &impl Units, email: &Email, pending: &Pending) -> Result<()> {
    let known = store::by_email(tx.conn, email.as_str())?;
    let id = known.as_ref().map_or_else(AccountId::new, |row| row.id);
    let matter = Matter::Account(id);
    let standing = standing::in_unit(tx, matter)?;
    let permit = tx.require(Action::RegisterAccount, &standing, &Facts::none())?;
    let config = app.config();
    match known.map(|row| row.state) {
        // They have forgotten that they have an account: the letter helps them back in.
        Some(AccountState::Active) => return reset::send_reset(tx, config, id).map(drop),
        // They were invited, and the letter is lost to them: it comes again.
        Some(AccountState::Invited) => return send_invitation(tx, config, id).map(drop),
        Some(AccountState::Unverified) => {
            if !may_send_link(tx, config, id, Purpose::VerifyEmail)? {
                return Ok(());
            }
        }
        Some(AccountState::Suspended) => return Ok(()),
        None => begin(tx, config, id, email)?,
    }
    let lifetime = config.security.verify_hours * 60 * 60;
    let link = link_to_prove(tx, id, pending, lifetime)?;
    let tidings = Tidings::of(permit.action(), matter, link);
    tx.tell(tidings.to(id).in_confidence());
    tx.record(Change::under(permit, matter).to(json!({ "state": AccountState::Unverified })));
    Ok(())
}

/// Whose an address is, and whether they have proved it. One that nobody has an account of begins
/// as an account that waits for its owner, as with a registration.
///
/// # Errors
/// The refusal of the tables.
pub fn owner_of(tx: &mut Tx<'_>, config: &Config, email: &Email) -> Result<(AccountId, bool)> {
    if let Some(row) = store::by_email(tx.conn, email.as_str())? {
        return Ok((row.id, row.state == AccountState::Active));
    }
    let id = AccountId::new();
    let standing = tx.standing_to(Matter::Account(id))?;
    let permit = tx.require(Action::RegisterAccount, &standing, &Facts::none())?;
    begin(tx, config, id, email)?;
    let change = Change::under(permit, Matter::Account(id));
    tx.record(change.to(json!({ "state": AccountState::Unverified })));
    Ok((id, false))
}

/// Nobody has proved to be theirs yet: until then it is called by its address, and no letter
/// carries a word of whoever asked.
fn begin(tx: &mut Tx<'_>, config: &Config, id: AccountId, email: &Email) -> Result<()> {
    let (state, language) = (
        AccountState::Unverified,
        config.fund.default_language.clone(),
    );
    let name = address::shown(email.as_str());
    insert(tx, id, email, &name, state, None, language)
}

/// Proves an address with the token of its letter: the account gets the name and the password of
/// the request the letter answered.
///
/// # Errors
/// `Invalid` for a token that is not good.
pub fn verify_email(tx: &mut Tx<'_>, input: &UseToken) -> Result<()> {
    let taken = take_token(tx, Purpose::VerifyEmail, input.token.verbatim())?;
    let id = taken.account;
    let mut person: Case<Person> = tx.case(id)?;
    tx.follow(&mut person, Action::VerifyEmail)?;
    let now = tx.now();
    if let Some(pending) = taken.pending {
        store::set_name(tx.conn, id, &pending.name)?;
        store::set_password(tx.conn, id, &pending.password_hash)?;
    }
    store::note_verified(tx.conn, id, now)?;
    Ok(())
}
