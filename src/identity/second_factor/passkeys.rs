//! Passkeys are made, and removed.

use super::challenge::{self, Bound, Told};
use super::deeds::{self, PAGE, new_codes, permitted, shown, with_password};
use super::input::{AddPasskey, Begin, Both};
use super::store;
use super::store::passkeys::{self as rows, NewPasskey};
use super::webauthn::{Made, Site};
use crate::case::{Case, Subject};
use crate::config::Config;
use crate::db::tx::{Actor, Change, Tidings, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::identity::sessions;
use crate::identity::subject::Person;
use crate::kernel::entry::Reading;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, PasskeyId};
use crate::kernel::text::Name;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Permit};
use serde::Serialize;
use serde_json::{Value, json};

/// More than anybody has devices.
const MOST: usize = 20;

/// A passkey that a browser is asked to make, within five minutes and in this session alone.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct BegunPasskey {
    /// What `PublicKeyCredential.parseCreationOptionsFromJSON` takes.
    #[schema(value_type = Object)]
    pub options: Value,
}

/// A passkey that was added.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct AddedPasskey {
    pub id: PasskeyId,
    /// Recovery codes, shown once, where this switched the second factor on; none otherwise.
    pub recovery_codes: Vec<String>,
}

/// Asks the browser to make a passkey.
///
/// # Errors
/// A wrong password, or a wrong code where there is a factor; both count. A public address that is
/// no name, to which no passkey can belong.
pub fn begin(app: &impl Units, actor: Actor, bound: &Bound, input: &Begin) -> Result<BegunPasskey> {
    let Actor::Person { account, session } = actor else {
        return Err(Error::Unauthenticated);
    };
    let site = Site::of(app.config());
    let site = site.ok_or_else(|| Error::at("", FaultCode::NoNameForPasskeys))?;
    let typed = (
        &input.current,
        shown((&input.code, &input.assertion), bound),
    );
    let action = Action::BeginPasskey;
    with_password(app, actor, (action, typed), |tx, person, permit| {
        let known = challenge::keys(&rows::all(tx.conn, account)?);
        if known.len() >= MOST {
            return Err(Error::at("", FaultCode::TooManyPasskeys));
        }
        let owner = (account, person.row.email.as_str(), person.row.name.as_str());
        let question = site.ask_to_make(owner, &known)?;
        let options = serde_json::from_str(&question.options);
        let options = options.map_err(|error| Error::Internal(Box::new(error)))?;
        challenge::keep(tx, account, Bound::to_making(session), question)?;
        tx.record(Change::under(permit, person.matter()));
        Ok(BegunPasskey { options })
    })
}

/// Adds what the browser has made. The first factor of any kind ends the actor's other sessions and
/// gives recovery codes.
///
/// # Errors
/// A fault of the name; a fault of the whole where what was made is no answer to what was asked in
/// this session, or somebody has it already.
pub fn add(tx: &mut Tx<'_>, config: &Config, input: &AddPasskey) -> Result<AddedPasskey> {
    let Actor::Person { account, session } = tx.actor() else {
        return Err(Error::Unauthenticated);
    };
    let (action, now) = (Action::AddPasskey, tx.now());
    let person: Case<Person> = tx.case(account)?;
    let permit = permitted(tx, &person, action, config)?;
    let mut reading = Reading::new();
    let name: Option<Name> = reading.required("name", &input.name);
    let name = reading.finish(name)?;
    if rows::all(tx.conn, account)?.len() >= MOST {
        return Err(Error::at("", FaultCode::TooManyPasskeys));
    }
    if input.credential.is_blank() {
        return Err(Error::at("", FaultCode::NoPasskey));
    }
    let wrong = |code: FaultCode| Error::at("", code);
    let read = Site::of(config).zip(Made::read(input.credential.verbatim()));
    let (site, made) = read.ok_or_else(|| wrong(FaultCode::WrongPasskey))?;
    let bound = Bound::to_making(session);
    let asked = match challenge::taken(tx.conn, (account, &bound), made.challenge(), now)? {
        Told::Right(asked) => asked,
        Told::Late => return Err(wrong(FaultCode::PasskeyTooLate)),
        Told::Wrong => return Err(wrong(FaultCode::WrongPasskey)),
    };
    let key = site.made(&asked.state, &made);
    let key = key.ok_or_else(|| wrong(FaultCode::WrongPasskey))?;
    let id = PasskeyId::new();
    let passkey = NewPasskey {
        id,
        account_id: account,
        credential_id: key.credential_id,
        transports: key.transports,
        static_state: key.static_state,
        dynamic_state: key.dynamic_state,
        name: name.as_str().to_owned(),
        added_at: now,
    };
    if !rows::add(tx.conn, &passkey)? {
        return Err(wrong(FaultCode::WrongPasskey));
    }
    // Whoever has set up a factor has nothing to be taken off any more.
    store::lost::settle_reset(tx.conn, account, ("overtaken", Some(account)), now)?;
    store::note_proved(tx.conn, session, now)?;
    let recovery_codes = counted(tx, account)?;
    let rests_on = if recovery_codes.is_empty() {
        "more"
    } else {
        "first"
    };
    let after = json!({ "passkey": name, "rests_on": rests_on });
    tx.record(Change::under(permit, person.matter()).to(after));
    let tidings = Tidings::of(action, person.matter(), PAGE).to(account);
    let tidings = tidings.saying("name", name.as_str());
    tx.tell(tidings.saying("rests_on", rests_on));
    Ok(AddedPasskey { id, recovery_codes })
}

/// Counts the passkeys with the factor. Where this is the first of any kind, the factor is on from
/// now on, other sessions end, and there are recovery codes.
fn counted(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<String>> {
    let now = tx.now();
    let row = store::lock(tx.conn, account)?;
    let was_on = row.as_ref().is_some_and(|row| row.on_since.is_some());
    rows::count(tx.conn, account, (row.is_some(), now))?;
    if was_on {
        return Ok(Vec::new());
    }
    rows::switch_on(tx.conn, account, now)?;
    let own = match tx.actor() {
        Actor::Person { session, .. } => Some(session),
        _ => None,
    };
    sessions::end_all(tx.conn, account, own, now)?;
    Ok(new_codes(tx, account)?.recovery_codes)
}

/// Removes a passkey: the factor itself is off, where nothing of it is left.
///
/// # Errors
/// A wrong password or code, which count; the refusal of the tables where it is the last of whoever
/// holds an office that asks for one; `NotFound` where it is none of theirs.
pub fn remove(
    app: &impl Units,
    actor: Actor,
    (id, bound): (PasskeyId, &Bound),
    input: &Both,
) -> Result<()> {
    let typed = (
        &input.current,
        shown((&input.code, &input.assertion), bound),
    );
    let action = Action::RemovePasskey;
    with_password(app, actor, (action, typed), |tx, person, permit| {
        taken_away(tx, person, permit, id)
    })
}

fn taken_away(tx: &mut Tx<'_>, person: &Case<Person>, permit: Permit, id: PasskeyId) -> Result<()> {
    let (account, now) = (person.row.id, tx.now());
    let mut own = rows::all(tx.conn, account)?.into_iter();
    let passkey = own.find(|row| row.id == id);
    let passkey = passkey.ok_or(Error::NotFound(MatterKind::Account))?;
    rows::remove(tx.conn, id, now)?;
    rows::count(tx.conn, account, (true, now))?;
    let row = store::row(tx.conn, account)?;
    let is_last = row.is_some_and(|row| row.passkeys == 0 && row.seed.is_none());
    if is_last {
        store::lost::settle_reset(tx.conn, account, ("overtaken", Some(account)), now)?;
        store::remove(tx.conn, account, now)?;
    }
    let rests_on = if is_last { "off" } else { "more" };
    let change = Change::under(permit, person.matter());
    let change = change.from(json!({ "passkey": passkey.name }));
    tx.record(change.to(json!({ "rests_on": rests_on })));
    let action = Action::RemovePasskey;
    let tidings = Tidings::of(action, person.matter(), deeds::PAGE).to(account);
    let tidings = tidings.saying("name", passkey.name);
    tx.tell(tidings.saying("rests_on", rests_on));
    Ok(())
}
