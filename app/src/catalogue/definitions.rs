//! 'Repair Definitions': the list.

use super::{categories::walk, no_welsh, own_words, said};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    identity::Language,
    ids::{CategoryId, DefinitionId},
};
use leptos::prelude::*;
use services::catalogue::{self, Category, Definition, Filter, Show};

pub async fn list(page: Page) -> PageResult {
    let filter = Filter {
        words: page.query("q").to_owned(),
        category: CategoryId::parse(page.query("in")),
        show: Show::parse(page.query("show")),
    };
    let after = DefinitionId::parse(page.query("after"));
    let found = catalogue::definitions(&page.ctx, &filter, after.as_ref()).await?;
    let categories = catalogue::categories(&page.ctx).await?;
    let language = page.language();
    let title = words::definitions_title(language);
    let here = |after: &str| {
        let category = filter.category.as_ref().map_or("", CategoryId::as_str);
        let show = filter.show.map_or("", Show::as_str);
        paths::definitions_found(&filter.words, category, show, after)
    };
    let first = after.is_some().then(|| here(""));
    let next = found
        .rows
        .last()
        .filter(|_| found.has_more)
        .map(|last| here(last.id.as_str()));
    let content = if found.rows.is_empty() {
        let (title, text) = if filter == Filter::default() {
            (
                words::definitions_empty_title(language),
                words::definitions_empty(language),
            )
        } else {
            (
                words::definitions_none_title(language),
                words::definitions_none(language),
            )
        };
        ui::empty(title, text).into_any()
    } else {
        table(found.rows, language).into_any()
    };
    page.screen(
        title,
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::definitions_purpose(language)}</p></div>
                <div class="row">
                    <a class="button" href=paths::CONSOLE_DEFINITION_NEW>{words::definitions_add(language)}</a>
                    <a class="button secondary" href=paths::CONSOLE_DEFINITIONS_EXPORT>{words::definitions_export(language)}</a>
                    <a class="button secondary" href=paths::CONSOLE_DEFINITIONS_IMPORT>{words::definitions_import(language)}</a>
                </div>
            </div>
            {filters(&page, &filter, &categories)}
            {content}
            {ui::pagination(first, next, language)}
        },
    )
}

fn filters(page: &Page, filter: &Filter, categories: &[Category]) -> impl IntoView + use<> {
    let language = page.language();
    let typed = ui::Typed {
        values: serde_json::json!({
            "q": filter.words,
            "in": filter.category,
            "show": filter.show.map(Show::as_str),
        }),
        ..page.typed("definitions-filter")
    };
    let everywhere = (
        String::new(),
        words::definitions_category_all(language).to_owned(),
    );
    let categories = std::iter::once(everywhere)
        .chain(category_names(categories, language))
        .collect();
    let all = (String::new(), words::definitions_show_all(language).to_owned());
    let shows = Show::ALL.into_iter().map(|show| {
        let name = match show {
            Show::On => words::definitions_show_on(language),
            Show::Off => words::definitions_show_off(language),
            Show::Gone => words::definitions_show_gone(language),
        };
        (show.as_str().to_owned(), name.to_owned())
    });
    let shows = std::iter::once(all).chain(shows).collect();
    let words = ui::Field {
        name: "q",
        label: words::definitions_search(language),
        kind: "search",
        autocomplete: "off",
        width: "w-full",
        ..ui::Field::default()
    };
    let clear = (*filter != Filter::default())
        .then(|| view! { <a href=paths::CONSOLE_DEFINITIONS>{words::definitions_clear(language)}</a> });
    view! {
        <form method="get" action=paths::CONSOLE_DEFINITIONS class="filters" role="search">
            {ui::field(&typed, words)}
            {ui::select(&typed, "in", words::definitions_column_category(language), "", categories)}
            {ui::select(&typed, "show", words::definitions_show(language), "", shows)}
            <div class="actions">
                <button class="button secondary">{words::definitions_search_button(language)}</button>
                {clear}
            </div>
        </form>
    }
}

/// The categories of a list, each under the one that it stands in.
pub(super) fn category_names(categories: &[Category], language: Language) -> Vec<(String, String)> {
    let name = |(level, category): (usize, &Category)| {
        let name = said(&category.details.name, language);
        (category.id.to_string(), format!("{}{name}", "– ".repeat(level)))
    };
    walk(categories).into_iter().map(name).collect()
}

fn table(rows: Vec<Definition>, language: Language) -> impl IntoView + use<> {
    let heads = [
        words::definitions_column_name(language),
        words::definitions_column_category(language),
        words::definitions_column_code(language),
        words::definitions_column_notice(language),
        words::definitions_column_state(language),
    ];
    let rows = rows
        .into_iter()
        .map(|row| {
            let order = &row.details.order;
            let codes = [&order.repair_type, &order.priority, &order.contract];
            let codes: Vec<&str> = codes
                .into_iter()
                .map(String::as_str)
                .filter(|code| !code.is_empty())
                .collect();
            let gone = row
                .is_code_gone
                .then(|| view! { <span class="tag warn">{words::definitions_gone(language)}</span> });
            view! {
                <tr>
                    <th scope="row" data-label=heads[0] class="break">
                        <a href=paths::definition(&row.id)>{own_words(&row.details.name, language)}</a>
                    </th>
                    <td data-label=heads[1]>{own_words(&row.category, language)}</td>
                    <td data-label=heads[2] class="break data">
                        <div>
                            <p>{format!("{} {}", order.sor_table, order.sor_code)}</p>
                            <p class="small muted">{codes.join(" · ")}</p>
                            {gone}
                        </div>
                    </td>
                    <td data-label=heads[3]>{notice(&row, language)}</td>
                    <td data-label=heads[4]><div class="row">{state(&row, language)}</div></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    ui::table("dense cards", words::definitions_caption(language), &heads, rows)
}

/// The words of a safety notice behind a button, where there is one.
fn notice(row: &Definition, language: Language) -> AnyView {
    if row.details.notice.en.is_empty() {
        return "–".into_any();
    }
    let about = format!(": {}", said(&row.details.name, language));
    let texts = [
        (Language::English, &row.details.notice.en),
        (Language::Welsh, &row.details.notice.cy),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(which, text)| view! { <p class="small pre break data" lang=which.tag()>{text.clone()}</p> })
    .collect_view();
    view! {
        <details>
            <summary>{words::definitions_notice(language)}<span class="visually-hidden">{about}</span></summary>
            {texts}
        </details>
    }
    .into_any()
}

fn state(row: &Definition, language: Language) -> impl IntoView + use<> {
    let state = if row.active {
        view! { <span class="tag good">{words::catalogue_on(language)}</span> }
    } else {
        view! { <span class="tag quiet">{words::catalogue_off(language)}</span> }
    };
    view! { {state}{no_welsh(&row.details.name, language)} }
}
