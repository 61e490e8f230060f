//! 'Approved Domains': which email domains may hold administrator accounts (product I8).

use super::{api::SaveDomains, tabs};
use crate::{
    request::{Page, PageResult},
    ui,
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::administrators;

pub async fn page(page: Page) -> PageResult {
    let outside = administrators::outside(&page.ctx).await?;
    let language = page.language();
    let title = words::domains_title(language);
    let typed = page.typed("domains");
    let stored = page.settings.administrator_domains.join("\n");
    let area = ui::TextArea {
        name: "domains",
        label: words::domains_label(language),
        hint: words::domains_hint(language),
        rows: 5,
        stored: &stored,
        optional: true,
    };
    let outside = (!outside.is_empty()).then(|| {
        let lines = outside
            .into_iter()
            .map(|address| view! { <li class="break">{address}</li> })
            .collect_view();
        view! {
            <section class="panel">
                <h2>{words::domains_outside_title(language)}</h2>
                <p>{words::domains_outside(language)}</p>
                <ul>{lines}</ul>
            </section>
        }
    });
    page.screen(
        title,
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::domains_purpose(language)}</p></div>
            </div>
            {tabs(&page)}
            <form method="post" action=SaveDomains::url() novalidate>
                {ui::text_area(&typed, area)}
                {ui::actions(words::domains_save(language), None)}
            </form>
            {outside}
        },
    )
}
