//! Points in time and local days, as they travel between the layers.

use serde::{Deserialize, Serialize};

/// A point in time: UTC milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    pub const fn plus_secs(self, secs: i64) -> Self {
        Self(self.0.saturating_add(secs.saturating_mul(1000)))
    }

    pub const fn minus_secs(self, secs: i64) -> Self {
        self.plus_secs(-secs)
    }

    pub const fn secs_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / 1000
    }
}

/// A day in the United Kingdom, `YYYY-MM-DD`; compares in calendar order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub String);
