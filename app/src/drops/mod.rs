//! The landlord's record as CSV files: what is in use, sending files, and what was wrong with them.

pub mod api;
pub mod console;
pub mod report;

use domain::{
    drops::{File, SetState},
    identity::Language,
};
use leptos::prelude::*;

fn file_name(file: &str) -> &'static str {
    File::parse(file).map_or(domain::drops::MANIFEST, File::file_name)
}

fn set_tag(state: &str, language: Language) -> impl IntoView + use<> {
    let (class, text) = match SetState::parse(state) {
        Some(SetState::Waiting | SetState::Reading) => ("tag info", words::drops_state_reading(language)),
        Some(SetState::Checked) => ("tag quiet", words::drops_state_checked(language)),
        Some(SetState::Taken) => ("tag good", words::drops_state_taken(language)),
        Some(SetState::Refused) | None => ("tag danger", words::drops_state_refused(language)),
    };
    view! { <span class=class>{text}</span> }
}

fn faults(problems: i64, warnings: i64, language: Language) -> String {
    match (problems, warnings) {
        (0, 0) => words::drops_no_faults(language).to_owned(),
        (0, warnings) => words::drops_warnings(language, warnings),
        (problems, _) => words::drops_faults(language, problems),
    }
}
