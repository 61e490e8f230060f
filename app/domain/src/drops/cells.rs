//! One row while its cells are read: each by its kind, and everything that is wrong is said at once.

use super::{Code, Header, Need, Problem};
use crate::{
    dates::Day,
    money::Pence,
    text::{clean, clean_line},
};

/// The most characters of a reference.
const REFERENCE_MAX: usize = 100;
/// The most characters of other texts, as the housing systems take them.
const TEXT_MAX: usize = 2_000;

pub(super) struct Cells<'a> {
    header: &'a Header,
    raw: &'a [String],
    line: i64,
    pub problems: Vec<Problem>,
}

impl<'a> Cells<'a> {
    pub fn new(header: &'a Header, line: i64, raw: &'a [String]) -> Self {
        Self {
            header,
            raw,
            line,
            problems: Vec::new(),
        }
    }

    pub fn refuse(&mut self, column: &str, code: Code) {
        self.problems.push(Problem::of_cell(self.line, column, code));
    }

    fn refuse_long(&mut self, column: &str, max: usize) {
        self.problems.push(Problem {
            number: i64::try_from(max).unwrap_or_default(),
            ..Problem::of_cell(self.line, column, Code::TooLong)
        });
    }

    fn within(&mut self, column: &str, text: String, max: usize) -> Option<String> {
        if text.is_empty() {
            if self.header.need(column) != Need::Optional {
                self.refuse(column, Code::Missing);
            }
            return None;
        }
        if text.chars().count() > max {
            self.refuse_long(column, max);
            return None;
        }
        Some(text)
    }

    fn raw(&self, column: &str) -> &'a str {
        self.header.cell(self.raw, column)
    }

    /// A reference; empty if it is missing, which is noted where it must not be.
    pub fn reference(&mut self, column: &str) -> String {
        self.may_reference(column).unwrap_or_default()
    }

    pub fn may_reference(&mut self, column: &str) -> Option<String> {
        let text = clean_line(self.raw(column));
        self.within(column, text, REFERENCE_MAX)
    }

    /// A text on one line.
    pub fn text(&mut self, column: &str) -> String {
        let text = clean_line(self.raw(column));
        self.within(column, text, TEXT_MAX).unwrap_or_default()
    }

    pub fn long_text(&mut self, column: &str) -> String {
        let text = clean(self.raw(column));
        self.within(column, text, TEXT_MAX).unwrap_or_default()
    }

    fn kind<T>(&mut self, column: &str, code: Code, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = clean_line(self.raw(column));
        let text = self.within(column, text, TEXT_MAX)?;
        let value = read(&text);
        if value.is_none() {
            self.refuse(column, code);
        }
        value
    }

    pub fn day(&mut self, column: &str) -> Option<Day> {
        self.kind(column, Code::NotADay, day)
    }

    /// Local day and time; a day alone is its beginning.
    pub fn moment(&mut self, column: &str) -> Option<(Day, String)> {
        self.kind(column, Code::NotAMoment, |text| {
            match text.split_once(['T', ' ']) {
                None => Some((day(text)?, "00:00".to_owned())),
                Some((date, clock)) => Some((day(date)?, time(clock)?)),
            }
        })
    }

    pub fn time(&mut self, column: &str) -> Option<String> {
        self.kind(column, Code::NotATime, time)
    }

    pub fn money(&mut self, column: &str) -> Option<Pence> {
        self.kind(column, Code::NotMoney, money)
    }

    pub fn number(&mut self, column: &str) -> Option<i64> {
        self.kind(column, Code::NotANumber, |text| {
            let is_plain = text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|_| is_plain)
        })
    }

    pub fn sha256(&mut self, column: &str) -> Option<String> {
        self.kind(column, Code::NotAHash, |text| {
            let is_hash = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hash.then(|| text.to_ascii_lowercase())
        })
    }

    pub fn yes(&mut self, column: &str) -> Option<bool> {
        self.kind(column, Code::NotYesOrNo, |text| {
            match text.to_ascii_lowercase().as_str() {
                "yes" | "true" | "1" | "y" => Some(true),
                "no" | "false" | "0" | "n" => Some(false),
                _ => None,
            }
        })
    }

    pub fn one_of<T>(&mut self, column: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.kind(column, Code::NotOneOf, read)
    }

    /// An optional value that is left out, with a warning, where it cannot be right.
    pub fn hopeful(
        &mut self,
        column: &str,
        code: Code,
        is_right: impl FnOnce(&str) -> bool,
    ) -> Option<String> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        if is_right(&text) {
            return Some(text);
        }
        self.refuse(column, code);
        None
    }

    /// Notes an end that comes before its start.
    pub fn in_order<T: Ord>(&mut self, start: Option<&T>, end: Option<&T>, column: &str) {
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            self.refuse(column, Code::EndsBeforeStart);
        }
    }

    pub fn attributes(&mut self) -> Vec<(String, String)> {
        let header = self.header;
        let mut found = Vec::new();
        for (name, place) in &header.attributes {
            let text = clean_line(self.raw.get(*place).map_or("", String::as_str));
            if text.chars().count() > TEXT_MAX {
                self.refuse_long(&format!("attr:{name}"), TEXT_MAX);
            } else if !text.is_empty() {
                found.push((name.clone(), text));
            }
        }
        found
    }
}

fn digits<const N: usize>(text: &str) -> Option<u32> {
    (text.len() == N && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// `YYYY-MM-DD` of the calendar.
fn day(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, month, date) = (digits::<4>(year)?, digits::<2>(month)?, digits::<2>(date)?);
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    let is_day = parts.next().is_none() && year >= 1800 && (1..=last).contains(&date);
    is_day.then(|| Day(text.to_owned()))
}

/// `HH:MM`, with seconds or without.
fn time(text: &str) -> Option<String> {
    let mut parts = text.split(':');
    let (hour, minute) = (digits::<2>(parts.next()?)?, digits::<2>(parts.next()?)?);
    let second = parts.next().map_or(Some(0), digits::<2>)?;
    let is_time = parts.next().is_none() && hour < 24 && minute < 60 && second < 60;
    is_time.then(|| format!("{hour:02}:{minute:02}"))
}

/// Pounds with two places or none, a minus in front of what the tenant paid or is owed.
fn money(text: &str) -> Option<Pence> {
    let (sign, plain) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (pounds, pence) = match plain.split_once('.') {
        Some((pounds, pence)) => (pounds, i64::from(digits::<2>(pence)?)),
        None => (plain, 0),
    };
    let is_plain = (1..=10).contains(&pounds.len()) && pounds.bytes().all(|byte| byte.is_ascii_digit());
    let pounds: i64 = pounds.parse().ok().filter(|_| is_plain)?;
    Some(Pence(sign * (pounds * 100 + pence)))
}
