//! The list of customers, and finding one.

use super::{
    api::{AskForExport, FindCustomers, full_name, one_line},
    islands::{Finder, FinderWords},
};
use crate::{
    error::AppError,
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::{customers::Query, identity::Language, permissions::Permission};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    approvals::Need,
    customers::{self, Export, Found},
    times,
};

pub async fn list(page: Page) -> PageResult {
    let typed = domain::text::clean_line(page.query("q"));
    let query = Query::parse(&typed);
    let before = page.query("before").parse::<i64>().ok();
    let found = customers::find(&page.ctx, query.as_ref(), before).await?;
    let language = page.language();
    let title = words::customers_title(language);
    let newest = before.is_some().then(|| paths::customers_found(&typed, ""));
    let older = found
        .rows
        .last()
        .filter(|_| found.has_older)
        .map(|row| paths::customers_found(&typed, &row.number.to_string()));
    let takes = page.ctx.actor.require(Permission::CustomersExport).is_ok();
    let export = takes.then(|| {
        view! { <a class="button secondary" href=paths::CONSOLE_CUSTOMERS_EXPORT>{words::customers_export(language)}</a> }
    });
    page.screen_with_island(title, || {
        let content = match (found.rows.is_empty(), query.is_some()) {
            (true, true) => ui::empty(
                words::customers_none_title(language),
                words::customers_none(language),
            )
            .into_any(),
            (true, false) => ui::empty(
                words::customers_empty_title(language),
                words::customers_empty(language),
            )
            .into_any(),
            (false, _) => table(found.rows, language).into_any(),
        };
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::customers_purpose(language)}</p></div>
                {export}
            </div>
            <Finder
                here=paths::CONSOLE_CUSTOMERS.to_owned()
                ask=FindCustomers::url().to_owned()
                typed=typed
                words=finder_words(language)
            >
                {content}
                {ui::pagination(newest, older, language)}
            </Finder>
        }
    })
}

fn finder_words(language: Language) -> FinderWords {
    FinderWords {
        label: words::customers_search(language).to_owned(),
        hint: words::customers_search_hint(language).to_owned(),
        button: words::customers_search_button(language).to_owned(),
        clear: words::customers_clear(language).to_owned(),
        caption: words::customers_caption(language).to_owned(),
        name: words::customers_column_name(language).to_owned(),
        home: words::customers_column_home(language).to_owned(),
        reference: words::customers_column_reference(language).to_owned(),
        status: words::customers_column_status(language).to_owned(),
        failed: words::customers_failed(language).to_owned(),
    }
}

fn table(rows: Vec<Found>, language: Language) -> impl IntoView + use<> {
    let heads = [
        words::customers_column_name(language),
        words::customers_column_home(language),
        words::customers_column_reference(language),
        words::customers_column_status(language),
    ];
    let rows = rows
        .into_iter()
        .map(|row| {
            let status = match row.disabled_at {
                Some(_) => view! { <span class="tag danger">{words::customer_disabled(language)}</span> }.into_any(),
                None => view! { <span class="tag quiet">{words::customer_active(language)}</span> }.into_any(),
            };
            view! {
                <tr>
                    <th scope="row" data-label=heads[0]>
                        <a href=paths::customer(&row.id)>{full_name(&row.first_name, &row.last_name, &row.email)}</a>
                        <p class="small muted break">{row.email}</p>
                    </th>
                    <td data-label=heads[1]>{one_line(&row.address)}</td>
                    <td data-label=heads[2] class="nowrap">{row.reference}</td>
                    <td data-label=heads[3]>{status}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    ui::table("dense cards", words::customers_caption(language), &heads, rows)
}

/// Everybody, as a file; where they are many, what it takes to get it.
pub async fn export(page: Page) -> PageResult {
    if let Export::Together(need) = customers::export_way(&page.ctx).await? {
        return ask_for_export(&page, &need);
    }
    let head = customers::export_began(&page.ctx).await.map_err(AppError::from)?;
    let ctx = page.ctx.clone();
    let name = format!("customers-{}.csv", times::day_of(ctx.clock.now()).0);
    Ok(Screen::csv(&name, head, move |key| {
        let ctx = ctx.clone();
        async move { customers::export_part(&ctx, key.as_deref()).await }
    }))
}

fn ask_for_export(page: &Page, need: &Need) -> PageResult {
    let language = page.language();
    let title = words::customers_export_title(language);
    let form = ui::ApprovalForm {
        action: AskForExport::url(),
        hidden: None,
        alone: words::customers_export_alone(language),
        class: "button",
    };
    page.screen(
        title,
        view! {
            <div class="question">
                {ui::back_to(paths::CONSOLE_CUSTOMERS.to_owned(), language)}
                <h1>{title}</h1>
                <p>{words::customers_export_why(language)}</p>
                {ui::approval_form(&page.typed("customers-export"), need, form)}
            </div>
        },
    )
}
