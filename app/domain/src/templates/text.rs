//! From the wording to the message. Text and values never mix: a value is put in as it is, whatever stands in it, and makes
//! no paragraph, button or placeholder.

use super::{Kind, Placeholder};
use crate::text::clean_line;
use serde::{Deserialize, Serialize};

/// Placeholders in one text: with the longest values a message stays small.
pub const PLACES_MAX: u32 = 40;

/// One paragraph of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paragraph {
    Text(String),
    /// Shown large: a code or a reference.
    Big(String),
    /// The one thing to do: a button, and its address in the text (UX-E25).
    Button {
        label: String,
        link: String,
    },
}

/// What placeholders stand for in one message. Some are secrets.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Values(Vec<(Placeholder, String)>);

crate::silent_debug!(Values);

impl Values {
    /// With another value in place of the one that it had.
    #[must_use]
    pub fn with(mut self, placeholder: Placeholder, value: &str) -> Self {
        self.0.retain(|(known, _)| *known != placeholder);
        self.0.push((placeholder, value.to_owned()));
        self
    }

    pub fn get(&self, placeholder: Placeholder) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| *known == placeholder)
            .map(|(_, value)| value.as_str())
    }
}

impl FromIterator<(Placeholder, String)> for Values {
    fn from_iter<I: IntoIterator<Item = (Placeholder, String)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'t> {
    Words(&'t str),
    Place(Placeholder),
    /// Brackets around something that we do not know.
    Unknown(&'t str),
    /// Brackets that are never closed.
    Open(&'t str),
}

/// Takes a text apart; nothing of it is lost.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("((") {
        // Of several brackets the last two count: `(((code)))` is a code in brackets.
        let run = rest[at..].bytes().take_while(|byte| *byte == b'(').count();
        let begins = at + run - 2;
        if begins > 0 {
            found.push(Piece::Words(&rest[..begins]));
        }
        let inside = &rest[begins + 2..];
        let Some(end) = inside.find("))") else {
            found.push(Piece::Open(&rest[begins..]));
            return found;
        };
        let (whole, after) = rest[begins..].split_at(2 + end + 2);
        let name = inside[..end].trim().to_ascii_lowercase();
        found.push(Placeholder::parse(&name).map_or(Piece::Unknown(whole), Piece::Place));
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest));
    }
    found
}

fn filled(pieces: &[Piece<'_>], values: &Values) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Words(words) | Piece::Unknown(words) | Piece::Open(words) => words,
            // Its own name, where a message has no such value: a reader sees that something is wrong.
            Piece::Place(place) => values.get(*place).unwrap_or_else(|| place.mark()),
        })
        .collect()
}

/// A text of one line: a subject. Values cannot break it, so that no header is split (SEC-X6).
pub fn line(text: &str, values: &Values) -> String {
    clean_line(&filled(&pieces(text), values))
}

/// The paragraphs of a text: empty lines part them, a code alone is large, `[label] ((link))` is a button.
pub fn paragraphs(text: &str, values: &Values) -> Vec<Paragraph> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines
        .split(|line| line.is_empty())
        .filter(|lines| !lines.is_empty())
        .map(|lines| paragraph(&lines.join("\n"), values))
        .collect()
}

fn paragraph(text: &str, values: &Values) -> Paragraph {
    let pieces = pieces(text);
    let button = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    if let Some((label, after)) = button
        && let Some(link) = values.get(Placeholder::Link)
        && self::pieces(after.trim()) == [Piece::Place(Placeholder::Link)]
        && !label.trim().is_empty()
    {
        return Paragraph::Button {
            label: clean_line(&filled(&self::pieces(label), values)),
            link: link.to_owned(),
        };
    }
    match pieces.as_slice() {
        [Piece::Place(place)] if place.is_big() => Paragraph::Big(filled(&pieces, values)),
        _ => Paragraph::Text(filled(&pieces, values)),
    }
}

/// What is to be mended in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Brackets around a name that the message does not know.
    Unknown(String),
    /// Two brackets that are never closed.
    Open,
    Missing(Placeholder),
    /// More than [`PLACES_MAX`].
    TooMany,
    /// A link where codes are.
    Link,
}

/// The first thing to be mended in a text of `kind`, in which `known` may stand and `required` must.
pub fn check(
    kind: Kind,
    text: &str,
    known: impl Iterator<Item = Placeholder>,
    required: &[Placeholder],
) -> Option<Flaw> {
    let known: Vec<_> = known.collect();
    let pieces = pieces(text);
    let mut places = Vec::new();
    for piece in &pieces {
        match piece {
            Piece::Words(_) => {}
            Piece::Place(place) if known.contains(place) => places.push(*place),
            Piece::Place(place) => return Some(Flaw::Unknown(place.mark().to_owned())),
            Piece::Unknown(name) => return Some(Flaw::Unknown(shortened(name))),
            Piece::Open(_) => return Some(Flaw::Open),
        }
    }
    if places.len() > PLACES_MAX as usize {
        return Some(Flaw::TooMany);
    }
    if let Some(missing) = required.iter().find(|wanted| !places.contains(wanted)) {
        return Some(Flaw::Missing(*missing));
    }
    (kind.has_code() && has_link(text)).then_some(Flaw::Link)
}

fn shortened(name: &str) -> String {
    let name = clean_line(name);
    if name.chars().count() > 40 {
        name.chars().take(40).chain(['…']).collect()
    } else {
        name
    }
}

/// Whether a mail program or a phone would make a link of something in it: an address or the name of a site.
pub fn has_link(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("://") || lower.split_whitespace().any(is_site)
}

/// `example.org`, but neither `e.g.` nor the end of a sentence.
fn is_site(word: &str) -> bool {
    let mut dots = word.match_indices('.').map(|(at, _)| at);
    dots.any(|dot| {
        let before = word[..dot].chars().next_back();
        let after = &word[dot + 1..];
        let label = after.chars().take_while(|c| c.is_alphabetic()).count();
        before.is_some_and(char::is_alphanumeric) && label >= 2
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Placeholder::{Code, Landlord, Link, Name, Time};
    use proptest::prelude::*;

    fn values(values: &[(Placeholder, &str)]) -> Values {
        values
            .iter()
            .map(|(place, value)| (*place, (*value).to_owned()))
            .collect()
    }

    #[test]
    fn empty_lines_part_paragraphs_and_a_code_alone_is_large() {
        let text = "Hello ((name)).\nSecond line.\n \n((code))\n\n\n[Go on now] ((link))\n\nOr: ((link))";
        let values = values(&[(Name, "Siân"), (Code, "012345"), (Link, "https://x.example/a")]);
        assert_eq!(
            paragraphs(text, &values),
            [
                Paragraph::Text("Hello Siân.\nSecond line.".into()),
                Paragraph::Big("012345".into()),
                Paragraph::Button {
                    label: "Go on now".into(),
                    link: "https://x.example/a".into()
                },
                Paragraph::Text("Or: https://x.example/a".into()),
            ]
        );
    }

    #[test]
    fn a_value_is_never_read_as_wording() {
        let hostile = "((code))\n\n[Win] ((link))\r\nBcc: x";
        let values = values(&[(Name, hostile), (Code, "012345"), (Link, "https://x.example")]);
        assert_eq!(paragraphs("((name))", &values), [Paragraph::Text(hostile.into())]);
        assert_eq!(line("((name))", &values), "((code)) [Win] ((link)) Bcc: x");
        assert_eq!(line("(((name", &values), "(((name");
    }

    #[test]
    fn brackets_and_spaces_around_a_name_are_forgiven() {
        let values = values(&[(Code, "1")]);
        assert_eq!(line("(((code))) (( Code ))", &values), "(1) 1");
        assert_eq!(line("f((x)) ()(code)", &values), "f((x)) ()(code)");
    }

    #[test]
    fn what_is_wrong_is_found_before_it_is_saved() {
        let kind = Kind::SignInCode;
        let check = |text: &str| check(kind, text, kind.values(), &[Code, Time]);
        assert_eq!(check("((code)) at ((time)) from ((landlord))"), None);
        assert_eq!(check("((code))"), Some(Flaw::Missing(Time)));
        assert_eq!(check("((kode)) ((time))"), Some(Flaw::Unknown("((kode))".into())));
        assert_eq!(
            check("((code)) ((time)) ((link))"),
            Some(Flaw::Unknown("((link))".into()))
        );
        assert_eq!(check("((code)) ((time"), Some(Flaw::Open));
        assert_eq!(check(&"((code))((time))".repeat(21)), Some(Flaw::TooMany));
        for link in ["https://evil.example", "see www.evil.example.", "evil.example/a"] {
            assert_eq!(
                check(&format!("((code)) ((time)) {link}")),
                Some(Flaw::Link),
                "{link}"
            );
        }
        for plain in ["e.g. this.", "Call us. Thanks", "at 9.30 or 3.15pm...", ". ."] {
            assert!(!has_link(plain), "{plain}");
        }
        assert_eq!(shortened(&format!("(({}))", "x".repeat(90))).chars().count(), 41);
        assert_eq!(
            super::check(kind, "((landlord))", [Landlord].into_iter(), &[]),
            None
        );
    }

    fn hostile() -> impl Strategy<Value = String> {
        let bits = prop_oneof![
            Just("((".to_owned()),
            Just("))".to_owned()),
            Just("code".to_owned()),
            Just("((code))".to_owned()),
            Just("((link))".to_owned()),
            Just("[go] ((link))".to_owned()),
            Just("\n\n".to_owned()),
            Just("\r\n".to_owned()),
            Just("<script>".to_owned()),
            ".{0,6}",
        ];
        proptest::collection::vec(bits, 0..30).prop_map(|bits| bits.concat())
    }

    fn shown(paragraph: &Paragraph) -> usize {
        match paragraph {
            Paragraph::Text(text) | Paragraph::Big(text) => text.len(),
            Paragraph::Button { label, link } => label.len() + link.len(),
        }
    }

    proptest! {
        #[test]
        fn every_text_can_be_written_and_stays_small(text in hostile(), value in hostile()) {
            let values = values(&[(Code, &value), (Link, "https://x.example")]);
            let written = paragraphs(&text, &values);
            let size: usize = written.iter().map(shown).sum();
            let places = text.matches("((").count();
            prop_assert!(size <= text.len() + places * (value.len() + 20), "{size}");
            prop_assert!(!line(&text, &values).contains(['\r', '\n']));
            let buttons = written.iter().filter(|one| matches!(one, Paragraph::Button { .. })).count();
            prop_assert!(buttons <= text.matches("((").count());
            let leads_elsewhere = |one: &Paragraph| matches!(one, Paragraph::Button { link, .. } if link != "https://x.example");
            prop_assert!(!written.iter().any(leads_elsewhere));
        }

        #[test]
        fn a_value_changes_neither_number_nor_kind_of_paragraphs(text in hostile(), value in hostile()) {
            let kinds = |value: &str| -> Vec<_> {
                let values = values(&[(Code, value), (Link, "l")]);
                paragraphs(&text, &values).iter().map(std::mem::discriminant).collect()
            };
            prop_assert_eq!(kinds(&value), kinds("1"));
        }

        #[test]
        fn no_piece_of_a_text_is_lost(text in hostile()) {
            let whole: String = pieces(&text).into_iter().map(|piece| match piece {
                Piece::Words(words) | Piece::Unknown(words) | Piece::Open(words) => words.to_owned(),
                Piece::Place(place) => place.mark().to_owned(),
            }).collect();
            let plain = |text: &str| text.to_ascii_lowercase().replace(char::is_whitespace, "");
            prop_assert_eq!(plain(&whole), plain(&text));
        }
    }
}
