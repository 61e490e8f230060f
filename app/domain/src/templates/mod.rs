//! The messages that we send: which there are, what stands in them, and how the landlord's own wording becomes paragraphs.

mod forms;
mod kinds;
mod text;

pub use forms::{
    MessageForm, RestoreForm, RestoreTemplate, SMS_MAX, SUBJECT_MAX, SaveTemplate, SendingForm, SendingRules,
    TEXT_MAX, TemplateForm,
};
pub use kinds::{Group, Kind, Placeholder, Urgency};
pub use text::{Flaw, PLACES_MAX, Paragraph, Values, check, has_link, line, paragraphs};

use crate::identity::Language;
use serde::{Deserialize, Serialize};

/// The landlord's own words for one kind in one language; what is empty is said in the product's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wording {
    /// Of the email.
    pub subject: String,
    /// Of the email; empty lines part its paragraphs.
    pub text: String,
    /// The text message.
    pub sms: String,
}

impl Wording {
    pub const fn is_default(&self) -> bool {
        self.subject.is_empty() && self.text.is_empty() && self.sms.is_empty()
    }

    /// These words, and those of `default` where there are none.
    #[must_use]
    pub fn or(self, default: &Self) -> Self {
        let either = |own: String, default: &str| if own.is_empty() { default.to_owned() } else { own };
        Self {
            subject: either(self.subject, &default.subject),
            text: either(self.text, &default.text),
            sms: either(self.sms, &default.sms),
        }
    }

    /// Only what says something else than `default`, so that a better default reaches whoever left it as it was.
    #[must_use]
    pub fn unlike(self, default: &Self) -> Self {
        let kept = |own: String, default: &str| if own == default { String::new() } else { own };
        Self {
            subject: kept(self.subject, &default.subject),
            text: kept(self.text, &default.text),
            sms: kept(self.sms, &default.sms),
        }
    }
}

/// The landlord's own words for one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wordings {
    pub en: Wording,
    pub cy: Wording,
}

impl Wordings {
    pub const fn of(&self, language: Language) -> &Wording {
        match language {
            Language::English => &self.en,
            Language::Welsh => &self.cy,
        }
    }

    pub const fn is_default(&self) -> bool {
        self.en.is_default() && self.cy.is_default()
    }
}
