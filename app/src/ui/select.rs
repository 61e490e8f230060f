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
    list(typed, name, label, hint, offered, "")
}

/// As [`select`], of things that have their names from another system, in whatever language that holds them.
pub fn select_of_data(
    typed: &Typed,
    name: &'static str,
    label: &str,
    hint: &str,
    offered: Vec<(String, String)>,
) -> impl IntoView + use<> {
    list(typed, name, label, hint, offered, "data")
}

fn list(
    typed: &Typed,
    name: &'static str,
    label: &str,
    hint: &str,
    offered: Vec<(String, String)>,
    class: &'static str,
) -> impl IntoView + use<> {
    let chosen = typed.value_or(name, "");
    let options = offered
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            // The first, which is empty, asks to choose in our own words.
            let class = (!class.is_empty() && !value.is_empty()).then_some(class);
            view! { <option value=value selected=selected class=class>{label}</option> }
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
