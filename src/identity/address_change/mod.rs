//! Another address for an account: asked for by its owner, who proves again to be it; confirmed at
//! both addresses; and taken back from the old one for some days.
//!
//! Whether anybody has the new address no answer tells: where somebody has, they get a letter in
//! place of a link, and nothing comes of it.

mod store;

pub mod queries;

use super::input::{ChangeAddress, UseToken};
use super::model::Purpose;
use super::second_factor::challenge::Bound;
use super::second_factor::proving::Shown;
use super::second_factor::step_up::stepped_up;
use super::secrets::one_time_link;
use super::store::AccountRow;
use super::subject::Person;
use super::{sessions, store as accounts};
use crate::case::{Case, Saw, Subject};
use crate::config::Config;
use crate::db::tx::{Actor, Change, Tidings, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::kernel::address;
use crate::kernel::digest::sha256_hex;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, AddressChangeId};
use crate::kernel::text::Email;
use crate::rules::lifecycle::AccountState;
use crate::rules::{Action, Condition, Facts, Matter, Permit};
use serde_json::json;
use store::{Row, Side};

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// Asks for another address; a letter goes to both. What was asked before falls.
///
/// # Errors
/// Every fault of the input; a wrong password or code, which count; one's own address; as many
/// letters as may go there in an hour.
pub fn ask(app: &impl Units, actor: Actor, bound: &Bound, input: &ChangeAddress) -> Result<()> {
    let new = input.parse()?;
    let config = app.config().clone();
    let shown = Shown {
        code: input.code.verbatim(),
        assertion: input.assertion.verbatim(),
        bound,
    };
    let proof = (Action::ChangeAddress, &input.current, shown);
    stepped_up(app, actor, proof, |tx, person| {
        begin(tx, &config, person, &new)
    })
}

fn begin(tx: &mut Tx<'_>, config: &Config, person: &Case<Person>, new: &Email) -> Result<()> {
    let (id, old, now) = (person.row.id, &person.row.email, tx.now());
    person.allows(Action::ChangeAddress, &Saw::default())?;
    if new.as_str() == old {
        return Err(Error::at("email", FaultCode::AddressIsYours));
    }
    let most = i64::from(config.limits.letters_an_hour_to_an_address);
    let since = now.plus_seconds(-HOUR);
    if store::asked_since(tx.conn, id, since)? >= most {
        return Err(Error::at("email", FaultCode::EnoughLetters));
    }
    // As many as may go to this address were asked for by anybody: one more would not arrive.
    let is_open = store::asked_for_since(tx.conn, new.as_str(), since)? < most;
    tx.begin(
        person,
        Action::ChangeAddress,
        person.matter(),
        &Saw::default(),
    )?;
    tx.note_last(json!({ "email": new }));
    store::end_open(tx.conn, id, now)?;
    let secrets = keep(tx, config, person, new)?;
    tell_both(tx, person, new, (secrets, is_open))
}

/// Keeps what is asked for; gives the secrets of the two letters.
fn keep(
    tx: &mut Tx<'_>,
    config: &Config,
    person: &Case<Person>,
    new: &Email,
) -> Result<[String; 2]> {
    let now = tx.now();
    let (old_secret, new_secret) = (sessions::secret()?, sessions::secret()?);
    let row = Row {
        id: AddressChangeId::new(),
        account_id: person.row.id,
        old_email: person.row.email.clone(),
        new_email: new.as_str().to_owned(),
        old_token_hash: sha256_hex(&old_secret),
        new_token_hash: sha256_hex(&new_secret),
        asked_at: now,
        expires_at: now.plus_seconds(config.security.verify_hours * HOUR),
        old_confirmed_at: None,
        new_confirmed_at: None,
        return_token_hash: None,
        returns_until: None,
        ended_at: None,
    };
    store::insert(tx.conn, row)?;
    Ok([old_secret, new_secret])
}

/// A letter to either address, with its link.
fn tell_both(
    tx: &mut Tx<'_>,
    person: &Case<Person>,
    new: &Email,
    (secrets, is_open): ([String; 2], bool),
) -> Result<()> {
    let id = person.row.id;
    let [to_old, to_new] = secrets.map(|secret| format!("/confirm-address?token={secret}"));
    let tidings = |link: String| Tidings::of(Action::ChangeAddress, person.matter(), link);
    let said = address::shown(new.as_str());
    let told = tidings(to_old).to(id).in_confidence();
    tx.tell(told.saying("at", "old").saying("email", said));
    let other = accounts::by_email(tx.conn, new.as_str())?;
    match other.filter(is_proved) {
        _ if !is_open => {}
        // Whoever has it learns that somebody tried, and not who.
        Some(other) => {
            let told = tidings("/forgotten-password".to_owned()).to(other.id);
            tx.tell(told.saying("at", "used").saying("email", ""));
        }
        None => {
            let told = tidings(to_new)
                .to(id)
                .in_confidence()
                .by_way_of(new.as_str());
            tx.tell(told.saying("at", "new").saying("email", ""));
        }
    }
    Ok(())
}

/// Confirms it, with the link of one of the two letters; once both have, it takes force. Gives
/// whose address is another now.
///
/// # Errors
/// `not_found` at the token where it is not good; `already_taken` where somebody else has come to
/// have the address; `AccountIsActive` where the account is shut out.
pub fn confirm(tx: &mut Tx<'_>, config: &Config, input: &UseToken) -> Result<Option<AccountId>> {
    let (hash, now) = (hash_of(input), tx.now());
    let gone = || Error::at("token", FaultCode::NotFound);
    let owner = store::owner(tx.conn, &hash)?.ok_or_else(gone)?;
    let person: Case<Person> = tx.case(owner)?;
    // Under the lock of its account.
    let (mut row, side) = store::open(tx.conn, &hash, now)?.ok_or_else(gone)?;
    let permit = permitted(tx, &person, Action::ConfirmAddress)?;
    store::confirm(tx.conn, row.id, side, now)?;
    match side {
        Side::Old => row.old_confirmed_at = Some(now),
        Side::New => row.new_confirmed_at = Some(now),
    }
    if row.old_confirmed_at.is_some() && row.new_confirmed_at.is_some() {
        take_force(tx, config, &person, (&row, permit))?;
        return Ok(Some(owner));
    }
    let said = json!({ "confirmed": side.code() });
    tx.record(Change::under(permit, person.matter()).to(said));
    Ok(None)
}

fn permitted(tx: &mut Tx<'_>, person: &Case<Person>, action: Action) -> Result<Permit> {
    let is_active = person.row.state == AccountState::Active;
    let facts = Facts::none().with(Condition::AccountIsActive, is_active);
    tx.require(action, person.standing(), &facts)
}

fn take_force(
    tx: &mut Tx<'_>,
    config: &Config,
    person: &Case<Person>,
    (row, permit): (&Row, Permit),
) -> Result<()> {
    let (now, secret) = (tx.now(), sessions::secret()?);
    unless_taken(tx, permit, &row.new_email)?;
    let until = now.plus_seconds(config.security.address_return_days * DAY);
    store::take_force(tx.conn, row.id, (&sha256_hex(&secret), until), now)?;
    move_to(tx, person, &row.new_email)?;
    record(tx, person, permit, &row.new_email);
    let action = Action::ConfirmAddress;
    let back = format!("/take-back-address?token={secret}");
    let told = Tidings::of(action, person.matter(), back)
        .to(row.account_id)
        .in_confidence()
        .by_way_of(&row.old_email);
    tx.tell(
        told.saying("at", "old")
            .saying("email", address::shown(&row.new_email))
            .saying("until", until),
    );
    let told = Tidings::of(action, person.matter(), "/sign-in").to(row.account_id);
    tx.tell(
        told.saying("at", "new")
            .saying("email", "")
            .saying("until", until),
    );
    Ok(())
}

/// Takes the account back to its old address, with the link of the letter that went there. All
/// sessions end, and the password opens nothing any more: whoever moved the account may know it.
/// Gives the link by which its owner sets another.
///
/// # Errors
/// As [`confirm`].
pub fn take_back(tx: &mut Tx<'_>, config: &Config, input: &UseToken) -> Result<String> {
    let (hash, now) = (hash_of(input), tx.now());
    let gone = || Error::at("token", FaultCode::NotFound);
    let owner = store::owner(tx.conn, &hash)?.ok_or_else(gone)?;
    let person: Case<Person> = tx.case(owner)?;
    let row = store::returning(tx.conn, &hash, now)?.ok_or_else(gone)?;
    let action = Action::TakeBackAddress;
    let permit = permitted(tx, &person, action)?;
    unless_taken(tx, permit, &row.old_email)?;
    store::use_return(tx.conn, (owner, row.asked_at))?;
    store::end_open(tx.conn, owner, now)?;
    let new = person.row.email.clone();
    move_to(tx, &person, &row.old_email)?;
    sessions::end_all(tx.conn, owner, None, now)?;
    accounts::void_password(tx.conn, owner)?;
    let lifetime = config.security.reset_minutes * 60;
    let reset = one_time_link(
        tx,
        owner,
        Purpose::ResetPassword,
        lifetime,
        "/reset-password",
    )?;
    record(tx, &person, permit, &row.old_email);
    let tidings = |link: &str| Tidings::of(action, person.matter(), link).to(owner);
    let told = tidings("/forgotten-password");
    tx.tell(
        told.saying("at", "back")
            .saying("email", "")
            .saying("until", now),
    );
    let told = tidings("").by_way_of(&new).saying("at", "left");
    tx.tell(told.saying("email", "").saying("until", now));
    Ok(reset)
}

fn hash_of(input: &UseToken) -> String {
    sha256_hex(input.token.verbatim().trim())
}

/// Whether somebody has shown that the address of this account is theirs.
fn is_proved(account: &AccountRow) -> bool {
    matches!(
        account.state,
        AccountState::Active | AccountState::Suspended
    )
}

/// An account that nobody has proved gives way to whoever has proved its mailbox, so that nobody
/// keeps an address from its owner by typing it. Its links open nothing any more.
fn unless_taken(tx: &mut Tx<'_>, permit: Permit, email: &str) -> Result<()> {
    let now = tx.now();
    match accounts::by_email(tx.conn, email)? {
        Some(other) if is_proved(&other) => Err(Error::at("token", FaultCode::AlreadyTaken)),
        Some(other) => {
            let id = other.id;
            accounts::set_email(tx.conn, id, &format!("{id}@gave-way.invalid"))?;
            accounts::void_tokens(tx.conn, id, now)?;
            let change = Change::under(permit, Matter::Account(id));
            tx.record(change.to(json!({ "gave_way": true })));
            Ok(())
        }
        None => Ok(()),
    }
}

/// The account has this address from now on. Links that went to the other one open nothing any
/// more, and every session ends but the one in which it is done.
fn move_to(tx: &mut Tx<'_>, person: &Case<Person>, email: &str) -> Result<()> {
    let (id, now): (AccountId, _) = (person.row.id, tx.now());
    accounts::set_email(tx.conn, id, email)?;
    accounts::void_tokens(tx.conn, id, now)?;
    let this = match tx.actor() {
        Actor::Person { account, session } if account == id => Some(session),
        _ => None,
    };
    sessions::end_all(tx.conn, id, this, now)?;
    Ok(())
}

/// The trail keeps both.
fn record(tx: &mut Tx<'_>, person: &Case<Person>, permit: Permit, email: &str) {
    let change = Change::under(permit, person.matter());
    let change = change.from(json!({ "email": person.row.email }));
    tx.record(change.to(json!({ "email": email })));
}
