//! What takes two, where it is asked for: who has to agree, why it is wanted, and the button.

use super::{TextArea, Typed, hidden, text_area};
use crate::paths;
use domain::identity::Language;
use leptos::prelude::*;
use services::approvals::{Need, Outlook};

/// A form that asks for something that takes two.
#[derive(Clone, Copy)]
pub struct ApprovalForm<'a> {
    pub action: &'static str,
    /// What goes with it unseen.
    pub hidden: Option<(&'static str, &'a str)>,
    /// The button of somebody who may do it alone.
    pub alone: &'a str,
    pub class: &'static str,
}

/// Asks for it, or says where it stands.
pub fn approval_form(typed: &Typed, need: &Need, form: ApprovalForm<'_>) -> AnyView {
    let language = typed.language;
    let outlook = match need {
        Need::Ask(outlook) => outlook,
        Need::Waits(id) => {
            return view! {
                <p class="notice">
                    {words::approval_waits(language)}" "
                    <a href=paths::approval(id)>{words::approval_see(language)}</a>
                </p>
            }
            .into_any();
        }
        Need::Ready(id) => {
            return view! {
                <p class="notice">
                    {words::approval_ready(language)}" "
                    <a href=paths::approval(id)>{words::approval_ready_see(language)}</a>
                </p>
            }
            .into_any();
        }
    };
    let button = match outlook {
        Outlook::With(_) => words::approval_ask(language),
        Outlook::Alone => form.alone,
        Outlook::NotYet => {
            return view! { <p class="notice warn">{words::approval_nobody(language)}</p> }.into_any();
        }
    };
    let who = match outlook {
        Outlook::With(names) => who_agrees(names, language).into_any(),
        _ => view! { <p class="notice warn">{words::approval_alone(language)}</p> }.into_any(),
    };
    let reason = TextArea {
        name: "approval_reason",
        label: words::approval_why(language),
        hint: words::approval_why_hint(language),
        rows: 3,
        ..TextArea::default()
    };
    view! {
        {who}
        <form method="post" action=form.action novalidate>
            {form.hidden.map(|(name, value)| hidden(name, value))}
            {text_area(typed, reason)}
            <div class="actions"><button class=form.class>{button.to_owned()}</button></div>
        </form>
    }
    .into_any()
}

/// Who can agree, and what to do if they are away.
pub fn who_agrees(names: &[String], language: Language) -> impl IntoView + use<> {
    let people = names
        .iter()
        .map(|name| view! { <li>{name.clone()}</li> })
        .collect_view();
    let one_of =
        (!names.is_empty()).then(|| view! { <p>{words::approval_one_of(language)}</p><ul>{people}</ul> });
    view! {
        {one_of}
        <p>{words::approval_days(language)}</p>
        <p class="hint">{words::approval_away(language)}</p>
    }
}
