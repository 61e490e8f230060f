//! What somebody types against what the landlord has on record: forgiving in how it is written, never in what it says.

use crate::{dates::Day, text::clean_line};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What somebody says about themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Of the person or of the tenancy.
    pub reference: String,
    pub surname: String,
    pub born: Option<Day>,
    pub postcode: Option<String>,
}

/// A person on record who holds a tenancy now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub reference: String,
    pub surname: String,
    pub born: Option<Day>,
    /// Reference and postcode of each tenancy that they hold.
    pub tenancies: Vec<(String, String)>,
}

/// Which parts of a claim are those of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each part is right or not, whatever the others are"
)]
pub struct Compared {
    pub reference: bool,
    pub surname: bool,
    pub born: bool,
    pub postcode: bool,
}

impl Compared {
    /// Reference and surname, and the day of birth or the postcode. A day of birth that was given decides: the postcode
    /// stands in for it only where the record has none.
    fn is_match(self, claim: &Claim, record: &Record) -> bool {
        let by_birth = claim.born.is_some() && record.born.is_some();
        self.reference && self.surname && if by_birth { self.born } else { self.postcode }
    }

    const fn count(self) -> usize {
        self.reference as usize + self.surname as usize + self.born as usize + self.postcode as usize
    }
}

/// Whom a claim means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Exactly one person; the place in the list.
    One(usize),
    Nobody,
    /// More than one person fits, so nobody is taken.
    Several,
}

/// Compares each part.
pub fn compare(claim: &Claim, record: &Record) -> Compared {
    let key = reference_key(&claim.reference);
    let own_reference = !key.is_empty() && reference_key(&record.reference) == key;
    let postcode = claim
        .postcode
        .as_deref()
        .map(postcode_key)
        .filter(|key| !key.is_empty());
    // With a tenancy's reference the postcode must be that tenancy's; with the person's own it may be any home of theirs.
    let fits = |reference: &str| own_reference || (!key.is_empty() && reference_key(reference) == key);
    Compared {
        reference: own_reference || record.tenancies.iter().any(|(reference, _)| fits(reference)),
        surname: same_name(&claim.surname, &record.surname),
        born: claim.born.is_some() && claim.born == record.born,
        postcode: postcode.is_some_and(|wanted| {
            let homes = record.tenancies.iter();
            homes
                .filter(|(reference, _)| fits(reference))
                .any(|(_, postcode)| postcode_key(postcode) == wanted)
        }),
    }
}

/// The one person whom a claim means among `records`, each person once.
pub fn decide(claim: &Claim, records: &[Record]) -> Verdict {
    let mut matching = records
        .iter()
        .enumerate()
        .filter(|(_, record)| compare(claim, record).is_match(claim, record))
        .map(|(at, _)| at);
    match (matching.next(), matching.next()) {
        (Some(at), None) => Verdict::One(at),
        (None, _) => Verdict::Nobody,
        (Some(_), Some(_)) => Verdict::Several,
    }
}

/// The record that has most of a claim, for a person to look at; nobody if two have as much.
pub fn best(claim: &Claim, records: &[Record]) -> Option<(usize, Compared)> {
    let compared: Vec<_> = records.iter().map(|record| compare(claim, record)).collect();
    let most = compared
        .iter()
        .map(|parts| parts.count())
        .max()
        .filter(|most| *most > 0)?;
    let mut best = compared
        .into_iter()
        .enumerate()
        .filter(|(_, parts)| parts.count() == most);
    match (best.next(), best.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// A reference as it is compared: no case, spaces or signs, no difference between O and 0 or I, L and 1, no leading
/// zeros, neither in front nor behind the letters that it begins with.
pub fn reference_key(raw: &str) -> String {
    let plain: String = raw
        .chars()
        .flat_map(char::to_uppercase)
        .filter(|letter| letter.is_alphanumeric())
        .map(alike)
        .collect();
    let rest = plain.trim_start_matches('0');
    if rest.is_empty() {
        // A number of zeros alone stays a number.
        return plain.get(..1).unwrap_or_default().to_owned();
    }
    let digits_at = rest
        .find(|letter: char| letter.is_ascii_digit())
        .unwrap_or(rest.len());
    let (letters, digits) = rest.split_at(digits_at);
    format!("{letters}{}", without_leading_zeros(digits))
}

/// A zero in front of another digit says nothing; any other stays.
fn without_leading_zeros(number: &str) -> &str {
    let zeros = number.len() - number.trim_start_matches('0').len();
    let is_number_after = number[zeros..].starts_with(|next: char| next.is_ascii_digit());
    &number[if is_number_after {
        zeros
    } else {
        zeros.saturating_sub(1)
    }..]
}

const fn alike(letter: char) -> char {
    match letter {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    }
}

/// A postcode as it is compared: no case or spaces, no difference between O and 0 or I and 1.
pub fn postcode_key(raw: &str) -> String {
    raw.chars()
        .flat_map(char::to_uppercase)
        .filter(|letter| letter.is_alphanumeric())
        .map(|letter| match letter {
            'O' => '0',
            'I' => '1',
            letter => letter,
        })
        .collect()
}

/// Whether two surnames are one: no case, accents, apostrophes or dashes, and double-barrelled names in either order.
pub fn same_name(one: &str, other: &str) -> bool {
    let theirs = name_keys(other);
    name_keys(one).iter().any(|key| theirs.contains(key))
}

/// More spellings than these are not asked for: each is a question to the landlord's system.
const SPELLINGS_MAX: usize = 8;

/// The ways in which a landlord may have written a surname, the likeliest first: some systems find only what is written
/// alike, but none of them minds upper or lower case.
pub fn surname_spellings(typed: &str) -> Vec<String> {
    let typed: String = clean_line(typed).nfc().collect();
    let typed = typed.replace(['’', '‘', 'ʼ', '`', '´'], "'");
    let mut spellings = Vec::new();
    let mut add = |spelling: String| {
        for form in [plain_letters(&spelling), spelling] {
            if !form.is_empty() && !spellings.contains(&form) {
                spellings.push(form);
            }
        }
    };
    add(typed.clone());
    if typed.contains('\'') {
        add(typed.replace('\'', "’"));
        add(typed.replace('\'', ""));
        add(typed.replace('\'', " "));
    } else if let Some(rest) = typed.strip_prefix(['O', 'o', 'D', 'd']) {
        let first = typed.chars().next().unwrap_or_default();
        let rest = rest.trim_start_matches([' ', '-']);
        add(format!("{first}'{rest}"));
        add(format!("{first}’{rest}"));
    }
    add(typed.replace(['-', '–', '—'], " "));
    add(typed.replace(' ', "-"));
    let parts: Vec<&str> = typed.split(['-', ' ']).collect();
    if let [one, other] = parts.as_slice()
        && is_own_name(one)
        && is_own_name(other)
    {
        add(format!("{other}-{one}"));
    }
    // As it was typed stands first, whatever it was.
    if let Some(at) = spellings.iter().position(|spelling| *spelling == typed) {
        spellings[..=at].rotate_right(1);
    }
    spellings.truncate(SPELLINGS_MAX);
    spellings
}

/// Without accents; what else stands there is left as it is.
fn plain_letters(name: &str) -> String {
    name.nfd().filter(|letter| !is_combining_mark(*letter)).collect()
}

/// The ways in which a reference may be on record, as typed first.
pub fn reference_spellings(typed: &str) -> Vec<String> {
    let plain: String = typed
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    let mut spellings = vec![typed.to_owned()];
    for spelling in [plain, reference_key(typed)] {
        if !spelling.is_empty() && !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

/// A short part is no name of its own: the O of "O Connor", the St of "St John".
fn is_own_name(part: &str) -> bool {
    part.chars().count() > 2
}

/// German and Nordic letters are written in two ways where a keyboard lacks them.
#[derive(Clone, Copy)]
enum Umlauts {
    Plain,
    WithE,
}

/// The ways in which a name may be compared: its folded letters, and those of two parts also the other way round.
fn name_keys(name: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for umlauts in [Umlauts::Plain, Umlauts::WithE] {
        let parts: Vec<String> = name
            .split(|letter: char| {
                letter.is_whitespace() || matches!(letter, '-' | '‐' | '‑' | '–' | '—' | '_')
            })
            .map(|part| fold(part, umlauts))
            .filter(|part| !part.is_empty())
            .collect();
        match parts.as_slice() {
            [] => {}
            [one, other] if is_own_name(one) && is_own_name(other) => {
                keys.extend([format!("{one}{other}"), format!("{other}{one}")]);
            }
            parts => keys.push(parts.concat()),
        }
    }
    keys
}

fn fold(part: &str, umlauts: Umlauts) -> String {
    let mut folded = String::with_capacity(part.len());
    // Letters with their accents in one, as the list below has them.
    for letter in part.nfc().flat_map(char::to_lowercase) {
        let plain = match letter {
            'ä' | 'æ' if matches!(umlauts, Umlauts::WithE) => "ae",
            'ö' | 'ø' | 'œ' if matches!(umlauts, Umlauts::WithE) => "oe",
            'ü' if matches!(umlauts, Umlauts::WithE) => "ue",
            'å' if matches!(umlauts, Umlauts::WithE) => "aa",
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'æ' | 'ǎ' | 'ạ' | 'ả' | 'ấ' | 'ầ' => {
                "a"
            }
            'ç' | 'ć' | 'ĉ' | 'č' | 'ċ' => "c",
            'ď' | 'đ' | 'ð' => "d",
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ế' | 'ề' | 'ẽ' => "e",
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
            'ĥ' | 'ħ' => "h",
            'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'į' | 'ı' => "i",
            'ĵ' => "j",
            'ķ' => "k",
            'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
            'ñ' | 'ń' | 'ņ' | 'ň' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' | 'œ' | 'ơ' | 'ố' | 'ồ' => "o",
            'ŕ' | 'ř' => "r",
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
            'ß' => "ss",
            'ţ' | 'ť' | 'ț' => "t",
            'þ' => "th",
            'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ů' | 'ű' | 'ų' | 'ư' => "u",
            'ŵ' => "w",
            'ý' | 'ÿ' | 'ŷ' => "y",
            'ź' | 'ż' | 'ž' => "z",
            // Signs that count as letters and stand for an apostrophe.
            'ʼ' | 'ʻ' | 'ʹ' => continue,
            letter => {
                let bare = std::iter::once(letter).nfd();
                folded.extend(bare.filter(|part| part.is_alphabetic() && !is_combining_mark(*part)));
                continue;
            }
        };
        folded.push_str(plain);
    }
    folded
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
