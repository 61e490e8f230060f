//! Every kind of message, in groups.

use super::{kind_words, when_words};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    identity::Language,
    templates::{Group, Kind, Wordings},
};
use leptos::prelude::*;
use services::templates;
use std::collections::BTreeMap;

pub async fn list(page: Page) -> PageResult {
    let own = templates::list(&page.ctx).await?;
    let language = page.language();
    let title = words::templates_title(language);
    let groups = Group::ALL
        .iter()
        .map(|group| section(*group, &own, language))
        .collect_view();
    let related = ui::related(
        &page,
        &[paths::CONSOLE_SENDING, paths::CONSOLE_INTEGRATIONS],
        language,
    );
    page.screen(
        title,
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::templates_purpose(language)}</p></div>
            </div>
            {groups}
            {related}
        },
    )
}

fn section(group: Group, own: &BTreeMap<Kind, Wordings>, language: Language) -> impl IntoView + use<> {
    let heads = [
        words::templates_column_message(language),
        words::templates_column_when(language),
        words::templates_column_words(language),
    ];
    let rows = Kind::ALL
        .iter()
        .filter(|kind| kind.group() == group)
        .map(|kind| {
            let (class, state) = state(own.get(kind), language);
            view! {
                <tr>
                    <th scope="row" data-label=heads[0]><a href=paths::template(*kind)>{kind_words(kind.as_str(), language)}</a></th>
                    <td data-label=heads[1]>{when_words(*kind, language)}</td>
                    <td data-label=heads[2]><span class=class>{state}</span></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let name = group.as_str();
    let label = words::find(language, &format!("templates-group-{name}")).unwrap_or_default();
    view! {
        <section class="stack top-l" aria-labelledby=name>
            <h2 id=name>{label}</h2>
            {ui::table("dense cards kinds", &words::templates_caption(language, label), &heads, rows)}
        </section>
    }
}

/// Whose words a kind has, for a tag.
fn state(own: Option<&Wordings>, language: Language) -> (&'static str, &'static str) {
    let has = |which| own.is_some_and(|own| !own.of(which).is_default());
    match (has(Language::English), has(Language::Welsh)) {
        (true, true) => ("tag good", words::templates_own(language)),
        (true, false) => ("tag warn", words::templates_own_en(language)),
        (false, true) => ("tag warn", words::templates_own_cy(language)),
        (false, false) => ("tag quiet", words::templates_default(language)),
    }
}
