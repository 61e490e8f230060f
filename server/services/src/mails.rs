//! The messages we send: subject, text and HTML, in the reader's language. No address, sum or repair stands in a
//! subject, because subjects show on locked screens (UX-E27).

use crate::{ports::mail::Message, settings::Settings, times};
use domain::{dates::Millis, identity::Language};
use serde::{Deserialize, Serialize};

/// A message that is ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    pub to: String,
    pub language: Language,
    pub subject: String,
    /// Paragraphs, top to bottom.
    pub paragraphs: Vec<Paragraph>,
}

/// One paragraph of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paragraph {
    Text(String),
    /// Shown large: a code or a reference.
    Big(String),
}

impl Mail {
    /// The message for the mail port; `id` is the job's, so that a second copy can be recognised.
    pub fn into_message(self, id: &str) -> Message {
        let text = self.paragraphs.iter().map(|p| match p {
            Paragraph::Text(text) | Paragraph::Big(text) => text.as_str(),
        });
        let text = text.collect::<Vec<_>>().join("\n\n");
        let body: String = self
            .paragraphs
            .iter()
            .map(|paragraph| match paragraph {
                Paragraph::Text(text) => format!("<p style=\"margin:0 0 16px\">{}</p>", escape(text)),
                Paragraph::Big(text) => format!(
                    "<p style=\"margin:0 0 16px;font-size:28px;font-weight:700\">{}</p>",
                    escape(text)
                ),
            })
            .collect();
        let html = format!(
            "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><title>{}</title>\
             <body style=\"margin:0;padding:24px;font:18px/1.5 Arial,Helvetica,sans-serif;color:#1a2024\">{body}</body></html>",
            self.language.tag(),
            escape(&self.subject),
        );
        Message {
            id: id.to_owned(),
            to: self.to,
            subject: self.subject,
            text,
            html,
            language: self.language.tag(),
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\n', "<br>")
}

fn landlord(settings: &Settings, language: Language) -> &str {
    match language {
        Language::English => &settings.landlord_en,
        Language::Welsh => &settings.landlord_cy,
    }
}

fn with_footer(
    settings: &Settings,
    language: Language,
    to: &str,
    subject: &str,
    mut paragraphs: Vec<Paragraph>,
) -> Mail {
    let name = landlord(settings, language);
    let footer = if settings.phone.is_empty() {
        name.to_owned()
    } else {
        words::mail_footer(language, name, &settings.phone)
    };
    paragraphs.push(Paragraph::Text(footer));
    Mail {
        to: to.to_owned(),
        language,
        subject: subject.to_owned(),
        paragraphs,
    }
}

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

/// We have the repair: its reference and where to follow it.
pub fn repair_received(
    settings: &Settings,
    language: Language,
    to: &str,
    reference: &str,
    link: &str,
) -> Mail {
    let paragraphs = vec![
        Paragraph::Text(words::mail_repair_intro(language).to_owned()),
        Paragraph::Big(reference.to_owned()),
        Paragraph::Text(words::mail_repair_next(language).to_owned()),
        Paragraph::Text(words::mail_repair_link(language, link)),
        Paragraph::Text(words::mail_repair_worse(language, &settings.emergency_phone)),
    ];
    with_footer(
        settings,
        language,
        to,
        &words::mail_quiet_subject(language, landlord(settings, language)),
        paragraphs,
    )
}

/// The repairs team could not cancel a repair that the tenant cancelled.
pub fn cancel_refused(settings: &Settings, language: Language, to: &str, reference: &str) -> Mail {
    let paragraphs = vec![
        Paragraph::Text(words::mail_cancel_refused(language, reference)),
        Paragraph::Text(words::mail_cancel_call(language, &settings.phone)),
    ];
    with_footer(
        settings,
        language,
        to,
        &words::mail_quiet_subject(language, landlord(settings, language)),
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
