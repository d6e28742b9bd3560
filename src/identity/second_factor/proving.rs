//! A code or a passkey is shown: weighed first, where a wrong one counts whatever becomes of the
//! rest, and used up in the unit that does what it was given for.

use super::challenge::{self, Bound, Told};
use super::store::{self, Row};
use super::totp::Seed;
use crate::config::Config;
use crate::db::Conn;
use crate::db::tx::{Actor, Change, Tidings, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::identity::tries::pause_after;
use crate::identity::tries::told::tell_owner;
use crate::kernel::digest::sha256_hex;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, PasskeyId};
use crate::kernel::time::Instant;
use crate::rules::proof::{Factor, Proof};
use crate::rules::{Action, Condition, Facts, Matter};
use crate::standing;
use crate::words::Named;
use serde_json::json;

/// Wrong codes before pauses begin (ASVS 6.5.5).
const FREE: i32 = 5;

impl Named for Factor {
    const FAMILY: &'static str = "proof";
}

/// What came along to prove a second factor.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'s> {
    /// A code of the app, or a recovery code.
    pub code: &'s str,
    /// What a passkey answered, where no code was given.
    pub assertion: &'s str,
    /// What that answer counts for.
    pub bound: &'s Bound,
}

impl Shown<'_> {
    /// Whether nothing came.
    pub fn is_blank(&self) -> bool {
        self.code.trim().is_empty() && self.assertion.trim().is_empty()
    }
}

/// What is right, not used up yet.
#[derive(Debug, Clone)]
pub enum Right {
    /// Of this step.
    Step(i64),
    /// A recovery code with this digest.
    Recovery(String),
    /// An answer of this passkey.
    Passkey(PasskeyId),
}

/// Whether an account has a second factor.
pub(in crate::identity) fn is_on(conn: &mut Conn, account: AccountId) -> Result<bool> {
    let row = store::row(conn, account)?;
    Ok(row.is_some_and(|row| row.on_since.is_some()))
}

/// What came of a proof.
pub(in crate::identity) enum Weighed {
    Right(Right),
    /// It was right once, or comes too late: nobody has guessed at anything.
    Stale(FaultCode),
    /// It counts.
    Wrong(FaultCode),
}

impl Weighed {
    const WRONG_CODE: Self = Self::Wrong(FaultCode::WrongCode);
    const USED_CODE: Self = Self::Stale(FaultCode::UsedCode);
}

/// The digest of a recovery code, however it was typed.
pub(super) fn digest_of(code: &str) -> String {
    let letters = code.chars().filter(|one| one.is_ascii_alphanumeric());
    let tidy: String = letters.map(|one| one.to_ascii_lowercase()).collect();
    sha256_hex(tidy)
}

/// Weighs a proof; a wrong one is counted, a stale one is not. The row is locked, so that guesses
/// take turns.
///
/// # Errors
/// `TooMany` while proofs of this account are not taken, after wrong ones.
pub(in crate::identity) fn weigh(
    conn: &mut Conn,
    config: &Config,
    (account, shown): (AccountId, &Shown<'_>),
    now: Instant,
) -> Result<Weighed> {
    let row = store::lock(conn, account)?;
    let Some(row) = row.filter(|row| row.on_since.is_some()) else {
        return Ok(Weighed::WRONG_CODE);
    };
    unless_paused(&row, now)?;
    let weighed = if shown.code.trim().is_empty() {
        let of = (account, shown.bound);
        match challenge::weighed(conn, config, of, (shown.assertion, now))? {
            Told::Right(passkey) => Weighed::Right(Right::Passkey(passkey)),
            Told::Late => Weighed::Stale(FaultCode::PasskeyTooLate),
            Told::Wrong => Weighed::Wrong(FaultCode::WrongPasskey),
        }
    } else {
        compared(conn, config, &row, (shown.code, now))?
    };
    if matches!(weighed, Weighed::Wrong(_)) {
        count(conn, config, &row, now)?;
    }
    Ok(weighed)
}

/// Whether codes are taken.
///
/// # Errors
/// `TooMany` while they are not, after wrong ones.
pub(super) fn unless_paused(row: &Row, now: Instant) -> Result<()> {
    match row.paused_until.filter(|until| *until > now) {
        Some(until) => Err(Error::TooMany {
            retry_after: until.seconds_since(now).max(1),
        }),
        None => Ok(()),
    }
}

/// Counts a wrong proof.
pub(super) fn count(conn: &mut Conn, config: &Config, row: &Row, now: Instant) -> Result<()> {
    let longest = config.security.sign_in_max_delay_seconds;
    let failures = row.failures.saturating_add(1);
    let pause = pause_after(failures, FREE, longest);
    let until = pause.map(|pause| now.plus_seconds(pause));
    tracing::warn!(account = %row.account_id, failures, "a wrong proof of a second factor");
    store::note_wrong(conn, row.account_id, until)?;
    Ok(())
}

fn compared(
    conn: &mut Conn,
    config: &Config,
    row: &Row,
    (code, now): (&str, Instant),
) -> Result<Weighed> {
    let account = row.account_id;
    let digits: String = code.chars().filter(|one| !one.is_whitespace()).collect();
    let seed = row.seed.as_deref();
    match seed.map(|seed| Seed::open(config, account, seed)) {
        Some(Ok(seed)) => {
            if let Some(step) = seed.step_of(&digits, now)? {
                let is_new = step > row.last_step;
                let right = is_new.then_some(Weighed::Right(Right::Step(step)));
                return Ok(right.unwrap_or(Weighed::USED_CODE));
            }
        }
        // Sealed under another key: what is left are the recovery codes.
        Some(Err(error)) => tracing::error!(%account, %error, "a seed cannot be opened"),
        None => {}
    }
    let digest = digest_of(code);
    Ok(
        match store::recovery_code_is_used(conn, account, &digest)? {
            Some(false) => Weighed::Right(Right::Recovery(digest)),
            Some(true) => Weighed::USED_CODE,
            None => Weighed::WRONG_CODE,
        },
    )
}

/// Uses a right proof up; its owner is told where it was a recovery code.
///
/// # Errors
/// A fault at `code` where another server was faster.
pub(in crate::identity) fn use_up(
    tx: &mut Tx<'_>,
    account: AccountId,
    right: &Right,
) -> Result<Proof> {
    let now = tx.now();
    let (is_used, factor) = match right {
        Right::Step(step) => (store::use_step(tx.conn, account, *step)?, Factor::Totp),
        Right::Recovery(digest) => {
            let is_used = store::use_recovery_code(tx.conn, account, digest, now)?;
            (is_used, Factor::RecoveryCode)
        }
        Right::Passkey(id) => {
            let is_in_force = store::passkeys::is_in_force(tx.conn, account, *id)?;
            store::note_right(tx.conn, account)?;
            (is_in_force, Factor::Passkey)
        }
    };
    if !is_used {
        return Err(refused(FaultCode::UsedCode));
    }
    if factor == Factor::RecoveryCode {
        let (action, matter) = (Action::UseRecoveryCode, Matter::Account(account));
        let standing = standing::in_unit(tx, matter)?;
        let facts = Facts::none().with(Condition::SecondFactorIsOn, true);
        let permit = tx.require(action, &standing, &facts)?;
        let left = store::recovery_codes_left(tx.conn, account)?;
        tx.record(Change::under(permit, matter).to(json!({ "left": left })));
        let tidings = Tidings::of(action, matter, "/profile/second-factor").to(account);
        tx.tell(tidings.saying("left", left));
    }
    Ok(Proof { factor, at: now })
}

/// Whoever comes in with their factor has not lost it, whoever said so at the door.
pub(in crate::identity) fn is_found(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let now = tx.now();
    store::lost::settle_loss(tx.conn, account, ("found", Some(account)), now)?;
    Ok(())
}

/// The fault of a proof: it stands at the field for the code, whatever the proof was.
pub(in crate::identity) fn refused(code: FaultCode) -> Error {
    Error::at("code", code)
}

/// Tells the owner where there were many wrong codes.
///
/// # Errors
/// No answer from the database.
pub(super) fn tell_of_wrong(tx: &mut Tx<'_>, config: &Config, account: AccountId) -> Result<()> {
    let row = store::row(tx.conn, account)?;
    tell_owner(tx, config, account, row.map_or(0, |row| row.failures))
}

/// Weighs the proof a person sent with a deed, in a unit of its own: what is wrong counts.
///
/// # Errors
/// A fault at `code` where it is wrong or was used; `TooMany` after several wrong ones.
pub fn weigh_with_deed(app: &impl Units, actor: Actor, shown: &Shown<'_>) -> Result<Option<Right>> {
    let Some(account) = actor.account().filter(|_| !shown.is_blank()) else {
        return Ok(None);
    };
    let is_on = app.read_now(actor, |view| is_on(view.conn, account))?;
    // Of whoever has none, none is asked.
    if !is_on {
        return Ok(None);
    }
    let config = app.config().clone();
    let weighed = app.write_now(actor, |tx| {
        let (action, matter) = (Action::ProveSecondFactor, Matter::Account(account));
        let standing = standing::in_unit(tx, matter)?;
        let facts = Facts::none().with(Condition::SecondFactorIsOn, true);
        let permit = tx.require(action, &standing, &facts)?;
        let now = tx.now();
        let weighed = weigh(tx.conn, &config, (account, shown), now)?;
        if let Weighed::Wrong(why) = weighed {
            tell_of_wrong(tx, &config, account)?;
            let what = match why {
                FaultCode::WrongPasskey => "passkey",
                _ => "code",
            };
            tx.record(Change::under(permit, matter).to(json!({ what: "wrong" })));
        }
        Ok(weighed)
    })?;
    match weighed {
        Weighed::Right(right) => Ok(Some(right)),
        Weighed::Stale(why) | Weighed::Wrong(why) => Err(refused(why)),
    }
}

/// Uses up, in the unit of a deed, what was weighed before it: what is done is proved with it, and
/// so is the session for a while.
///
/// # Errors
/// A fault at `code` where another server was faster.
pub fn prove(tx: &mut Tx<'_>, right: Option<&Right>) -> Result<()> {
    let (Some(right), Actor::Person { account, session }) = (right, tx.actor()) else {
        return Ok(());
    };
    let proof = use_up(tx, account, right)?;
    store::note_proved(tx.conn, session, proof.at)?;
    tx.note_proof(proof);
    Ok(())
}
