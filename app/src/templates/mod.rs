//! The wording of messages, for staff.

pub mod api;
pub mod edit;
pub mod list;
mod parts;

use domain::{identity::Language, templates::Kind};

/// What a kind of message is called.
pub(crate) fn kind_words(kind: &str, language: Language) -> &'static str {
    words::find(language, &format!("template-{kind}")).unwrap_or(words::template_unknown(language))
}

/// When a kind of message is sent.
fn when_words(kind: Kind, language: Language) -> &'static str {
    words::find(language, &format!("template-{}-when", kind.as_str())).unwrap_or_default()
}

/// A language, in another.
const fn language_words(which: Language, language: Language) -> &'static str {
    match which {
        Language::English => words::templates_language_en(language),
        Language::Welsh => words::templates_language_cy(language),
    }
}
