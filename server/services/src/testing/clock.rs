use crate::{ports::clock::Clock, times};
use domain::dates::{Day, Millis};
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that stands still until it is moved. It begins on Tuesday 24 November 2026 at noon in London.
pub struct FixedClock(AtomicI64);

impl Default for FixedClock {
    fn default() -> Self {
        Self(AtomicI64::new(1_795_521_600_000))
    }
}

impl FixedClock {
    pub fn set(&self, now: Millis) {
        self.0.store(now.0, Ordering::SeqCst);
    }

    /// Sets a local day (`YYYY-MM-DD`) and time (`HH:MM`).
    pub fn set_local(&self, day: &str, time: &str) {
        self.set(times::start_of(&Day(day.to_owned()), time).expect("the test names a day and a time"));
    }

    pub fn advance_secs(&self, secs: i64) {
        self.0.fetch_add(secs * 1000, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Millis {
        Millis(self.0.load(Ordering::SeqCst))
    }
}
