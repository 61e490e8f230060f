//! House components: one look, and the only places that write what the framework leaves unescaped.

mod approval;
mod boxes;
mod dates;
mod failure;
mod form;
mod icons;
mod navigation;
mod parts;
mod select;
mod shell;
mod time_out;

pub use approval::{ApprovalForm, approval_form, who_agrees};
pub use boxes::{
    Choice, Field, FileBox, TextArea, actions, approve_host, back_to, choices, code_field, copy_button,
    error_line, field, file_box, group, hidden, new_password_box, options, text_area, tick,
};
pub use dates::{DateBoxes, date_of_birth};
pub use failure::{busy, failure};
pub use form::{Typed, sentence};
pub use icons::{icon, icon_words};
pub use navigation::{first_place, related};
pub use parts::{
    SummaryRow, age, appointment, empty, moment, pagination, stamp, status_tag, summary, table, timeline,
    trouble,
};
pub use select::{select, select_of_data};
pub use shell::{Script, shell, unbroken};

/// For text inside `<textarea>` and `<title>`, whose children the framework writes as they are (leptos #4818).
fn escape_raw_text(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
