//! The forms of registration, from typed boxes to values that cannot be wrong.

use super::{Claim, day_of_birth, letter_code};
use crate::{
    forms::{Code, Form, FormErrors, required_text},
    identity::{Email, PASSWORD_MAX},
    ids::{CustomerId, LetterId, RegistrationId},
    text::clean_line,
};
use serde::{Deserialize, Serialize};

const REFERENCE_MAX: u32 = 40;
const SURNAME_MAX: u32 = 80;
const POSTCODE_MAX: u32 = 12;
const NOTE_MAX: u32 = 500;

/// Who somebody is, and how they want to sign in.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AskForm {
    /// Made with the page, so that a second press is recognised (UX-E6) and the browser is known again.
    pub token: String,
    pub reference: String,
    pub surname: String,
    pub day: String,
    pub month: String,
    pub year: String,
    pub postcode: String,
    pub email: String,
    #[serde(rename = "new-password")]
    pub new_password: String,
}

/// What they say, readable.
pub struct Ask {
    pub token: String,
    pub claim: Claim,
    pub email: Email,
    pub password: String,
}

impl Form for AskForm {
    type Parsed = Ask;
    const SECRETS: &'static [&'static str] = &["new-password", "token"];

    fn parse(&self) -> Result<Ask, FormErrors> {
        let mut errors = FormErrors::default();
        let reference = required_text(
            &mut errors,
            "reference",
            &clean_line(&self.reference),
            REFERENCE_MAX,
        );
        let surname = required_text(&mut errors, "surname", &clean_line(&self.surname), SURNAME_MAX);
        let no_day = [&self.day, &self.month, &self.year]
            .iter()
            .all(|part| part.trim().is_empty());
        let born = day_of_birth(&self.day, &self.month, &self.year);
        let postcode = clean_line(&self.postcode);
        if no_day && postcode.is_empty() {
            errors.add("day", Code::Required);
        } else if !no_day && born.is_none() {
            errors.add("day", Code::Malformed);
        }
        if postcode.chars().count() > POSTCODE_MAX as usize {
            errors.add("postcode", Code::TooLong { max: POSTCODE_MAX });
        }
        let email = Email::parse(&self.email);
        if self.email.trim().is_empty() {
            errors.add("email", Code::Required);
        } else if email.is_none() {
            errors.add("email", Code::Malformed);
        }
        // Whether it is good enough is judged where the lists of bad ones are.
        if self.new_password.is_empty() {
            errors.add("new-password", Code::Required);
        } else if self.new_password.chars().count() > PASSWORD_MAX as usize {
            errors.add("new-password", Code::TooLong { max: PASSWORD_MAX });
        }
        let claim = reference.zip(surname).map(|(reference, surname)| Claim {
            reference,
            surname,
            born,
            postcode: (!postcode.is_empty()).then_some(postcode),
        });
        errors.or(claim.zip(email).map(|(claim, email)| Ask {
            token: self.token.clone(),
            claim,
            email,
            password: self.new_password.clone(),
        }))
    }
}

/// A button without boxes.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PressForm {
    /// Only so that the form has a box: an empty one could not be told from none.
    pub press: String,
}

impl Form for PressForm {
    type Parsed = ();

    fn parse(&self) -> Result<(), FormErrors> {
        Ok(())
    }
}

/// The code of a letter.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterForm {
    #[serde(rename = "letter-code")]
    pub letter: String,
}

impl Form for LetterForm {
    type Parsed = String;
    const SECRETS: &'static [&'static str] = &["letter-code"];

    fn parse(&self) -> Result<String, FormErrors> {
        if self.letter.trim().is_empty() {
            return Err(FormErrors::one("letter-code", Code::Required));
        }
        letter_code(&self.letter).ok_or_else(|| FormErrors::one("letter-code", Code::Malformed))
    }
}

/// The mailbox that takes the place of a lost one.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MailboxForm {
    pub email: String,
}

impl Form for MailboxForm {
    type Parsed = Email;

    fn parse(&self) -> Result<Email, FormErrors> {
        if self.email.trim().is_empty() {
            return Err(FormErrors::one("email", Code::Required));
        }
        Email::parse(&self.email).ok_or_else(|| FormErrors::one("email", Code::Malformed))
    }
}

/// Staff give somebody an account, or send them a letter.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ApproveForm {
    pub registration: String,
    pub reference: String,
    pub proof: String,
}

/// Whom they mean in the landlord's record, and how they know.
pub struct Approve {
    pub registration: RegistrationId,
    pub reference: String,
    pub proof: String,
}

impl Form for ApproveForm {
    type Parsed = Approve;

    fn parse(&self) -> Result<Approve, FormErrors> {
        let mut errors = FormErrors::default();
        let registration = RegistrationId::parse(&self.registration);
        if registration.is_none() {
            errors.add("registration", Code::NotOffered);
        }
        let reference = required_text(
            &mut errors,
            "reference",
            &clean_line(&self.reference),
            REFERENCE_MAX,
        );
        let proof = required_text(&mut errors, "proof", &self.proof, NOTE_MAX);
        let all = registration.zip(reference).zip(proof);
        errors.or(all.map(|((registration, reference), proof)| Approve {
            registration,
            reference,
            proof,
        }))
    }
}

/// Staff refuse.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RefuseForm {
    pub registration: String,
    pub refusal: String,
}

/// Whom, and why.
pub struct Refuse {
    pub registration: RegistrationId,
    pub refusal: String,
}

impl Form for RefuseForm {
    type Parsed = Refuse;

    fn parse(&self) -> Result<Refuse, FormErrors> {
        let mut errors = FormErrors::default();
        let registration = RegistrationId::parse(&self.registration);
        if registration.is_none() {
            errors.add("registration", Code::NotOffered);
        }
        let refusal = required_text(&mut errors, "refusal", &self.refusal, NOTE_MAX);
        errors.or(registration.zip(refusal).map(|(registration, refusal)| Refuse {
            registration,
            refusal,
        }))
    }
}

/// Staff make a letter for a customer who has lost their mailbox.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MakeLetterForm {
    pub customer: String,
    pub proof: String,
}

/// For whom, and how staff know them.
pub struct MakeLetter {
    pub customer: CustomerId,
    pub proof: String,
}

impl Form for MakeLetterForm {
    type Parsed = MakeLetter;

    fn parse(&self) -> Result<MakeLetter, FormErrors> {
        let mut errors = FormErrors::default();
        let customer = CustomerId::parse(&self.customer);
        if customer.is_none() {
            errors.add("customer", Code::NotOffered);
        }
        let proof = required_text(&mut errors, "proof", &self.proof, NOTE_MAX);
        errors.or(customer
            .zip(proof)
            .map(|(customer, proof)| MakeLetter { customer, proof }))
    }
}

/// A letter was printed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PrintedForm {
    pub letter: String,
}

/// Which one.
pub struct Printed {
    pub letter: LetterId,
}

impl Form for PrintedForm {
    type Parsed = Printed;

    fn parse(&self) -> Result<Printed, FormErrors> {
        LetterId::parse(&self.letter)
            .map(|letter| Printed { letter })
            .ok_or_else(|| FormErrors::one("letter", Code::NotOffered))
    }
}

crate::silent_debug!(
    AskForm,
    PressForm,
    LetterForm,
    MailboxForm,
    ApproveForm,
    RefuseForm,
    MakeLetterForm,
    PrintedForm
);

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> AskForm {
        AskForm {
            reference: " T100039 ".into(),
            surname: "O'Connor".into(),
            day: "9".into(),
            month: "Medi".into(),
            year: "1975".into(),
            email: "sian@example.org".into(),
            new_password: "correct horse".into(),
            ..AskForm::default()
        }
    }

    fn wrong_boxes(form: &AskForm) -> Vec<String> {
        let errors = form.parse().err().unwrap_or_default();
        errors.0.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        assert_eq!(wrong_boxes(&filled()), Vec::<String>::new());
        let empty = AskForm::default();
        assert_eq!(
            wrong_boxes(&empty),
            ["reference", "surname", "day", "email", "new-password"]
        );
    }

    #[test]
    fn either_the_day_or_the_postcode_is_enough() {
        let by_postcode = AskForm {
            day: String::new(),
            month: String::new(),
            year: String::new(),
            postcode: "sy2 6ab".into(),
            ..filled()
        };
        assert_eq!(wrong_boxes(&by_postcode), Vec::<String>::new());
        let half_a_day = AskForm {
            year: String::new(),
            postcode: "SY2 6AB".into(),
            ..filled()
        };
        assert_eq!(wrong_boxes(&half_a_day), ["day"]);
    }
}
