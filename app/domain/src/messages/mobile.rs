//! Numbers that texts go to.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A mobile number as E.164 writes it: `+447700900123`. Whether it is one that we text is decided by the server, which
/// knows the numbering plans.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mobile(String);

impl Mobile {
    /// A plus sign and 8 to 15 digits, the first of which is not 0.
    pub fn e164(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+')?;
        let fits = (8..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        fits.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Enough to recognise one's own: `••• 123`.
    pub fn masked(&self) -> String {
        format!("••• {}", &self.0[self.0.len() - 3..])
    }
}

impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mobile(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_e164_is_a_number() {
        let number = Mobile::e164("+447700900123").unwrap();
        assert_eq!(number.masked(), "••• 123");
        assert_eq!(format!("{number:?}"), "Mobile(…)");
        for wrong in [
            "",
            "+",
            "07700900123",
            "447700900123",
            "+0447700900123",
            "+44 7700900123",
            "+4477009",
            "+4477009001234567",
            "+44770090012a",
        ] {
            assert_eq!(Mobile::e164(wrong), None, "{wrong}");
        }
    }
}
