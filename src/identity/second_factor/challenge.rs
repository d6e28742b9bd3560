//! A browser is asked for a passkey, and answers: each question is for one person, one session and
//! one deed on what was read, and is good once.

use super::input::AskForPasskey;
use super::store::passkeys::{self as store, ChallengeRow, PasskeyRow};
use super::webauthn::{Answer, Key, Question, Site};
use crate::config::Config;
use crate::db::Conn;
use crate::db::tx::{Actor, Tx};
use crate::error::{Error, Result};
use crate::identity::store as accounts;
use crate::identity::ticket;
use crate::kernel::digest::sha256_hex;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, PasskeyId, SessionId};
use crate::kernel::time::Instant;
use crate::rules::proof::Ceremony;
use crate::rules::{Action, Condition, Facts, Matter};
use crate::standing;
use serde::Serialize;
use serde_json::Value;

/// Seconds in which a question is answered.
const LIFETIME: i64 = 5 * 60;
/// Where people sign in.
const DOOR: &str = "/sign-in";

/// What an answer of a passkey counts for, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    purpose: Ceremony,
    session: Option<SessionId>,
    address: String,
    /// What was read: the digest of the matter, or of the ticket at the door.
    digest: Option<String>,
}

impl Bound {
    /// To a deed, sent to this address in this session by whoever has read this.
    pub fn to_deed(actor: Actor, address: String, digest: Option<String>) -> Self {
        let session = match actor {
            Actor::Person { session, .. } => Some(session),
            _ => None,
        };
        Self {
            purpose: Ceremony::Deed,
            session,
            address,
            digest,
        }
    }

    /// To what the first step of signing in gave.
    pub(in crate::identity) fn to_ticket(ticket: &str) -> Self {
        Self {
            purpose: Ceremony::SignIn,
            session: None,
            address: DOOR.to_owned(),
            digest: Some(sha256_hex(ticket)),
        }
    }

    /// To a passkey that is made in this session.
    pub(super) fn to_making(session: SessionId) -> Self {
        Self {
            purpose: Ceremony::Register,
            session: Some(session),
            address: String::new(),
            digest: None,
        }
    }

    fn is_that_of(&self, asked: &ChallengeRow) -> bool {
        asked.purpose == self.purpose
            && asked.session_id == self.session
            && asked.address == self.address
            && asked.digest == self.digest
    }
}

/// What a browser is asked, in the words of its own function.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct AskedPasskey {
    /// What `PublicKeyCredential.parseRequestOptionsFromJSON` takes.
    #[schema(value_type = Object)]
    pub options: Value,
}

/// What came of an answer.
pub(super) enum Told<T> {
    Right(T),
    /// It is one to what was asked, too long ago.
    Late,
    /// Used before, never asked, asked for something else, or of a key that is not this person's.
    Wrong,
}

impl From<&PasskeyRow> for Key {
    fn from(row: &PasskeyRow) -> Self {
        Self {
            credential_id: row.credential_id.clone(),
            transports: row.transports,
            static_state: row.static_state.clone(),
            dynamic_state: row.dynamic_state.clone(),
        }
    }
}

/// The keys of these passkeys.
pub(super) fn keys(rows: &[PasskeyRow]) -> Vec<Key> {
    rows.iter().map(Key::from).collect()
}

/// Asks a browser for one of a person's passkeys: at the door for whoever has just given the right
/// password, or for a deed of whoever is signed in.
///
/// # Errors
/// A ticket that is over; the refusal of the tables where there is no passkey.
pub fn ask(tx: &mut Tx<'_>, config: &Config, input: &AskForPasskey) -> Result<AskedPasskey> {
    let (account, bound) = if input.ticket.is_blank() {
        let account = tx.person()?;
        let (address, digest) = input.deed()?;
        (account, Bound::to_deed(tx.actor(), address, digest))
    } else {
        let shown = input.ticket.line();
        let account = ticket_holder(tx.conn, config, &shown, tx.now())?;
        let over = || Error::at("ticket", FaultCode::TicketIsOver);
        (account.ok_or_else(over)?, Bound::to_ticket(&shown))
    };
    let keys = keys(&store::all(tx.conn, account)?);
    let site = Site::of(config).filter(|_| !keys.is_empty());
    let standing = standing::in_unit(tx, Matter::Account(account))?;
    let facts = Facts::none().with(Condition::PasskeyIsThere, site.is_some());
    tx.require(Action::AskForPasskey, &standing, &facts)?;
    let site = site.ok_or_else(|| Error::internal("no site for passkeys"))?;
    let question = site.ask_to_show(&keys)?;
    let options = serde_json::from_str(&question.options);
    let options = options.map_err(|error| Error::Internal(Box::new(error)))?;
    keep(tx, account, bound, question)?;
    Ok(AskedPasskey { options })
}

/// Whose a ticket of the first step of signing in is, while it holds.
fn ticket_holder(
    conn: &mut Conn,
    config: &Config,
    shown: &str,
    now: Instant,
) -> Result<Option<AccountId>> {
    let Some(ticket) = ticket::read(config, shown, now) else {
        return Ok(None);
    };
    let row = accounts::by_id(conn, ticket.account)?;
    let row = row.filter(|row| row.version == ticket.version);
    Ok(row.map(|row| row.id))
}

/// Whether whoever holds this ticket may use a passkey.
///
/// # Errors
/// No answer from the database.
pub fn is_offered_at_the_door(
    conn: &mut Conn,
    config: &Config,
    shown: &str,
    now: Instant,
) -> Result<bool> {
    let holder = ticket_holder(conn, config, shown, now)?;
    match holder.filter(|_| Site::of(config).is_some()) {
        Some(account) => Ok(!store::all(conn, account)?.is_empty()),
        None => Ok(false),
    }
}

/// Keeps what a browser is asked.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    account: AccountId,
    bound: Bound,
    question: Question,
) -> Result<()> {
    let now = tx.now();
    let asked = ChallengeRow {
        challenge: question.challenge,
        account_id: account,
        session_id: bound.session,
        purpose: bound.purpose,
        address: bound.address,
        digest: bound.digest,
        state: question.state,
        options: question.options,
        ends_at: now.plus_seconds(LIFETIME),
    };
    store::ask(tx.conn, &asked, now)?;
    Ok(())
}

/// Takes what was asked: with the unit that weighs it, it is used up whatever comes of the answer.
pub(super) fn taken(
    conn: &mut Conn,
    (account, bound): (AccountId, &Bound),
    challenge: Option<String>,
    now: Instant,
) -> Result<Told<ChallengeRow>> {
    let Some(challenge) = challenge else {
        return Ok(Told::Wrong);
    };
    let asked = store::take(conn, (account, &challenge), now)?;
    Ok(match asked.filter(|asked| bound.is_that_of(asked)) {
        Some(asked) if now < asked.ends_at => Told::Right(asked),
        Some(_) => Told::Late,
        None => Told::Wrong,
    })
}

/// What came of an answer: which passkey it was. Its counter is kept with the unit that weighs it,
/// so that a copy of it is known where the deed that follows in another comes to nothing.
pub(super) fn weighed(
    conn: &mut Conn,
    config: &Config,
    (account, bound): (AccountId, &Bound),
    (answer, now): (&str, Instant),
) -> Result<Told<PasskeyId>> {
    let Some((site, answer)) = Site::of(config).zip(Answer::read(answer)) else {
        return Ok(Told::Wrong);
    };
    let asked = match taken(conn, (account, bound), answer.challenge(), now)? {
        Told::Right(asked) => asked,
        Told::Late => return Ok(Told::Late),
        Told::Wrong => return Ok(Told::Wrong),
    };
    let named = answer.credential_id();
    let mut own = store::all(conn, account)?.into_iter();
    let Some(row) = own.find(|row| row.credential_id == named) else {
        return Ok(Told::Wrong);
    };
    let Some(state) = site.shown(&asked.state, (account, &Key::from(&row)), &answer) else {
        return Ok(Told::Wrong);
    };
    store::note_used(conn, row.id, (&state, now))?;
    Ok(Told::Right(row.id))
}
