//! How often one network or person may knock at a door that costs others something: a hash, a
//! letter. Kept in memory, so each server counts for itself; what holds over all of them, wrong
//! passwords and letters to one address, is counted in the database.

use super::caller::caller;
use super::deed::Deed;
use super::door::Door;
use crate::app::App;
use crate::config::Limits as Settings;
use crate::db::tx::Actor;
use crate::error::{Error, Result};
use crate::kernel::caller::Network;
use crate::kernel::id::AccountId;
use crate::kernel::time;
use actix_web::HttpRequest;
use actix_web::web::Data;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// So many are remembered before those are forgotten that have no need to wait.
const REMEMBERED: usize = 10_000;

/// Who knocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Who {
    Network(Network),
    Person(AccountId),
}

/// Our clock, as the library asks for it: it only goes onward. By one that was set back an hour
/// everybody who had knocked would be kept waiting for it.
#[derive(Clone)]
struct OurClock {
    clock: Arc<dyn time::Clock>,
    gone: Arc<Mutex<Gone>>,
}

/// How far the clock has gone onward, in microseconds, and what it showed last.
struct Gone {
    onward: u64,
    shown: i64,
}

impl OurClock {
    fn of(clock: Arc<dyn time::Clock>) -> Self {
        let shown = clock.now().micros();
        let gone = Arc::new(Mutex::new(Gone { onward: 0, shown }));
        Self { clock, gone }
    }
}

impl Clock for OurClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        let mut gone = self.gone.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = self.clock.now().micros();
        // What it was set back is left out.
        let passed = u64::try_from(shown.saturating_sub(gone.shown)).unwrap_or(0);
        gone.onward = gone.onward.saturating_add(passed);
        gone.shown = shown;
        Duration::from_micros(gone.onward)
    }
}

type Limiter = RateLimiter<Who, DashMapStateStore<Who>, OurClock, NoOpMiddleware<Duration>>;

/// The doors of this server.
pub(super) struct Limits {
    sign_in: Limiter,
    visitors_letters: Limiter,
    persons_letters: Limiter,
    clock: OurClock,
}

impl Limits {
    pub(super) fn new(settings: &Settings, clock: Arc<dyn time::Clock>) -> Self {
        let clock = OurClock::of(clock);
        let some = |number: u32| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let hourly = |number: u32| Quota::per_hour(some(number)).allow_burst(some(number));
        let sign_in = Quota::per_minute(some(settings.sign_ins_a_minute))
            .allow_burst(some(settings.sign_ins_at_once));
        let limiter = |quota| Limiter::dashmap_with_clock(quota, clock.clone());
        Self {
            sign_in: limiter(sign_in),
            visitors_letters: limiter(hourly(settings.letters_an_hour_of_a_network)),
            persons_letters: limiter(hourly(settings.letters_an_hour_of_a_person)),
            clock,
        }
    }

    fn of(&self, door: Door, who: Who) -> &Limiter {
        match (door, who) {
            (Door::SignIn, _) => &self.sign_in,
            (Door::Letter, Who::Network(_)) => &self.visitors_letters,
            (Door::Letter, Who::Person(_)) => &self.persons_letters,
        }
    }

    fn admit(&self, door: Door, who: Who) -> Result<()> {
        let limiter = self.of(door, who);
        if limiter.len() > REMEMBERED {
            limiter.retain_recent();
        }
        limiter.check_key(&who).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            tracing::warn!(?door, ?who, "a limit was reached");
            Error::TooMany {
                retry_after: i64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(i64::MAX),
            }
        })
    }
}

/// Lets somebody in at a door, or says when to come again. Visitors count by their network; people
/// by themselves, so that an office behind one address is not shut out together.
pub(super) fn admit(app: &App, request: &HttpRequest, door: Door, actor: Actor) -> Result<()> {
    let limits = request.app_data::<Data<Limits>>();
    let limits = limits.ok_or_else(|| Error::internal("no limits of doors"))?;
    let network = caller(app, request).network.map(Who::Network);
    match actor.account().map(Who::Person).or(network) {
        Some(who) => limits.admit(door, who),
        None => Ok(()),
    }
}

/// Answers whoever named an address at an even time, signed in or not: what had to be done for one
/// that has an account cannot be told from what had to be done for one that has none.
pub(super) async fn in_even_time<T>(app: &App, deed: &Deed, work: impl Future<Output = T>) -> T {
    let begun = std::time::Instant::now();
    let done = work.await;
    let step = u128::from(app.config.limits.even_answer_ms);
    if deed.door == Some(Door::Letter) && step > 0 {
        let over = begun.elapsed().as_millis().checked_rem(step).unwrap_or(0);
        let rest = u64::try_from(step.saturating_sub(over)).unwrap_or(0);
        tokio::time::sleep(std::time::Duration::from_millis(rest)).await;
    }
    done
}

/// Lets somebody in to a deed, where its row says that it has a limit.
pub(super) fn admit_to(app: &App, request: &HttpRequest, deed: &Deed, actor: Actor) -> Result<()> {
    match deed.door {
        Some(door) => admit(app, request, door, actor),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::kernel::time::{Instant, TurnedClock};

    /// A clock set back an hour kept whoever had knocked before waiting for that hour.
    #[test]
    fn a_clock_set_back_keeps_nobody_at_the_door() {
        let config = Config::load(None, std::iter::empty()).unwrap();
        let begin = Instant::from_text("2027-01-04T09:00:00.000000Z").unwrap();
        let clock = TurnedClock::at(begin);
        let limits = Limits::new(&config.limits, Arc::new(clock.clone()));
        let who = Who::Person(AccountId::new());
        let knocks = || limits.admit(Door::SignIn, who).is_ok();
        assert!(knocks());
        clock.advance_seconds(-60 * 60);
        assert!(knocks(), "after the clock was set back");
        while knocks() {}
        // The limit is what it was, and ends by the clock that goes on from there.
        clock.advance_seconds(3);
        assert!(knocks());
    }
}
