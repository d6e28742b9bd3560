//! Switching a second factor on and off, and its recovery codes.

use super::challenge::Bound;
use super::input::{Begin, Both, Code, Proof};
use super::proving::{self, Shown, Weighed};
use super::store::{self, Row};
use super::totp::{Seed, in_groups};
use crate::case::{Case, Subject};
use crate::config::Config;
use crate::db::tx::{Actor, Change, Tidings, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::identity::signing_in::{Attempt, unless_paused, weighed};
use crate::identity::subject::Person;
use crate::identity::{password, sessions, store as accounts};
use crate::kernel::digest::sha256_hex;
use crate::kernel::entry::Entry;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::AccountId;
use crate::kernel::sealed::random_bytes;
use crate::rules::capacity::Ground;
use crate::rules::{Action, Condition, Facts, Permit};
use data_encoding::BASE32_NOPAD;
use serde::Serialize;
use serde_json::json;

/// How many recovery codes there are, and of how many random bytes each: 80 bits.
const CODES: usize = 10;
const CODE_BYTES: usize = 10;
/// The page where all of this is done.
pub(super) const PAGE: &str = "/profile/second-factor";

/// Recovery codes, shown once.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RecoveryCodes {
    /// Each is good once, in place of a code of the app.
    pub recovery_codes: Vec<String>,
}

/// A second factor that waits for its first code, for a quarter of an hour and in this session
/// alone: shown once.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct BegunFactor {
    /// What an app reads, as a picture or as a link: `otpauth://totp/…`.
    pub address: String,
    /// The seed to be typed by hand, in groups of four.
    pub seed: String,
}

/// Begins a factor: its seed is shown to its owner this once, and its first code is taken for a
/// while, in this session.
///
/// # Errors
/// A wrong password, or a wrong code where there is a factor; both count.
pub fn begin(app: &impl Units, actor: Actor, bound: &Bound, input: &Begin) -> Result<BegunFactor> {
    let Actor::Person { account, session } = actor else {
        return Err(Error::Unauthenticated);
    };
    let typed = (
        &input.current,
        shown((&input.code, &input.assertion), bound),
    );
    let action = Action::BeginSecondFactor;
    with_password(app, actor, (action, typed), |tx, person, permit| {
        let seed = Seed::new()?;
        let sealed = seed.sealed(app.config(), account)?;
        let is_there = store::lock(tx.conn, account)?.is_some();
        let now = tx.now();
        store::begin(tx.conn, (account, session), (&sealed, now), is_there)?;
        tx.record(Change::under(permit, person.matter()));
        let fund = accounts::name_of_fund(tx.conn)?;
        let issuer = fund.unwrap_or_else(|| "jointfund".to_owned());
        Ok(BegunFactor {
            address: seed.address(&issuer, &person.row.email)?,
            seed: seed.text(),
        })
    })
}

/// Switches on what was begun, with its first code; ends the actor's other sessions, and gives the
/// recovery codes.
///
/// # Errors
/// A fault at `code`: nothing was begun in this session, or it is none of that seed.
pub fn turn_on(tx: &mut Tx<'_>, config: &Config, input: &Code) -> Result<RecoveryCodes> {
    let Actor::Person { account, session } = tx.actor() else {
        return Err(Error::Unauthenticated);
    };
    let (action, now) = (Action::TurnOnSecondFactor, tx.now());
    let person: Case<Person> = tx.case(account)?;
    let permit = permitted(tx, &person, action, config)?;
    let row = store::lock(tx.conn, account)?;
    let begun = row.as_ref().and_then(|row| row.begun(session, now));
    let sealed = begun.ok_or_else(|| Error::at("code", FaultCode::NotFound))?;
    let digits = input.code.line().replace(' ', "");
    let step = Seed::open(config, account, sealed)?.step_of(&digits, now)?;
    let step = step.ok_or_else(|| proving::refused(FaultCode::WrongCode))?;
    if store::turn_on(tx.conn, account, (sealed, step), now)? == 0 {
        return Err(Error::at("code", FaultCode::NotFound));
    }
    // Whoever sets up an app has nothing to be taken off any more.
    store::lost::settle_reset(tx.conn, account, ("overtaken", Some(account)), now)?;
    sessions::end_all(tx.conn, account, Some(session), now)?;
    store::note_proved(tx.conn, session, now)?;
    tx.record(Change::under(permit, person.matter()).to(json!({ "second_factor": "on" })));
    tx.tell(Tidings::of(action, person.matter(), PAGE).to(account));
    new_codes(tx, account)
}

/// Switches the app off: the factor itself, where there is no passkey besides.
///
/// # Errors
/// A wrong password or code, which count; the refusal of the tables where an office asks for it.
pub fn turn_off(app: &impl Units, actor: Actor, bound: &Bound, input: &Both) -> Result<()> {
    let typed = (
        &input.current,
        shown((&input.code, &input.assertion), bound),
    );
    let action = Action::TurnOffSecondFactor;
    with_password(app, actor, (action, typed), |tx, person, permit| {
        let (account, now) = (person.row.id, tx.now());
        store::lost::settle_reset(tx.conn, account, ("overtaken", Some(account)), now)?;
        let row = store::lock(tx.conn, account)?;
        let rests_on = if row.is_some_and(|row| row.passkeys > 0) {
            store::remove_app(tx.conn, account)?;
            "passkeys"
        } else {
            store::remove(tx.conn, account, now)?;
            "off"
        };
        tx.record(Change::under(permit, person.matter()).to(json!({ "second_factor": rests_on })));
        let tidings = Tidings::of(action, person.matter(), PAGE).to(person.row.id);
        tx.tell(tidings.saying("rests_on", rests_on));
        Ok(())
    })
}

/// Puts new recovery codes in the place of the old ones.
///
/// # Errors
/// A missing or wrong code; the refusal of the tables.
pub fn renew_codes(
    app: &impl Units,
    actor: Actor,
    bound: &Bound,
    input: &Proof,
) -> Result<RecoveryCodes> {
    let account = actor.person()?;
    let config = app.config().clone();
    let shown = shown((&input.code, &input.assertion), bound);
    let right = proving::weigh_with_deed(app, actor, &shown)?;
    app.write_now(actor, |tx| {
        let action = Action::RenewRecoveryCodes;
        let person: Case<Person> = tx.case(account)?;
        let permit = permitted(tx, &person, action, &config)?;
        if right.is_none() {
            return Err(Error::at("code", FaultCode::SecondFactorRequired));
        }
        proving::prove(tx, right.as_ref())?;
        tx.record(Change::under(permit, person.matter()));
        tx.tell(Tidings::of(action, person.matter(), PAGE).to(account));
        new_codes(tx, account)
    })
}

/// The owner says that they keep the recovery codes.
///
/// # Errors
/// The refusal of the tables.
pub fn keep_codes(tx: &mut Tx<'_>, config: &Config) -> Result<()> {
    let (account, now) = (tx.person()?, tx.now());
    let person: Case<Person> = tx.case(account)?;
    let permit = permitted(tx, &person, Action::KeepRecoveryCodes, config)?;
    store::note_kept(tx.conn, account, now)?;
    tx.record(Change::under(permit, person.matter()));
    Ok(())
}

/// A code or an answer, with what it counts for.
pub(super) fn shown<'s>((code, assertion): (&'s Entry, &'s Entry), bound: &'s Bound) -> Shown<'s> {
    Shown {
        code: code.verbatim(),
        assertion: assertion.verbatim(),
        bound,
    }
}

/// What the law asks of a factor, as it stands, before its owner may do this with it.
pub(super) fn facts(row: Option<&Row>, is_asked_for: bool, action: Action) -> Facts {
    let is_on = row.is_some_and(|row| row.on_since.is_some());
    let has_app = row.is_some_and(|row| row.seed.is_some());
    let passkeys = row.map_or(0, |row| row.passkeys);
    // Whether something stays of it, where something is taken away.
    let another_stays = match action {
        Action::TurnOffSecondFactor => passkeys > 0,
        Action::RemovePasskey => has_app || passkeys > 1,
        _ => true,
    };
    Facts::none()
        .with(Condition::SecondFactorIsOn, is_on)
        .with(Condition::AppIsSetUp, has_app)
        .with(Condition::PasskeyIsThere, passkeys > 0)
        .with(Condition::NoOfficeAsksForIt, another_stays || !is_asked_for)
}

/// Whether an office of somebody asks for a factor.
pub(super) fn is_asked_for(ground: &Ground, config: &Config) -> bool {
    let strict = &config.security.second_factor_for;
    let mut held = ground.roles.iter().chain(&ground.withheld);
    held.any(|held| strict.contains(&held.role))
}

/// Whether the actor may do this with their own factor.
pub(super) fn permitted(
    tx: &mut Tx<'_>,
    person: &Case<Person>,
    action: Action,
    config: &Config,
) -> Result<Permit> {
    let row = store::row(tx.conn, person.row.id)?;
    let is_asked_for = is_asked_for(&tx.view().ground()?, config);
    let facts = facts(row.as_ref(), is_asked_for, action);
    tx.require(action, person.standing(), &facts)
}

/// Does what asks for the password, and for a code where the factor is on: what is wrong counts,
/// and what is right is spent, whatever comes of the rest.
pub(super) fn with_password<T>(
    app: &impl Units,
    actor: Actor,
    (action, (current, shown)): (Action, (&Entry, Shown<'_>)),
    work: impl Fn(&mut Tx<'_>, &Case<Person>, Permit) -> Result<T>,
) -> Result<T> {
    let account = actor.person()?;
    let config = app.config().clone();
    let row = app.read_now(actor, |view| {
        let row = accounts::by_id(view.conn, account)?.ok_or(Error::Unauthenticated)?;
        unless_paused(&row, view.now())?;
        Ok(row)
    })?;
    let stored = row.password_hash.as_deref();
    let fits = password::fits(current.verbatim(), stored, &config.security)?;
    let attempt = app.write_now(actor, |tx| {
        let person: Case<Person> = tx.case(account)?;
        unless_paused(&person.row, tx.now())?;
        permitted(tx, &person, action, &config)?;
        // Another change may have come between: then the current one is another.
        let fits = fits && person.row.password_hash.as_deref() == stored;
        if let Some(out) = weighed(tx, &person.row, fits, "current", &config)? {
            return Ok(Attempt::Out(out));
        }
        match weigh_own(tx, &config, account, &shown)? {
            Some(Weighed::Wrong(why)) => {
                proving::tell_of_wrong(tx, &config, account)?;
                return Ok(Attempt::Out(proving::refused(why)));
            }
            Some(Weighed::Stale(why)) => return Ok(Attempt::Out(proving::refused(why))),
            Some(Weighed::Right(right)) => proving::use_up(tx, account, &right).map(drop)?,
            None => {}
        }
        Ok(Attempt::In(()))
    })?;
    attempt.value()?;
    app.write_now(actor, |tx| {
        let person: Case<Person> = tx.case(account)?;
        if person.row.password_hash.as_deref() != stored {
            return Err(Error::stale(action));
        }
        let permit = permitted(tx, &person, action, &config)?;
        work(tx, &person, permit)
    })
}

/// What came of a proof of the actor's own factor; none where they have no factor.
fn weigh_own(
    tx: &mut Tx<'_>,
    config: &Config,
    account: AccountId,
    shown: &Shown<'_>,
) -> Result<Option<Weighed>> {
    if !proving::is_on(tx.conn, account)? {
        return Ok(None);
    }
    let now = tx.now();
    proving::weigh(tx.conn, config, (account, shown), now).map(Some)
}

/// New recovery codes in the place of all others: kept as digests, told once.
pub(super) fn new_codes(tx: &mut Tx<'_>, account: AccountId) -> Result<RecoveryCodes> {
    let mut recovery_codes = Vec::new();
    for _ in 0..CODES {
        let bytes = random_bytes(CODE_BYTES).ok_or_else(|| Error::internal("no randomness"))?;
        let letters = BASE32_NOPAD.encode(&bytes).to_lowercase();
        recovery_codes.push(in_groups(&letters).replace(' ', "-"));
    }
    let codes = recovery_codes.iter();
    let digests: Vec<String> = codes
        .map(|code| sha256_hex(code.replace('-', "")))
        .collect();
    let now = tx.now();
    store::replace_recovery_codes(tx.conn, account, &digests, now)?;
    Ok(RecoveryCodes { recovery_codes })
}
