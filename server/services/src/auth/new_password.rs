//! What makes a password good enough (SEC-A6): long enough, not common, not made of one's own name. No rules about
//! digits or signs, which make passwords worse.

use super::store;
use crate::{
    context::Platform,
    error::{Error, Result},
};
use domain::{
    forms::{Code, FormErrors},
    identity::{PASSWORD_MAX, PASSWORD_MIN},
};
use zxcvbn::Score;

/// The estimate costs more than linearly in length. Whoever adds to a beginning that is good enough makes it no worse.
const JUDGED_CHARS: usize = 64;

/// Whether this may become somebody's password. `own` are their names, their address, their landlord's name: what
/// whoever knows them tries first. Blocks for some milliseconds; nothing is hashed.
pub fn check_new_password(raw: &str, own: &[&str]) -> std::result::Result<(), Code> {
    let length = raw.chars().count();
    if raw.is_empty() {
        return Err(Code::Required);
    }
    if length > PASSWORD_MAX as usize {
        return Err(Code::TooLong { max: PASSWORD_MAX });
    }
    if length < PASSWORD_MIN as usize {
        return Err(Code::TooShort { min: PASSWORD_MIN });
    }
    let own = own_words(own);
    if is_mostly(raw, &own) {
        return Err(Code::OwnName);
    }
    let beginning: String = raw.chars().take(JUDGED_CHARS).collect();
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    // Lists of passwords from breaches, of words and of names, with the usual disguises: below a million guesses.
    if zxcvbn::zxcvbn(&beginning, &own).score() < Score::Two {
        return Err(Code::Common);
    }
    Ok(())
}

/// The hash of a new password that is good enough for this account; a refused one names the box `new-password`.
pub(super) async fn accept(platform: &Platform, raw: &str, account: &store::Owned) -> Result<String> {
    let settings = platform.settings.get();
    let own = [
        &account.first_name,
        &account.last_name,
        &account.email,
        &settings.landlord_en,
        &settings.landlord_cy,
    ];
    let own: Vec<String> = own.into_iter().cloned().collect();
    platform
        .passwords
        .hash_if(raw, move |raw| {
            let own: Vec<&str> = own.iter().map(String::as_str).collect();
            check_new_password(raw, &own).map_err(|code| Error::Form(FormErrors::one("new-password", code)))
        })
        .await
}

/// The words in names and addresses that say something about somebody, in lower case, the longest first.
fn own_words(own: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = own
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()).chain([*text]))
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= 3)
        .collect();
    words.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then(a.cmp(b)));
    words.dedup();
    words
}

/// Whether a password is too short once what everybody knows about its owner is taken out.
fn is_mostly(raw: &str, own: &[String]) -> bool {
    let mut left = raw.to_lowercase();
    for word in own {
        left = left.replace(word.as_str(), "");
    }
    let length = left.chars().filter(|c| c.is_alphanumeric()).count();
    left.chars().count() < raw.to_lowercase().chars().count() && length < PASSWORD_MIN as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OWN: &[&str] = &[
        "Megan",
        "Price-Jones",
        "megan.price@example.com",
        "Hollingate Homes",
    ];

    #[test]
    fn length_counts_characters_and_no_kind_of_character_is_asked_for() {
        for good in [
            "correct horse battery",
            "ŵyrŵyrglas",
            "krzmtqpv",
            "        x 7 walrus",
            "tŷ bach twt ger y môr",
        ] {
            assert_eq!(check_new_password(good, OWN), Ok(()), "{good}");
        }
        assert_eq!(check_new_password("", OWN), Err(Code::Required));
        assert_eq!(check_new_password("kzmtqpv", OWN), Err(Code::TooShort { min: 8 }));
        assert_eq!(check_new_password("ŵŷôêîûâ", OWN), Err(Code::TooShort { min: 8 }));
        assert_eq!(check_new_password(&"ŵalrus7 ".repeat(32), OWN), Ok(()));
        assert_eq!(
            check_new_password(&"ŵ".repeat(257), OWN),
            Err(Code::TooLong { max: 256 })
        );
    }

    #[test]
    fn what_everybody_tries_is_refused() {
        for common in [
            "password",
            "Password1",
            "P@ssw0rd",
            "12345678",
            "123456789012",
            "qwertyuiop",
            "iloveyou",
            "aaaaaaaaaaaa",
            "liverpool",
            "abcdefgh",
            "sunshine1",
            "letmein123",
        ] {
            assert_eq!(check_new_password(common, OWN), Err(Code::Common), "{common}");
        }
    }

    #[test]
    fn ones_own_name_and_the_landlords_are_refused_but_may_stand_in_a_sentence() {
        for own in [
            "MeganPrice",
            "megan2026!",
            "megan.price@example.com",
            "Hollingate1",
            "hollingatehomes",
            "PriceJones99",
        ] {
            assert_eq!(check_new_password(own, OWN), Err(Code::OwnName), "{own}");
        }
        assert_eq!(check_new_password("megan walks the walrus", OWN), Ok(()));
        assert_eq!(check_new_password("krzmtqpv", &["", "J", "Li"]), Ok(()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_gets_an_answer(raw in "\\PC{0,300}", name in "\\PC{0,40}") {
            let verdict = check_new_password(&raw, &[&name]);
            let length = raw.chars().count();
            prop_assert!(verdict.is_err() || (8..=256).contains(&length));
        }
    }
}
