use super::Query;
use crate::{
    forms::{Form, FormErrors, required_text},
    ids::CustomerId,
};
use serde::{Deserialize, Serialize};

/// Longest note, in characters.
pub const NOTE_MAX: u32 = 2_000;
/// Longest reason for seeing the portal as a customer; the customer reads it.
pub const REASON_MAX: u32 = 200;

/// What was typed into the search box.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchForm {
    pub q: String,
}

/// A search that is to be made; without a word everybody is meant.
pub type Searched = Option<Query>;

impl Form for SearchForm {
    type Parsed = Searched;

    fn parse(&self) -> Result<Searched, FormErrors> {
        Ok(Query::parse(&self.q))
    }
}

/// A button that is about one customer.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerForm {
    pub customer: String,
}

impl Form for CustomerForm {
    type Parsed = Option<CustomerId>;

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        Ok(CustomerId::parse(&self.customer))
    }
}

/// A note that staff add to a customer's record.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NoteForm {
    pub customer: String,
    pub note: String,
}

impl Form for NoteForm {
    type Parsed = (Option<CustomerId>, String);

    fn parse(&self) -> Result<Self::Parsed, FormErrors> {
        let mut errors = FormErrors::default();
        let note = required_text(&mut errors, "note", &self.note, NOTE_MAX);
        errors.or(note.map(|note| (CustomerId::parse(&self.customer), note)))
    }
}

/// Why somebody sees the portal as a customer.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    pub customer: String,
    pub why: String,
}

/// Seeing the portal as a customer.
pub struct ViewAs {
    pub customer: Option<CustomerId>,
    pub reason: String,
}

impl Form for ReasonForm {
    type Parsed = ViewAs;

    fn parse(&self) -> Result<ViewAs, FormErrors> {
        let mut errors = FormErrors::default();
        let reason = required_text(&mut errors, "why", &self.why, REASON_MAX);
        errors.or(reason.map(|reason| ViewAs {
            customer: CustomerId::parse(&self.customer),
            reason: crate::text::clean_line(&reason),
        }))
    }
}

crate::silent_debug!(SearchForm, CustomerForm, NoteForm, ReasonForm);
