//! Accounts: register, verify, sign in and out, invitations, suspension.

use super::input::{Invite, Register, SetPassword, SignIn, UseToken};
use super::model::{NewSession, Purpose, SessionKind, Tokens};
use super::secrets::{one_time_link, put_password, take_token};
use super::store::{self, AccountRow};
use super::subject::Person;
use super::{password, reset, sessions};
use crate::case::{Case, Saw, Whole};
use crate::config::Config;
use crate::db::tx::{Actor, Change, Tidings, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::kernel::collation;
use crate::kernel::entry::Reading;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::AccountId;
use crate::kernel::text::{Email, Name};
use crate::rules::lifecycle::AccountState;
use crate::rules::{Action, Condition, Facts, Matter};
use crate::standing;
use serde_json::json;

/// Opens an account and sends a letter to prove its address.
///
/// An address that has an account gets the same answer, so that nobody can ask who has one.
///
/// # Errors
/// Every fault of the input.
pub fn register(tx: &mut Tx<'_>, config: &Config, input: &Register) -> Result<()> {
    let new = input.parse()?;
    let hash = password::hash(&new.password, &config.security)?;
    let known = store::by_email(tx.conn, new.email.as_str())?;
    let id = known.as_ref().map_or_else(AccountId::new, |row| row.id);
    let matter = Matter::Account(id);
    let standing = standing::in_unit(tx, matter)?;
    let permit = tx.require(Action::RegisterAccount, &standing, &Facts::none())?;
    match known {
        // They have forgotten that they have an account: the letter helps them back in.
        Some(row) if row.state == AccountState::Active => return reset::send_reset(tx, config, id),
        Some(row) if row.state != AccountState::Unverified => return Ok(()),
        Some(_) => {
            store::set_password(tx.conn, id, &hash)?;
            store::set_name(tx.conn, id, new.name.as_str())?;
        }
        None => {
            let language = config.fund.default_language.clone();
            insert(
                tx,
                id,
                &new.email,
                new.name.as_str(),
                AccountState::Unverified,
                Some(hash),
                language,
            )?;
        }
    }
    let lifetime = config.security.verify_hours * 60 * 60;
    let link = one_time_link(tx, id, Purpose::VerifyEmail, lifetime, "/verify-email")?;
    tx.tell(
        Tidings::of(permit.action(), matter, link)
            .to(id)
            .in_confidence(),
    );
    tx.record(Change::under(permit, matter).to(json!({ "state": AccountState::Unverified })));
    Ok(())
}

/// Proves an address with the token of its letter.
///
/// # Errors
/// `Invalid` for a token that is not good.
pub fn verify_email(tx: &mut Tx<'_>, input: &UseToken) -> Result<()> {
    let id = take_token(tx, Purpose::VerifyEmail, input.token.verbatim())?;
    let mut person: Case<Person> = tx.case(id)?;
    tx.follow(&mut person, Action::VerifyEmail)?;
    let now = tx.now();
    store::note_verified(tx.conn, id, now)?;
    Ok(())
}

/// Signs a person in to a browser.
///
/// # Errors
/// As [`sign_in_to`].
pub fn sign_in(app: &impl Units, input: &SignIn) -> Result<NewSession> {
    sign_in_to(app, input, SessionKind::Browser, |_, session| Ok(session))
}

/// Signs a person in to the API.
///
/// # Errors
/// As [`sign_in_to`].
pub fn sign_in_for_tokens(app: &impl Units, input: &SignIn) -> Result<Tokens> {
    let config = app.config().clone();
    sign_in_to(app, input, SessionKind::Api, move |tx, session| {
        let now = tx.now();
        sessions::tokens(tx.conn, &config, session.account, session.id, now)
    })
}

/// What came of an attempt; a failed one is committed too, for it counts.
enum Attempt<T> {
    In(T),
    Out(Error),
}

/// Signs in: the password is hashed before the unit begins, so that no lock is held meanwhile.
///
/// # Errors
/// `wrong_password` at its field, whether or not there is such an account; `TooMany` while the
/// account pauses after wrong attempts.
fn sign_in_to<T>(
    app: &impl Units,
    input: &SignIn,
    kind: SessionKind,
    begun: impl FnOnce(&mut Tx<'_>, NewSession) -> Result<T>,
) -> Result<T> {
    let mut reading = Reading::new();
    let email: Option<Email> = reading.required("email", &input.email);
    reading.check(
        !input.password.verbatim().is_empty(),
        "password",
        crate::kernel::fault::Fault::new(FaultCode::Required),
    );
    let email = reading.finish(email)?;
    let known = app.read_now(Actor::Visitor, |view| {
        Ok(store::by_email(view.conn, email.as_str())?)
    })?;
    let stored = known.as_ref().and_then(|row| row.password_hash.as_deref());
    let fits = password::fits(input.password.verbatim(), stored, &app.config().security)?;
    let Some(known) = known else {
        return Err(Error::at("password", FaultCode::WrongPassword));
    };
    let config = app.config().clone();
    let attempt = app.write_now(Actor::Visitor, |tx| {
        let row = store::by_id(tx.conn, known.id)?.ok_or(Error::Unauthenticated)?;
        let matter = Matter::Account(row.id);
        let standing = standing::in_unit(tx, matter)?;
        // Whether the account is active is told to nobody but its owner, who knows the password.
        let is_active = !fits || row.state == AccountState::Active;
        let facts = Facts::none().with(Condition::AccountIsActive, is_active);
        let permit = tx.require(Action::SignIn, &standing, &facts)?;
        let now = tx.now();
        if let Some(until) = row.locked_until.filter(|until| *until > now) {
            let retry_after = until.seconds_since(now).max(1);
            return Ok(Attempt::Out(Error::TooMany { retry_after }));
        }
        if !fits {
            let pause = pause_after(row.failed_sign_ins + 1, &config);
            store::note_failure(tx.conn, row.id, pause.map(|pause| now.plus_seconds(pause)))?;
            return Ok(Attempt::Out(Error::at(
                "password",
                FaultCode::WrongPassword,
            )));
        }
        store::note_success(tx.conn, row.id)?;
        let session = sessions::begin(tx.conn, row.id, kind, now)?;
        tx.record(Change::under(permit, matter).to(json!({ "session": session.id })));
        Ok(Attempt::In(begun(tx, session)?))
    })?;
    match attempt {
        Attempt::In(value) => Ok(value),
        Attempt::Out(error) => Err(error),
    }
}

/// Seconds of pause after so many wrong passwords: none at first, then one, doubling.
fn pause_after(failures: i32, config: &Config) -> Option<i64> {
    let beyond = failures - config.security.sign_in_free_attempts;
    let doublings = u32::try_from(beyond).ok()?.min(30);
    Some(
        2_i64
            .pow(doublings)
            .min(config.security.sign_in_max_delay_seconds),
    )
}

/// Ends the actor's session.
///
/// # Errors
/// `Unauthenticated` for anybody without one.
pub fn sign_out(tx: &mut Tx<'_>) -> Result<()> {
    let Actor::Person { account, session } = tx.actor() else {
        return Err(Error::Unauthenticated);
    };
    let matter = Matter::Account(account);
    let standing = standing::in_unit(tx, matter)?;
    let permit = tx.require(Action::SignOut, &standing, &Facts::none())?;
    let now = tx.now();
    sessions::end(tx.conn, session, now)?;
    tx.record(Change::under(permit, matter).to(json!({ "session": session })));
    Ok(())
}

/// Invites a person by letter; gives their account, new or waiting.
///
/// # Errors
/// Every fault of the input; `already_taken` where the person has begun already.
pub fn invite(tx: &mut Tx<'_>, config: &Config, input: &Invite) -> Result<AccountId> {
    let (name, email) = input.parse()?;
    let known = store::by_email(tx.conn, email.as_str())?;
    if let Some(row) = &known
        && matches!(row.state, AccountState::Invited | AccountState::Unverified)
    {
        let mut person: Case<Person> = tx.case(row.id)?;
        tx.follow(&mut person, Action::InviteAccount)?;
        send_invitation(tx, config, row.id)?;
        return Ok(row.id);
    }
    let id = known.as_ref().map_or_else(AccountId::new, |row| row.id);
    let whole: Case<Whole> = tx.case(())?;
    let new = Matter::Account(id);
    tx.begin(&whole, Action::InviteAccount, new, &Saw::default())?;
    if known.is_some() {
        return Err(Error::at("email", FaultCode::AlreadyTaken));
    }
    insert_invited(tx, config, id, (&name, &email))?;
    send_invitation(tx, config, id)?;
    Ok(id)
}

fn insert_invited(
    tx: &mut Tx<'_>,
    config: &Config,
    id: AccountId,
    (name, email): (&Name, &Email),
) -> Result<()> {
    let language = config.fund.default_language.clone();
    let state = AccountState::Invited;
    tx.note_last(json!({ "state": state }));
    insert(tx, id, email, name.as_str(), state, None, language)
}

fn send_invitation(tx: &mut Tx<'_>, config: &Config, id: AccountId) -> Result<()> {
    let lifetime = config.security.invite_days * 24 * 60 * 60;
    let page = "/accept-invitation";
    let link = one_time_link(tx, id, Purpose::AcceptInvitation, lifetime, page)?;
    let tidings = Tidings::of(Action::InviteAccount, Matter::Account(id), link);
    tx.tell(tidings.to(id).in_confidence());
    Ok(())
}

/// Begins an invited account: its owner sets a password.
///
/// # Errors
/// Every fault of the input, also a token that is not good.
pub fn accept_invitation(tx: &mut Tx<'_>, config: &Config, input: &SetPassword) -> Result<()> {
    let id = take_token(tx, Purpose::AcceptInvitation, input.token.verbatim())?;
    let mut person: Case<Person> = tx.case(id)?;
    tx.follow(&mut person, Action::AcceptInvitation)?;
    put_password(tx, config, &person, input)?;
    let now = tx.now();
    store::note_verified(tx.conn, id, now)?;
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

/// Makes the first system administrator, from the command line: an invited account with its role.
///
/// # Errors
/// Every fault of the input.
pub fn create_administrator(tx: &mut Tx<'_>, config: &Config, input: &Invite) -> Result<AccountId> {
    let (name, email) = input.parse()?;
    let known = store::by_email(tx.conn, email.as_str())?;
    let id = known.as_ref().map_or_else(AccountId::new, |row| row.id);
    let (whole, new): (Case<Whole>, _) = (tx.case(())?, Matter::Account(id));
    tx.begin(&whole, Action::CreateAdministrator, new, &Saw::default())?;
    if known.is_none() {
        insert_invited(tx, config, id, (&name, &email))?;
    }
    super::roles::appoint_administrator(tx, id)?;
    send_invitation(tx, config, id)?;
    Ok(id)
}

fn insert(
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
    };
    store::insert(tx.conn, row)?;
    Ok(())
}
