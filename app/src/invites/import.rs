//! Inviting many at once: a table is read, looked at, sent.

use super::api::{ReadTable, SendImport, StopImport};
use crate::{
    error::AppError,
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::{
    dates::Millis,
    forms::FormErrors,
    identity::Language,
    ids::ImportId,
    invites::{NewInvite, ROWS_MAX},
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    approvals::Need,
    invites::import::{self, Progress, Row, Shown, Stage, Verdict},
    times,
};

/// Where the table comes in.
pub async fn read(page: Page) -> PageResult {
    let language = page.language();
    let title = words::import_title(language);
    let (file, pasted) = (page.typed("invites-file"), page.typed("invites-table"));
    let table = ui::FileBox {
        name: "file",
        label: words::import_file(language),
        hint: words::import_file_hint(language),
        accept: ".csv,.txt,text/csv,text/plain",
        many: false,
    };
    let file = ui::file_box(&file, table);
    let area = ui::TextArea {
        name: "table",
        label: words::import_table(language),
        hint: words::import_table_hint(language),
        rows: 8,
        ..ui::TextArea::default()
    };
    page.screen(
        title,
        view! {
            <div class="question">
                {ui::back_to(paths::CONSOLE_INVITES.to_owned(), language)}
                <h1>{title}</h1>
                <p>{words::import_purpose(language)}</p>
                <p>{words::import_needs(language, &ROWS_MAX.to_string())}</p>
                <p><a href=paths::CONSOLE_INVITES_EXAMPLE>{words::import_example(language)}</a></p>
                <form method="post" action=paths::CONSOLE_INVITES_UPLOAD enctype="multipart/form-data" novalidate>
                    {file}
                    {ui::actions(words::import_file_read(language), None)}
                </form>
                <h2>{words::import_paste(language)}</h2>
                <form method="post" action=ReadTable::url() novalidate>
                    {ui::text_area(&pasted, area)}
                    <div class="actions">
                        <button class="button secondary">{words::import_table_read(language)}</button>
                    </div>
                </form>
            </div>
        },
    )
}

/// A table to begin with.
pub async fn example(page: Page) -> PageResult {
    let file = import::example(&page.ctx).map_err(AppError::from)?;
    Ok(Screen::Download {
        name: "invites-example.csv".to_owned(),
        content_type: "text/csv; charset=utf-8",
        body: file.into(),
    })
}

/// What was read, with a verdict for each row; or what became of it.
pub async fn stage(page: Page) -> PageResult {
    let id = page.param("id", ImportId::parse)?;
    match import::stage(&page.ctx, &id).await? {
        Stage::Shown {
            table,
            room,
            need,
            is_theirs,
        } => preview(
            &page,
            &id,
            table,
            &Sending {
                room,
                need,
                is_theirs,
            },
        ),
        Stage::Sent {
            invited,
            left_out,
            progress,
        } => sent(&page, &id, (invited, left_out), progress),
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What stands in the way of sending it.
struct Sending {
    room: i64,
    need: Option<Need>,
    is_theirs: bool,
}

fn preview(page: &Page, id: &ImportId, table: Shown, sending: &Sending) -> PageResult {
    let language = page.language();
    let title = words::import_preview_title(language);
    let (ready, left_out): (Vec<_>, Vec<_>) = table.rows.into_iter().partition(Row::is_ready);
    let count = number(ready.len());
    let unknown = (!table.unknown.is_empty())
        .then(|| view! { <p class="break">{words::import_unknown(language, &table.unknown.join(", "))}</p> });
    let left = (!left_out.is_empty())
        .then(|| view! { <p>{words::import_left_out(language, number(left_out.len()))}</p> });
    let back = if sending.is_theirs {
        paths::CONSOLE_APPROVALS
    } else {
        paths::CONSOLE_INVITES_IMPORT
    };
    let send = if sending.is_theirs {
        view! { <p>{words::import_theirs(language, count)}</p> }.into_any()
    } else if count == 0 {
        view! {
            <p>{words::import_nobody(language)}</p>
            <p><a class="button" href=paths::CONSOLE_INVITES_IMPORT>{words::import_again(language)}</a></p>
        }
        .into_any()
    } else {
        let when = if count > sending.room {
            words::import_some_later(language, &sending.room.to_string())
        } else {
            words::import_all_today(language).to_owned()
        };
        let button = words::import_send(language, count);
        let again = (
            paths::CONSOLE_INVITES_IMPORT.to_owned(),
            words::import_again(language),
        );
        let form = match &sending.need {
            Some(need) => {
                let form = ui::ApprovalForm {
                    action: SendImport::url(),
                    hidden: Some(("import", id.as_str())),
                    alone: &button,
                    class: "button",
                };
                view! {
                    <p>{words::import_takes_two(language)}</p>
                    {ui::approval_form(&page.typed("import"), need, form)}
                }
                .into_any()
            }
            None => view! {
                <form method="post" action=SendImport::url()>
                    {ui::hidden("import", id.as_str())}
                    {ui::actions(&button, Some(again))}
                </form>
            }
            .into_any(),
        };
        view! { <p>{when}</p>{form} }.into_any()
    };
    let now = page.ctx.clock.now();
    page.screen(
        title,
        view! {
            {ui::back_to(back.to_owned(), language)}
            <div class="question">
                <h1>{title}</h1>
                <p>{words::import_preview(language)}</p>
                {left}
                {unknown}
                {send}
            </div>
            {(!left_out.is_empty()).then(|| left_out_table(left_out, language))}
            {(!ready.is_empty()).then(|| ready_table(ready, now, language))}
        },
    )
}

fn rows_of(rows: Vec<Row>, heads: [&'static str; 4], last: impl Fn(Verdict) -> Vec<String>) -> Vec<AnyView> {
    let shown = rows.into_iter().map(|row| {
        let lines = last(row.verdict)
            .into_iter()
            .map(|line| view! { <p>{line}</p> })
            .collect_view();
        view! {
            <tr>
                <td data-label=heads[0]>{row.line.to_string()}</td>
                <th scope="row" data-label=heads[1] class="break">{row.name}</th>
                <td data-label=heads[2] class="break">{row.email}</td>
                <td data-label=heads[3]><div>{lines}</div></td>
            </tr>
        }
        .into_any()
    });
    shown.collect()
}

fn left_out_table(rows: Vec<Row>, language: Language) -> impl IntoView {
    let heads = [
        words::import_column_line(language),
        words::invites_column_name(language),
        words::invite_email(language),
        words::import_column_why(language),
    ];
    let rows = rows_of(rows, heads, |verdict| why(verdict, language));
    view! {
        <h2>{words::import_left_out_title(language)}</h2>
        {ui::table("dense cards", words::import_left_out_caption(language), &heads, rows)}
    }
}

/// Why a row is left out, in sentences.
fn why(verdict: Verdict, language: Language) -> Vec<String> {
    let sentence = match verdict {
        Verdict::Ready(..) => return Vec::new(),
        Verdict::Mend(FormErrors(errors)) => {
            let sentences = errors.iter();
            return sentences
                .map(|error| ui::sentence(language, &error.field, &error.code))
                .collect();
        }
        Verdict::Twice(line) => return vec![words::import_twice(language, &line.to_string())],
        Verdict::HasAccount => words::import_has_account(language),
        Verdict::Invited => words::import_invited(language),
        Verdict::UnknownPerson => words::import_unknown_person(language),
        Verdict::Unchecked => words::import_unchecked(language),
    };
    vec![sentence.to_owned()]
}

fn ready_table(rows: Vec<Row>, now: Millis, language: Language) -> impl IntoView {
    let heads = [
        words::import_column_line(language),
        words::invites_column_name(language),
        words::invite_email(language),
        words::import_column_details(language),
    ];
    let rows = rows_of(rows, heads, |verdict| match verdict {
        Verdict::Ready(new, _) => details(&new, now, language),
        _ => Vec::new(),
    });
    view! {
        <h2>{words::import_ready_title(language)}</h2>
        {ui::table("dense cards", words::import_ready_caption(language), &heads, rows)}
    }
}

fn details(new: &NewInvite, now: Millis, language: Language) -> Vec<String> {
    let spoken = match new.language {
        Language::English => words::invite_language_en(language),
        Language::Welsh => words::invite_language_cy(language),
    };
    let born = new.born.as_ref().map(|day| {
        let at = times::start_of(day, "12:00");
        let day = at.map_or_else(|| day.0.clone(), |at| times::short_day(at, now, language));
        words::import_born(language, &day)
    });
    let person = (!new.person.is_empty()).then(|| words::import_reference(language, &new.person));
    std::iter::once(spoken.to_owned())
        .chain(born)
        .chain(person)
        .collect()
}

fn sent(page: &Page, id: &ImportId, (invited, left_out): (i64, i64), progress: Progress) -> PageResult {
    let language = page.language();
    let title = words::import_sent_title(language, invited);
    let Progress { sent, waiting } = progress;
    let how_far = if waiting == 0 {
        view! { <p>{words::import_sent_all(language, sent)}</p> }.into_any()
    } else {
        let some = words::import_sent_some(language, &sent.to_string(), &waiting.to_string());
        view! {
            <p role="status">{some}" "<a href=paths::invites_import(id)>{words::import_sent_look(language)}</a></p>
            <form method="post" action=StopImport::url()>
                {ui::hidden("import", id.as_str())}
                <p class="hint">{words::import_stop_hint(language)}</p>
                <div class="actions"><button class="button secondary">{words::import_stop(language)}</button></div>
            </form>
        }
        .into_any()
    };
    let left = (left_out > 0).then(|| view! { <p>{words::import_sent_left_out(language, left_out)}</p> });
    page.screen(
        &title,
        view! {
            {ui::back_to(paths::CONSOLE_INVITES.to_owned(), language)}
            <div class="question">
                <h1>{title.clone()}</h1>
                {how_far}
                {left}
                <p><a href=paths::CONSOLE_INVITES>{words::import_to_list(language)}</a></p>
            </div>
        },
    )
}
