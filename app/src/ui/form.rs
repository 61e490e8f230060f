//! What was typed into a form, and the sentence for what is wrong with each box (UX-E8).

use domain::{
    domains::Fault,
    forms::{Code, FormErrors},
    identity::Language,
};

/// What somebody typed into a form, and what is to be mended.
pub struct Typed {
    pub values: serde_json::Value,
    pub errors: FormErrors,
    pub language: Language,
}

impl Typed {
    /// The text of a box as it was typed, or `otherwise` if the form was not sent yet.
    pub fn value_or(&self, name: &str, otherwise: &str) -> String {
        self.values
            .get(name)
            .and_then(|value| value.as_str())
            .unwrap_or(otherwise)
            .to_owned()
    }

    /// What is stored already where the form was not sent yet.
    #[must_use]
    pub fn or_stored(mut self, stored: serde_json::Value) -> Self {
        if self.values.is_null() {
            self.values = stored;
        }
        self
    }

    /// What is to be mended in one box.
    pub fn error_sentence(&self, name: &str) -> Option<String> {
        self.errors
            .code(name)
            .map(|code| sentence(self.language, name, code))
    }
}

/// The sentence for one box: the one written for it, else the general one.
pub fn sentence(language: Language, field: &str, code: &Code) -> String {
    let own = |kind: &str| words::find(language, &format!("error-{field}-{kind}")).map(str::to_owned);
    let kind = match code {
        Code::TooLong { max } => {
            return own("too-long").unwrap_or_else(|| words::error_too_long(language, &max.to_string()));
        }
        Code::TooMany { max } => {
            return own("too-many").unwrap_or_else(|| words::error_too_many(language, &max.to_string()));
        }
        Code::TooBig { max } => {
            return own("too-big").unwrap_or_else(|| words::error_too_big(language, &max.to_string()));
        }
        Code::UnknownPlaceholder { name } => return words::error_unknown_placeholder(language, name),
        Code::MissingPlaceholder { name } => return words::error_missing_placeholder(language, name),
        Code::TooManyPlaceholders { max } => {
            return words::error_too_many_placeholders(language, &max.to_string());
        }
        Code::TooManyParts { parts, max } => {
            return words::error_too_many_parts(language, &parts.to_string(), &max.to_string());
        }
        Code::OpenPlaceholder => "open-placeholder",
        Code::HasLink => "has-link",
        Code::TooShort { min } => return words::error_too_short(language, &min.to_string()),
        Code::TooManyEntries { max } => return words::error_too_many_entries(language, &max.to_string()),
        Code::EntryInUse { entry } => return words::error_entry_in_use(language, entry),
        Code::Entry { entry, fault } => return entry_sentence(language, entry, *fault),
        Code::Common => "common",
        Code::OwnName => "own-name",
        Code::Required => "required",
        Code::Malformed => "malformed",
        Code::NotOffered => "not-offered",
        Code::Taken => "taken",
        Code::NotApproved => "not-approved",
        Code::Wrong => "wrong",
        Code::Expired => "expired",
        Code::NoTriesLeft => "no-tries-left",
        Code::NotAPicture => "not-a-picture",
        Code::Unreadable => "unreadable",
        Code::Interrupted => "interrupted",
    };
    own(kind).unwrap_or_else(|| {
        words::find(language, &format!("error-{kind}"))
            .unwrap_or(words::error_malformed(language))
            .to_owned()
    })
}

/// What is wrong with one entry of a list.
fn entry_sentence(language: Language, entry: &str, fault: Fault) -> String {
    match fault {
        Fault::Address => words::error_entry_address(language, entry),
        Fault::Wildcard => words::error_entry_wildcard(language, entry),
        Fault::Number => words::error_entry_number(language, entry),
        Fault::Inside => words::error_entry_inside(language, entry),
        Fault::Port => words::error_entry_port(language, entry),
        Fault::Name => words::error_entry_name(language, entry),
    }
}
