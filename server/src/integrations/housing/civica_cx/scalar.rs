//! The simple values of `cx-assumed-1`, read with the drift that such systems show: numbers as texts, texts as numbers,
//! and five ways to say "no value" (`null`, absent, empty, the zero GUID, the year 1).

use domain::{
    dates::{Day, Millis},
    money::Pence,
    text,
};
use jiff::{civil, tz::TimeZone};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
};
use std::{collections::BTreeMap, fmt, sync::LazyLock};

const ZERO_GUID: &str = "00000000-0000-0000-0000-000000000000";
const NO_TIME: &str = "0001-01-01";

/// Local time of the housing system.
pub static LONDON: LazyLock<TimeZone> = LazyLock::new(|| {
    // The rule since 1996 serves where the machine has no time zone files.
    TimeZone::get("Europe/London")
        .or_else(|_| TimeZone::posix("GMT0BST,M3.5.0/1,M10.5.0"))
        .unwrap_or(TimeZone::UTC)
});

struct Scalar(Option<String>);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Scalar;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a simple value")
            }
            fn visit_unit<E>(self) -> Result<Scalar, E> {
                Ok(Scalar(None))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar(Some(value.to_string())))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar(Some(value.to_string())))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
                Ok(Scalar(Some(value.to_string())))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Scalar, E> {
                // The shortest decimal that names this number: what the vendor wrote, for any amount of money.
                Ok(Scalar(Some(value.to_string())))
            }
            fn visit_str<E>(self, value: &str) -> Result<Scalar, E> {
                let value = text::clean(value);
                let empty = value.is_empty() || value == ZERO_GUID || value.starts_with(NO_TIME);
                Ok(Scalar((!empty).then_some(value)))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

fn required<E: de::Error>(value: Option<String>) -> Result<String, E> {
    value.ok_or_else(|| E::custom("no value"))
}

fn read<T, E: de::Error>(text: &str, reader: fn(&str) -> Option<T>) -> Result<T, E> {
    reader(text).ok_or_else(|| E::custom("unreadable"))
}

pub fn need_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    required(Scalar::deserialize(deserializer)?.0)
}

pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Scalar::deserialize(deserializer)?.0)
}

pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let value = Scalar::deserialize(deserializer)?.0;
    Ok(value.is_some_and(|value| value.eq_ignore_ascii_case("true") || value == "1"))
}

pub fn need_money<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Pence, D::Error> {
    read(&required(Scalar::deserialize(deserializer)?.0)?, pence)
}

pub fn money<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Pence>, D::Error> {
    Scalar::deserialize(deserializer)?
        .0
        .map(|text| read(&text, pence))
        .transpose()
}

pub fn need_moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Millis, D::Error> {
    read(&required(Scalar::deserialize(deserializer)?.0)?, moment)
}

pub fn moment_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Millis>, D::Error> {
    Scalar::deserialize(deserializer)?
        .0
        .map(|text| read(&text, moment))
        .transpose()
}

pub fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Day>, D::Error> {
    Scalar::deserialize(deserializer)?
        .0
        .map(|text| read(&text, day))
        .transpose()
}

pub fn need_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    read(&required(Scalar::deserialize(deserializer)?.0)?, day)
}

/// Named values; those without one are left out, and so are all of them where there is no object.
pub fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    let values = Option::<BTreeMap<String, Scalar>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(values
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.0?)))
        .collect())
}

pub fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<civil::Time>, D::Error> {
    Scalar::deserialize(deserializer)?
        .0
        .map(|text| read(&text, clock_time))
        .transpose()
}

/// Whole pence of a decimal text. An amount with a part of a penny is refused: rounding would hide a fault.
pub fn pence(text: &str) -> Option<Pence> {
    let amount = Decimal::from_str_exact(text)
        .ok()?
        .checked_mul(Decimal::ONE_HUNDRED)?;
    amount.is_integer().then(|| amount.to_i64()).flatten().map(Pence)
}

/// UTC of a local date-time. The hour that happens twice in October is its first time; one that does not happen in
/// March is an hour later.
pub fn moment(text: &str) -> Option<Millis> {
    if let Ok(exact) = text.parse::<jiff::Timestamp>() {
        return Some(Millis(exact.as_millisecond()));
    }
    let local: civil::DateTime = text.parse().ok()?;
    Some(Millis(LONDON.to_timestamp(local).ok()?.as_millisecond()))
}

/// The day of a date or of a local date-time.
fn day(text: &str) -> Option<Day> {
    let day: civil::Date = text.get(..10)?.parse().ok()?;
    (text.len() == 10 || text.parse::<civil::DateTime>().is_ok()).then(|| Day(day.to_string()))
}

/// The time of day of `08:00`, `08:00:00` or a local date-time.
fn clock_time(text: &str) -> Option<civil::Time> {
    text.parse::<civil::Time>()
        .or_else(|_| text.parse::<civil::DateTime>().map(civil::DateTime::time))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_exact_to_the_penny() {
        for (text, amount) in [
            ("12.30", 1230),
            ("-0.01", -1),
            ("0", 0),
            ("1234567.8", 123_456_780),
            ("5.100", 510),
        ] {
            assert_eq!(pence(text), Some(Pence(amount)), "{text}");
        }
        for text in ["1.005", "12,30", "£5", "1e3", "", "99999999999999999999"] {
            assert_eq!(pence(text), None, "{text}");
        }
    }

    #[test]
    fn the_hour_that_happens_twice_is_its_first_time() {
        let utc = |text: &str| {
            text.parse::<jiff::Timestamp>()
                .map(|at| Millis(at.as_millisecond()))
                .ok()
        };
        assert_eq!(moment("2026-10-25T01:30:00"), utc("2026-10-25T00:30:00Z"));
        assert_eq!(moment("2026-10-25T02:00:00"), utc("2026-10-25T02:00:00Z"));
        assert_eq!(moment("2026-07-01T09:00:00"), utc("2026-07-01T08:00:00Z"));
        assert_eq!(moment("2026-12-01T09:00:00"), utc("2026-12-01T09:00:00Z"));
        assert_eq!(moment("2026-12-01T09:00:00+02:00"), utc("2026-12-01T07:00:00Z"));
    }

    #[test]
    fn days_and_times_are_read_out_of_date_times() {
        assert_eq!(day("2026-03-04T00:00:00"), Some(Day("2026-03-04".to_owned())));
        assert_eq!(day("2026-13-04"), None);
        assert_eq!(clock_time("08:30"), Some(civil::time(8, 30, 0, 0)));
        assert_eq!(clock_time("2026-03-04T12:00:00"), Some(civil::time(12, 0, 0, 0)));
    }
}
