//! Who looked at my record.

use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{dates::Millis, identity::Language};
use leptos::prelude::*;
use services::{
    audit::{self, View},
    times,
};

pub async fn own(page: Page) -> PageResult {
    let before = page.query("before");
    let before = (!before.is_empty()).then_some(before);
    let (views, has_older) = audit::of_own_record(&page.ctx, before).await?;
    let language = page.language();
    let now = page.ctx.clock.now();
    let title = words::record_views_title(language);
    let newest = before.is_some().then(|| paths::RECORD_VIEWS.to_owned());
    let older = views
        .last()
        .filter(|_| has_older)
        .map(|last| paths::record_views_before(&last.id));
    let content = if views.is_empty() {
        ui::empty(
            words::record_views_empty_title(language),
            words::record_views_empty(language),
        )
        .into_any()
    } else {
        let lines = views
            .into_iter()
            .map(|view| line(view, now, language))
            .collect_view();
        view! { <ul class="lines">{lines}</ul> }.into_any()
    };
    page.screen(
        title,
        view! {
            {ui::back_to(paths::YOU.to_owned(), language)}
            <h1>{title}</h1>
            <p>{words::record_views_purpose(language)}</p>
            {content}
            {ui::pagination(newest, older, language)}
            <p class="muted">{words::record_views_wrong(language)}</p>
        },
    )
}

fn line(view: View, now: Millis, language: Language) -> impl IntoView + use<> {
    let who = if view.staff_name.is_empty() {
        words::record_views_left(language).to_owned()
    } else {
        view.staff_name
    };
    let what = match &view.as_customer_because {
        None => words::record_views_looked(language),
        Some(_) => words::record_views_as_you(language),
    };
    let why = view
        .as_customer_because
        .filter(|reason| !reason.is_empty())
        .map(|reason| view! { <p>{words::record_views_reason(language, &reason)}</p> });
    let when = format!(
        "{}, {}",
        times::day_in_words(&times::day_of(view.at), now, language),
        times::time_in_words(view.at, language)
    );
    view! { <li><p><strong>{who}</strong>" "{what}</p>{why}<p class="muted">{when}</p></li> }
}
