//! Messages that nobody got.

use super::{
    api::{GiveUpMessage, RetryMessage},
    tabs,
};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{dates::Millis, identity::Language, ids::JobId, permissions::Permission};
use leptos::{prelude::*, server_fn::ServerFn};
use services::messages::{self, Failed};

pub async fn list(page: Page) -> PageResult {
    let before = JobId::parse(page.query("before"));
    let mut rows = messages::failures(&page.ctx, before.as_ref().map(JobId::as_str)).await?;
    let size = usize::try_from(messages::PAGE_SIZE).unwrap_or_default();
    let has_older = rows.len() > size;
    rows.truncate(size);
    let (language, now) = (page.language(), page.ctx.clock.now());
    let title = words::sending_title(language);
    let newest = before.is_some().then(|| paths::CONSOLE_SENDING.to_owned());
    let older = rows
        .last()
        .filter(|_| has_older)
        .map(|row| paths::undelivered_before(&row.id));
    let may = |permission| page.ctx.actor.require(permission).is_ok();
    let ways = Ways {
        customers: may(Permission::CustomersRead),
        audit: may(Permission::AuditRead),
    };
    let content = if rows.is_empty() {
        ui::empty(
            words::sending_empty_title(language),
            words::sending_empty(language),
        )
        .into_any()
    } else {
        table(rows, ways, now, language).into_any()
    };
    let related = super::related(&page);
    page.screen(
        title,
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::sending_purpose(language)}</p></div>
            </div>
            {tabs(&page)}
            {content}
            {ui::pagination(newest, older, language)}
            {related}
        },
    )
}

/// Where this member of staff may go from here.
#[derive(Clone, Copy)]
struct Ways {
    customers: bool,
    audit: bool,
}

/// Whom or what a message was about.
fn about(row: &Failed, ways: Ways, language: Language) -> AnyView {
    match &row.customer_id {
        Some(id) if ways.customers => {
            let name = if row.customer_name.is_empty() {
                words::sending_customer(language).to_owned()
            } else {
                row.customer_name.clone()
            };
            view! { <a class="break" href=paths::customer(id)>{name}</a> }.into_any()
        }
        _ if ways.audit => {
            let subject = format!(" {}", row.subject);
            view! {
                <a href=paths::audit_about(&row.subject)>
                    {words::sending_in_audit(language)}<span class="visually-hidden">{subject}</span>
                </a>
            }
            .into_any()
        }
        _ => view! { <span class="break">{row.subject.clone()}</span> }.into_any(),
    }
}

fn table(rows: Vec<Failed>, ways: Ways, now: Millis, language: Language) -> impl IntoView + use<> {
    let heads = [
        words::sending_column_message(language),
        words::sending_column_to(language),
        words::sending_column_when(language),
        words::sending_column_why(language),
        words::sending_column_action(language),
    ];
    let rows = rows
        .into_iter()
        .map(|row| {
            let message = words::find(language, &format!("template-{}", row.kind))
                .unwrap_or(words::template_unknown(language));
            let names = format!(" {}", words::sending_about(language, message, &row.id));
            let again = row.can_be_sent.then(|| {
                button(
                    RetryMessage::url(),
                    &row.id,
                    words::sending_try_again(language),
                    names.clone(),
                )
            });
            let tries = (row.attempts > 0)
                .then(|| view! { <p class="small muted">{words::sending_tries(language, row.attempts)}</p> });
            let channel =
                words::find(language, &format!("message-channel-{}", row.channel)).unwrap_or_default();
            view! {
                <tr>
                    <th scope="row" data-label=heads[0]>{message}<p class="small muted">{channel}</p></th>
                    <td data-label=heads[1] class="data">{about(&row, ways, language)}</td>
                    <td data-label=heads[2]>
                        <div>{ui::stamp(Millis(row.changed_at), now, language)}{tries}</div>
                    </td>
                    <td data-label=heads[3]>{why(&row, language)}</td>
                    <td data-label=heads[4]>
                        <div class="row">
                        {again}
                        {button(GiveUpMessage::url(), &row.id, words::sending_give_up(language), names)}
                        </div>
                    </td>
                </tr>
            }
            .into_any()
        })
        .collect();
    ui::table("dense cards", words::sending_caption(language), &heads, rows)
}

/// Why it failed: what we met when we passed it on, or what became of it afterwards.
fn why(row: &Failed, language: Language) -> String {
    if row.last_error.is_empty() {
        let said = words::find(language, &format!("message-why-{}", row.why)).unwrap_or_default();
        return words::message_state_failed(language, said);
    }
    ui::trouble(&row.last_error, language)
}

fn button(action: &'static str, job: &str, label: &'static str, about: String) -> impl IntoView + use<> {
    view! {
        <form method="post" action=action>
            {ui::hidden("job", job)}
            <button class="button secondary small">{label}<span class="visually-hidden">{about}</span></button>
        </form>
    }
}
