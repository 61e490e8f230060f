//! Which numbers we text. Premium and foreign numbers cost money that somebody else earns, so they are refused.

use domain::messages::Mobile;
use phonenumber::{Mode, Type, country::Id, metadata::DATABASE};

/// Where one text costs what we expect.
const HOME: [Id; 4] = [Id::GB, Id::JE, Id::GG, Id::IM];
/// Numbers of the regulator that reach nobody, for films and for tests; the plan itself does not list them.
const NOBODYS: &str = "+447700900";
/// Nobody types more letters than this for one number.
const LONGEST: usize = 40;

/// Why a number gets no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// No number at all, or one digit too many.
    NotANumber,
    /// A landline, a premium or personal number, a pager.
    NotAMobile,
    /// Of another country.
    Abroad,
}

/// The number that somebody means, typed in any form that is usual in the United Kingdom.
pub fn mobile(typed: &str, abroad_too: bool) -> Result<Mobile, Unusable> {
    if typed.chars().count() > LONGEST {
        return Err(Unusable::NotANumber);
    }
    let number = phonenumber::parse(Some(Id::GB), typed).map_err(|_| Unusable::NotANumber)?;
    if number.extension().is_some() {
        return Err(Unusable::NotAMobile);
    }
    let written = number.format().mode(Mode::E164).to_string();
    let mobile = Mobile::e164(&written).ok_or(Unusable::NotANumber)?;
    if written.len() == NOBODYS.len() + 3 && written.starts_with(NOBODYS) {
        return Ok(mobile);
    }
    if !number.is_valid() {
        return Err(Unusable::NotANumber);
    }
    let is_home = number
        .country()
        .id()
        .is_some_and(|country| HOME.contains(&country));
    match number.number_type(&DATABASE) {
        Type::Mobile if is_home || abroad_too => Ok(mobile),
        // North America does not tell them apart.
        Type::FixedLineOrMobile if abroad_too && !is_home => Ok(mobile),
        _ if !is_home => Err(Unusable::Abroad),
        _ => Err(Unusable::NotAMobile),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_is_typed_is_a_number_or_is_not(typed in "\\PC{0,45}", digits in "[+0-9 ();x.-]{0,45}") {
            for typed in [typed, digits] {
                if let Ok(number) = mobile(&typed, true) {
                    prop_assert!(Mobile::e164(number.as_str()).is_some());
                    prop_assert_eq!(mobile(number.as_str(), true), Ok(number));
                }
            }
        }
    }

    #[test]
    fn every_usual_form_is_one_number() {
        for typed in [
            "07400 123456",
            "07400123456",
            "+44 7400 123456",
            "+44 (0)7400 123456",
            "0044 7400 123 456",
            "(07400) 123-456",
            " 07400\u{a0}123456 ",
        ] {
            assert_eq!(mobile(typed, false).unwrap().as_str(), "+447400123456", "{typed}");
        }
    }

    #[test]
    fn the_islands_are_home_and_other_countries_only_where_wanted() {
        for (typed, written) in [
            ("07797 712345", "+447797712345"),
            ("07781 123456", "+447781123456"),
            ("07924 123456", "+447924123456"),
            ("07700 900123", "+447700900123"),
        ] {
            assert_eq!(mobile(typed, false).unwrap().as_str(), written);
        }
        for abroad in ["+353 85 012 3456", "+1 201 555 0123", "+48 512 345 678"] {
            assert_eq!(mobile(abroad, false), Err(Unusable::Abroad), "{abroad}");
            assert!(mobile(abroad, true).is_ok(), "{abroad}");
        }
    }

    #[test]
    fn what_costs_more_or_takes_no_text_is_refused() {
        for (typed, why) in [
            ("020 7946 0018", Unusable::NotAMobile),
            ("0909 8790000", Unusable::NotAMobile),
            ("070 1234 5678", Unusable::NotAMobile),
            ("0845 464 1234", Unusable::NotAMobile),
            ("07640 123456", Unusable::NotAMobile),
            ("07400 123456 ext. 7", Unusable::NotAMobile),
            ("999", Unusable::NotANumber),
            ("07400 12345", Unusable::NotANumber),
            ("07400 1234567", Unusable::NotANumber),
            ("ring the neighbour", Unusable::NotANumber),
            ("", Unusable::NotANumber),
            ("+", Unusable::NotANumber),
            ("+882 16 1234 5678", Unusable::Abroad),
        ] {
            for abroad_too in [false, true] {
                if (why, abroad_too) != (Unusable::Abroad, true) {
                    assert_eq!(mobile(typed, abroad_too), Err(why), "{typed}");
                }
            }
        }
        // Satellite and premium numbers stay refused where other countries are wanted.
        for costly in ["+882 16 1234 5678", "+1 900 234 5678", "+44 909 879 0000"] {
            assert!(mobile(costly, true).is_err(), "{costly}");
        }
    }
}
