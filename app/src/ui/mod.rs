//! House components: one look, and the only places that write what the framework leaves unescaped.

mod dates;
mod form;
mod navigation;
mod parts;
mod select;
mod shell;
mod time_out;

pub use dates::{DateBoxes, date_of_birth};
pub use form::{
    Choice, Field, TextArea, Typed, actions, approve_host, back_to, choices, code_field, copy_button, field,
    file_box, hidden, new_password_box, options, sentence, text_area, tick,
};
pub use navigation::first_place;
pub use parts::{
    SummaryRow, age, appointment, empty, moment, pagination, status_tag, summary, table, timeline, trouble,
};
pub use select::select;
pub use shell::{Script, busy, failure, shell, unbroken};

/// For text inside `<textarea>` and `<title>`, whose children the framework writes as they are (leptos #4818).
fn escape_raw_text(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
