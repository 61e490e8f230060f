//! Second steps: at sign-in, one's own, and help for those who lost them.

pub mod api;
pub mod codes;
pub mod help;
pub mod manage;
pub mod manage_api;
pub mod second_step;
pub mod settings;

use crate::ui;
use domain::identity::{Language, factors::Kind};
use leptos::prelude::*;
use services::{auth::factors::Factor, times};

/// What a factor is called: the name it was given, or what it is.
fn name_of(factor: &Factor, language: Language) -> String {
    if factor.name.is_empty() {
        kind_words(factor.kind, language).to_owned()
    } else {
        factor.name.clone()
    }
}

const fn kind_words(kind: Kind, language: Language) -> &'static str {
    match kind {
        Kind::Passkey => words::factor_passkey(language),
        Kind::App => words::factor_app(language),
    }
}

/// What it is, since when, and when it was used last.
fn about(factor: &Factor, now: domain::dates::Millis, language: Language) -> String {
    let day = |at| times::short_day(at, now, language);
    let added = words::factor_added(language, kind_words(factor.kind, language), &day(factor.added_at));
    let used = match factor.last_used_at {
        Some(at) => words::factor_used(language, &day(at)),
        None => words::factor_unused(language).to_owned(),
    };
    format!("{added} {used}")
}

/// A form that the small script shows where the browser can use passkeys, and sends when the person has answered.
pub(super) struct PasskeyForm {
    /// `get` or `create`: what the browser is asked for.
    pub(super) does: &'static str,
    pub(super) action: &'static str,
    /// Where the script asks for the challenge.
    pub(super) start: &'static str,
    pub(super) class: &'static str,
    pub(super) button: &'static str,
    /// The script offers passkeys in the box for the email address as well, before the button is pressed.
    pub(super) autofill: bool,
}

pub(super) fn passkey_form(form: &PasskeyForm, fields: AnyView, language: Language) -> impl IntoView + use<> {
    let PasskeyForm {
        does,
        action,
        start,
        class,
        button,
        autofill,
    } = *form;
    view! {
        <form
            id="passkey"
            class="top-m"
            method="post"
            action=action
            data-passkey=does
            data-start=start
            data-autofill=autofill.then_some("")
            hidden=true
            novalidate
        >
            <input type="hidden" name="answer"/>
            {fields}
            <p class="error" role="alert" data-failed="" hidden=true>{words::passkey_failed(language)}</p>
            <div class="actions"><button class=class>{button}</button></div>
        </form>
    }
}

/// Asks for the passkey of somebody whom we know.
pub(super) fn passkey_asked(
    action: &'static str,
    start: &'static str,
    next: &str,
    language: Language,
) -> impl IntoView + use<> {
    let form = PasskeyForm {
        does: "get",
        action,
        start,
        class: "button",
        button: words::passkey_use(language),
        autofill: false,
    };
    let fields = view! {
        {ui::hidden("next", next)}
        <p>{words::passkey_use_hint(language)}</p>
    };
    passkey_form(&form, fields.into_any(), language)
}

/// What stands there until the script finds that the browser can use passkeys: also when the script never comes.
pub(super) fn passkeys_off(language: Language) -> impl IntoView + use<> {
    view! { <p data-passkey-off="">{words::passkey_off(language)}</p> }
}
