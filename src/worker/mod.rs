//! What happens without a hand: letters leave, calls open and close.

use crate::app::App;
use crate::db::tx::Actor;
use crate::error::Result;
use crate::notifications::{
    actions as letters,
    mailer::{Mailer, Outgoing},
};
use crate::{applications, calls, tasks};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Seconds between two rounds.
const ROUND: u64 = 5;

/// Works until told to stop. A round that fails is logged, and the next one tries again.
pub async fn run(app: App, mailer: Arc<Mailer>, mut stop: watch::Receiver<bool>) {
    loop {
        let (app, mailer) = (app.clone(), mailer.clone());
        let done = tokio::task::spawn_blocking(move || round(&app, &mailer)).await;
        if let Err(error) = done {
            tracing::error!(%error, "a round of the worker broke off");
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(ROUND)) => {}
            _ = stop.changed() => return,
        }
    }
}

/// What is due happens: calls open and close, drafts miss their deadline, letters remind.
///
/// # Errors
/// No answer from the database.
pub fn follow_the_clock(app: &App) -> Result<()> {
    calls::actions::follow_the_clock(app)?;
    applications::calendar::follow_the_clock(app)?;
    tasks::reminders::send(app)?;
    Ok(())
}

/// One round.
pub fn round(app: &App, mailer: &Mailer) {
    if let Err(error) = follow_the_clock(app) {
        tracing::error!(%error, "calls and drafts could not follow the clock");
    }
    if let Err(error) = deliver(app, mailer) {
        tracing::error!(%error, "letters could not be delivered");
    }
}

/// Sends every letter that is due; gives how many left. No lock is held while a letter is sent.
///
/// # Errors
/// No answer from the database. A mail server that is down is no error: the letters wait.
pub fn deliver(app: &App, mailer: &Mailer) -> Result<usize> {
    deliver_by(app, |letter| mailer.send(letter))
}

/// The same by another way than a mailer's, which says why a letter did not leave.
///
/// # Errors
/// No answer from the database.
pub fn deliver_by(
    app: &App,
    send: impl Fn(&Outgoing<'_>) -> std::result::Result<(), String>,
) -> Result<usize> {
    let mut left = 0;
    for id in app.read_now(Actor::Calendar, letters::due)? {
        let taken = app.write_now(Actor::Calendar, move |tx| letters::take_up(tx, id))?;
        let Some(letter) = taken else { continue };
        let sent = letters::send(&send, &letter);
        left += usize::from(sent.is_ok());
        let (keep_words, attempts) = (app.config.fund.demo, app.config.mail.attempts);
        app.write_now(Actor::Calendar, move |tx| {
            letters::settle(tx, &letter, sent, keep_words, attempts)
        })?;
    }
    Ok(left)
}
