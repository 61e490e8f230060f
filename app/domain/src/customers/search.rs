//! Search words. What is known of a customer becomes a set of short words; what somebody types becomes words that must all
//! be found at the beginning of one of them, in any order. Both pass through the same folding, so case, accents,
//! apostrophes, spaces in postcodes, and the letter O for the digit 0 do not matter.

use std::collections::BTreeSet;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Beginnings of words up to this length are words of their own: the most common questions are then answered without
/// gathering everything that begins so.
const SHORT: usize = 6;
/// Longer words are cut: nobody types more of one.
const LONGEST: usize = 40;
/// Words of one question that count.
const WORDS_MAX: usize = 8;

/// What staff may find a customer by.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// Their person in the housing system.
    pub person: String,
    /// References of their tenancies.
    pub references: Vec<String>,
    /// Lines of their addresses, the postcode last.
    pub addresses: Vec<Vec<String>>,
}

/// One word of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    /// Whether words that go on after it are meant as well; short ones stand in the index themselves.
    pub is_beginning: bool,
}

/// What somebody looks for. Every word has to be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<Word>);

/// Lower case without accents; letters of every script and digits only, each run of them a word. Apostrophes join.
pub fn fold(text: &str) -> Vec<String> {
    let letters = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !is_apostrophe(*c));
    let mut plain = String::with_capacity(text.len());
    for letter in letters.flat_map(char::to_lowercase) {
        match letter {
            // Letters that no decomposition takes apart, as people type them without their keyboard.
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            letter if letter.is_alphanumeric() => plain.push(letter),
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().map(cut).collect()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

fn cut(word: &str) -> String {
    word.chars().take(LONGEST).collect()
}

/// As one word, whatever stood between its letters.
fn joined(text: &str) -> String {
    cut(&fold(text).concat())
}

/// Where there are digits, the letter O means nought: nobody sees the difference on paper.
fn noughts(word: &str) -> String {
    if word.chars().any(|c| c.is_ascii_digit()) {
        word.replace('o', "0")
    } else {
        word.to_owned()
    }
}

fn add(words: &mut BTreeSet<String>, word: &str) {
    if word.is_empty() {
        return;
    }
    for form in [word.to_owned(), noughts(word)] {
        words.extend((1..=SHORT).map(|length| form.chars().take(length).collect::<String>()));
        words.insert(form);
    }
}

fn add_all(words: &mut BTreeSet<String>, text: &str) {
    for word in fold(text) {
        add(words, &word);
    }
    // 'Smith-Jones' is also found as 'smithjones', 'T-12/3' as 't123'.
    add(words, &joined(text));
}

/// The words that a customer is found by, with their short beginnings.
pub fn document(facts: &Facts) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for name in [&facts.first_name, &facts.last_name] {
        add_all(&mut words, name);
        // 'O'Connor' is also found as 'Connor'.
        for part in name.split(is_apostrophe) {
            for word in &fold(part) {
                add(&mut words, word);
            }
        }
    }
    add(&mut words, &joined(&facts.email));
    let (mailbox, _) = facts.email.split_once('@').unwrap_or_default();
    for word in &fold(mailbox) {
        add(&mut words, word);
    }
    add_all(&mut words, &facts.person);
    for reference in &facts.references {
        add_all(&mut words, reference);
    }
    for address in &facts.addresses {
        for line in address {
            for word in &fold(line) {
                add(&mut words, word);
            }
        }
        // The postcode without its space.
        if let Some(postcode) = address.last() {
            add(&mut words, &joined(postcode));
        }
    }
    words
}

impl Query {
    /// Reads what was typed; `None` if there is no word in it.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut words: Vec<Word> = Vec::new();
        for piece in typed.split_whitespace() {
            // An address is one word, because the parts of its host are everybody's.
            let parts = if piece.contains('@') {
                vec![joined(piece)]
            } else {
                fold(piece)
            };
            for part in parts.iter().filter(|part| !part.is_empty()) {
                let text = noughts(part);
                let is_beginning = text.chars().count() > SHORT;
                let word = Word { text, is_beginning };
                if words.len() < WORDS_MAX && !words.contains(&word) {
                    words.push(word);
                }
            }
        }
        (!words.is_empty()).then_some(Self(words))
    }

    pub fn words(&self) -> &[Word] {
        &self.0
    }

    /// Whether a customer with these words is meant: what the index of the database has to answer.
    pub fn matches(&self, document: &BTreeSet<String>) -> bool {
        self.0.iter().all(|word| {
            if word.is_beginning {
                document
                    .range(word.text.clone()..)
                    .next()
                    .is_some_and(|found| found.starts_with(&word.text))
            } else {
                document.contains(&word.text)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn megan() -> Facts {
        Facts {
            first_name: "Siân Mair".into(),
            last_name: "O’Connor-Price".into(),
            email: "sian.oconnor@example.com".into(),
            person: "P-00042".into(),
            references: vec!["T-1043/02".into()],
            addresses: vec![vec![
                "12 Alder Court".into(),
                "Southampton".into(),
                "SO16 7AB".into(),
            ]],
        }
    }

    fn finds(typed: &str) -> bool {
        Query::parse(typed).is_some_and(|query| query.matches(&document(&megan())))
    }

    #[test]
    fn a_customer_is_found_by_what_people_type() {
        for typed in [
            "sian",
            "SIÂN",
            "siân o'connor",
            "connor sian",
            "oconnor",
            "O Connor",
            "price mair",
            "sian.oconnor@example.com",
            "Sian.OConnor@EXAMPLE.com",
            "sian.oconnor@exa",
            "sian.oconnor",
            "SO16 7AB",
            "so167ab",
            "S016 7ab",
            "so16",
            "so",
            "s01",
            "7ab",
            "SO16 7",
            "T-1043/02",
            "t104302",
            "t-1o43",
            "1043",
            "p-00042",
            "P00042",
            "12 alder",
            "alder court southampton",
            "oconnorprice",
            "si o'con so16",
        ] {
            assert!(finds(typed), "{typed}");
        }
    }

    #[test]
    fn somebody_else_is_not_meant() {
        for typed in [
            "megan",
            "sian smith",
            "so16 8ab",
            "T-1044",
            "ian",
            "example.com sian",
            "alder ct sian",
        ] {
            assert!(!finds(typed), "{typed}");
        }
        for nothing in ["", "  ", "-", "'’", "\u{301}"] {
            assert_eq!(Query::parse(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn letters_of_every_script_are_words() {
        assert_eq!(fold("Łukasz Żółć"), ["lukasz", "zolc"]);
        assert_eq!(fold("محمد علي"), ["محمد", "علي"]);
        assert_eq!(fold("ＭＥＧＡＮ"), ["megan"]);
    }

    proptest! {
        #[test]
        fn words_are_letters_and_digits_and_never_long(text in ".*") {
            for word in fold(&text) {
                prop_assert!(word.chars().all(char::is_alphanumeric), "{word:?}");
                prop_assert!((1..=LONGEST).contains(&word.chars().count()));
            }
        }

        #[test]
        fn whoever_is_called_so_is_found_by_any_beginning_in_any_order(
            first in "[A-Za-zÀ-ž]{1,12}", last in "[A-Za-zÀ-ž' -]{1,16}", cut_first in 1_usize..12, cut_last in 1_usize..12,
        ) {
            let facts = Facts { first_name: first.clone(), last_name: last.clone(), ..Facts::default() };
            let begin = |text: &str, length: usize| text.chars().take(length).collect::<String>();
            let typed = format!("{} {}", begin(last.trim_start(), cut_last), begin(&first, cut_first).to_uppercase());
            if let Some(query) = Query::parse(&typed) {
                prop_assert!(query.matches(&document(&facts)), "{typed:?} {:?} {:?}", query, document(&facts));
            }
        }

        #[test]
        fn a_postcode_is_found_however_it_is_spaced(postcode in "[A-Z]{1,2}[0-9]{1,2} [0-9][A-Z]{2}") {
            let facts = Facts { addresses: vec![vec!["1 High Street".into(), postcode.clone()]], ..Facts::default() };
            let document = document(&facts);
            let compact = postcode.replace(' ', "");
            let by_zero = postcode.replace('O', "0");
            for typed in [postcode.to_lowercase(), compact, by_zero] {
                prop_assert!(Query::parse(&typed).is_some_and(|query| query.matches(&document)), "{typed}");
            }
        }
    }
}
