//! What became of messages that did not arrive, and how many are sent in a day, for staff.

pub mod api;
pub mod limits;
pub mod list;

use crate::{paths, request::Page, ui};
use leptos::prelude::*;

/// The pages beside each other.
fn tabs(page: &Page) -> impl IntoView + use<> {
    let language = page.language();
    let links = [
        (paths::CONSOLE_SENDING, words::sending_tab_undelivered(language)),
        (paths::CONSOLE_SENDING_LIMITS, words::sending_tab_rules(language)),
    ]
    .map(|(href, label)| {
        let here = (page.request.path == href).then_some("page");
        view! { <li><a href=href aria-current=here>{label}</a></li> }
    })
    .collect_view();
    view! { <nav class="tabs" aria-label=words::sending_tabs(language)><ul>{links}</ul></nav> }
}

/// Where messages are worded, and where the systems that carry them are connected.
fn related(page: &Page) -> impl IntoView + use<> {
    ui::related(
        page,
        &[paths::CONSOLE_TEMPLATES, paths::CONSOLE_INTEGRATIONS],
        page.language(),
    )
}
