//! How deeds are done by the thousand: each a whole unit of work of the person who does it, many of
//! them committed together.

use jointfund::app::{App, Batch};
use jointfund::db::tx::{Actor, Tx};
use jointfund::db::units::Units;
use jointfund::error::{Error, Result};
use jointfund::kernel::time::{Clock, Instant, TurnedClock};
use jointfund::notifications::actions as letters;
use jointfund::{applications, calls, tasks};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How many things are done in one transaction: each is a few units of work.
const AT_ONCE: usize = 200;
pub(crate) const DAY: i64 = 24 * 60 * 60;

/// Who carries deeds out, in an application whose clock is turned.
pub(crate) struct Clerk {
    pub(crate) app: App,
    pub(crate) clock: TurnedClock,
    /// When the fund begins.
    pub(crate) begin: Instant,
}

/// The same within a transaction.
pub(crate) struct Desk<'a, 'b> {
    batch: &'a Batch<'b>,
    clock: &'a TurnedClock,
    /// Seconds that pass before a deed.
    pace: i64,
}

impl Clerk {
    /// Does something with each of these, some hundreds of them in one transaction.
    pub(crate) fn each<T>(
        &self,
        things: &mut [T],
        mut work: impl FnMut(&Desk<'_, '_>, &mut T) -> Result<()>,
    ) -> Result<()> {
        self.each_at(1, things, &mut work)
    }

    /// The same, so many seconds after each other.
    pub(crate) fn each_at<T>(
        &self,
        pace: i64,
        things: &mut [T],
        mut work: impl FnMut(&Desk<'_, '_>, &mut T) -> Result<()>,
    ) -> Result<()> {
        for some in things.chunks_mut(AT_ONCE) {
            self.together(pace, |desk| {
                some.iter_mut().try_for_each(|one| work(desk, one))
            })?;
        }
        Ok(())
    }

    /// Does this in one transaction.
    pub(crate) fn together<T>(
        &self,
        pace: i64,
        work: impl FnOnce(&Desk<'_, '_>) -> Result<T>,
    ) -> Result<T> {
        self.app.write_together(|batch| {
            work(&Desk {
                batch,
                clock: &self.clock,
                pace,
            })
        })
    }

    /// A day of the fund comes, unless it is later already: calls open and close, drafts miss their
    /// deadline, letters remind and leave.
    pub(crate) fn day_comes(&self, day: i64) -> Result<()> {
        let morning = self.begin.plus_seconds(day * DAY);
        if morning > self.clock.now() {
            self.clock.turn_to(morning);
        }
        self.follow_the_clock()
    }

    fn follow_the_clock(&self) -> Result<()> {
        self.together(0, |desk| calls::actions::follow_the_clock(desk.batch))?;
        self.together(0, |desk| {
            applications::calendar::follow_the_clock(desk.batch)
        })?;
        self.together(0, |desk| tasks::reminders::send(desk.batch))?;
        self.send_letters()
    }

    /// Every letter leaves. Those of a round are one unit of work here: nothing can go wrong
    /// between two.
    pub(crate) fn send_letters(&self) -> Result<()> {
        let round = |desk: &Desk<'_, '_>| -> Result<usize> {
            let due = desk.batch.read_now(Actor::Calendar, letters::due)?;
            if due.is_empty() {
                return Ok(0);
            }
            desk.does(Actor::Calendar, |tx| {
                for id in &due {
                    if let Some(letter) = letters::take_up(tx, *id)? {
                        letters::settle(tx, &letter, &Ok(()), false, 1)?;
                    }
                }
                Ok(())
            })?;
            Ok(due.len())
        };
        let rounds = |desk: &Desk<'_, '_>| -> Result<usize> {
            let mut left = 0;
            for _ in 0..20 {
                left += round(desk)?;
            }
            Ok(left)
        };
        while self.together(0, rounds)? > 0 {}
        Ok(())
    }
}

impl<'b> Desk<'_, 'b> {
    /// One deed: a whole unit of work.
    pub(crate) fn does<T>(
        &self,
        who: Actor,
        work: impl FnMut(&mut Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        self.clock.advance_seconds(self.pace);
        self.batch.write_now(who, work)
    }

    pub(crate) fn batch(&self) -> &Batch<'b> {
        self.batch
    }
}

/// What is typed, as a deed takes it.
pub(crate) fn said<T: DeserializeOwned>(words: Value) -> Result<T> {
    serde_json::from_value(words).map_err(|error| Error::internal(error.to_string()))
}

/// Something that a fund as it is seeded cannot lack.
pub(crate) fn known<T>(thing: Option<T>, what: &str) -> Result<T> {
    thing.ok_or_else(|| Error::internal(format!("the seeded fund has no {what}")))
}
