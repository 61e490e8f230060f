//! Money in whole pence.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in pence. On rent accounts a positive amount is owed by the tenant, as housing systems count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pence(pub i64);

impl Pence {
    pub fn unsigned(self) -> Self {
        Self(self.0.saturating_abs())
    }
}

impl fmt::Display for Pence {
    /// `£1,234.50`, with a minus sign in front where the amount is negative.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pence = self.0.unsigned_abs();
        let digits = (pence / 100).to_string();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        f.write_str("£")?;
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, ".{:02}", pence % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_people_write_them() {
        for (pence, text) in [
            (0, "£0.00"),
            (4210, "£42.10"),
            (-1000, "-£10.00"),
            (123_456_789, "£1,234,567.89"),
            (99_999, "£999.99"),
        ] {
            assert_eq!(Pence(pence).to_string(), text);
        }
        assert_eq!(Pence(i64::MIN).to_string(), "-£92,233,720,368,547,758.08");
    }
}
