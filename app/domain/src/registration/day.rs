use crate::{dates::Day, text::clean_line};

/// Month names in both languages. Welsh ones also as they stand after "o", where their first letter changes.
const MONTHS: [&[&str]; 12] = [
    &["january", "ionawr"],
    &["february", "chwefror"],
    &["march", "mawrth", "fawrth"],
    &["april", "ebrill"],
    &["may", "mai", "fai"],
    &["june", "mehefin", "fehefin"],
    &["july", "gorffennaf", "orffennaf"],
    &["august", "awst"],
    &["september", "medi", "fedi"],
    &["october", "hydref"],
    &["november", "tachwedd", "dachwedd"],
    &["december", "rhagfyr", "ragfyr"],
];

/// What people write between the parts of a date.
const FILLERS: [&str; 4] = ["of", "o", "the", "y"];

/// What stands behind the number of a day: 3rd, 1af, 2il, 3ydd, 4edd …
const ENDINGS: [&str; 12] = [
    "st", "nd", "rd", "th", "af", "il", "ydd", "edd", "fed", "ed", "eg", "ain",
];

/// Reads a day from three boxes. Whoever writes all of it into one box is understood, too.
pub fn day_of_birth(day: &str, month: &str, year: &str) -> Option<Day> {
    read_day(&format!("{day} {month} {year}"))
}

/// Reads `3 March 1980`, `3ydd o Fawrth 1980`, `03/03/1980`, `March 3, 1980`, `1980-03-03`. The year has four numbers,
/// and the day stands before the month unless the month is a word or the year comes first.
pub fn read_day(raw: &str) -> Option<Day> {
    let text = clean_line(raw).to_lowercase();
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && !FILLERS.contains(word))
        .collect();
    let [first, second, third] = words.as_slice() else {
        return None;
    };
    if first.len() == 4 && first.bytes().all(|byte| byte.is_ascii_digit()) {
        return calendar_day(number(third)?, month(second)?, year(first)?);
    }
    let year = year(third)?;
    match month_name(first) {
        Some(month) => calendar_day(number(second)?, month, year),
        None => calendar_day(number(first)?, month(second)?, year),
    }
}

fn number(word: &str) -> Option<u32> {
    let digits = ENDINGS
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

fn month(word: &str) -> Option<u32> {
    month_name(word).or_else(|| number(word))
}

/// The whole name, or at least its first three letters: no two months share these.
fn month_name(word: &str) -> Option<u32> {
    let begins = |name: &&&str| word.chars().count() >= 3 && name.starts_with(word);
    let at = MONTHS
        .iter()
        .position(|names| names.iter().any(|name| begins(&name)))?;
    u32::try_from(at + 1).ok()
}

fn year(word: &str) -> Option<u32> {
    let four = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    four.then(|| word.parse().ok())
        .flatten()
        .filter(|year| (1880..=2200).contains(year))
}

fn calendar_day(day: u32, month: u32, year: u32) -> Option<Day> {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return None,
    };
    (1..=days)
        .contains(&day)
        .then(|| Day(format!("{year:04}-{month:02}-{day:02}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for written in [
            "3 March 1980",
            "03/03/1980",
            "3.3.1980",
            "3rd of March 1980",
            "march 3, 1980",
            "3 Mar 1980",
            "1980-03-03",
            "3 Mawrth 1980",
            "3ydd o Fawrth 1980",
            " 3   maw 1980 ",
        ] {
            assert_eq!(read_day(written), Some(Day("1980-03-03".into())), "{written}");
        }
        assert_eq!(
            day_of_birth("29", "chwefror", "1984"),
            Some(Day("1984-02-29".into()))
        );
        assert_eq!(
            day_of_birth("3 March 1980", "", ""),
            Some(Day("1980-03-03".into()))
        );
    }

    #[test]
    fn what_is_no_day_is_not_guessed() {
        for wrong in [
            "",
            "3 March",
            "3 March 80",
            "31 April 1980",
            "29/02/1985",
            "0/1/1980",
            "3/13/1980",
            "3 ma 1980",
            "three March 1980",
            "3 3 3 1980",
            "１/１/1980",
        ] {
            assert_eq!(read_day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_name_of_a_month_means_one_month() {
        for (at, names) in MONTHS.iter().enumerate() {
            for name in *names {
                let short: String = name.chars().take(3).collect();
                for written in [(*name).to_owned(), name.to_uppercase(), short] {
                    let month = format!("{:02}", at + 1);
                    assert_eq!(
                        read_day(&format!("1 {written} 2001")),
                        Some(Day(format!("2001-{month}-01"))),
                        "{written}"
                    );
                }
            }
        }
    }

    proptest! {
        #[test]
        fn reading_a_day_never_fails_and_gives_days_only(raw in ".*") {
            if let Some(Day(day)) = read_day(&raw) {
                prop_assert_eq!(day.len(), 10);
                prop_assert_eq!(read_day(&day), Some(Day(day)));
            }
        }
    }
}
