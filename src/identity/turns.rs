//! Turns for work that takes memory and a whole core: so many at once as there are cores, a short
//! queue behind them, and no more. What arrives beyond is told to come again, so that memory stays
//! bounded whatever arrives.

use crate::error::{Error, Result};
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread::available_parallelism;

/// How many may wait for each that works: at about 20 ms a hash, the last waits under a second.
const WAITING_FOR_EACH: usize = 32;

/// The turns of this process.
pub(super) static TURNS: LazyLock<Turns> = LazyLock::new(|| {
    let cores = available_parallelism().map_or(1, std::num::NonZero::get);
    Turns::new(cores, cores * WAITING_FOR_EACH)
});

#[derive(Debug, Default)]
struct Taken {
    at_work: usize,
    waiting: usize,
}

/// So many at work, so many waiting.
#[derive(Debug)]
pub(super) struct Turns {
    most_at_work: usize,
    most_waiting: usize,
    taken: Mutex<Taken>,
    one_is_done: Condvar,
}

impl Turns {
    pub(super) fn new(most_at_work: usize, most_waiting: usize) -> Self {
        Self {
            most_at_work,
            most_waiting,
            taken: Mutex::default(),
            one_is_done: Condvar::new(),
        }
    }

    /// Does the work when its turn comes.
    ///
    /// # Errors
    /// `Unavailable` where too many wait already, and what `work` gives.
    pub(super) fn take<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let mut taken = self.taken();
        if taken.at_work >= self.most_at_work {
            if taken.waiting >= self.most_waiting {
                return Err(Error::Unavailable("password hashing"));
            }
            taken.waiting += 1;
            let full = |taken: &mut Taken| taken.at_work >= self.most_at_work;
            let woken = self.one_is_done.wait_while(taken, full);
            taken = woken.unwrap_or_else(PoisonError::into_inner);
            taken.waiting -= 1;
        }
        taken.at_work += 1;
        drop(taken);
        // Whatever becomes of the work, its turn ends.
        let _turn = Turn(self);
        work()
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Turn<'t>(&'t Turns);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.taken().at_work -= 1;
        self.0.one_is_done.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Fault 62: 250 sign-ins at once hashed at once, and took 5.4 GB.
    #[test]
    fn no_more_work_at_once_than_there_are_turns_and_no_more_wait_than_may() {
        let turns = Turns::new(2, 3);
        let (at_once, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let (begun, end) = (Barrier::new(3), Barrier::new(3));
        let work = || {
            let now = at_once.fetch_add(1, Ordering::SeqCst) + 1;
            most.fetch_max(now, Ordering::SeqCst);
            at_once.fetch_sub(1, Ordering::SeqCst);
            Ok(())
        };
        let refused = std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    turns.take(|| {
                        at_once.fetch_add(1, Ordering::SeqCst);
                        begun.wait();
                        end.wait();
                        at_once.fetch_sub(1, Ordering::SeqCst);
                        Ok(())
                    })
                });
            }
            begun.wait();
            let waiters: Vec<_> = (0..8).map(|_| scope.spawn(|| turns.take(work))).collect();
            // Five find the queue full, whatever the order in which they come.
            while turns.taken().waiting < 3
                || waiters.iter().filter(|one| one.is_finished()).count() < 5
            {
                std::thread::yield_now();
            }
            assert_eq!(at_once.load(Ordering::SeqCst), 2, "nobody else works");
            end.wait();
            let done = waiters.into_iter().map(|one| one.join().unwrap());
            done.filter(|done| matches!(done, Err(Error::Unavailable(_))))
                .count()
        });
        assert_eq!(refused, 5);
        assert!(most.load(Ordering::SeqCst) <= 2);
        assert_eq!(turns.taken().at_work, 0);
    }
}
