//! The simulators' own clock: it runs with real time and is moved by the control plane.

use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};
use std::time::Instant;

/// UK local time as a rule rather than a data file, so that a machine without a time zone database agrees.
pub fn uk() -> TimeZone {
    TimeZone::posix("GMT0BST,M3.5.0/1,M10.5.0").unwrap_or(TimeZone::UTC)
}

/// A clock that can be moved forward or back.
#[derive(Clone, Debug)]
pub struct Clock {
    origin: Timestamp,
    began: Instant,
    moved: SignedDuration,
}

impl Clock {
    /// Starts at ten in the morning of `today`, or at the real time without one.
    #[expect(clippy::disallowed_methods, reason = "this is the simulators' clock")]
    pub fn start(today: Option<civil::Date>) -> Self {
        let morning = today.and_then(|day| day.at(10, 0, 0, 0).to_zoned_datetime(uk()).ok());
        let origin = morning.map_or_else(Timestamp::now, |at| at.timestamp());
        Self {
            origin,
            began: Instant::now(),
            moved: SignedDuration::ZERO,
        }
    }

    /// The simulated instant.
    pub fn now(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.began.elapsed()).unwrap_or_default() + self.moved;
        self.origin.checked_add(elapsed).unwrap_or(self.origin)
    }

    /// The simulated UK local time, to the second.
    pub fn local(&self) -> civil::DateTime {
        local(self.now())
    }

    /// Moves the clock; negative goes back.
    pub fn advance(&mut self, seconds: i64) {
        self.moved = self.moved.saturating_add(SignedDuration::from_secs(seconds));
    }
}

/// The real time, for what no test moves.
#[expect(clippy::disallowed_methods, reason = "this is the simulators' clock")]
pub fn real() -> Timestamp {
    Timestamp::now()
}

/// An instant as UK local time, to the second.
pub fn local(at: Timestamp) -> civil::DateTime {
    let civil = at.to_zoned_datetime(uk()).datetime();
    civil.with().subsec_nanosecond(0).build().unwrap_or(civil)
}
