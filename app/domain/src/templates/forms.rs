//! The forms of wording and of sending rules.

use super::{Flaw, Kind, PLACES_MAX, Placeholder, Wording, Wordings, check};
use crate::{
    forms::{Code, Form, FormErrors, optional_text},
    ids::JobId,
    text,
};
use serde::{Deserialize, Serialize};

pub const SUBJECT_MAX: u32 = 100;
pub const TEXT_MAX: u32 = 2_000;
pub const SMS_MAX: u32 = 400;

/// The wording of one kind, as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TemplateForm {
    pub template: String,
    /// The version that was on screen.
    pub seen: String,
    pub subject_en: String,
    pub text_en: String,
    pub sms_en: String,
    pub subject_cy: String,
    pub text_cy: String,
    pub sms_cy: String,
}

/// A wording that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveTemplate {
    pub kind: Kind,
    pub seen: String,
    pub wordings: Wordings,
}

fn note(errors: &mut FormErrors, field: &str, flaw: Option<Flaw>) {
    let code = match flaw {
        None => return,
        Some(Flaw::Unknown(name)) => Code::UnknownPlaceholder { name },
        Some(Flaw::Missing(place)) => Code::MissingPlaceholder {
            name: place.mark().to_owned(),
        },
        Some(Flaw::Open) => Code::OpenPlaceholder,
        Some(Flaw::TooMany) => Code::TooManyPlaceholders { max: PLACES_MAX },
        Some(Flaw::Link) => Code::HasLink,
    };
    errors.add(field, code);
}

/// Reads the three boxes of one language; an empty one means the product's words.
fn wording(
    errors: &mut FormErrors,
    kind: Kind,
    fields: [&'static str; 3],
    typed: [&str; 3],
) -> Option<Wording> {
    let subject = optional_text(errors, fields[0], &text::clean_line(typed[0]), SUBJECT_MAX)?;
    let body = optional_text(errors, fields[1], typed[1], TEXT_MAX)?;
    let sms = match kind.sms_required() {
        Some(_) => optional_text(errors, fields[2], typed[2], SMS_MAX)?,
        None => String::new(),
    };
    if !subject.is_empty() {
        // Subjects show on locked screens: nothing of the message stands in them (UX-E27).
        note(
            errors,
            fields[0],
            check(kind, &subject, [Placeholder::Landlord].into_iter(), &[]),
        );
    }
    if !body.is_empty() {
        note(
            errors,
            fields[1],
            check(kind, &body, kind.values(), kind.required()),
        );
    }
    if let (false, Some(required)) = (sms.is_empty(), kind.sms_required()) {
        note(errors, fields[2], check(kind, &sms, kind.values(), required));
    }
    Some(Wording {
        subject,
        text: body,
        sms,
    })
}

impl Form for TemplateForm {
    type Parsed = SaveTemplate;

    fn parse(&self) -> Result<SaveTemplate, FormErrors> {
        let kind =
            Kind::parse(&self.template).ok_or_else(|| FormErrors::one("template", Code::NotOffered))?;
        let mut errors = FormErrors::default();
        let en = wording(
            &mut errors,
            kind,
            ["subject_en", "text_en", "sms_en"],
            [&self.subject_en, &self.text_en, &self.sms_en],
        );
        let cy = wording(
            &mut errors,
            kind,
            ["subject_cy", "text_cy", "sms_cy"],
            [&self.subject_cy, &self.text_cy, &self.sms_cy],
        );
        errors.or(en.zip(cy).map(|(en, cy)| SaveTemplate {
            kind,
            seen: self.seen.clone(),
            wordings: Wordings { en, cy },
        }))
    }
}

/// An older wording that is to be used again.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RestoreForm {
    pub template: String,
    pub version: String,
    pub seen: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreTemplate {
    pub kind: Kind,
    /// 0 is the product's own wording.
    pub version: i64,
    pub seen: String,
}

impl Form for RestoreForm {
    type Parsed = RestoreTemplate;

    fn parse(&self) -> Result<RestoreTemplate, FormErrors> {
        let version = self.version.parse().ok().filter(|version| *version >= 0);
        let both = Kind::parse(&self.template).zip(version);
        let (kind, version) = both.ok_or_else(|| FormErrors::one("template", Code::NotOffered))?;
        Ok(RestoreTemplate {
            kind,
            version,
            seen: self.seen.clone(),
        })
    }
}

/// A button beside one undelivered message.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MessageForm {
    pub job: String,
}

impl Form for MessageForm {
    type Parsed = Option<JobId>;

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        Ok(JobId::parse(&self.job))
    }
}

/// How much is sent in a day, as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SendingForm {
    pub to_one_a_day: String,
    pub to_all_a_day: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendingRules {
    pub to_one: i64,
    pub to_all: i64,
}

/// A number of messages as people write it; spaces and commas part thousands.
fn number(errors: &mut FormErrors, field: &str, typed: &str, max: i64) -> Option<i64> {
    let digits: String = typed
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '\u{a0}'))
        .collect();
    if digits.is_empty() {
        errors.add(field, Code::Required);
        return None;
    }
    let number = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse::<i64>().ok())
        .flatten()
        .filter(|number| (1..=max).contains(number));
    if number.is_none() {
        errors.add(field, Code::Malformed);
    }
    number
}

impl Form for SendingForm {
    type Parsed = SendingRules;

    fn parse(&self) -> Result<SendingRules, FormErrors> {
        let mut errors = FormErrors::default();
        let to_one = number(&mut errors, "to_one_a_day", &self.to_one_a_day, 1_000);
        let to_all = number(&mut errors, "to_all_a_day", &self.to_all_a_day, 10_000_000);
        errors.or(to_one
            .zip(to_all)
            .map(|(to_one, to_all)| SendingRules { to_one, to_all }))
    }
}

crate::silent_debug!(TemplateForm, RestoreForm, MessageForm, SendingForm);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_box_says_what_is_wrong_with_it() {
        let form = TemplateForm {
            template: "registration-code".into(),
            subject_en: "Code ((code))".into(),
            text_en: "Your code: ((kode))".into(),
            sms_en: "((landlord)): ((code)) www.hollingate.example".into(),
            subject_cy: "x".repeat(101),
            text_cy: "((code))".into(),
            ..TemplateForm::default()
        };
        let errors = form.parse().unwrap_err();
        let unknown = |name: &str| Code::UnknownPlaceholder { name: name.into() };
        assert_eq!(errors.code("subject_en"), Some(&unknown("((code))")));
        assert_eq!(errors.code("text_en"), Some(&unknown("((kode))")));
        assert_eq!(errors.code("sms_en"), Some(&Code::HasLink));
        assert_eq!(
            errors.code("subject_cy"),
            Some(&Code::TooLong { max: SUBJECT_MAX })
        );
        let welsh = TemplateForm {
            subject_cy: "Cod\r\nBcc: pawb".into(),
            text_cy: "((code))".into(),
            template: "registration-code".into(),
            ..TemplateForm::default()
        };
        let missing = Code::MissingPlaceholder {
            name: "((time))".into(),
        };
        assert_eq!(welsh.parse().unwrap_err().code("text_cy"), Some(&missing));
    }

    #[test]
    fn empty_boxes_are_the_products_words_and_a_subject_is_one_line() {
        let form = TemplateForm {
            template: "reset".into(),
            subject_cy: "Neges\r\nBcc: pawb".into(),
            sms_en: "is never a text message".into(),
            ..TemplateForm::default()
        };
        let parsed = form.parse().unwrap();
        assert!(parsed.wordings.en.is_default());
        assert_eq!(parsed.wordings.cy.subject, "Neges Bcc: pawb");
        assert!(TemplateForm::default().parse().is_err());
    }

    #[test]
    fn limits_are_whole_numbers_from_one() {
        let read = |one: &str, all: &str| {
            let form = SendingForm {
                to_one_a_day: one.into(),
                to_all_a_day: all.into(),
            };
            form.parse().ok().map(|rules| (rules.to_one, rules.to_all))
        };
        assert_eq!(read("20", "50,000"), Some((20, 50_000)));
        for (one, all) in [
            ("0", "1"),
            ("1001", "1"),
            ("1", "-5"),
            ("1", "many"),
            ("", "1"),
            ("1", "99999999999999999999"),
        ] {
            assert_eq!(read(one, all), None, "{one} {all}");
        }
    }
}
