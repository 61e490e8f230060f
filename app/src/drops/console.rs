//! 'Housing files': what is in use, sending a set, the last sets and the repairs for the landlord's system.

use super::{
    api::{DiscardDrop, ReadDrop, UseDrops},
    faults, file_name, set_tag,
};
use crate::{
    error::AppError,
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::{
    dates::Millis,
    drops::{Aim, MANIFEST, Source},
    identity::Language,
    integrations::{Slot, VendorSettings, csv::CsvFiles},
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    drops::{self, Current, FILE_MB_MAX, OutRow, SetRow, Waiting},
    integrations::{self, Stored},
};

pub async fn page(page: Page) -> PageResult {
    let mode = page.ctx.mode();
    let overview = drops::overview(&page.ctx, mode).await?;
    let connection = integrations::current(&page.ctx, Slot::Housing, mode).await?;
    let (language, now) = (page.language(), page.ctx.clock.now());
    let title = words::drops_title(language);
    let related = ui::related(
        &page,
        &[paths::CONSOLE_INTEGRATIONS, paths::CONSOLE_SYNC],
        language,
    );
    let view = view! {
        <h1>{title}</h1>
        <p>{words::drops_intro(language)}</p>
        {use_files(connection.as_ref(), !overview.in_use.is_empty(), language)}
        {in_use(overview.in_use, now, language)}
        {send(&page, overview.waiting, language)}
        {folder(language)}
        {sets(overview.sets, now, language)}
        {out(overview.out, now, language)}
        {related}
    };
    page.screen(title, view)
}

/// Whether the product asks these files, and the button with which it begins to.
fn use_files(connection: Option<&Stored>, is_filled: bool, language: Language) -> impl IntoView + use<> {
    let is_used = connection.is_some_and(|stored| stored.enabled && stored.vendor == CsvFiles::VENDOR);
    if is_used {
        return view! { <p><span class="tag good">{words::drops_used(language)}</span></p> }.into_any();
    }
    let version = connection.map_or(0, |stored| stored.version).to_string();
    let button = is_filled.then(|| {
        view! {
            <form method="post" action=UseDrops::url()>
                {ui::hidden("version", &version)}
                <div class="actions"><button class="button secondary">{words::drops_use(language)}</button></div>
            </form>
        }
    });
    view! {
        <section>
            <p><span class="tag quiet">{words::drops_unused(language)}</span></p>
            <p>{if is_filled { words::drops_use_effect(language) } else { words::drops_use_later(language) }}</p>
            {button}
        </section>
    }
    .into_any()
}

fn in_use(files: Vec<Current>, now: Millis, language: Language) -> AnyView {
    if files.is_empty() {
        return ui::empty(words::drops_empty_title(language), words::drops_empty(language)).into_any();
    }
    let heads = [
        words::drops_column_file(language),
        words::drops_column_rows(language),
        words::drops_column_as_at(language),
        words::drops_column_taken(language),
    ];
    let rows = files
        .into_iter()
        .map(|file| {
            view! {
                <tr>
                    <th scope="row"><code>{file_name(&file.file)}</code></th>
                    <td data-label=heads[1]>{file.row_count}</td>
                    <td data-label=heads[2]>{as_at(&file.as_at, now, language)}</td>
                    <td data-label=heads[3]>{ui::stamp(Millis(file.taken_at), now, language)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section>
            <h2>{words::drops_in_use(language)}</h2>
            {ui::table("dense cards", words::drops_in_use(language), &heads, rows)}
        </section>
    }
    .into_any()
}

/// The moment to which a file is true, as its manifest says.
pub(super) fn as_at(text: &str, now: Millis, language: Language) -> String {
    let moment = text
        .split_once('T')
        .and_then(|(day, time)| services::times::start_of(&domain::dates::Day(day.to_owned()), time));
    moment.map_or_else(String::new, |at| ui::stamp(at, now, language))
}

fn send(page: &Page, waiting: Vec<Waiting>, language: Language) -> impl IntoView + use<> {
    let typed = page.typed("files");
    let hint = words::drops_files_hint(language, &FILE_MB_MAX.to_string());
    let files = ui::FileBox {
        name: "files",
        label: words::drops_files(language),
        hint: &hint,
        accept: ".csv,text/csv",
        many: true,
    };
    view! {
        <section>
            <h2>{words::drops_send(language)}</h2>
            <form method="post" action=paths::CONSOLE_DROPS_UPLOAD enctype="multipart/form-data" class="panel">
                {ui::file_box(&typed, files)}
                {ui::actions(words::drops_upload(language), None)}
            </form>
            {sent(page, waiting, language)}
        </section>
    }
}

/// What was sent and waits for a decision.
fn sent(page: &Page, waiting: Vec<Waiting>, language: Language) -> Option<impl IntoView + use<>> {
    if waiting.is_empty() {
        return None;
    }
    let has_manifest = waiting.iter().any(|file| file.name == MANIFEST);
    let lines = waiting
        .into_iter()
        .map(|file| {
            let size = words::drops_size(language, &file.bytes.div_ceil(1024).to_string());
            view! { <li><code>{file.name}</code>" "<span class="small muted">{size}</span></li> }
        })
        .collect_view();
    let problem = page.typed("drops").error_sentence("aim");
    let buttons = has_manifest.then(|| {
        view! {
            <div class="actions">
                {read_button(Source::Upload, Aim::Check, "button secondary", words::drops_check(language))}
                {read_button(Source::Upload, Aim::TakeOver, "button", words::drops_take_over(language))}
            </div>
            <p class="hint">{words::drops_take_over_hint(language)}</p>
        }
    });
    let missing =
        (!has_manifest).then(|| view! { <p class="notice warn">{words::drops_no_manifest(language)}</p> });
    Some(view! {
        <h3>{words::drops_waiting(language)}</h3>
        <ul>{lines}</ul>
        {problem.map(|problem| view! { <p class="error">{problem}</p> })}
        {missing}
        {buttons}
        <form method="post" action=DiscardDrop::url()>
            <button class="link">{words::drops_discard(language)}</button>
        </form>
    })
}

fn read_button(source: Source, aim: Aim, class: &'static str, label: &'static str) -> impl IntoView {
    view! {
        <form method="post" action=ReadDrop::url() class="inline">
            {ui::hidden("source", source.as_str())}
            {ui::hidden("aim", aim.as_str())}
            <button class=class>{label}</button>
        </form>
    }
}

fn folder(language: Language) -> impl IntoView {
    view! {
        <section>
            <h2>{words::drops_folder(language)}</h2>
            <p>{words::drops_folder_hint(language)}</p>
            <div class="actions">
                {read_button(Source::Folder, Aim::TakeOver, "button secondary", words::drops_folder_again(language))}
            </div>
        </section>
    }
}

fn sets(sets: Vec<SetRow>, now: Millis, language: Language) -> Option<impl IntoView + use<>> {
    if sets.is_empty() {
        return None;
    }
    let heads = [
        words::drops_column_came(language),
        words::drops_column_from(language),
        words::drops_column_result(language),
        words::drops_column_faults(language),
    ];
    let rows = sets
        .into_iter()
        .map(|set| {
            let from = match Source::parse(&set.source) {
                Some(Source::Upload) => words::drops_from_upload(language),
                _ => words::drops_from_folder(language),
            };
            let came = ui::stamp(Millis(set.created_at), now, language);
            view! {
                <tr>
                    <th scope="row"><a href=paths::drop_report(&set.id)>{came}</a></th>
                    <td data-label=heads[1]>{from}</td>
                    <td data-label=heads[2]>{set_tag(&set.state, language)}</td>
                    <td data-label=heads[3]>{faults(set.problems, set.warnings, language)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    Some(view! {
        <section>
            <h2>{words::drops_sets(language)}</h2>
            {ui::table("dense cards", words::drops_sets(language), &heads, rows)}
        </section>
    })
}

fn out(rows: Vec<OutRow>, now: Millis, language: Language) -> Option<impl IntoView + use<>> {
    if rows.is_empty() {
        return None;
    }
    let heads = [
        words::drops_column_repair(language),
        words::drops_column_written(language),
        words::drops_column_answer(language),
    ];
    let rows = rows
        .into_iter()
        .map(|row| {
            let written = ui::stamp(Millis(row.written_at.unwrap_or(row.created_at)), now, language);
            let answer = if row.rejected_at.is_some() {
                words::drops_sent_back(language, &row.reason)
            } else {
                words::drops_unanswered(language).to_owned()
            };
            view! {
                <tr>
                    <th scope="row"><a href=paths::drop_out(row.number)>{row.external_ref}</a></th>
                    <td data-label=heads[1]>{written}</td>
                    <td data-label=heads[2] class="break">{answer}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    Some(view! {
        <section>
            <h2>{words::drops_out(language)}</h2>
            <p>{words::drops_out_hint(language)}</p>
            {ui::table("dense cards", words::drops_out(language), &heads, rows)}
        </section>
    })
}

/// A repair that was written out, as its file.
pub async fn out_file(page: Page) -> PageResult {
    let number = page.param("number", |text| text.parse().ok())?;
    let (name, text) = drops::out_file(&page.ctx, page.ctx.mode(), number)
        .await
        .map_err(AppError::from)?;
    Ok(Screen::Download {
        name,
        content_type: "text/csv; charset=utf-8",
        body: text.into(),
    })
}
