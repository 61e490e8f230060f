//! What became of one set: file by file, and what is wrong line by line.

use super::{console::as_at, faults, file_name, set_tag};
use crate::{
    error::AppError,
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::{
    dates::Millis,
    drops::{Code, FileState, SetState},
    identity::Language,
    ids::DropId,
};
use leptos::prelude::*;
use services::drops::{self, FileRow, Key, ProblemRow, Report};

pub async fn page(page: Page) -> PageResult {
    let id = page.param("id", DropId::parse)?;
    let after = Key::parse(page.query("after"));
    let report = drops::report(&page.ctx, &id, after.as_ref()).await?;
    let (language, now) = (page.language(), page.ctx.clock.now());
    let title = words::drops_report(language);
    let came = ui::stamp(Millis(report.set.created_at), now, language);
    let newest = after.is_some().then(|| paths::drop_report(id.as_str()));
    let next = report
        .problems
        .rows
        .last()
        .filter(|_| report.problems.has_more)
        .map(|last| {
            let key = format!("{}.{}", last.file, last.number);
            paths::with_query(&paths::drop_report(id.as_str()), &[("after", &key)])
        });
    let has_problems = !report.problems.rows.is_empty();
    let export = has_problems.then(|| {
        let href = paths::drop_export(id.as_str());
        view! { <a class="button secondary" href=href>{words::drops_export(language)}</a> }
    });
    let view = view! {
        {ui::back_to(paths::CONSOLE_DROPS.to_owned(), language)}
        <div class="page-head">
            <div>
                <h1>{title}</h1>
                <p class="muted">{came}</p>
                <p>{set_tag(&report.set.state, language)}</p>
            </div>
            {export}
        </div>
        {verdict(&report, id.as_str(), language)}
        {files(report.files, now, language)}
        {has_problems.then(|| problems(report.problems.rows, language))}
        {ui::pagination(newest, next, language)}
    };
    page.screen(title, view)
}

/// What it comes to, in one sentence.
fn verdict(report: &Report, id: &str, language: Language) -> AnyView {
    let some_refused = report
        .files
        .iter()
        .any(|file| file.state == FileState::Refused.as_str());
    let (class, text) = match SetState::parse(&report.set.state) {
        Some(SetState::Waiting | SetState::Reading) => {
            let again = paths::drop_report(id);
            return view! {
                <div class="notice" role="status">
                    <p>{words::drops_reading(language)}</p>
                    <p><a href=again>{words::drops_look_again(language)}</a></p>
                </div>
            }
            .into_any();
        }
        Some(SetState::Checked) if some_refused => ("notice warn", words::drops_checked_partly(language)),
        Some(SetState::Checked) => ("notice", words::drops_checked(language)),
        Some(SetState::Taken) if some_refused => ("notice warn", words::drops_taken_partly(language)),
        Some(SetState::Taken) => ("notice", words::drops_taken(language)),
        Some(SetState::Refused) | None => ("notice danger", words::drops_refused(language)),
    };
    view! { <p class=class>{text}</p> }.into_any()
}

fn file_tag(state: &str, language: Language) -> impl IntoView + use<> {
    let (class, text) = match FileState::parse(state) {
        Some(FileState::Good) => ("tag good", words::drops_file_good(language)),
        Some(FileState::Same) => ("tag quiet", words::drops_file_same(language)),
        Some(FileState::Contradicts) => ("tag danger", words::drops_file_contradicts(language)),
        Some(FileState::Refused) | None => ("tag danger", words::drops_file_refused(language)),
    };
    view! { <span class=class>{text}</span> }
}

fn files(files: Vec<FileRow>, now: Millis, language: Language) -> Option<impl IntoView + use<>> {
    if files.is_empty() {
        return None;
    }
    let heads = [
        words::drops_column_file(language),
        words::drops_column_result(language),
        words::drops_column_rows(language),
        words::drops_column_as_at(language),
        words::drops_column_faults(language),
    ];
    let rows = files
        .into_iter()
        .map(|file| {
            view! {
                <tr>
                    <th scope="row"><code>{file_name(&file.file)}</code></th>
                    <td data-label=heads[1]>{file_tag(&file.state, language)}</td>
                    <td data-label=heads[2]>{file.row_count}</td>
                    <td data-label=heads[3]>{as_at(&file.as_at, now, language)}</td>
                    <td data-label=heads[4]>{faults(file.problems, file.warnings, language)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    Some(view! {
        <section>
            <h2>{words::drops_files_of_set(language)}</h2>
            {ui::table("dense cards", words::drops_files_of_set(language), &heads, rows)}
        </section>
    })
}

/// What is wrong and how it is mended; never what stands in the cell.
fn problem_words(row: &ProblemRow, language: Language) -> String {
    let number = row.detail.to_string();
    match Code::parse(&row.code) {
        Some(Code::TooLong) => words::drops_problem_too_long(language, &number),
        Some(Code::OtherRows) => words::drops_problem_other_rows(language, &number),
        Some(Code::ColumnUnknown) => words::drops_problem_column_unknown(language, &number),
        _ => words::find(language, &format!("drops-problem-{}", row.code))
            .map_or_else(|| row.code.clone(), str::to_owned),
    }
}

fn problems(rows: Vec<ProblemRow>, language: Language) -> impl IntoView + use<> {
    let heads = [
        words::drops_column_file(language),
        words::drops_column_line(language),
        words::drops_column_column(language),
        words::drops_column_wrong(language),
    ];
    let rows = rows
        .into_iter()
        .map(|row| {
            let line = if row.line == 0 {
                words::drops_whole_file(language).to_owned()
            } else {
                row.line.to_string()
            };
            let column =
                (!row.column_name.is_empty()).then(|| view! { <code>{row.column_name.clone()}</code> });
            let warning = Code::parse(&row.code)
                .is_some_and(Code::is_warning)
                .then(|| view! { <span class="tag quiet">{words::drops_warning(language)}</span>" " });
            view! {
                <tr>
                    <th scope="row"><code>{file_name(&row.file)}</code></th>
                    <td data-label=heads[1]>{line}</td>
                    <td data-label=heads[2]>{column}</td>
                    <td data-label=heads[3]>{warning}{problem_words(&row, language)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section>
            <h2>{words::drops_problems(language)}</h2>
            <p>{words::drops_problems_hint(language)}</p>
            {ui::table("dense cards", words::drops_problems(language), &heads, rows)}
        </section>
    }
}

/// The report as a file.
pub async fn export(page: Page) -> PageResult {
    let id = page.param("id", DropId::parse)?;
    let head = drops::export_began(&page.ctx, &id)
        .await
        .map_err(AppError::from)?;
    let ctx = page.ctx.clone();
    Ok(Screen::csv("housing-files-report.csv", head, move |after| {
        let (ctx, id) = (ctx.clone(), id.clone());
        async move { drops::export_part(&ctx, &id, after.as_deref()).await }
    }))
}
