//! Customers as staff find and keep them: search words, and the forms of a customer's record.

mod forms;
mod search;

pub use forms::{CustomerForm, NOTE_MAX, NoteForm, REASON_MAX, ReasonForm, SearchForm, Searched, ViewAs};
pub use search::{Facts, Query, Word, document, fold};
