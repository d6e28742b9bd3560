//! Signing in and out, and what wrong passwords lead to.

use super::input::SignIn;
use super::model::{NewSession, SessionKind, Tokens};
use super::store::{self, AccountRow};
use super::tries::{Attempted, pause_after};
use super::whereabouts::queries::is_new_device;
use super::{password, sessions};
use crate::config::Config;
use crate::db::tx::{Actor, Change, Tidings, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::kernel::caller::Caller;
use crate::kernel::entry::Reading;
use crate::kernel::fault::{Fault, FaultCode};
use crate::kernel::id::AccountId;
use crate::kernel::text::Email;
use crate::kernel::time::Instant;
use crate::rules::lifecycle::AccountState;
use crate::rules::{Action, Condition, Facts, Matter, Permit};
use crate::standing;
use serde_json::json;

/// Signs a person in to a browser.
///
/// # Errors
/// As [`sign_in_to`].
pub fn sign_in(app: &impl Units, caller: &Caller, input: &SignIn) -> Result<NewSession> {
    let kind = SessionKind::Browser;
    sign_in_to(app, caller, input, kind, |_, session| Ok(session))
}

/// Signs a person in to the API.
///
/// # Errors
/// As [`sign_in_to`].
pub fn sign_in_for_tokens(app: &impl Units, caller: &Caller, input: &SignIn) -> Result<Tokens> {
    let config = app.config().clone();
    sign_in_to(app, caller, input, SessionKind::Api, move |tx, session| {
        let now = tx.now();
        sessions::tokens(tx.conn, &config, session.account, session.id, now)
    })
}

/// What came of an attempt; a failed one is committed too, for it counts.
pub(super) enum Attempt<T> {
    In(T),
    Out(Error),
}

impl<T> Attempt<T> {
    pub(super) fn value(self) -> Result<T> {
        match self {
            Self::In(value) => Ok(value),
            Self::Out(error) => Err(error),
        }
    }
}

/// Signs in: the password is compared before the unit begins, so that no lock is held meanwhile.
///
/// Whether there is such an account, and whether its address is proved, no answer tells: all of
/// them take the same way, and count alike.
///
/// # Errors
/// `wrong_password` at its field, whether or not there is such an account; `TooMany` while whoever
/// tries from this network pauses after wrong attempts.
fn sign_in_to<T>(
    app: &impl Units,
    caller: &Caller,
    input: &SignIn,
    kind: SessionKind,
    begun: impl Fn(&mut Tx<'_>, NewSession) -> Result<T>,
) -> Result<T> {
    let mut reading = Reading::new();
    let email: Option<Email> = reading.required("email", &input.email);
    reading.check(
        !input.password.verbatim().is_empty(),
        "password",
        Fault::new(FaultCode::Required),
    );
    let email = reading.finish(email)?;
    let config = app.config().clone();
    let attempted = Attempted::new(&config, email.as_str(), caller);
    let known = app.read_now(Actor::Visitor, |view| {
        let known = store::by_email(view.conn, email.as_str())?;
        let now = view.now();
        attempted.admit(view.conn, known.as_ref().map(|row| row.id), now)?;
        Ok(known)
    })?;
    let stored = known.as_ref().and_then(|row| row.password_hash.as_deref());
    let fits = password::fits(input.password.verbatim(), stored, &config.security)?;
    let id = known.as_ref().map(|row| row.id);
    let attempt = app.write_now(Actor::Visitor, |tx| {
        let now = tx.now();
        // While this network pauses, a right guess is answered as a wrong one is.
        attempted.admit(tx.conn, id, now)?;
        let matter = Matter::Account(id.unwrap_or_else(AccountId::new));
        let standing = standing::in_unit(tx, matter)?;
        let row = id
            .map(|id| store::by_id(tx.conn, id))
            .transpose()?
            .flatten();
        let row = row.filter(|row| fits && row.password_hash.as_deref() == stored);
        // Whether the account is active is told to nobody but its owner, who knows the password.
        let is_active = row
            .as_ref()
            .is_none_or(|row| row.state == AccountState::Active);
        let facts = Facts::none().with(Condition::AccountIsActive, is_active);
        let permit = tx.require(Action::SignIn, &standing, &facts)?;
        let Some(row) = row else {
            attempted.note_failure(tx.conn, id, now)?;
            let wrong = Error::at("password", FaultCode::WrongPassword);
            return Ok(Attempt::Out(wrong));
        };
        let failures_before = attempted.note_success(tx.conn)?;
        let begins = sessions::Begins {
            account: row.id,
            kind,
            caller,
            failures_before,
        };
        let session = let_in(tx, &begins, permit)?;
        Ok(Attempt::In(begun(tx, session)?))
    })?;
    attempt.value()
}

/// Begins a session; its owner is told by letter where it is on a device they did not use before.
fn let_in(tx: &mut Tx<'_>, begins: &sessions::Begins<'_>, permit: Permit) -> Result<NewSession> {
    let (account, caller, now) = (begins.account, begins.caller, tx.now());
    let matter = Matter::Account(account);
    if is_new_device(tx.conn, account, caller.known_by().as_deref())? {
        let unknown = tx.say().t("session-unknown_device");
        let device = caller.device.clone().unwrap_or(unknown);
        let tidings = Tidings::of(Action::SignIn, matter, "/profile").to(account);
        let tidings = tidings.saying("device", device);
        tx.tell(tidings.saying("network", caller.network_text()));
    }
    let session = sessions::begin(tx.conn, begins, now)?;
    tx.record(Change::under(permit, matter).to(json!({ "session": session.id })));
    Ok(session)
}

/// Whether an account takes tries with its current password, by whoever is signed in.
///
/// # Errors
/// `TooMany` while it pauses after wrong ones.
pub(super) fn unless_paused(row: &AccountRow, now: Instant) -> Result<()> {
    match row.locked_until.filter(|until| *until > now) {
        Some(until) => Err(Error::TooMany {
            retry_after: until.seconds_since(now).max(1),
        }),
        None => Ok(()),
    }
}

/// What a try with the current password leads to: nothing where it is right; a wrong one counts.
pub(super) fn weighed(
    tx: &mut Tx<'_>,
    row: &AccountRow,
    fits: bool,
    field: &str,
    config: &Config,
) -> Result<Option<Error>> {
    if fits {
        store::note_success(tx.conn, row.id)?;
        return Ok(None);
    }
    let now = tx.now();
    let pause = pause_after(
        row.failed_sign_ins + 1,
        config.security.sign_in_free_attempts,
        config.security.sign_in_max_delay_seconds,
    );
    store::note_failure(tx.conn, row.id, pause.map(|pause| now.plus_seconds(pause)))?;
    Ok(Some(Error::at(field, FaultCode::WrongPassword)))
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
