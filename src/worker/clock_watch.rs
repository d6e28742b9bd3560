//! The machine's clock, looked at from round to round.

use crate::app::App;
use crate::audit;
use crate::db::tx::Actor;
use crate::error::Result;
use crate::kernel::beat::Watch;

/// Seconds by which a clock may drift between two rounds without having jumped.
const LEAST_JUMP: i64 = 2;

/// What was seen of the clock, and what of it is not in the trail yet.
#[derive(Debug)]
pub struct ClockWatch {
    watch: Watch,
    /// Jumps in seconds, the oldest first.
    unrecorded: Vec<i64>,
}

impl ClockWatch {
    /// From now. A clock that was set back while nothing ran is behind the trail.
    pub fn begin(app: &App) -> Self {
        let latest = app.read_now(Actor::Calendar, |view| Ok(audit::clock::latest(view.conn)?));
        let now = app.clock.now();
        Self {
            watch: Watch::begin(latest.map_or(now, |latest| latest.max(now))),
            unrecorded: Vec::new(),
        }
    }

    /// Whether the clock can be followed in this round: not in the one in which it leapt ahead,
    /// which may be for a moment only. Nor is that recorded then: the record would have the wrong
    /// time, and nothing could be written until it has come.
    pub fn look(&mut self, app: &App) -> bool {
        // The demonstration's clock is turned by hand, as often as somebody likes.
        if app.demo_clock.is_some() {
            return true;
        }
        let seconds = self.watch.jump(app.clock.now());
        if seconds.abs() > LEAST_JUMP {
            tracing::error!(seconds, "the clock of this machine jumped");
            self.unrecorded.push(seconds);
        }
        if seconds > LEAST_JUMP {
            return false;
        }
        if let Err(error) = self.record(app) {
            tracing::error!(%error, "that the clock jumped could not be recorded yet");
        }
        true
    }

    fn record(&mut self, app: &App) -> Result<()> {
        while let Some(seconds) = self.unrecorded.first().copied() {
            app.write_now(Actor::Calendar, |tx| audit::clock::note_jump(tx, seconds))?;
            self.unrecorded.remove(0);
        }
        Ok(())
    }
}
