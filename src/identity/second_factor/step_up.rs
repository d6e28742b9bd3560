//! Showing again to be the owner, before what concerns the account itself: by a proof of the
//! second factor that is not older than ten minutes, or by the password where there is no factor.

use super::challenge::Bound;
use super::input::ShowAgain;
use super::proving::Shown;
use super::{proving, store};
use crate::case::{Case, Saw};
use crate::db::tx::{Actor, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::identity::signing_in::{Attempt, unless_paused, weighed};
use crate::identity::subject::Person;
use crate::identity::{password, store as accounts};
use crate::kernel::entry::Entry;
use crate::kernel::fault::FaultCode;
use crate::rules::{Action, Condition, Facts};

/// Shows it, for what is done next in the same session.
///
/// # Errors
/// As [`stepped_up`].
pub fn show_again(
    app: &impl Units,
    actor: Actor,
    (action, bound): (Action, &Bound),
    input: &ShowAgain,
) -> Result<()> {
    let shown = Shown {
        code: input.code.verbatim(),
        assertion: input.assertion.verbatim(),
        bound,
    };
    stepped_up(app, actor, (action, &input.current, shown), |tx, person| {
        person.allows(action, &Saw::default())?;
        let proved = Facts::none().with(Condition::ProvedRecently, true);
        tx.require(action, person.standing(), &proved).map(drop)
    })
}

/// Does what asks for it: whatever is wrong counts, as at the door.
///
/// # Errors
/// A missing or wrong password at `current`; a wrong code at `code`; what `work` gives, and it asks
/// the law whether a proof is wanting.
pub(in crate::identity) fn stepped_up<T>(
    app: &impl Units,
    actor: Actor,
    (action, current, shown): (Action, &Entry, Shown<'_>),
    work: impl Fn(&mut Tx<'_>, &Case<Person>) -> Result<T>,
) -> Result<T> {
    let account = actor.person()?;
    let config = app.config().clone();
    let right = proving::weigh_with_deed(app, actor, &shown)?;
    let (row, has_factor) = app.read_now(actor, |view| {
        let row = accounts::by_id(view.conn, account)?.ok_or(Error::Unauthenticated)?;
        let has_factor = proving::is_on(view.conn, account)?;
        if !has_factor {
            unless_paused(&row, view.now())?;
        }
        Ok((row, has_factor))
    })?;
    if !has_factor && current.verbatim().is_empty() {
        return Err(Error::at("current", FaultCode::Required));
    }
    let stored = row.password_hash.as_deref();
    let fits = !has_factor && password::fits(current.verbatim(), stored, &config.security)?;
    let attempt = app.write_now(actor, |tx| {
        let person: Case<Person> = tx.case(account)?;
        if !proving::is_on(tx.conn, account)? {
            unless_paused(&person.row, tx.now())?;
            let proved = Facts::none().with(Condition::ProvedRecently, true);
            tx.require(action, person.standing(), &proved)?;
            // Another change may have come between: then the current one is another.
            let fits = fits && person.row.password_hash.as_deref() == stored;
            if let Some(out) = weighed(tx, &person.row, fits, "current", &config)? {
                return Ok(Attempt::Out(out));
            }
            if let Actor::Person { session, .. } = actor {
                let now = tx.now();
                store::note_proved(tx.conn, session, now)?;
            }
        }
        proving::prove(tx, right.as_ref())?;
        // With what was just proved.
        let person: Case<Person> = tx.case(account)?;
        Ok(Attempt::In(work(tx, &person)?))
    })?;
    attempt.value()
}
