//! The machine's own beat, which nobody turns: for what must not depend on the clock.

use super::time::Instant;

/// Holds a clock against the machine's own beat, which nobody turns.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    shown: Instant,
    beat: std::time::Instant,
}

impl Watch {
    /// From now, which the clock shows as this moment.
    pub fn begin(shown: Instant) -> Self {
        Self {
            shown,
            beat: std::time::Instant::now(),
        }
    }

    /// By how many seconds a clock that shows this moment has jumped since it was asked last; back
    /// where they are less than nothing.
    pub fn jump(&mut self, shown: Instant) -> i64 {
        let passed = i64::try_from(self.beat.elapsed().as_micros()).unwrap_or(i64::MAX);
        let jump = shown.micros() - self.shown.micros() - passed;
        *self = Self::begin(shown);
        jump / 1_000_000
    }
}

/// A span that runs out by the machine's own beat, whatever its clock is turned to.
#[derive(Debug, Clone, Copy)]
pub struct Span(Option<std::time::Instant>);

impl Span {
    /// So long from now.
    pub fn of(length: std::time::Duration) -> Self {
        Self(std::time::Instant::now().checked_add(length))
    }

    pub fn is_over(&self) -> bool {
        self.0.is_some_and(|end| std::time::Instant::now() >= end)
    }
}
