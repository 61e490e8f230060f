//! Local time in the United Kingdom.

use domain::{
    dates::{Day, Millis},
    identity::Language,
};
use jiff::{Timestamp, civil, tz::TimeZone};
use std::sync::LazyLock;

/// Europe/London from the built-in zone database; UTC only if that were missing.
static LONDON: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC));

fn local(at: Millis) -> Option<jiff::ZonedDateTime> {
    Timestamp::from_millisecond(at.0)
        .ok()
        .map(|stamp| stamp.to_zoned_datetime(LONDON.clone()))
}

/// The day in the United Kingdom at a point in time.
pub fn day_of(at: Millis) -> Day {
    Day(local(at).map_or_else(String::new, |zoned| zoned.date().to_string()))
}

/// The day after.
pub fn next_day(day: &Day) -> Option<Day> {
    let date: civil::Date = day.0.parse().ok()?;
    Some(Day(date.tomorrow().ok()?.to_string()))
}

/// `2026-11-24T12:00:00Z`, for files.
pub fn utc(at: Millis) -> String {
    Timestamp::from_millisecond(at.0).map_or_else(|_| String::new(), |stamp| stamp.to_string())
}

/// Quiet hours end at this local hour, and begin at the other (UX-E27).
const DAYTIME: std::ops::Range<i8> = 8..21;

/// The same local time so many days later, or, if that falls into the quiet hours, when these end.
pub fn in_daytime(at: Millis, days: i64) -> Option<Millis> {
    let then = local(at)?
        .datetime()
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()?;
    let morning = |date: civil::Date| start_of(&Day(date.to_string()), "08:00");
    if then.hour() < DAYTIME.start {
        return morning(then.date());
    }
    if then.hour() >= DAYTIME.end {
        return morning(then.date().tomorrow().ok()?);
    }
    let zoned = LONDON.to_ambiguous_zoned_datetime(then).compatible().ok()?;
    Some(Millis(zoned.timestamp().as_millisecond()))
}

/// When a local day and time (`HH:MM`) begins; an hour that comes twice in October means its first coming.
pub fn start_of(day: &Day, time: &str) -> Option<Millis> {
    let date: civil::Date = day.0.parse().ok()?;
    let time: civil::Time = format!("{time}:00").parse().ok()?;
    let zoned = LONDON
        .to_ambiguous_zoned_datetime(date.to_datetime(time))
        .compatible()
        .ok()?;
    Some(Millis(zoned.timestamp().as_millisecond()))
}

const MONTHS: [[&str; 12]; 2] = [
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "Ionawr",
        "Chwefror",
        "Mawrth",
        "Ebrill",
        "Mai",
        "Mehefin",
        "Gorffennaf",
        "Awst",
        "Medi",
        "Hydref",
        "Tachwedd",
        "Rhagfyr",
    ],
];
const WEEKDAYS: [[&str; 7]; 2] = [
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
    [
        "Dydd Llun",
        "Dydd Mawrth",
        "Dydd Mercher",
        "Dydd Iau",
        "Dydd Gwener",
        "Dydd Sadwrn",
        "Dydd Sul",
    ],
];

fn date_words(date: civil::Date, language: Language) -> (&'static str, &'static str) {
    let row = usize::from(language == Language::Welsh);
    let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
    let month = usize::try_from(date.month() - 1).unwrap_or_default();
    (WEEKDAYS[row][weekday], MONTHS[row][month])
}

/// `Thursday 3 December`, with the year where it is not this year's.
pub fn day_in_words(day: &Day, now: Millis, language: Language) -> String {
    let Ok(date) = day.0.parse::<civil::Date>() else {
        return day.0.clone();
    };
    let (weekday, month) = date_words(date, language);
    let this_year = local(now).is_some_and(|zoned| zoned.year() == date.year());
    if this_year {
        format!("{weekday} {} {month}", date.day())
    } else {
        format!("{weekday} {} {month} {}", date.day(), date.year())
    }
}

/// `3 December`, for lists; with the year where it is not this year's.
pub fn short_day(at: Millis, now: Millis, language: Language) -> String {
    let Some(zoned) = local(at) else {
        return String::new();
    };
    let (_, month) = date_words(zoned.date(), language);
    let this_year = local(now).is_some_and(|today| today.year() == zoned.year());
    if this_year {
        format!("{} {month}", zoned.day())
    } else {
        format!("{} {month} {}", zoned.day(), zoned.year())
    }
}

/// `9:10am`, `12pm`; in Welsh `9:10yb`, `12yp`.
pub fn clock_in_words(time: &str, language: Language) -> String {
    let Some((hour, minute)) = time
        .split_once(':')
        .and_then(|(h, m)| Some((h.parse::<u8>().ok()?, m.parse::<u8>().ok()?)))
    else {
        return time.to_owned();
    };
    let half = match (hour < 12, language) {
        (true, Language::English) => "am",
        (false, Language::English) => "pm",
        (true, Language::Welsh) => "yb",
        (false, Language::Welsh) => "yp",
    };
    let hour = match hour % 12 {
        0 => 12,
        hour => hour,
    };
    if minute == 0 {
        format!("{hour}{half}")
    } else {
        format!("{hour}:{minute:02}{half}")
    }
}

/// The local time of day, in words.
pub fn time_in_words(at: Millis, language: Language) -> String {
    local(at).map_or_else(String::new, |zoned| {
        clock_in_words(&format!("{}:{:02}", zoned.hour(), zoned.minute()), language)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_read_as_people_say_them() {
        let now = start_of(&Day("2026-11-24".into()), "12:00").unwrap();
        assert_eq!(
            day_in_words(&Day("2026-12-03".into()), now, Language::English),
            "Thursday 3 December"
        );
        assert_eq!(
            day_in_words(&Day("2027-01-04".into()), now, Language::Welsh),
            "Dydd Llun 4 Ionawr 2027"
        );
        assert_eq!(clock_in_words("09:10", Language::English), "9:10am");
        assert_eq!(clock_in_words("00:00", Language::English), "12am");
        assert_eq!(clock_in_words("13:00", Language::Welsh), "1yp");
    }

    #[test]
    fn the_night_is_quiet_also_where_clocks_change() {
        let at = |day: &str, time: &str| start_of(&Day(day.into()), time).unwrap();
        for (from, time, days, to, then) in [
            ("2026-11-24", "12:00", 3, "2026-11-27", "12:00"),
            ("2026-11-24", "07:59", 0, "2026-11-24", "08:00"),
            ("2026-11-24", "20:59", 0, "2026-11-24", "20:59"),
            ("2026-11-24", "21:00", 0, "2026-11-25", "08:00"),
            ("2026-10-23", "10:00", 3, "2026-10-26", "10:00"),
            ("2027-03-26", "23:30", 3, "2027-03-30", "08:00"),
            ("2028-02-28", "09:00", 1, "2028-02-29", "09:00"),
        ] {
            assert_eq!(
                in_daytime(at(from, time), days),
                Some(at(to, then)),
                "{from} {time}"
            );
        }
    }

    #[test]
    fn the_repeated_hour_in_october_means_its_first_coming() {
        let first = start_of(&Day("2026-10-25".into()), "01:30").unwrap();
        assert_eq!(first, Millis(1_792_888_200_000)); // 00:30 UTC
        assert_eq!(time_in_words(first, Language::English), "1:30am");
        assert_eq!(day_of(first), Day("2026-10-25".into()));
    }
}
