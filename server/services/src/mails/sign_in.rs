//! Messages of signing in.

use super::{Draft, draft};
use crate::{settings::Settings, times};
use domain::{
    dates::Millis,
    identity::Language,
    templates::{
        Kind,
        Placeholder::{Code, Time},
    },
};

/// The code that is asked for after the password.
pub fn sign_in_code(
    settings: &Settings,
    language: Language,
    to: &str,
    code: &str,
    asked_at: Millis,
) -> Draft {
    let time = times::time_in_words(asked_at, language);
    draft(
        settings,
        Kind::SignInCode,
        language,
        to,
        [(Code, code.to_owned()), (Time, time)],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mails::default_wording;

    #[test]
    fn a_code_mail_names_the_time_and_keeps_the_code_out_of_the_subject() {
        let settings = Settings {
            landlord_en: "<Bryn & Co>".into(),
            phone: "01632 960000".into(),
            ..Settings::default()
        };
        let draft = sign_in_code(
            &settings,
            Language::English,
            "m@example.org",
            "012345",
            Millis(1_792_888_200_000),
        );
        let wording = default_wording(Kind::SignInCode, Language::English);
        let mail = draft.worded(&wording.subject, &wording.text);
        assert!(!mail.subject.contains("012345"));
        let message = mail.into_message("job");
        assert!(message.text.contains("012345") && message.text.contains("1:30am"));
        assert!(message.html.contains("&lt;Bryn &amp; Co&gt;") && !message.html.contains("<Bryn"));
        assert!(message.html.len() < 30_000);
    }
}
