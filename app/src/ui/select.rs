//! A list in a form of which one is chosen.

use super::form::{Typed, described_by, error_line, field_class, hint_line};
use leptos::prelude::*;

/// A list of which one is chosen, as values and their names.
pub fn select(
    typed: &Typed,
    name: &'static str,
    label: &str,
    hint: &str,
    offered: Vec<(String, String)>,
) -> impl IntoView + use<> {
    let error = typed.error_sentence(name);
    let wrong = error.is_some();
    let chosen = typed.value_or(name, "");
    let options = offered
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <div class=field_class(wrong)>
            <label for=name>{label.to_owned()}</label>
            {hint_line(name, hint)}
            {error_line(name, error, typed.language)}
            <select
                class="w-full"
                id=name
                name=name
                aria-describedby=described_by(name, hint, wrong)
                aria-invalid=wrong.then_some("true")
            >{options}</select>
        </div>
    }
}
