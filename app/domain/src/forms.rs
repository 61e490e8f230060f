//! Forms: from the strings a browser sends to a value that cannot be wrong, or to codes that say what to mend.

use crate::domains::Fault;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Why a box was refused. The sentence is chosen where it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// Nothing was entered or chosen.
    Required,
    /// More characters than `max`.
    TooLong { max: u32 },
    /// Fewer characters than `min`.
    TooShort { min: u32 },
    /// A password that everybody tries first.
    Common,
    /// A password made of the person's own name or address, or the landlord's name.
    OwnName,
    /// Not of the form that the box wants (an email address, a code of six digits …).
    Malformed,
    /// A choice that is not, or no longer, on offer.
    NotOffered,
    /// Somebody or something else has it already.
    Taken,
    /// Of a kind that the landlord does not allow.
    NotApproved,
    /// Right form, wrong value: a code or password that does not match.
    Wrong,
    /// A code that was right once.
    Expired,
    /// All tries are used up.
    NoTriesLeft,
    /// More files than `max`.
    TooMany { max: u32 },
    /// More entries in a list than `max`.
    TooManyEntries { max: u32 },
    /// One entry of a list is not what it has to be.
    Entry { entry: String, fault: Fault },
    /// An entry that is missing now is still needed.
    EntryInUse { entry: String },
    /// A file over the size limit, in MB.
    TooBig { max: u32 },
    /// A file that is not a picture we can read.
    NotAPicture,
    /// A file that is no text, or text of another kind than UTF-8.
    Unreadable,
    /// A file that did not arrive whole.
    Interrupted,
    /// A placeholder that the message does not know.
    UnknownPlaceholder { name: String },
    /// Without this placeholder the message is of no use.
    MissingPlaceholder { name: String },
    /// Two brackets that are never closed.
    OpenPlaceholder,
    /// More placeholders than `max`.
    TooManyPlaceholders { max: u32 },
    /// A link where nobody is to press any.
    HasLink,
    /// A text message of more parts than `max`.
    TooManyParts { parts: u32, max: u32 },
}

/// One refused box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    pub field: String,
    pub code: Code,
}

/// Everything that is to be mended in one form, in the order of its boxes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormErrors(pub Vec<FieldError>);

impl FormErrors {
    pub fn one(field: &str, code: Code) -> Self {
        Self(vec![FieldError {
            field: field.to_owned(),
            code,
        }])
    }

    pub fn add(&mut self, field: &str, code: Code) {
        self.0.push(FieldError {
            field: field.to_owned(),
            code,
        });
    }

    pub fn code(&self, field: &str) -> Option<&Code> {
        self.0
            .iter()
            .find(|error| error.field == field)
            .map(|error| &error.code)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value` if nothing was refused.
    pub fn or<T>(self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            _ => Err(self),
        }
    }
}

/// The boxes of one form as the browser sends them. Every box is a `String` (or `Vec<String>`), so that whatever
/// arrives can be shown again to be mended.
pub trait Form: Serialize + DeserializeOwned + Default + Clone + Send + Sync + 'static {
    /// What the form means once every box is right.
    type Parsed: Send + 'static;
    /// Boxes that are never kept or shown again.
    const SECRETS: &'static [&'static str] = &[];
    /// Checks every box; all that is wrong is said at once.
    fn parse(&self) -> Result<Self::Parsed, FormErrors>;
}

/// A text that must be there and have at most `max` characters.
pub fn required_text(errors: &mut FormErrors, field: &str, raw: &str, max: u32) -> Option<String> {
    let text = crate::text::clean(raw);
    if text.is_empty() {
        errors.add(field, Code::Required);
        return None;
    }
    within(errors, field, text, max)
}

/// A text that may be empty and has at most `max` characters.
pub fn optional_text(errors: &mut FormErrors, field: &str, raw: &str, max: u32) -> Option<String> {
    within(errors, field, crate::text::clean(raw), max)
}

/// As [`required_text`], for boxes of one line.
pub fn required_line(errors: &mut FormErrors, field: &str, raw: &str, max: u32) -> Option<String> {
    required_text(errors, field, &crate::text::clean_line(raw), max)
}

/// As [`optional_text`], for boxes of one line.
pub fn optional_line(errors: &mut FormErrors, field: &str, raw: &str, max: u32) -> Option<String> {
    optional_text(errors, field, &crate::text::clean_line(raw), max)
}

fn within(errors: &mut FormErrors, field: &str, text: String, max: u32) -> Option<String> {
    if text.chars().count() > max as usize {
        errors.add(field, Code::TooLong { max });
        return None;
    }
    Some(text)
}

/// `Debug` for forms that prints the name only: what people type never reaches a log (SEC-L1).
#[macro_export]
macro_rules! silent_debug {
    ($($form:ident),+ $(,)?) => {
        $(impl std::fmt::Debug for $form {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($form))
            }
        })+
    };
}
