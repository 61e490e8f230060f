//! The texts we send, each in one part: the landlord's name loses its accents, then its end, before anything else is cut.

use crate::{db::Tx, error::Result, mails, settings::Settings, templates};
use domain::{
    dates::Millis,
    identity::Language,
    messages::{Alphabet, Mobile, count, shortened},
    templates::{Kind, Placeholder, Values, line},
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

/// A text in a wording: in one part, if a shorter name of the landlord is enough for that.
pub(crate) fn worded(settings: &Settings, language: Language, wording: &str, values: &Values) -> String {
    in_one_part(landlord(settings, language), |landlord| {
        line(wording, &values.clone().with(Placeholder::Landlord, landlord))
    })
}

/// A code that proves this phone. Links never stand in it.
pub async fn registration_code(
    tx: &Tx,
    settings: &Settings,
    language: Language,
    to: &Mobile,
    code: &str,
    now: Millis,
) -> Result<Text> {
    let wording = templates::sms(tx, Kind::RegistrationCode, language).await?;
    let values = mails::registration_code(settings, language, "", code, now).values;
    Ok(Text {
        to: to.clone(),
        body: worded(settings, language, &wording, &values),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::messages::{Alphabet, count};

    fn written(settings: &Settings, language: Language) -> String {
        let wording = mails::default_wording(Kind::RegistrationCode, language).sms;
        let values = mails::registration_code(settings, language, "", "012345", Millis(0)).values;
        worded(settings, language, &wording, &values)
    }

    #[test]
    fn a_code_is_one_part_whatever_the_landlord_is_called() {
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
                let text = written(&settings, language);
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
        let text = written(&settings, Language::Welsh);
        assert_eq!(count(&text).alphabet, Alphabet::Gsm7);
    }
}
