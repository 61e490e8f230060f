//! The messages we send: subject, text and HTML, in the reader's language. No address, sum or repair stands in a
//! subject, because subjects show on locked screens (UX-E27).
//!
//! A slice gives a [`Draft`]: the kind and its values. The wording is the landlord's (`templates`) or the product's
//! (`defaults`), and joins the values when the message is queued, in the same transaction.

mod administrators;
mod approvals;
mod credentials;
mod customers;
mod defaults;
mod factors;
mod housing;
mod integrations;
mod invites;
mod recovery;
mod registration;
mod repairs;
mod sign_in;
mod sso;
mod test_system;

pub use administrators::administrator_invited;
pub use approvals::{
    approval_asked, approval_given, approval_lapsed, approval_over, approval_refused, done_alone,
    vault_rotated,
};
pub use credentials::secret_ends;
pub use customers::account_deleted;
pub(crate) use defaults::default_wording;
pub use factors::{many_wrong_codes, recovery_code_used, second_steps_removed, sign_in_changed};
pub use housing::customers_unseen;
pub use integrations::integration_test;
pub use invites::{invite_reminder, invited};
pub use recovery::{Changed, account_changed, must_reset, reset, waiting};
pub use registration::{
    already_registered, mailbox_replaced, registration_approved, registration_code, registration_refused,
    registration_resumed, registration_told,
};
pub use repairs::{cancel_refused, repair_received};
pub use sign_in::sign_in_code;
pub use sso::sso_changed;
pub use test_system::mode_switched;

use crate::{ports::mail::Message, settings::Settings, times};
pub use domain::templates::Paragraph;
use domain::{
    dates::Millis,
    identity::Language,
    templates::{Kind, Placeholder, Values, line, paragraphs},
};
use serde::{Deserialize, Serialize};

/// What is to be said to whom, before its wording is known.
#[derive(Clone)]
pub struct Draft {
    pub(crate) kind: Kind,
    pub(crate) to: String,
    pub(crate) language: Language,
    pub(crate) values: Values,
    /// How to reach us; ends every message.
    pub(crate) footer: String,
}

domain::silent_debug!(Draft);

impl Draft {
    /// The message in a wording.
    pub(crate) fn worded(&self, subject: &str, text: &str) -> Mail {
        let mut all = paragraphs(text, &self.values);
        all.push(Paragraph::Text(self.footer.clone()));
        Mail {
            to: self.to.clone(),
            language: self.language,
            subject: line(subject, &self.values),
            paragraphs: all,
        }
    }
}

/// A message that is ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    pub to: String,
    pub language: Language,
    pub subject: String,
    /// Paragraphs, top to bottom.
    pub paragraphs: Vec<Paragraph>,
}

impl Mail {
    /// The message without any markup.
    pub(crate) fn plain_text(&self) -> String {
        let paragraphs = self.paragraphs.iter().map(|paragraph| match paragraph {
            Paragraph::Text(text) | Paragraph::Big(text) => text.clone(),
            Paragraph::Button { label, link } => format!("{label}:\n{link}"),
        });
        paragraphs.collect::<Vec<_>>().join("\n\n")
    }

    /// The message for the mail port; `id` is the job's, so that a second copy can be recognised.
    pub fn into_message(self, id: &str) -> Message {
        let text = self.plain_text();
        let body: String = self
            .paragraphs
            .iter()
            .map(|paragraph| match paragraph {
                Paragraph::Text(text) => format!("<p style=\"margin:0 0 16px\">{}</p>", escape(text)),
                Paragraph::Big(text) => format!(
                    "<p style=\"margin:0 0 16px;font-size:28px;font-weight:700\">{}</p>",
                    escape(text)
                ),
                Paragraph::Button { label, link } => format!(
                    "<p style=\"margin:0 0 16px\"><a href=\"{0}\" style=\"display:inline-block;padding:12px 24px;\
                     border-radius:4px;background:#0f5f52;color:#ffffff;font-weight:700;text-decoration:none\">{1}</a></p>\
                     <p style=\"margin:0 0 16px;font-size:16px;color:#4d5a63;word-break:break-all\">{0}</p>",
                    escape(link),
                    escape(label)
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
            kind: None,
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

/// How to reach us.
fn footer(settings: &Settings, language: Language) -> String {
    let name = landlord(settings, language);
    if settings.phone.is_empty() {
        name.to_owned()
    } else {
        words::mail_footer(language, name, &settings.phone)
    }
}

/// A message of a kind with the values of its own; those that every message knows come from the settings.
pub(crate) fn draft(
    settings: &Settings,
    kind: Kind,
    language: Language,
    to: &str,
    values: impl IntoIterator<Item = (Placeholder, String)>,
) -> Draft {
    let name = landlord(settings, language);
    let always = [
        (Placeholder::Landlord, name.to_owned()),
        (Placeholder::Phone, settings.phone.clone()),
        (Placeholder::EmergencyPhone, settings.emergency_phone.clone()),
    ];
    Draft {
        kind,
        to: to.to_owned(),
        language,
        values: values.into_iter().chain(always).collect(),
        footer: footer(settings, language),
    }
}

/// The values `time` and `day` of a point in time.
fn moment(at: Millis, now: Millis, language: Language) -> [(Placeholder, String); 2] {
    [
        (Placeholder::Time, times::time_in_words(at, language)),
        (
            Placeholder::Day,
            times::day_in_words(&times::day_of(at), now, language),
        ),
    ]
}
