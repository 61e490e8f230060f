//! One's own account: who am I here, and the pages about it.

use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::identity::{
    Language,
    Plane::{self, Console, Portal},
};
use leptos::prelude::*;
use services::auth;

/// A page about one's own account: whose, its address, its name.
struct Link(Plane, &'static str, fn(Language) -> &'static str);

/// In the order in which they are shown; one more page is one more line.
const LINKS: &[Link] = &[
    Link(Portal, paths::SESSIONS, words::sessions_title),
    Link(Portal, paths::factors(Portal), words::factors_title),
    Link(Portal, paths::password(Portal), words::password_title),
    Link(Portal, paths::RECORD_VIEWS, words::record_views_title),
    Link(Console, paths::CONSOLE_SESSIONS, words::sessions_title),
    Link(Console, paths::factors(Console), words::factors_title),
    Link(Console, paths::password(Console), words::password_title),
];

pub async fn you(page: Page) -> PageResult {
    let own = auth::own_account(&page.ctx).await?;
    let has_password = auth::has_password(&page.ctx).await?;
    let (plane, language) = (page.plane(), page.language());
    let (title, wrong) = match plane {
        Portal => (words::you_title(language), words::you_wrong(language)),
        Console => (words::you_staff_title(language), words::you_staff_wrong(language)),
    };
    let row = |label: &'static str, value: String| ui::SummaryRow {
        label: label.to_owned(),
        value: view! { <span class="data">{value}</span> }.into_any(),
        change: None,
    };
    let mut rows = vec![
        row(words::you_name(language), own.name),
        row(words::you_email(language), own.email),
    ];
    if plane == Console {
        let role = if own.is_own_role {
            own.role
        } else {
            words::find(language, &format!("you-role-{}", own.role))
                .unwrap_or_default()
                .to_owned()
        };
        rows.push(row(words::you_role(language), role));
    }
    let links = LINKS
        .iter()
        .filter(|Link(of, href, _)| *of == plane && (has_password || *href != paths::password(plane)))
        .map(|Link(_, href, name)| view! { <li><a href=*href>{name(language)}</a></li> })
        .collect_view();
    page.screen(
        title,
        view! {
            <h1>{title}</h1>
            {ui::summary(rows, language)}
            <p class="muted">{wrong}</p>
            <ul class="links top-m">{links}</ul>
        },
    )
}
