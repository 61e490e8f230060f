//! What is said where a page cannot be shown: what happened, what is safe, whom to call.

use crate::{error::AppError, paths, request::Page};
use domain::identity::Language;
use leptos::prelude::*;

/// Title and content of a failure page: what happened, what is safe, whom to call.
pub fn failure(page: &Page, error: &AppError) -> (&'static str, AnyView) {
    let language = page.language();
    let home = view! { <p><a href=paths::first(page.plane())>{words::go_home(language)}</a></p> };
    match error {
        AppError::NotFound => (
            words::page_not_found_title(language),
            view! {
                <h1>{words::page_not_found_title(language)}</h1>
                <p>{words::page_not_found(language)}</p>
                <p>{words::page_not_found_next(language)}</p>
                {home}
            }
            .into_any(),
        ),
        AppError::SlowDown { secs } => (
            words::problem_title(language),
            view! { <h1>{words::problem_title(language)}</h1><p>{words::problem_throttled(language, secs.div_euclid(60) + 1)}</p>{home} }.into_any(),
        ),
        AppError::Busy => (
            words::page_busy_title(language),
            view! {
                <h1>{words::page_busy_title(language)}</h1>
                <p>{words::page_busy(language)}</p>
                <p>{words::page_failed_call(language)}</p>
            }
            .into_any(),
        ),
        AppError::Conflict(name) => {
            let sentence = words::find(language, &format!("problem-{name}"))
                .unwrap_or(words::problem_unexpected(language));
            (
                words::problem_title(language),
                view! { <h1>{words::problem_title(language)}</h1><p>{sentence}</p>{home} }.into_any(),
            )
        }
        AppError::Denied => (
            words::problem_title(language),
            refused(words::problem_denied(language), language, home),
        ),
        AppError::Limited => (
            words::problem_title(language),
            refused(words::problem_limited(language), language, home),
        ),
        AppError::ReadOnly => (
            words::problem_title(language),
            refused(words::problem_read_only(language), language, home),
        ),
        AppError::Invalid(_)
        | AppError::SignIn
        | AppError::ProveFirst
        | AppError::EnrolFirst
        | AppError::Unexpected { .. } => {
            let reference = match error {
                AppError::Unexpected { reference } => Some(view! {
                    <p>{words::page_failed_reference(language)}" "<strong>{reference.clone()}</strong></p>
                }),
                _ => None,
            };
            (
                words::page_failed_title(language),
                view! {
                    <h1>{words::page_failed_title(language)}</h1>
                    <p>{words::page_failed(language)}</p>
                    <p>{words::page_failed_call(language)}</p>
                    {reference}
                    {home}
                }
                .into_any(),
            )
        }
    }
}

/// Title and content of the answer to a form that cannot be taken now.
pub fn busy(page: &Page, back: &str) -> (&'static str, AnyView) {
    let language = page.language();
    let title = words::page_busy_title(language);
    let content = view! {
        <h1>{title}</h1>
        <p>{words::page_busy_form(language)}</p>
        <p>{words::page_failed_call(language)}</p>
        <p><a href=back.to_owned()>{words::page_busy_back(language)}</a></p>
    };
    (title, content.into_any())
}

fn refused(sentence: &'static str, language: Language, home: impl IntoView + 'static) -> AnyView {
    view! { <h1>{words::problem_title(language)}</h1><p>{sentence}</p>{home} }.into_any()
}
