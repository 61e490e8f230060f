//! All requests that concern whoever looks.

use super::{state_tag, title};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{approvals::State, dates::Millis, identity::Language, ids::ApprovalId};
use leptos::prelude::*;
use services::approvals::{self, Request};

pub async fn page(page: Page) -> PageResult {
    let before = ApprovalId::parse(page.query("before"));
    let found = approvals::list(&page.ctx, before.as_ref()).await?;
    let (language, now) = (page.language(), page.ctx.clock.now());
    let title = words::approvals_title(language);
    let newest = before.is_some().then(|| paths::CONSOLE_APPROVALS.to_owned());
    let older = found
        .over
        .last()
        .filter(|_| found.has_older)
        .map(|last| paths::approvals_before(&last.id));
    let waiting = before.is_none().then(|| {
        let content = if found.waiting.is_empty() {
            ui::empty(
                words::approvals_empty_title(language),
                words::approvals_empty(language),
            )
            .into_any()
        } else {
            let caption = words::approvals_waiting(language);
            view! { <h2>{caption}</h2>{table(caption, &found.waiting, now, language)} }.into_any()
        };
        view! { <section>{content}</section> }
    });
    let over = (!found.over.is_empty()).then(|| {
        let caption = words::approvals_over(language);
        view! { <section><h2>{caption}</h2>{table(caption, &found.over, now, language)}</section> }
    });
    page.screen(
        title,
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::approvals_purpose(language)}</p></div>
            </div>
            {waiting}
            {over}
            {ui::pagination(newest, older, language)}
        },
    )
}

fn table(caption: &str, rows: &[Request], now: Millis, language: Language) -> impl IntoView + use<> {
    let heads = [
        words::approvals_column_what(language),
        words::approvals_column_who(language),
        words::approvals_column_when(language),
        words::approvals_column_state(language),
    ];
    let rows = rows
        .iter()
        .map(|row| {
            let who = if row.is_own {
                words::approvals_you(language).to_owned()
            } else {
                row.asker.clone()
            };
            let until = (row.state == State::Waiting).then(|| {
                let until = words::approvals_until(language, &ui::moment(row.expires_at, now, language));
                view! { <p class="small muted">{until}</p> }
            });
            let by = (!row.decider.is_empty() && row.state != State::Alone && row.state != State::Withdrawn)
                .then(|| view! { <p class="small muted">{row.decider.clone()}</p> });
            view! {
                <tr>
                    <th scope="row" data-label=heads[0]>
                        <a href=paths::approval(&row.id)>{title(row.kind(), language)}</a>
                    </th>
                    <td data-label=heads[1]>{who}</td>
                    <td data-label=heads[2]>{ui::moment(row.asked_at, now, language)}{until}</td>
                    <td data-label=heads[3]>{state_tag(row.state, language)}{by}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    ui::table("dense cards", caption, &heads, rows)
}
