//! The forms of requests and answers.

use crate::{
    forms::{Form, FormErrors, optional_text, required_text},
    ids::ApprovalId,
};
use serde::{Deserialize, Serialize};

pub const REASON_MAX: u32 = 500;

/// Reads the box that says why; whether it has to be filled in, the act decides.
pub fn reason(errors: &mut FormErrors, raw: &str) -> Option<String> {
    optional_text(errors, "approval_reason", raw, REASON_MAX)
}

/// Why somebody wants something that takes two, for acts of which there is nothing else to say.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AskForm {
    pub approval_reason: String,
}

impl Form for AskForm {
    type Parsed = String;

    fn parse(&self) -> Result<String, FormErrors> {
        let mut errors = FormErrors::default();
        let reason = reason(&mut errors, &self.approval_reason);
        errors.or(reason)
    }
}

/// A button about one request.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ApprovalForm {
    pub approval: String,
}

impl Form for ApprovalForm {
    type Parsed = Option<ApprovalId>;

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        Ok(ApprovalId::parse(&self.approval))
    }
}

/// 'Refuse', as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RefuseForm {
    pub approval: String,
    pub approval_refusal: String,
}

/// Which request, and why not.
#[derive(Clone, PartialEq, Eq)]
pub struct Refuse {
    pub approval: Option<ApprovalId>,
    pub refusal: String,
}

impl Form for RefuseForm {
    type Parsed = Refuse;

    fn parse(&self) -> Result<Refuse, FormErrors> {
        let mut errors = FormErrors::default();
        let refusal = required_text(
            &mut errors,
            "approval_refusal",
            &self.approval_refusal,
            REASON_MAX,
        );
        errors.or(refusal.map(|refusal| Refuse {
            approval: ApprovalId::parse(&self.approval),
            refusal,
        }))
    }
}

crate::silent_debug!(AskForm, ApprovalForm, RefuseForm, Refuse);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Code;

    #[test]
    fn a_refusal_says_why_and_a_reason_is_short() {
        let refused = RefuseForm::default().parse().unwrap_err();
        assert_eq!(refused.code("approval_refusal"), Some(&Code::Required));
        let long = AskForm {
            approval_reason: "a".repeat(501),
        };
        let too_long = Code::TooLong { max: REASON_MAX };
        assert_eq!(long.parse().unwrap_err().code("approval_reason"), Some(&too_long));
        assert_eq!(AskForm::default().parse(), Ok(String::new()));
    }
}
