//! Whether tenants may choose it, and the button that changes that.

use crate::ui;
use domain::identity::Language;
use leptos::prelude::*;

/// A category or a definition.
pub struct Switch<'a> {
    pub action: &'static str,
    pub name: &'static str,
    pub id: &'a str,
    pub active: bool,
    /// What switching it off does.
    pub off_hint: &'static str,
    /// What switching it on does.
    pub on_hint: &'static str,
}

pub fn switch(thing: &Switch<'_>, language: Language) -> impl IntoView + use<> {
    let (title, hint, label, active) = if thing.active {
        (
            words::category_is_on(language),
            thing.off_hint,
            words::catalogue_deactivate(language),
            "",
        )
    } else {
        (
            words::category_is_off(language),
            thing.on_hint,
            words::catalogue_reactivate(language),
            "yes",
        )
    };
    view! {
        <section class="panel">
            <h2>{title}</h2>
            <p>{hint}</p>
            <form method="post" action=thing.action>
                {ui::hidden(thing.name, thing.id)}
                {ui::hidden("active", active)}
                <button class="button secondary">{label}</button>
            </form>
        </section>
    }
}
