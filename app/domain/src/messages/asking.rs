//! When whoever passes messages on is asked what became of one of which no news came.

/// A message that stays sent for this long is asked about.
pub const FIRST_SECS: i64 = 3600;
/// This long after it was sent nobody asks any more: nobody will tell.
pub const ENDS_SECS: i64 = 3 * 24 * 3600;
/// The longest time between two questions.
const LONGEST_SECS: i64 = 12 * 3600;

/// How long after the question with this number (from 1) the next one comes: twice as long each time, up to half a day.
pub fn next_secs(asked: i64) -> i64 {
    let doublings = asked.clamp(1, 8) - 1;
    (FIRST_SECS << doublings).min(LONGEST_SECS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_asked_about_nine_times_at_most() {
        let mut at = FIRST_SECS;
        let mut hours = Vec::new();
        for asked in 1.. {
            if at >= ENDS_SECS {
                break;
            }
            hours.push(at / 3600);
            at += next_secs(asked);
        }
        assert_eq!(hours, [1, 2, 4, 8, 16, 28, 40, 52, 64]);
        assert_eq!((next_secs(0), next_secs(i64::MAX)), (FIRST_SECS, LONGEST_SECS));
    }
}
