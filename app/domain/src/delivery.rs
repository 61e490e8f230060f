//! Where something that was handed to us is on its way to an outside system.

use serde::{Deserialize, Serialize};

/// The state of a queued job, as staff see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobState {
    /// Will be tried at its time.
    Waiting,
    /// Done; the other side has it.
    Done,
    /// Given up; a person decides.
    Dead,
}

impl JobState {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Waiting, Self::Done, Self::Dead]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// Seconds before the next try: full jitter over a doubling ceiling, 1 s up to 1 h (SEC-R6).
/// `attempt` counts from 1; `draw` is a random number from 0 to `u32::MAX`.
pub fn back_off_secs(attempt: u32, draw: u32) -> i64 {
    let ceiling = 1_i64.checked_shl(attempt.min(12)).unwrap_or(i64::MAX).min(3600);
    1 + i64::from(draw) * (ceiling - 1) / i64::from(u32::MAX)
}

/// How long delivery is tried before a person is asked: 72 hours.
pub const GIVE_UP_AFTER_SECS: i64 = 72 * 3600;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn waits_lie_between_a_second_and_an_hour(attempt in 0_u32..10_000, draw in any::<u32>()) {
            let wait = back_off_secs(attempt, draw);
            prop_assert!((1..=3600).contains(&wait));
        }
    }

    #[test]
    fn the_ceiling_doubles_up_to_an_hour() {
        assert_eq!(back_off_secs(1, u32::MAX), 2);
        assert_eq!(back_off_secs(5, u32::MAX), 32);
        assert_eq!(back_off_secs(40, u32::MAX), 3600);
        assert_eq!(back_off_secs(40, 0), 1);
    }
}
