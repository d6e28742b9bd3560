//! What happens without a hand: letters leave, calls open and close.

use crate::app::App;
use crate::error::Result;
use crate::notifications::{self, mailer::Mailer};
use crate::{applications, calls};
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

/// What is due happens: calls open and close, and drafts miss their deadline.
///
/// # Errors
/// No answer from the database.
pub fn follow_the_clock(app: &App) -> Result<()> {
    calls::actions::follow_the_clock(app)?;
    applications::calendar::follow_the_clock(app)?;
    Ok(())
}

/// One round.
pub fn round(app: &App, mailer: &Mailer) {
    if let Err(error) = follow_the_clock(app) {
        tracing::error!(%error, "calls and drafts could not follow the clock");
    }
    if let Err(error) = notifications::actions::deliver(app, mailer) {
        tracing::error!(%error, "letters could not be delivered");
    }
}
