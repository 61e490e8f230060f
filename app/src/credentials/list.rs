//! All credentials.

use super::{badge, ending, method_words};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{dates::Millis, identity::Language, ids::CredentialId};
use leptos::prelude::*;
use services::{
    credentials::{self, Credential},
    times,
};

pub async fn list(page: Page) -> PageResult {
    let before = CredentialId::parse(page.query("before"));
    let found = credentials::list(&page.ctx, before.as_ref()).await?;
    let (language, now) = (page.language(), page.ctx.clock.now());
    let title = words::credentials_title(language);
    let newest = before.is_some().then(|| paths::CONSOLE_CREDENTIALS.to_owned());
    let older = found
        .rows
        .last()
        .filter(|_| found.has_older)
        .map(|row| paths::credentials_before(row.id.as_str()));
    let content = if found.rows.is_empty() {
        ui::empty(
            words::credentials_none_title(language),
            words::credentials_none(language),
        )
        .into_any()
    } else {
        table(found.rows, now, language).into_any()
    };
    let related = ui::related(&page, &[paths::CONSOLE_INTEGRATIONS], language);
    page.screen(
        title,
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::credentials_purpose(language)}</p></div>
                <div class="actions">
                    <a class="button" href=paths::CONSOLE_CREDENTIAL_NEW>{words::credentials_new(language)}</a>
                </div>
            </div>
            <p class="notice">{words::credentials_revoke(language)}</p>
            {content}
            {ui::pagination(newest, older, language)}
            {related}
        },
    )
}

fn table(rows: Vec<Credential>, now: Millis, language: Language) -> impl IntoView + use<> {
    let heads = [
        words::credentials_column_name(language),
        words::credentials_column_method(language),
        words::credentials_column_status(language),
        words::credentials_column_secret(language),
    ];
    let rows = rows
        .into_iter()
        .map(|row| {
            let day = times::day_in_words(&row.secret_expires, now, language);
            let day = if ending(&row, now, language).is_some() {
                view! { <span class="tag warn">{day}</span> }.into_any()
            } else {
                day.into_any()
            };
            view! {
                <tr>
                    <th scope="row" data-label=heads[0]>
                        <a class="break" href=paths::credential(&row.id)>{row.name.clone()}</a>
                        <p class="small muted">{words::credentials_kind(language)}</p>
                    </th>
                    <td data-label=heads[1]><span class="tag quiet">{method_words(row.method, language)}</span></td>
                    <td data-label=heads[2]>{badge(row.standing.badge(), language)}</td>
                    <td data-label=heads[3]>{day}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    ui::table("dense cards", words::credentials_caption(language), &heads, rows)
}
