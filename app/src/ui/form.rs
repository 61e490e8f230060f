//! Boxes and buttons. Labels stand above, hints between label and box, errors say the same as the summary (UX-E1, E8).

use super::escape_raw_text;
use domain::{
    domains::Fault,
    forms::{Code, FormErrors},
    identity::Language,
};
use leptos::prelude::*;

/// What somebody typed into a form, and what is to be mended.
pub struct Typed {
    pub values: serde_json::Value,
    pub errors: FormErrors,
    pub language: Language,
}

impl Typed {
    /// The text of a box as it was typed, or `otherwise` if the form was not sent yet.
    pub fn value_or(&self, name: &str, otherwise: &str) -> String {
        self.values
            .get(name)
            .and_then(|value| value.as_str())
            .unwrap_or(otherwise)
            .to_owned()
    }

    /// What is stored already where the form was not sent yet.
    #[must_use]
    pub fn or_stored(mut self, stored: serde_json::Value) -> Self {
        if self.values.is_null() {
            self.values = stored;
        }
        self
    }

    /// What is to be mended in one box.
    pub fn error_sentence(&self, name: &str) -> Option<String> {
        self.errors
            .code(name)
            .map(|code| sentence(self.language, name, code))
    }
}

/// The sentence for one box: the one written for it, else the general one.
pub fn sentence(language: Language, field: &str, code: &Code) -> String {
    let own = |kind: &str| words::find(language, &format!("error-{field}-{kind}")).map(str::to_owned);
    let kind = match code {
        Code::TooLong { max } => {
            return own("too-long").unwrap_or_else(|| words::error_too_long(language, &max.to_string()));
        }
        Code::TooMany { max } => {
            return own("too-many").unwrap_or_else(|| words::error_too_many(language, &max.to_string()));
        }
        Code::TooBig { max } => {
            return own("too-big").unwrap_or_else(|| words::error_too_big(language, &max.to_string()));
        }
        Code::UnknownPlaceholder { name } => return words::error_unknown_placeholder(language, name),
        Code::MissingPlaceholder { name } => return words::error_missing_placeholder(language, name),
        Code::TooManyPlaceholders { max } => {
            return words::error_too_many_placeholders(language, &max.to_string());
        }
        Code::TooManyParts { parts, max } => {
            return words::error_too_many_parts(language, &parts.to_string(), &max.to_string());
        }
        Code::OpenPlaceholder => "open-placeholder",
        Code::HasLink => "has-link",
        Code::TooShort { min } => return words::error_too_short(language, &min.to_string()),
        Code::TooManyEntries { max } => return words::error_too_many_entries(language, &max.to_string()),
        Code::EntryInUse { entry } => return words::error_entry_in_use(language, entry),
        Code::Entry { entry, fault } => return entry_sentence(language, entry, *fault),
        Code::Common => "common",
        Code::OwnName => "own-name",
        Code::Required => "required",
        Code::Malformed => "malformed",
        Code::NotOffered => "not-offered",
        Code::Taken => "taken",
        Code::NotApproved => "not-approved",
        Code::Wrong => "wrong",
        Code::Expired => "expired",
        Code::NoTriesLeft => "no-tries-left",
        Code::NotAPicture => "not-a-picture",
        Code::Unreadable => "unreadable",
        Code::Interrupted => "interrupted",
    };
    own(kind).unwrap_or_else(|| {
        words::find(language, &format!("error-{kind}"))
            .unwrap_or(words::error_malformed(language))
            .to_owned()
    })
}

/// What is wrong with one entry of a list.
fn entry_sentence(language: Language, entry: &str, fault: Fault) -> String {
    match fault {
        Fault::Address => words::error_entry_address(language, entry),
        Fault::Wildcard => words::error_entry_wildcard(language, entry),
        Fault::Number => words::error_entry_number(language, entry),
        Fault::Inside => words::error_entry_inside(language, entry),
        Fault::Port => words::error_entry_port(language, entry),
        Fault::Name => words::error_entry_name(language, entry),
    }
}

pub(super) fn described_by(name: &str, hint: &str, has_error: bool) -> Option<String> {
    let hint = (!hint.is_empty()).then(|| format!("{name}-hint"));
    let error = has_error.then(|| format!("{name}-error"));
    let ids: Vec<String> = hint.into_iter().chain(error).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

pub(super) fn hint_line(name: &str, hint: &str) -> Option<impl IntoView + use<>> {
    (!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{name}-hint")>{hint.to_owned()}</p> })
}

pub(super) fn error_line(
    name: &str,
    error: Option<String>,
    language: Language,
) -> Option<impl IntoView + use<>> {
    error.map(|error| {
        view! {
            <p class="error" id=format!("{name}-error")>
                <span class="visually-hidden">{words::error_prefix(language)}" "</span>{error}
            </p>
        }
    })
}

pub(super) const fn field_class(wrong: bool) -> &'static str {
    if wrong { "field wrong" } else { "field" }
}

/// A box of one line.
#[derive(Clone, Copy, Default)]
pub struct Field<'a> {
    pub name: &'static str,
    pub label: &'a str,
    pub hint: &'a str,
    /// `text`, `email`, `password` …
    pub kind: &'static str,
    pub autocomplete: &'static str,
    /// Width class: `w-10`.
    pub width: &'static str,
    /// Text that is no prose, a code or a reference: nothing corrects it while it is typed.
    pub exact: bool,
}

/// A labelled box; secrets are never filled in again.
pub fn field(typed: &Typed, field: Field<'_>) -> impl IntoView + use<> {
    let Field {
        name,
        label,
        hint,
        kind,
        autocomplete,
        width,
        exact,
    } = field;
    let error = typed.error_sentence(name);
    let wrong = error.is_some();
    let value = (kind != "password").then(|| typed.value_or(name, ""));
    let is_prose = kind == "text" && !exact;
    view! {
        <div class=field_class(wrong)>
            <label for=name>{label.to_owned()}</label>
            {hint_line(name, hint)}
            {error_line(name, error, typed.language)}
            <input
                class=width
                id=name
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                spellcheck=(!is_prose).then_some("false")
                autocapitalize=(!is_prose).then_some("none")
                aria-describedby=described_by(name, hint, wrong)
                aria-invalid=wrong.then_some("true")
            />
        </div>
    }
}

/// The box for a new password. One is enough: password managers and the show button of browsers leave nothing to
/// repeat (UX-E4).
pub fn new_password_box(typed: &Typed) -> impl IntoView + use<> {
    let language = typed.language;
    field(
        typed,
        Field {
            name: "new-password",
            label: words::new_password_label(language),
            hint: words::new_password_hint(language),
            kind: "password",
            autocomplete: "new-password",
            width: "w-full",
            ..Field::default()
        },
    )
}

/// The box for a code of six digits.
pub fn code_field(typed: &Typed, name: &'static str, label: &str, hint: &str) -> impl IntoView + use<> {
    let error = typed.error_sentence(name);
    let wrong = error.is_some();
    view! {
        <div class=field_class(wrong)>
            <label for=name>{label.to_owned()}</label>
            {hint_line(name, hint)}
            {error_line(name, error, typed.language)}
            <input
                class="code w-6"
                id=name
                name=name
                type="text"
                inputmode="numeric"
                autocomplete="one-time-code"
                spellcheck="false"
                aria-describedby=described_by(name, hint, wrong)
                aria-invalid=wrong.then_some("true")
            />
        </div>
    }
}

/// A box of several lines.
#[derive(Clone, Copy, Default)]
pub struct TextArea<'a> {
    pub name: &'static str,
    pub label: &'a str,
    pub hint: &'a str,
    pub rows: u32,
    /// What is stored already.
    pub stored: &'a str,
    pub optional: bool,
}

pub fn text_area(typed: &Typed, area: TextArea<'_>) -> impl IntoView + use<> {
    let TextArea {
        name,
        label,
        hint,
        rows,
        stored,
        optional,
    } = area;
    let error = typed.error_sentence(name);
    let wrong = error.is_some();
    let optional =
        optional.then(|| view! { " "<span class="optional">{words::optional(typed.language)}</span> });
    // Browsers drop a first line break inside a text area, so one is added for them to drop.
    let text = format!("\n{}", escape_raw_text(&typed.value_or(name, stored)));
    view! {
        <div class=field_class(wrong)>
            <label for=name>{label.to_owned()}{optional}</label>
            {hint_line(name, hint)}
            {error_line(name, error, typed.language)}
            <textarea
                class="w-full"
                id=name
                name=name
                rows=rows
                aria-describedby=described_by(name, hint, wrong)
                aria-invalid=wrong.then_some("true")
            >{text}</textarea>
        </div>
    }
}

/// A box for one file; `accept` says of which kinds.
pub fn file_box(
    typed: &Typed,
    name: &'static str,
    label: &str,
    hint: &str,
    accept: &'static str,
) -> impl IntoView + use<> {
    let error = typed.error_sentence(name);
    let wrong = error.is_some();
    view! {
        <div class=field_class(wrong)>
            <label for=name>{label.to_owned()}</label>
            {hint_line(name, hint)}
            {error_line(name, error, typed.language)}
            <input
                type="file"
                id=name
                name=name
                accept=accept
                aria-describedby=described_by(name, hint, wrong)
                aria-invalid=wrong.then_some("true")
            />
        </div>
    }
}

/// One of several choices.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
}

/// A question with one answer, its legend the page's heading.
pub fn choices(
    typed: &Typed,
    name: &'static str,
    question: &str,
    offered: Vec<Choice>,
    chosen: &str,
) -> impl IntoView + use<> {
    let legend = view! { <legend class="title"><h1>{question.to_owned()}</h1></legend> };
    picks(typed, name, legend.into_any(), offered, chosen)
}

/// A question with one answer among other boxes.
pub fn options(
    typed: &Typed,
    name: &'static str,
    question: &str,
    offered: Vec<Choice>,
) -> impl IntoView + use<> {
    let legend = view! { <legend>{question.to_owned()}</legend> };
    picks(typed, name, legend.into_any(), offered, "")
}

fn picks(
    typed: &Typed,
    name: &'static str,
    legend: AnyView,
    offered: Vec<Choice>,
    chosen: &str,
) -> impl IntoView + use<> {
    let error = typed.error_sentence(name);
    let wrong = error.is_some();
    let chosen = typed.value_or(name, chosen);
    let picks = offered
        .into_iter()
        .enumerate()
        .map(|(at, choice)| {
            // The first choice carries the question's name, so that the error summary's link leads to it.
            let id = if at == 0 { name.to_owned() } else { format!("{name}-{at}") };
            let hint = (!choice.hint.is_empty()).then(|| view! { <span class="hint">{choice.hint.clone()}</span> });
            view! {
                <div class="pick">
                    <input type="radio" id=id.clone() name=name value=choice.value.clone() checked=choice.value == chosen/>
                    <label for=id><strong>{choice.label}</strong>{hint}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset
            class=if wrong { "field choices wrong" } else { "field choices" }
            aria-describedby=described_by(name, "", wrong)
        >
            {legend}
            {error_line(name, error, typed.language)}
            {picks}
        </fieldset>
    }
}

/// One box to tick.
pub fn tick(typed: &Typed, name: &'static str, label: &str, ticked: bool) -> impl IntoView + use<> {
    let error = typed.error_sentence(name);
    let wrong = error.is_some();
    view! {
        <div class=field_class(wrong)>
            {error_line(name, error, typed.language)}
            <div class="choice">
                <input
                    type="checkbox"
                    id=name
                    name=name
                    value="yes"
                    checked=ticked
                    aria-describedby=described_by(name, "", wrong)
                    aria-invalid=wrong.then_some("true")
                />
                <label for=name>{label.to_owned()}</label>
            </div>
        </div>
    }
}

/// Asks whether a system that was never called may be called, where a connection to it was to be saved.
pub fn approve_host(typed: &Typed) -> Option<impl IntoView + use<>> {
    const BOX: &str = services::domains::APPROVE_BOX;
    typed.errors.code(BOX)?;
    let language = typed.language;
    Some(view! {
        {tick(typed, BOX, words::domains_approve(language), false)}
        <p class="hint">{words::domains_approve_hint(language)}</p>
    })
}

pub fn hidden(name: &'static str, value: &str) -> impl IntoView + use<> {
    view! { <input type="hidden" name=name value=value.to_owned()/> }
}

/// The end of a form: one button, and a quiet way out.
pub fn actions(button: &str, way_out: Option<(String, &str)>) -> impl IntoView + use<> {
    let way_out = way_out.map(|(href, label)| view! { <a href=href>{label.to_owned()}</a> });
    view! { <div class="actions"><button class="button">{button.to_owned()}</button>{way_out}</div> }
}

/// Copies the text of the element `source` where `copy.js` runs; says so to those who do not see it, too.
pub fn copy_button(source: &'static str, label: &str, language: Language) -> impl IntoView + use<> {
    let label = label.to_owned();
    view! {
        <p class="row">
            <button
                type="button"
                class="button secondary small"
                data-copy=source
                data-copied=words::copied(language)
                hidden=true
            >
                {label}
            </button>
            <span role="status"></span>
        </p>
    }
}

/// The link at the top left.
pub fn back_to(href: String, language: Language) -> impl IntoView + use<> {
    view! { <a class="back" href=href>{words::back(language)}</a> }
}
