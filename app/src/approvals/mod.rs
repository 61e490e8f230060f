//! What takes two: requests that wait for a second person, and what became of the others.

pub mod api;
pub mod details;
pub mod list;

use domain::{
    approvals::{Kind, State},
    identity::Language,
};
use leptos::prelude::*;

/// What is to be done, as a heading.
fn title(kind: Kind, language: Language) -> &'static str {
    words::find(language, &format!("approval-title-{}", kind.as_str())).unwrap_or_default()
}

fn state_tag(state: State, language: Language) -> impl IntoView + use<> {
    let class = match state {
        State::Waiting => "tag info",
        State::Done => "tag good",
        State::Alone | State::Failed => "tag warn",
        State::Refused => "tag danger",
        State::Withdrawn | State::Expired => "tag quiet",
    };
    let words = words::find(language, &format!("approval-state-{}", state.as_str()));
    view! { <span class=class>{words.unwrap_or_default()}</span> }
}
