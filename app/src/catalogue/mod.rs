//! What tenants may report, set up by staff.

pub mod api;
pub mod categories;
pub mod category;
mod codes;
pub mod definition;
pub mod definitions;
pub mod import;
mod switch;

use domain::{catalogue::Both, identity::Language};
use leptos::prelude::*;

/// A text in the reader's language; English where there is no Welsh.
pub(crate) fn said(text: &Both, language: Language) -> String {
    match language {
        Language::Welsh if !text.cy.is_empty() => text.cy.clone(),
        Language::English | Language::Welsh => text.en.clone(),
    }
}

/// The landlord's own words, which may be in one language only, told to be so.
pub(crate) fn own_words(text: &Both, language: Language) -> impl IntoView + use<> {
    let spoken = match language {
        Language::Welsh if !text.cy.is_empty() => Language::Welsh,
        Language::English | Language::Welsh => Language::English,
    };
    view! { <span lang=spoken.tag()>{said(text, language)}</span> }
}

/// Says so where Welsh readers are shown English.
pub(crate) fn no_welsh(text: &Both, language: Language) -> Option<impl IntoView + use<>> {
    text.cy
        .is_empty()
        .then(|| view! { <span class="tag warn">{words::catalogue_no_welsh(language)}</span> })
}
