//! What happens without a hand: letters leave, calls open and close. Two loops, so that neither
//! waits for the other: a mail server that hangs delays letters, and nothing else.

mod clock_watch;

pub use clock_watch::ClockWatch;

use crate::app::App;
use crate::db::tx::Actor;
use crate::error::Result;
use crate::identity::second_factor::lost;
use crate::identity::succession;
use crate::kernel::beat::Span;
use crate::notifications::{
    actions as letters,
    mailer::{Mailer, Outgoing},
};
use crate::{anchors, applications, calls, tasks};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Between two rounds of a loop.
pub const PAUSE: Duration = Duration::from_secs(5);
/// How long a round takes up new work. What is under way then is finished: a unit of work and
/// what a mail server says have limits of their own.
const ROUND: Duration = Duration::from_secs(60);

/// When a round takes up nothing more: its time is over, or the program is to end.
struct Until {
    over: Option<Span>,
    stop: Option<watch::Receiver<bool>>,
}

impl Until {
    /// All of it is done.
    fn done() -> Self {
        Self {
            over: None,
            stop: None,
        }
    }

    fn is_come(&self) -> bool {
        self.over.is_some_and(|span| span.is_over())
            || self.stop.as_ref().is_some_and(|stop| *stop.borrow())
    }
}

/// Works until told to stop, and finishes what is under way then. A round that fails is logged, and
/// the next one tries again.
pub async fn run(app: App, mailer: Arc<Mailer>, stop: watch::Receiver<bool>, pause: Duration) {
    let of_clock = app.clone();
    let watch = Arc::new(Mutex::new(ClockWatch::begin(&app)));
    let clock = rounds(stop.clone(), pause, move |until| {
        let mut watch = watch.lock().unwrap_or_else(PoisonError::into_inner);
        if watch.look(&of_clock) {
            follow_until(&of_clock, until);
        }
    });
    let mail = rounds(stop, pause, move |until| {
        if let Err(error) = deliver_until(&app, until, |letter| mailer.send(letter)) {
            tracing::error!(%error, "letters could not be delivered");
        }
    });
    tokio::join!(clock, mail);
}

async fn rounds(
    mut stop: watch::Receiver<bool>,
    pause: Duration,
    round: impl Fn(&Until) + Clone + Send + 'static,
) {
    while !*stop.borrow() {
        let until = Until {
            over: Some(Span::of(ROUND)),
            stop: Some(stop.clone()),
        };
        let round = round.clone();
        if let Err(error) = tokio::task::spawn_blocking(move || round(&until)).await {
            tracing::error!(%error, "a round of the worker broke off");
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

/// What is due happens: calls open and close, drafts miss their deadline, letters remind. One that
/// fails keeps nothing else from happening.
///
/// # Errors
/// No answer from the database.
pub fn follow_the_clock(app: &App) -> Result<()> {
    parts_of_the_clock(app, &Until::done())
        .into_iter()
        .collect()
}

fn follow_until(app: &App, until: &Until) {
    for error in parts_of_the_clock(app, until)
        .into_iter()
        .filter_map(Result::err)
    {
        tracing::error!(%error, "something could not follow the clock");
    }
}

fn parts_of_the_clock(app: &App, until: &Until) -> [Result<()>; 6] {
    let unless_over = |part: &dyn Fn() -> Result<usize>| {
        if until.is_come() {
            return Ok(());
        }
        part().map(drop)
    };
    [
        unless_over(&|| calls::actions::follow_the_clock(app)),
        unless_over(&|| applications::calendar::follow_the_clock(app)),
        unless_over(&|| succession::follow_the_clock(app)),
        unless_over(&|| lost::follow_the_clock(app)),
        unless_over(&|| tasks::reminders::send(app)),
        // Last: it signs what the others left.
        unless_over(&|| anchors::actions::follow_the_clock(app)),
    ]
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
    deliver_until(app, &Until::done(), send)
}

/// The same, until the round is over: a letter that was taken up is sent and marked.
fn deliver_until(
    app: &App,
    until: &Until,
    send: impl Fn(&Outgoing<'_>) -> std::result::Result<(), String>,
) -> Result<usize> {
    let mut left = 0;
    for id in app.read_now(Actor::Calendar, letters::due)? {
        if until.is_come() {
            break;
        }
        let taken = app.write_now(Actor::Calendar, |tx| letters::take_up(tx, id))?;
        let Some(letter) = taken else { continue };
        let sent = letters::send(&send, &letter);
        left += usize::from(sent.is_ok());
        let (keep_words, attempts) = (app.config.fund.demo, app.config.mail.attempts);
        app.write_now(Actor::Calendar, |tx| {
            letters::settle(tx, &letter, &sent, keep_words, attempts)
        })?;
    }
    Ok(left)
}
