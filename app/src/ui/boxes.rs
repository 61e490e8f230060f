//! Boxes and buttons. Labels stand above, hints between label and box, errors say the same as the summary (UX-E1, E8).

use super::{escape_raw_text, form::Typed, icons::icon};
use domain::{catalogue::Icon, identity::Language};
use leptos::prelude::*;

/// What a control says of itself: the ids of its hint and its error, and whether it is wrong.
pub(super) struct Aria {
    pub described: Option<String>,
    pub invalid: Option<&'static str>,
}

impl Aria {
    pub(super) fn of(typed: &Typed, name: &str, hint: &str) -> Self {
        let wrong = typed.errors.code(name).is_some();
        let hint = (!hint.is_empty()).then(|| format!("{name}-hint"));
        let error = wrong.then(|| format!("{name}-error"));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        Self {
            described: (!ids.is_empty()).then(|| ids.join(" ")),
            invalid: wrong.then_some("true"),
        }
    }
}

fn hint_line(name: &str, hint: &str) -> Option<impl IntoView + use<>> {
    (!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{name}-hint")>{hint.to_owned()}</p> })
}

/// What is wrong, beside the box.
pub fn error_line(name: &str, error: Option<String>, language: Language) -> Option<impl IntoView + use<>> {
    error.map(|error| {
        view! {
            <p class="error" id=format!("{name}-error")>
                <span class="visually-hidden">{words::error_prefix(language)}" "</span>{error}
            </p>
        }
    })
}

const fn field_class(wrong: bool) -> &'static str {
    if wrong { "field wrong" } else { "field" }
}

/// A control under its label, its hint and its error.
pub(super) fn labelled<Control: IntoView>(
    typed: &Typed,
    name: &'static str,
    label: AnyView,
    hint: &str,
    control: Control,
) -> impl IntoView + use<Control> {
    let error = typed.error_sentence(name);
    let wrong = error.is_some();
    view! {
        <div class=field_class(wrong)>
            <label for=name>{label}</label>
            {hint_line(name, hint)}
            {error_line(name, error, typed.language)}
            {control}
        </div>
    }
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
    let value = (kind != "password").then(|| typed.value_or(name, ""));
    let is_prose = kind == "text" && !exact;
    let aria = Aria::of(typed, name, hint);
    let control = view! {
        <input
            class=width
            id=name
            name=name
            type=kind
            value=value
            autocomplete=autocomplete
            spellcheck=(!is_prose).then_some("false")
            autocapitalize=(!is_prose).then_some("none")
            aria-describedby=aria.described
            aria-invalid=aria.invalid
        />
    };
    labelled(typed, name, label.to_owned().into_any(), hint, control)
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
    let aria = Aria::of(typed, name, hint);
    let control = view! {
        <input
            class="code w-6"
            id=name
            name=name
            type="text"
            inputmode="numeric"
            autocomplete="one-time-code"
            spellcheck="false"
            aria-describedby=aria.described
            aria-invalid=aria.invalid
        />
    };
    labelled(typed, name, label.to_owned().into_any(), hint, control)
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

pub fn text_area(typed: &Typed, asked: TextArea<'_>) -> impl IntoView + use<> {
    let TextArea {
        name,
        label,
        hint,
        rows,
        stored,
        optional,
    } = asked;
    let optional =
        optional.then(|| view! { " "<span class="optional">{words::optional(typed.language)}</span> });
    // Browsers drop a first line break inside a text area, so one is added for them to drop.
    let text = format!("\n{}", escape_raw_text(&typed.value_or(name, stored)));
    let label = view! { {label.to_owned()}{optional} }.into_any();
    let aria = Aria::of(typed, name, hint);
    let control = view! {
        <textarea
            class="w-full"
            id=name
            name=name
            rows=rows
            aria-describedby=aria.described
            aria-invalid=aria.invalid
        >{text}</textarea>
    };
    labelled(typed, name, label, hint, control)
}

/// A box for files.
#[derive(Clone, Copy, Default)]
pub struct FileBox<'a> {
    pub name: &'static str,
    pub label: &'a str,
    pub hint: &'a str,
    /// Of which kinds.
    pub accept: &'static str,
    pub many: bool,
}

pub fn file_box(typed: &Typed, file: FileBox<'_>) -> impl IntoView + use<> {
    let FileBox {
        name,
        label,
        hint,
        accept,
        many,
    } = file;
    let aria = Aria::of(typed, name, hint);
    let control = view! {
        <input
            type="file"
            id=name
            name=name
            accept=accept
            multiple=many
            aria-describedby=aria.described
            aria-invalid=aria.invalid
        />
    };
    labelled(typed, name, label.to_owned().into_any(), hint, control)
}

/// One of several choices.
#[derive(Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub icon: Option<Icon>,
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
                    <label for=id>{choice.icon.map(icon)}<strong>{choice.label}</strong>{hint}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset
            class=if wrong { "field choices wrong" } else { "field choices" }
            aria-describedby=Aria::of(typed, name, "").described
        >
            {legend}
            {error_line(name, error, typed.language)}
            {picks}
        </fieldset>
    }
}

/// Several boxes to tick under one legend. The first carries the name of the group as its id, so that the error summary's
/// link leads to it.
pub fn group(
    typed: &Typed,
    name: &'static str,
    legend: &str,
    hint: &str,
    boxes: AnyView,
) -> impl IntoView + use<> {
    let error = typed.error_sentence(name);
    let class = field_class(error.is_some());
    view! {
        <fieldset class=class aria-describedby=Aria::of(typed, name, hint).described>
            <legend>{legend.to_owned()}</legend>
            {hint_line(name, hint)}
            {error_line(name, error, typed.language)}
            {boxes}
        </fieldset>
    }
}

/// One box to tick.
pub fn tick(typed: &Typed, name: &'static str, label: &str, ticked: bool) -> impl IntoView + use<> {
    let error = typed.error_sentence(name);
    let wrong = error.is_some();
    let aria = Aria::of(typed, name, "");
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
                    aria-describedby=aria.described
                    aria-invalid=aria.invalid
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
