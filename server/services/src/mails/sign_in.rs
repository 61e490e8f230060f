//! Messages of signing in.

use super::{Mail, Paragraph, landlord, with_footer};
use crate::{settings::Settings, times};
use domain::{dates::Millis, identity::Language};

/// The code that is asked for after the password.
pub fn sign_in_code(settings: &Settings, language: Language, to: &str, code: &str, asked_at: Millis) -> Mail {
    let asked = times::time_in_words(asked_at, language);
    let paragraphs = vec![
        Paragraph::Text(words::mail_code_intro(language).to_owned()),
        Paragraph::Big(code.to_owned()),
        Paragraph::Text(words::mail_code_life(language, &asked)),
        Paragraph::Text(words::mail_code_not_you(language).to_owned()),
    ];
    with_footer(
        settings,
        language,
        to,
        &words::mail_code_subject(language, landlord(settings, language)),
        paragraphs,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_mail_names_the_time_and_keeps_the_code_out_of_the_subject() {
        let settings = Settings {
            landlord_en: "<Bryn & Co>".into(),
            phone: "01632 960000".into(),
            ..Settings::default()
        };
        let mail = sign_in_code(
            &settings,
            Language::English,
            "m@example.org",
            "012345",
            Millis(1_792_888_200_000),
        );
        assert!(!mail.subject.contains("012345"));
        let message = mail.into_message("job");
        assert!(message.text.contains("012345") && message.text.contains("1:30am"));
        assert!(message.html.contains("&lt;Bryn &amp; Co&gt;") && !message.html.contains("<Bryn"));
        assert!(message.html.len() < 30_000);
    }
}
