//! Signing in and out, and what wrong passwords lead to.

use super::input::SignIn;
use super::model::{NewSession, SessionKind, SignedIn, Tokens};
use super::second_factor::challenge::Bound;
use super::second_factor::proving::{self, Shown, Weighed};
use super::store::{self, AccountRow};
use super::tries::told::tell_owner;
use super::tries::{Attempted, pause_after};
use super::whereabouts::queries::is_new_device;
use super::{password, sessions, ticket};
use crate::config::Config;
use crate::db::Conn;
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
use diesel::QueryResult;
use serde_json::json;

/// Signs a person in to a browser; one with a second factor by two steps.
///
/// # Errors
/// As [`sign_in_to`].
pub fn sign_in_by_steps(app: &impl Units, caller: &Caller, input: &SignIn) -> Result<SignedIn> {
    let kind = SessionKind::Browser;
    let attempt = sign_in_to(app, caller, input, kind, |_, session| Ok(session))?;
    match attempt {
        Attempt::Halfway(ticket) => Ok(SignedIn::CodeWanted(ticket)),
        attempt => attempt.value().map(SignedIn::In),
    }
}

/// Signs a person in to a browser by one step.
///
/// # Errors
/// As [`sign_in_to`]; a fault at `code` where one is wanted.
pub fn sign_in(app: &impl Units, caller: &Caller, input: &SignIn) -> Result<NewSession> {
    let kind = SessionKind::Browser;
    sign_in_to(app, caller, input, kind, |_, session| Ok(session))?.value()
}

/// Signs a person in to the API.
///
/// # Errors
/// As [`sign_in`].
pub fn sign_in_for_tokens(app: &impl Units, caller: &Caller, input: &SignIn) -> Result<Tokens> {
    let config = app.config().clone();
    let attempt = sign_in_to(app, caller, input, SessionKind::Api, move |tx, session| {
        let now = tx.now();
        sessions::tokens(tx.conn, &config, session.account, session.id, now)
    })?;
    attempt.value()
}

/// What came of an attempt; a failed one is committed too, for it counts.
pub(super) enum Attempt<T> {
    In(T),
    Out(Error),
    /// The password was right, and a code is wanted: the ticket of the first step.
    Halfway(String),
}

impl<T> Attempt<T> {
    pub(super) fn value(self) -> Result<T> {
        match self {
            Self::In(value) => Ok(value),
            Self::Out(error) => Err(error),
            Self::Halfway(_) => Err(Error::at("code", FaultCode::SecondFactorRequired)),
        }
    }
}

/// Who somebody says they are, and whether that is shown by password or by ticket.
struct Claim {
    attempted: Attempted,
    id: Option<AccountId>,
    /// The hash with which it was compared.
    stored: Option<String>,
    fits: bool,
    /// The ticket it was shown by, which ends when it was to end.
    ticket: Option<String>,
}

impl Claim {
    /// Reads it; the password is compared here, before any unit that writes begins, so that no lock
    /// is held meanwhile.
    fn of(app: &impl Units, caller: &Caller, input: &SignIn) -> Result<Self> {
        let config = app.config().clone();
        if input.ticket.is_given() {
            return Self::by_ticket(app, caller, input);
        }
        let mut reading = Reading::new();
        let email: Option<Email> = reading.required("email", &input.email);
        reading.check(
            !input.password.verbatim().is_empty(),
            "password",
            Fault::new(FaultCode::Required),
        );
        let email = reading.finish(email)?;
        let attempted = Attempted::new(&config, email.as_str(), caller);
        let known = app.read_now(Actor::Visitor, |view| {
            let known = store::by_email(view.conn, email.as_str())?;
            let now = view.now();
            attempted.admit(view.conn, known.as_ref().map(|row| row.id), now)?;
            Ok(known)
        })?;
        let id = known.as_ref().map(|row| row.id);
        let stored = known.and_then(|row| row.password_hash);
        let fits = password::fits(
            input.password.verbatim(),
            stored.as_deref(),
            &config.security,
        )?;
        Ok(Self {
            attempted,
            id,
            stored,
            fits,
            ticket: None,
        })
    }

    /// The account, locked, where its password was right: whoever knows it comes in one after the
    /// other, and nobody beside a change of it. Whoever guesses at it locks nobody's account.
    fn locked(&self, conn: &mut Conn) -> QueryResult<Option<AccountRow>> {
        match self.id.filter(|_| self.fits) {
            Some(id) => store::lock(conn, id),
            None => Ok(None),
        }
    }

    /// By the ticket of a first step, as long as the account is as it was.
    fn by_ticket(app: &impl Units, caller: &Caller, input: &SignIn) -> Result<Self> {
        let config = app.config().clone();
        app.read_now(Actor::Visitor, |view| {
            let now = view.now();
            let over = || Error::at("code", FaultCode::TicketIsOver);
            let shown = input.ticket.line();
            let ticket = ticket::read(&config, &shown, now).ok_or_else(over)?;
            let row = store::by_id(view.conn, ticket.account)?;
            let row = row.filter(|row| row.version == ticket.version);
            let row = row.ok_or_else(over)?;
            let attempted = Attempted::new(&config, &row.email, caller);
            attempted.admit(view.conn, Some(row.id), now)?;
            Ok(Self {
                attempted,
                id: Some(row.id),
                stored: row.password_hash,
                fits: true,
                ticket: Some(shown),
            })
        })
    }
}

/// Signs in.
///
/// Whether there is such an account, and whether its address is proved, no answer tells: all of
/// them take the same way, and count alike. That a code is wanted is told to whoever knows the
/// password.
///
/// # Errors
/// `wrong_password` at its field, whether or not there is such an account; `wrong_code` at its own;
/// `TooMany` while whoever tries from this network pauses after wrong attempts.
fn sign_in_to<T>(
    app: &impl Units,
    caller: &Caller,
    input: &SignIn,
    kind: SessionKind,
    begun: impl Fn(&mut Tx<'_>, NewSession) -> Result<T>,
) -> Result<Attempt<T>> {
    let config = app.config().clone();
    let claim = Claim::of(app, caller, input)?;
    let Claim { attempted, id, .. } = &claim;
    app.write_now(Actor::Visitor, |tx| {
        let now = tx.now();
        let row = claim.locked(tx.conn)?;
        attempted.take_turn(tx.conn)?;
        // While this network pauses, a right guess is answered as a wrong one is.
        attempted.admit(tx.conn, *id, now)?;
        let (row, permit) = shown(tx, &claim, row)?;
        let Some(row) = row else {
            count(tx, &config, &claim)?;
            let wrong = Error::at("password", FaultCode::WrongPassword);
            return Ok(Attempt::Out(wrong));
        };
        let ticket = claim.ticket.as_deref().unwrap_or_default();
        let bound = Bound::to_ticket(ticket);
        let shown_too = Shown {
            code: input.code.verbatim(),
            assertion: input.assertion.verbatim(),
            bound: &bound,
        };
        let proved_at = match second_step(tx, &config, &row, &shown_too)? {
            Second::None => None,
            Second::Proved(at) => Some(at),
            Second::Wanted => {
                let begun = claim.ticket.clone();
                let fresh = || ticket::issue(&config, row.id, row.version, now);
                return Ok(Attempt::Halfway(begun.unwrap_or_else(fresh)));
            }
            Second::Stale(why) => return Ok(Attempt::Out(proving::refused(why))),
            Second::Wrong(why) => {
                count(tx, &config, &claim)?;
                return Ok(Attempt::Out(proving::refused(why)));
            }
        };
        let failures_before = attempted.note_success(tx.conn)?;
        let begins = sessions::Begins {
            account: row.id,
            kind,
            caller,
            failures_before,
            proved_at,
        };
        let session = let_in(tx, &begins, permit)?;
        Ok(Attempt::In(begun(tx, session)?))
    })
}

/// Counts a wrong try; the owner is told where they are many.
fn count(tx: &mut Tx<'_>, config: &Config, claim: &Claim) -> Result<()> {
    let now = tx.now();
    let in_a_row = claim.attempted.note_failure(tx.conn, claim.id, now)?;
    match claim.id {
        Some(account) => tell_owner(tx, config, account, in_a_row),
        None => Ok(()),
    }
}

/// The account of whoever has shown to be its owner, and their permit.
fn shown(
    tx: &mut Tx<'_>,
    claim: &Claim,
    row: Option<AccountRow>,
) -> Result<(Option<AccountRow>, Permit)> {
    let matter = Matter::Account(claim.id.unwrap_or_else(AccountId::new));
    let standing = standing::in_unit(tx, matter)?;
    let row = row.filter(|row| row.password_hash == claim.stored);
    // Whether the account is active is told to nobody but its owner, who knows the password.
    let is_active = row
        .as_ref()
        .is_none_or(|row| row.state == AccountState::Active);
    let facts = Facts::none().with(Condition::AccountIsActive, is_active);
    let permit = tx.require(Action::SignIn, &standing, &facts)?;
    Ok((row, permit))
}

/// What came of the second step.
enum Second {
    /// The account has no second factor.
    None,
    Wanted,
    Proved(Instant),
    Stale(FaultCode),
    Wrong(FaultCode),
}

fn second_step(
    tx: &mut Tx<'_>,
    config: &Config,
    row: &AccountRow,
    shown: &Shown<'_>,
) -> Result<Second> {
    if !proving::is_on(tx.conn, row.id)? {
        return Ok(Second::None);
    }
    if shown.is_blank() {
        return Ok(Second::Wanted);
    }
    let now = tx.now();
    let weighed = proving::weigh(tx.conn, config, (row.id, shown), now)?;
    Ok(match weighed {
        Weighed::Right(right) => {
            let proof = proving::use_up(tx, row.id, &right)?;
            proving::is_found(tx, row.id)?;
            Second::Proved(proof.at)
        }
        Weighed::Stale(why) => Second::Stale(why),
        Weighed::Wrong(why) => Second::Wrong(why),
    })
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
    tell_owner(tx, config, row.id, row.failed_sign_ins + 1)?;
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
