//! Every sentence on screen and in mails, in English and Welsh. `words::home_title(language)` is the message
//! `home-title` of `en/*.ftl` and `cy/*.ftl`; values are parameters in the order of the English sentence.

use domain::identity::Language;

mod written {
    #![expect(clippy::pedantic, reason = "written by build.rs")]

    use super::{Language, plural};

    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

pub use written::*;

/// The plural category of the Unicode rules: English has two, Welsh six.
const fn plural(language: Language, count: i64) -> &'static str {
    match (language, count) {
        (Language::English | Language::Welsh, 1) => "one",
        (Language::Welsh, 0) => "zero",
        (Language::Welsh, 2) => "two",
        (Language::Welsh, 3) => "few",
        (Language::Welsh, 6) => "many",
        _ => "other",
    }
}
