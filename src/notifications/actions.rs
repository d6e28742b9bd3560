//! Sending what is due, and trying again what failed.

use super::mailer::Outgoing;
use super::store::{self, Row};
use crate::audit;
use crate::case::{Case, Saw};
use crate::db::tx::{Tx, View};
use crate::error::Result;
use crate::kernel::id::LetterId;
use crate::rules::{Action, Facts, Matter};
use crate::standing;

/// Letters sent in one round of the worker.
const ROUND: i64 = 50;
/// Seconds a worker may take over one letter before another takes it up.
const LEASE: i64 = 120;
/// The longest pause between attempts, in seconds.
const LONGEST_PAUSE: i64 = 6 * 60 * 60;

/// The letters that are due, the oldest first, as many as one round sends.
///
/// # Errors
/// No answer from the database.
pub fn due(view: &mut View<'_>) -> Result<Vec<LetterId>> {
    let now = view.now();
    Ok(store::due(view.conn, now, ROUND)?)
}

/// Takes up a letter for a while, so that no other worker sends it too; nothing if another has it.
/// One that may have left already is held longer each time: what keeps us from noting that it left
/// may last.
///
/// # Errors
/// The refusal of the tables; `ClockBehind` where it could not be noted that it left.
pub fn take_up(tx: &mut Tx<'_>, id: LetterId) -> Result<Option<Row>> {
    let standing = standing::in_unit(tx, Matter::Letter(id))?;
    tx.require(Action::SendLetter, &standing, &Facts::none())?;
    let now = tx.now();
    audit::clock::is_right(tx.conn, now)?;
    let taken = store::claim(tx.conn, id, now, now.plus_seconds(LEASE))?;
    if let Some(letter) = taken.as_ref().filter(|letter| letter.repeats > 0) {
        let repeats = letter.repeats;
        let longer = now.plus_seconds(LEASE + pause_after(letter.attempts));
        store::hold(tx.conn, id, longer)?;
        tracing::warn!(letter = %id, repeats, "a letter may leave twice: a worker broke off");
    }
    Ok(taken)
}

/// Sends a letter that was taken up.
///
/// # Errors
/// What the mail server said.
pub fn send(
    by: impl Fn(&Outgoing<'_>) -> std::result::Result<(), String>,
    letter: &Row,
) -> std::result::Result<(), String> {
    by(&Outgoing {
        name: &letter.recipient_name,
        email: &letter.recipient_email,
        message_id: &letter.message_id,
        subject: &letter.subject,
        text: &letter.text_body,
        html: &letter.html_body,
    })
}

/// Notes what came of sending: gone, to be tried again, or given up after so many attempts.
///
/// # Errors
/// The refusal of the tables.
pub fn settle(
    tx: &mut Tx<'_>,
    row: &Row,
    sent: &std::result::Result<(), String>,
    keep_words: bool,
    attempts: i32,
) -> Result<()> {
    let mut letter: Case<Row> = tx.case(row.id)?;
    let now = tx.now();
    match sent {
        Ok(()) => {
            let taken = tx.follow(&mut letter, Action::SendLetter)?;
            store::note_sent(tx.conn, row, now, keep_words)?;
            tx.note(&taken, serde_json::json!({ "kind": row.kind }));
        }
        Err(error) if row.attempts >= attempts => {
            let taken = tx.follow(&mut letter, Action::GiveUpLetter)?;
            store::note_back(tx.conn, row.id, now, Some(error))?;
            tx.because(&taken, error);
            tracing::error!(letter = %row.id, "letter given up after the last attempt");
        }
        Err(error) => {
            tx.require(Action::SendLetter, letter.standing(), &Facts::none())?;
            let pause = pause_after(row.attempts);
            store::mark_delayed(tx.conn, row.id, error, now.plus_seconds(pause))?;
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

/// Holds a letter that waited when the backup was taken of which the fund was made again: it may
/// have left since. Who looks after letters puts back what is still to leave.
///
/// # Errors
/// The refusal of the tables.
pub fn hold(tx: &mut Tx<'_>, id: LetterId) -> Result<()> {
    const WHY: &str =
        "it waited when the backup was taken that was restored, and may have left since";
    let mut letter: Case<Row> = tx.case(id)?;
    let taken = tx.follow(&mut letter, Action::HoldLetter)?;
    let now = tx.now();
    store::note_back(tx.conn, id, now, Some(WHY))?;
    tx.because(&taken, WHY);
    Ok(())
}

/// Puts a failed letter back into the outbox.
///
/// # Errors
/// `NotFound`, or the refusal of the tables.
pub fn retry(tx: &mut Tx<'_>, id: LetterId, saw: &Saw) -> Result<()> {
    let mut letter: Case<Row> = tx.case(id)?;
    tx.take(&mut letter, Action::RetryLetter, saw)?;
    let now = tx.now();
    store::note_back(tx.conn, id, now, None)?;
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
