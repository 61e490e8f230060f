//! Definitions as a table: taken out, read in, looked at, saved.

use super::api::{ReadDefinitions, TakeDefinitions};
use crate::{
    error::AppError,
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::{
    catalogue::{Column, DEFINITION_ROWS_MAX},
    forms::FormErrors,
    identity::Language,
    ids::ImportId,
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::catalogue::imports::{self, Change, Row, Shown, Stage, Verdict};

/// All definitions for a spreadsheet.
pub async fn export(page: Page) -> PageResult {
    let ctx = page.ctx.clone();
    let head = imports::head(&ctx).map_err(AppError::from)?;
    Ok(Screen::csv("repair-definitions.csv", head, move |after| {
        let ctx = ctx.clone();
        async move { imports::export_part(&ctx, after.as_deref()).await }
    }))
}

/// Where the table comes in.
pub async fn read(page: Page) -> PageResult {
    let language = page.language();
    let title = words::definitions_import_title(language);
    let (file, pasted) = (page.typed("definitions-file"), page.typed("definitions-table"));
    let table = ui::FileBox {
        name: "definitions_file",
        label: words::import_file(language),
        hint: words::import_file_hint(language),
        accept: ".csv,.txt,text/csv,text/plain",
        many: false,
    };
    let file = ui::file_box(&file, table);
    let area = ui::TextArea {
        name: "definitions_table",
        label: words::import_table(language),
        hint: words::import_table_hint(language),
        rows: 8,
        ..ui::TextArea::default()
    };
    page.screen(
        title,
        view! {
            <div class="question">
                {ui::back_to(paths::CONSOLE_DEFINITIONS.to_owned(), language)}
                <h1>{title}</h1>
                <p>{words::definitions_import_purpose(language)}</p>
                <p>{words::definitions_import_needs(language, &DEFINITION_ROWS_MAX.to_string())}</p>
                <p><a href=paths::CONSOLE_DEFINITIONS_EXPORT>{words::definitions_export(language)}</a></p>
                <form method="post" action=paths::CONSOLE_DEFINITIONS_UPLOAD enctype="multipart/form-data" novalidate>
                    {file}
                    {ui::actions(words::import_file_read(language), None)}
                </form>
                <h2>{words::import_paste(language)}</h2>
                <form method="post" action=ReadDefinitions::url() novalidate>
                    {ui::text_area(&pasted, area)}
                    <div class="actions">
                        <button class="button secondary">{words::import_table_read(language)}</button>
                    </div>
                </form>
            </div>
        },
    )
}

/// What was read, with what would become of each row; or what became of it.
pub async fn stage(page: Page) -> PageResult {
    let id = page.param("id", ImportId::parse)?;
    match imports::stage(&page.ctx, &id).await? {
        Stage::Shown(table) => preview(&page, &id, table),
        Stage::Done { added, changed } => done(&page, added, changed),
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

const fn is_saved(row: &Row) -> bool {
    matches!(row.verdict, Verdict::Added | Verdict::Changed(_))
}

fn preview(page: &Page, id: &ImportId, table: Shown) -> PageResult {
    let language = page.language();
    let title = words::definitions_preview_title(language);
    let (same, others): (Vec<_>, Vec<_>) = table
        .rows
        .into_iter()
        .partition(|row| row.verdict == Verdict::Unchanged);
    let (saved, refused): (Vec<_>, Vec<_>) = others.into_iter().partition(is_saved);
    let count = number(saved.len());
    let unknown = (!table.unknown.is_empty())
        .then(|| view! { <p class="break">{words::import_unknown(language, &table.unknown.join(", "))}</p> });
    let same = (!same.is_empty())
        .then(|| view! { <p>{words::definitions_preview_same(language, number(same.len()))}</p> });
    let left = (!refused.is_empty())
        .then(|| view! { <p>{words::definitions_preview_refused(language, number(refused.len()))}</p> });
    let again = (
        paths::CONSOLE_DEFINITIONS_IMPORT.to_owned(),
        words::definitions_import_again(language),
    );
    let take = if count == 0 {
        view! {
            <p>{words::definitions_preview_nothing(language)}</p>
            <p><a class="button" href=again.0>{again.1}</a></p>
        }
        .into_any()
    } else {
        view! {
            <form method="post" action=TakeDefinitions::url()>
                {ui::hidden("import", id.as_str())}
                {ui::actions(&words::definitions_preview_take(language, count), Some(again))}
            </form>
        }
        .into_any()
    };
    page.screen(
        title,
        view! {
            {ui::back_to(paths::CONSOLE_DEFINITIONS_IMPORT.to_owned(), language)}
            <div class="question">
                <h1>{title}</h1>
                <p>{words::definitions_preview(language)}</p>
                {same}
                {left}
                {unknown}
                {take}
            </div>
            {(!refused.is_empty()).then(|| refused_table(refused, language))}
            {(!saved.is_empty()).then(|| saved_table(saved, language))}
        },
    )
}

fn heads(last: &'static str, language: Language) -> [&'static str; 3] {
    [
        words::import_column_line(language),
        words::definitions_column_name(language),
        last,
    ]
}

fn line(row: Row, heads: [&'static str; 3], last: AnyView) -> AnyView {
    view! {
        <tr>
            <td data-label=heads[0]>{row.line.to_string()}</td>
            <th scope="row" data-label=heads[1] class="break data">{row.name}</th>
            <td data-label=heads[2]><div>{last}</div></td>
        </tr>
    }
    .into_any()
}

fn refused_table(rows: Vec<Row>, language: Language) -> impl IntoView {
    let heads = heads(words::import_column_why(language), language);
    let rows = rows
        .into_iter()
        .map(|row| {
            let lines = why(&row.verdict, language)
                .into_iter()
                .map(|sentence| view! { <p>{sentence}</p> })
                .collect_view();
            line(row, heads, lines.into_any())
        })
        .collect();
    view! {
        <h2>{words::definitions_refused_title(language)}</h2>
        {ui::table("dense cards", words::definitions_refused_caption(language), &heads, rows)}
    }
}

/// Why a row is left out, in sentences.
fn why(verdict: &Verdict, language: Language) -> Vec<String> {
    match verdict {
        Verdict::Added | Verdict::Changed(_) | Verdict::Unchanged => Vec::new(),
        Verdict::Mend(FormErrors(errors)) => errors
            .iter()
            .map(|error| ui::sentence(language, &error.field, &error.code))
            .collect(),
        Verdict::Twice(line) => vec![words::definitions_twice(language, &line.to_string())],
        Verdict::Unknown => vec![words::definitions_unknown(language).to_owned()],
    }
}

fn saved_table(rows: Vec<Row>, language: Language) -> impl IntoView {
    let heads = heads(words::definitions_column_change(language), language);
    let rows = rows
        .into_iter()
        .map(|row| {
            let last = match &row.verdict {
                Verdict::Changed(changes) => changes
                    .iter()
                    .map(|change| changed(change, language))
                    .collect_view()
                    .into_any(),
                _ => view! { <span class="tag info">{words::definitions_new(language)}</span> }.into_any(),
            };
            line(row, heads, last)
        })
        .collect();
    view! {
        <h2>{words::definitions_saved_title(language)}</h2>
        {ui::table("dense cards", words::definitions_saved_caption(language), &heads, rows)}
    }
}

fn changed(change: &Change, language: Language) -> impl IntoView + use<> {
    let [english, welsh] = change.column.headings();
    let column = match language {
        Language::English => english,
        Language::Welsh => welsh,
    };
    let shown = |text: &str| match (change.column, text) {
        (_, "") => words::definitions_nothing(language).to_owned(),
        (Column::Photo | Column::Active, "yes") => words::definitions_yes(language).to_owned(),
        (Column::Photo | Column::Active, _) => words::definitions_no(language).to_owned(),
        (_, text) => text.to_owned(),
    };
    view! {
        <p class="small">
            <strong>{column}": "</strong>
            <del class="pre break data">{shown(&change.old)}</del>" → "
            <ins class="pre break data">{shown(&change.new)}</ins>
        </p>
    }
}

fn done(page: &Page, added: i64, changed: i64) -> PageResult {
    let language = page.language();
    let title = words::definitions_done_title(language);
    page.screen(
        title,
        view! {
            <div class="question">
                {ui::back_to(paths::CONSOLE_DEFINITIONS.to_owned(), language)}
                <h1>{title}</h1>
                <p>{words::definitions_done_added(language, added)}</p>
                <p>{words::definitions_done_changed(language, changed)}</p>
                <p><a href=paths::CONSOLE_DEFINITIONS>{words::definitions_to_list(language)}</a></p>
            </div>
        },
    )
}
