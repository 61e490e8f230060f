//! Recovery codes: made, shown until they are kept, and never again.

use super::manage_api as api;
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::identity::{Language, Plane};
use leptos::{prelude::*, server_fn::ServerFn};
use services::auth::factors;

/// Makes a set of recovery codes.
pub async fn page(page: Page) -> PageResult {
    let (plane, language) = (page.plane(), page.language());
    let title = words::recovery_title(language);
    let view = match factors::pending_recovery_codes(&page.ctx).await? {
        Some(pending) => keep(plane, &pending.codes, language).into_any(),
        None => start(plane, language).into_any(),
    };
    page.screen(
        title,
        view! {
            {ui::back_to(paths::factors(plane).to_owned(), language)}
            <div class="question">
                <h1>{title}</h1>
                {view}
            </div>
        },
    )
}

fn start(plane: Plane, language: Language) -> impl IntoView + use<> {
    let action = match plane {
        Plane::Portal => api::StartCodes::url(),
        Plane::Console => api::StaffStartCodes::url(),
    };
    let later = (paths::factors(plane).to_owned(), words::recovery_later(language));
    view! {
        <p>{words::recovery_why(language)}</p>
        <p>{words::recovery_new(language)}</p>
        <form method="post" action=action>
            {ui::hidden("pressed", "yes")}
            {ui::actions(words::recovery_start(language), Some(later))}
        </form>
    }
}

fn keep(plane: Plane, codes: &[String], language: Language) -> impl IntoView + use<> {
    let action = match plane {
        Plane::Portal => api::KeepCodes::url(),
        Plane::Console => api::StaffKeepCodes::url(),
    };
    let lines = codes
        .iter()
        .map(|code| view! { <li>{code.clone()}</li> })
        .collect_view();
    view! {
        <p><strong>{words::recovery_once(language)}</strong></p>
        <p>{words::recovery_keep_where(language)}</p>
        <ul class="codes" aria-label=words::recovery_title(language)>{lines}</ul>
        <form method="post" action=action>
            {ui::hidden("pressed", "yes")}
            {ui::actions(words::recovery_keep(language), None)}
        </form>
    }
}
