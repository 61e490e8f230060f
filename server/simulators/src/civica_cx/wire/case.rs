//! Cases out, and new ones in.

use super::{
    day,
    field::{Field, Turns},
    moment,
};
use crate::civica_cx::landlord::cases;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Case {
    id: String,
    reference: String,
    #[serde(rename = "type")]
    kind: &'static str,
    subject: String,
    status: &'static str,
    priority: &'static str,
    #[serde(skip_serializing_if = "Field::is_absent")]
    owner: Field<&'static str>,
    #[serde(skip_serializing_if = "Field::is_absent")]
    target: Field<String>,
    on_hold: bool,
    created_at: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    closed_at: Field<String>,
    notes: Vec<Note>,
    attachments: Vec<File>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    id: String,
    at: String,
    author: String,
    visible_to_customer: bool,
    text: String,
}

#[derive(Serialize)]
struct File {
    id: String,
    name: String,
    size: usize,
}

/// The body of `POST /cases`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewCase {
    pub external_reference: String,
    pub contact_id: String,
    pub agreement_id: Option<String>,
    pub asset_id: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
    pub priority: String,
    pub subject: String,
    pub description: String,
}

/// The body of `POST /cases/{id}/notes`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewNote {
    pub external_reference: String,
    pub text: String,
}

/// The body of `POST /cases/{id}/close`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Close {
    pub reason_code: String,
}

impl Case {
    pub fn of(case: &cases::Case) -> Self {
        let mut turns = Turns::of(&case.id);
        Self {
            id: case.id.clone(),
            reference: case.reference.clone(),
            kind: case.kind,
            subject: case.subject.clone(),
            status: case.status(),
            priority: case.priority,
            owner: turns.text(case.owner),
            target: turns.date(case.target.map(day)),
            on_hold: case.on_hold,
            created_at: moment(case.created_at),
            closed_at: turns.date(case.closed_at.map(moment)),
            notes: case.notes.iter().map(Note::of).collect(),
            attachments: case
                .files
                .iter()
                .map(|file| File {
                    id: file.id.clone(),
                    name: file.name.clone(),
                    size: file.size,
                })
                .collect(),
        }
    }
}

impl Note {
    pub fn of(note: &cases::Note) -> Self {
        Self {
            id: note.id.clone(),
            at: moment(note.at),
            author: note.author.clone(),
            visible_to_customer: note.visible,
            text: note.text.clone(),
        }
    }
}
