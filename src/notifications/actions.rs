//! Sending what is due, and trying again what failed.

use super::mailer::{Mailer, Outgoing};
use super::store::{self, Row};
use crate::app::App;
use crate::db::tx::{Actor, Change, Tx};
use crate::error::{Error, Result};
use crate::kernel::id::LetterId;
use crate::rules::lifecycle::LetterState;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Facts, Matter, decide};
use crate::standing;

/// Letters sent in one round of the worker.
const ROUND: i64 = 50;
/// Seconds a worker may take over one letter before another takes it up.
const LEASE: i64 = 120;
/// The longest pause between attempts, in seconds.
const LONGEST_PAUSE: i64 = 6 * 60 * 60;

/// Sends every letter that is due; gives how many left.
///
/// # Errors
/// No answer from the database. A mail server that is down is no error: the letters wait.
pub fn deliver(app: &App, mailer: &Mailer) -> Result<usize> {
    let due = app.read_now(Actor::Calendar, |view| {
        let now = view.now();
        Ok(store::due(view.conn, now, ROUND)?)
    })?;
    let mut left = 0;
    for id in due {
        let claimed = app.write_now(Actor::Calendar, move |tx| {
            let standing = standing::in_unit(tx, Matter::Letter(id))?;
            tx.require(Action::SendLetter, &standing, &Facts::none())?;
            let now = tx.now();
            Ok(store::claim(tx.conn, id, now, now.plus_seconds(LEASE))?)
        })?;
        let Some(row) = claimed else { continue };
        let sent = mailer.send(&Outgoing {
            name: &row.recipient_name,
            email: &row.recipient_email,
            message_id: &row.message_id,
            subject: &row.subject,
            text: &row.text_body,
            html: &row.html_body,
        });
        left += usize::from(sent.is_ok());
        let (keep_words, attempts) = (app.config.fund.demo, app.config.mail.attempts);
        app.write_now(Actor::Calendar, move |tx| {
            settle(tx, &row, sent, keep_words, attempts)
        })?;
    }
    Ok(left)
}

fn settle(
    tx: &mut Tx<'_>,
    row: &Row,
    sent: std::result::Result<(), String>,
    keep_words: bool,
    attempts: i32,
) -> Result<()> {
    let matter = Matter::Letter(row.id);
    let standing = standing::in_unit(tx, matter)?;
    let now = tx.now();
    match sent {
        Ok(()) => {
            let permit = tx.require(Action::SendLetter, &standing, &Facts::none())?;
            let step = decide::step(row.state, Action::SendLetter, &Facts::none())?;
            store::mark_sent(tx.conn, row, step, now, keep_words)?;
            tx.record(Change::under(permit, matter).to(serde_json::json!({ "kind": row.kind })));
        }
        Err(error) if row.attempts >= attempts => {
            let permit = tx.require(Action::GiveUpLetter, &standing, &Facts::none())?;
            let step = decide::step(row.state, Action::GiveUpLetter, &Facts::none())?;
            store::set_state(tx.conn, row.id, step, now, Some(&error))?;
            tx.record(Change::under(permit, matter).because(error));
            tracing::error!(letter = %row.id, "letter given up after the last attempt");
        }
        Err(error) => {
            tx.require(Action::SendLetter, &standing, &Facts::none())?;
            let pause = pause_after(row.attempts);
            store::mark_delayed(tx.conn, row.id, &error, now.plus_seconds(pause))?;
            tracing::warn!(letter = %row.id, attempts = row.attempts, "letter did not leave");
        }
    }
    Ok(())
}

/// Seconds to wait after so many attempts: half a minute, doubling, never more than six hours.
fn pause_after(attempts: i32) -> i64 {
    let doublings = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or(0);
    (30 * 2_i64.pow(doublings)).min(LONGEST_PAUSE)
}

/// Puts a failed letter back into the outbox.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn retry(tx: &mut Tx<'_>, id: LetterId) -> Result<()> {
    let matter = Matter::Letter(id);
    let standing = standing::in_unit(tx, matter)?;
    let permit = tx.require(Action::RetryLetter, &standing, &Facts::none())?;
    let state: LetterState =
        super::queries::state(tx.conn, id)?.ok_or(Error::NotFound(MatterKind::Letter))?;
    let step = decide::step(state, Action::RetryLetter, &Facts::none())?;
    let now = tx.now();
    if store::set_state(tx.conn, id, step, now, None)? == 0 {
        return Err(Error::stale(Action::RetryLetter));
    }
    tx.record(Change::under(permit, matter));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_of_an_hour_loses_no_letter() {
        let waited: i64 = (1..14).map(pause_after).sum();
        assert!(waited > 24 * 60 * 60, "{waited}");
        assert_eq!(pause_after(1), 30);
        assert_eq!(pause_after(99), LONGEST_PAUSE);
    }
}
