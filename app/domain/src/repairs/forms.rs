//! The forms of repairs, from typed boxes to values that cannot be wrong.

use super::{DESCRIPTION_MAX, Step};
use crate::{
    forms::{self, Code, Form, FormErrors},
    ids::{CategoryId, DefinitionId, DraftId, PhotoId, RepairId},
};
use serde::{Deserialize, Serialize};

macro_rules! choice_form {
    ($(#[$doc:meta])* $form:ident, $parsed:ident, $id:ident, $field:ident, $field_name:literal) => {
        $(#[$doc])*
        #[derive(Clone, Default, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $form {
            pub draft: String,
            pub $field: String,
            /// `check` when the answer is changed from the check page.
            pub back_to: String,
        }

        /// The choice, readable.
        pub struct $parsed {
            pub draft: Option<DraftId>,
            pub $field: $id,
            pub back_to_check: bool,
        }

        impl Form for $form {
            type Parsed = $parsed;

            fn parse(&self) -> Result<$parsed, FormErrors> {
                if self.$field.is_empty() {
                    return Err(FormErrors::one($field_name, Code::Required));
                }
                let $field = $id::parse(&self.$field).ok_or_else(|| FormErrors::one($field_name, Code::NotOffered))?;
                Ok($parsed { draft: DraftId::parse(&self.draft), $field, back_to_check: self.back_to == Step::Check.as_str() })
            }
        }
    };
}

choice_form!(
    /// The first page: what is it about? Without a draft it begins one.
    ChooseCategoryForm, ChooseCategory, CategoryId, category, "category"
);
choice_form!(
    /// The second page: what is wrong?
    ChooseDefinitionForm, ChooseDefinition, DefinitionId, definition, "definition"
);

/// "I have read this" under a safety notice.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptSafetyForm {
    pub draft: String,
    pub accepted: String,
    pub back_to: String,
}

/// The notice is accepted.
pub struct AcceptSafety {
    pub draft: Option<DraftId>,
    pub back_to_check: bool,
}

impl Form for AcceptSafetyForm {
    type Parsed = AcceptSafety;

    fn parse(&self) -> Result<AcceptSafety, FormErrors> {
        if self.accepted != "yes" {
            return Err(FormErrors::one("accepted", Code::Required));
        }
        Ok(AcceptSafety {
            draft: DraftId::parse(&self.draft),
            back_to_check: self.back_to == Step::Check.as_str(),
        })
    }
}

/// What is wrong, in the tenant's words.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribeForm {
    pub draft: String,
    pub description: String,
    pub back_to: String,
}

/// A description that can be sent.
pub struct Describe {
    pub draft: Option<DraftId>,
    pub description: String,
    pub back_to_check: bool,
}

impl Form for DescribeForm {
    type Parsed = Describe;

    fn parse(&self) -> Result<Describe, FormErrors> {
        let mut errors = FormErrors::default();
        let description =
            forms::required_text(&mut errors, "description", &self.description, DESCRIPTION_MAX);
        errors.or(description.map(|description| Describe {
            draft: DraftId::parse(&self.draft),
            description,
            back_to_check: self.back_to == Step::Check.as_str(),
        }))
    }
}

/// The forms that name only a draft: sending it, or removing one photo of it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    pub draft: String,
    pub photo: String,
}

/// A draft and, where it is about one, a photo.
pub struct DraftAction {
    pub draft: Option<DraftId>,
    pub photo: Option<PhotoId>,
}

impl Form for DraftForm {
    type Parsed = DraftAction;

    fn parse(&self) -> Result<DraftAction, FormErrors> {
        Ok(DraftAction {
            draft: DraftId::parse(&self.draft),
            photo: PhotoId::parse(&self.photo),
        })
    }
}

/// Cancels one repair.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CancelForm {
    pub repair: String,
    pub reason: String,
}

/// A cancellation with the tenant's reason, which may be empty.
pub struct Cancel {
    pub repair: Option<RepairId>,
    pub reason: String,
}

/// Longest reason for a cancellation.
pub const REASON_MAX: u32 = 500;

impl Form for CancelForm {
    type Parsed = Cancel;

    fn parse(&self) -> Result<Cancel, FormErrors> {
        let mut errors = FormErrors::default();
        let reason = forms::optional_text(&mut errors, "reason", &self.reason, REASON_MAX);
        errors.or(reason.map(|reason| Cancel {
            repair: RepairId::parse(&self.repair),
            reason,
        }))
    }
}

crate::silent_debug!(
    ChooseCategoryForm,
    ChooseDefinitionForm,
    AcceptSafetyForm,
    DescribeForm,
    DraftForm,
    CancelForm
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_refused_with_the_limit_and_counted_in_characters() {
        let typed = |text: String| {
            DescribeForm {
                description: text,
                ..DescribeForm::default()
            }
            .parse()
            .map(|d| d.description)
        };
        assert_eq!(
            typed(" \u{0} ".into()),
            Err(FormErrors::one("description", Code::Required))
        );
        assert!(typed("💧".repeat(1500)).is_ok());
        assert_eq!(
            typed("💧".repeat(1501)),
            Err(FormErrors::one("description", Code::TooLong { max: 1500 }))
        );
    }
}
