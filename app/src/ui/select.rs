//! A list in a form of which one is chosen.

use super::{
    boxes::{Aria, labelled},
    form::Typed,
};
use leptos::prelude::*;

/// A list of which one is chosen, as values and their names.
pub fn select(
    typed: &Typed,
    name: &'static str,
    label: &str,
    hint: &str,
    offered: Vec<(String, String)>,
) -> impl IntoView + use<> {
    let chosen = typed.value_or(name, "");
    let options = offered
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    let aria = Aria::of(typed, name, hint);
    let control = view! {
        <select
            class="w-full"
            id=name
            name=name
            aria-describedby=aria.described
            aria-invalid=aria.invalid
        >{options}</select>
    };
    labelled(typed, name, label.to_owned().into_any(), hint, control)
}
