//! The texts we send, each in one part: the landlord's name loses its accents, then its end, before anything else is cut.

use crate::settings::Settings;
use domain::{
    identity::Language,
    messages::{Alphabet, Mobile, count, shortened},
};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A text that is ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub to: Mobile,
    pub body: String,
}

fn landlord(settings: &Settings, language: Language) -> &str {
    match language {
        Language::English => &settings.landlord_en,
        Language::Welsh => &settings.landlord_cy,
    }
}

/// The name in letters of which a part takes 160.
fn plain(name: &str) -> String {
    name.nfd()
        .filter(|letter| count(&letter.to_string()).alphabet == Alphabet::Gsm7)
        .collect()
}

fn in_one_part(name: &str, write: impl Fn(&str) -> String) -> String {
    let whole = write(name);
    if count(&whole).parts <= 1 {
        whole
    } else {
        shortened(&plain(name), write)
    }
}

/// A code that proves this phone. Links never stand in it.
pub fn registration_code(settings: &Settings, language: Language, to: &Mobile, code: &str) -> Text {
    Text {
        to: to.clone(),
        body: in_one_part(landlord(settings, language), |landlord| {
            words::text_register_code(language, landlord, code)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::messages::{Alphabet, count};

    #[test]
    fn a_code_is_one_part_whatever_the_landlord_is_called() {
        let to = Mobile::e164("+447700900123").unwrap();
        for (name, begins) in [
            ("Our Homes", "Our Homes: "),
            ("Tai Ŵyl", "Tai Wyl: "),
            (
                &"Cymdeithas Tai Hir Iawn ".repeat(12),
                "Cymdeithas Tai Hir Iawn Cymdeithas",
            ),
            (&"ŵ".repeat(200), "wwww"),
        ] {
            let settings = Settings {
                landlord_en: name.to_owned(),
                landlord_cy: name.to_owned(),
                ..Settings::default()
            };
            for language in Language::ALL {
                let text = registration_code(&settings, language, &to, "012345").body;
                assert_eq!(count(&text).parts, 1, "{text}");
                assert!(text.starts_with(begins) && text.contains("012345"), "{text}");
                assert!(!text.contains("http"));
            }
        }
        // Our own words need no dear letters.
        let settings = Settings {
            landlord_cy: "Cartrefi Ni".into(),
            ..Settings::default()
        };
        let text = registration_code(&settings, Language::Welsh, &to, "012345");
        assert_eq!(count(&text.body).alphabet, Alphabet::Gsm7);
    }
}
