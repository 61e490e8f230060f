//! 'Housing updates': how the comparison stands, whom it misses, how old copies may grow, and the lists.

use super::api;
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{dates::Millis, housing::SyncState, identity::Language, ids::CustomerId};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    hms::{
        lists::{self, Age},
        sync::{self, Overview, Run, Unseen},
    },
    times,
};

pub async fn page(page: Page) -> PageResult {
    let after = CustomerId::parse(page.query("after"));
    let overview = sync::overview(&page.ctx, after.as_ref().map(CustomerId::as_str)).await?;
    let lists = lists::ages(&page.ctx).await?;
    let (language, now) = (page.language(), page.ctx.clock.now());
    let title = words::sync_title(language);
    let latest = latest(&page, &overview, now, language);
    let earlier = earlier(&overview, now, language);
    let related = ui::related(
        &page,
        &[
            paths::CONSOLE_INTEGRATIONS,
            paths::CONSOLE_DROPS,
            paths::CONSOLE_CUSTOMERS,
        ],
        language,
    );
    let view = view! {
        <div class="page-head"><div><h1>{title}</h1><p>{words::sync_purpose(language)}</p></div></div>
        <div class="columns">
            <div class="stack">
                {latest}
                {unseen(&overview, after.is_some(), now, language)}
                {earlier}
            </div>
            <aside class="stack">
                {refreshing(&page, language)}
                {lists_panel(&lists, now, language)}
            </aside>
        </div>
        {related}
    };
    page.screen(title, view)
}

/// Why a run waits or failed.
fn trouble(code: &str, language: Language) -> Option<String> {
    if code.is_empty() {
        return None;
    }
    let sentence = words::find(language, &format!("sync-trouble-{code}"))
        .or_else(|| words::find(language, &format!("trouble-{code}")));
    Some(sentence.map_or_else(|| words::trouble_refused(language, code), str::to_owned))
}

fn state(run: &Run, language: Language) -> (&'static str, &'static str) {
    match run.state() {
        SyncState::Running if run.trouble.is_empty() => ("tag info", words::sync_state_running(language)),
        SyncState::Running => ("tag warn", words::sync_state_waiting(language)),
        SyncState::Done => ("tag good", words::sync_state_done(language)),
        SyncState::Stopped => ("tag quiet", words::sync_state_stopped(language)),
        SyncState::Failed => ("tag danger", words::sync_state_failed(language)),
    }
}

fn about(run: &Run, language: Language) -> &'static str {
    if run.of_everybody {
        words::sync_everybody(language)
    } else {
        words::sync_changes(language)
    }
}

fn row(label: &str, value: impl Into<String>) -> ui::SummaryRow {
    let value: String = value.into();
    ui::SummaryRow {
        label: label.to_owned(),
        value: view! { {value} }.into_any(),
        change: None,
    }
}

fn latest(page: &Page, overview: &Overview, now: Millis, language: Language) -> AnyView {
    if !overview.is_offered {
        return view! { <p class="notice">{words::sync_not_offered(language)}</p> }.into_any();
    }
    let Some(run) = overview.runs.first() else {
        return view! {
            <section class="panel">
                <h2>{words::sync_last(language)}</h2>
                <p>{words::sync_never(language)}" "{next_night(page, language)}</p>
                {start(page, "button", false, language)}
            </section>
        }
        .into_any();
    };
    let (class, text) = state(run, language);
    let mut rows = vec![
        row(words::sync_asked_about(language), about(run, language)),
        row(
            words::sync_began(language),
            ui::stamp(Millis(run.started_at), now, language),
        ),
    ];
    if let Some(at) = run.finished_at {
        rows.push(row(
            words::sync_ended(language),
            ui::stamp(Millis(at), now, language),
        ));
    }
    rows.extend([
        row(words::sync_pages(language), run.pages.to_string()),
        row(words::sync_told(language), run.told.to_string()),
        row(words::sync_changed(language), run.changed.to_string()),
    ]);
    let next = match run.state() {
        SyncState::Running => view! {
            <p><a href=paths::CONSOLE_SYNC>{words::sync_look_again(language)}</a></p>
            {press("button secondary", api::StopSync::url(), run, words::sync_stop(language))}
            <p class="hint">{words::sync_stop_hint(language)}</p>
        }
        .into_any(),
        SyncState::Stopped | SyncState::Failed => view! {
            {press("button", api::GoOnWithSync::url(), run, words::sync_go_on(language))}
            <section class="line">
                <h3>{words::sync_anew(language)}</h3>
                {start(page, "button secondary", true, language)}
            </section>
        }
        .into_any(),
        SyncState::Done => view! {
            <p>{next_night(page, language)}</p>
            {start(page, "button", true, language)}
        }
        .into_any(),
    };
    view! {
        <section class="panel">
            <h2>{words::sync_last(language)}</h2>
            <p><span class=class>{text}</span></p>
            {trouble(&run.trouble, language).map(|text| view! { <p class="notice warn">{text}</p> })}
            {ui::summary(rows, language)}
            {next}
        </section>
    }
    .into_any()
}

/// When it begins by itself.
fn next_night(page: &Page, language: Language) -> String {
    let refreshing = page.ctx.settings.get().refreshing;
    if refreshing.nightly {
        let time = times::clock_in_words(&format!("{:02}:00", refreshing.hour), language);
        words::sync_nightly_at(language, &time)
    } else {
        words::sync_nightly_off(language).to_owned()
    }
}

fn press(class: &'static str, action: &'static str, run: &Run, label: &str) -> impl IntoView + use<> {
    view! {
        <form method="post" action=action>
            {ui::hidden("sync", &run.id)}
            <div class="actions"><button class=class>{label.to_owned()}</button></div>
        </form>
    }
}

fn start(page: &Page, class: &'static str, has_choice: bool, language: Language) -> impl IntoView + use<> {
    let typed = page.typed("sync-start");
    view! {
        <form method="post" action=api::StartSync::url()>
            {has_choice.then(|| ui::tick(&typed, "everybody", words::sync_start_everybody(language), false))}
            <div class="actions"><button class=class>{words::sync_start(language)}</button></div>
        </form>
    }
}

fn unseen(
    overview: &Overview,
    is_later_page: bool,
    now: Millis,
    language: Language,
) -> impl IntoView + use<> {
    let list = if overview.unseen.is_empty() {
        view! { <p>{words::sync_unseen_none(language)}</p> }.into_any()
    } else {
        let heads = [
            words::sync_unseen_who(language),
            words::sync_unseen_last(language),
            words::sync_unseen_times(language),
        ];
        let rows = overview.unseen.iter().map(|row| missing(row, now, language));
        let older = overview
            .unseen
            .last()
            .filter(|_| overview.has_more_unseen)
            .map(|last| paths::console_sync_after(&last.customer_id));
        let newest = is_later_page.then(|| paths::CONSOLE_SYNC.to_owned());
        view! {
            <p>{words::sync_unseen_purpose(language)}</p>
            {ui::table("dense cards", words::sync_unseen_caption(language), &heads, rows.collect())}
            {ui::pagination(newest, older, language)}
        }
        .into_any()
    };
    view! { <section class="panel"><h2>{words::sync_unseen(language)}</h2>{list}</section> }
}

fn missing(row: &Unseen, now: Millis, language: Language) -> AnyView {
    let name = format!("{} {}", row.first_name, row.last_name);
    let name = match name.trim() {
        "" => row.email.clone(),
        name => name.to_owned(),
    };
    let last = row
        .seen_at
        .map_or_else(|| "–".to_owned(), |at| ui::stamp(Millis(at), now, language));
    view! {
        <tr>
            <th scope="row"><a href=paths::customer(&row.customer_id)>{name}</a></th>
            <td data-label=words::sync_unseen_last(language)>{last}</td>
            <td data-label=words::sync_unseen_times(language)>{row.unseen.to_string()}</td>
        </tr>
    }
    .into_any()
}

fn earlier(overview: &Overview, now: Millis, language: Language) -> Option<AnyView> {
    let runs = overview.runs.get(1..).filter(|runs| !runs.is_empty())?;
    let lines = runs
        .iter()
        .map(|run| {
            let (class, text) = state(run, language);
            let when = ui::stamp(Millis(run.started_at), now, language);
            view! {
                <li>
                    <p class="row"><span class=class>{text}</span><span>{when}</span></p>
                    <p class="small muted">
                        {format!("{} · {}: {} · {}: {}", about(run, language), words::sync_told(language), run.told,
                            words::sync_changed(language), run.changed)}
                    </p>
                    {trouble(&run.trouble, language).map(|text| view! { <p class="small">{text}</p> })}
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="panel">
                <h2>{words::sync_earlier(language)}</h2>
                <ul class="lines">{lines}</ul>
            </section>
        }
        .into_any(),
    )
}

fn refreshing(page: &Page, language: Language) -> impl IntoView + use<> {
    let mut typed = page.typed("sync-times");
    let refreshing = page.ctx.settings.get().refreshing;
    let is_sent_back = !typed.values.is_null();
    if !is_sent_back {
        typed.values = serde_json::json!({
            "people": (refreshing.people / 60).to_string(),
            "accounts": (refreshing.accounts / 60).to_string(),
            "repairs": (refreshing.repairs / 60).to_string(),
            "lists": (refreshing.lists / 60).to_string(),
            "hour": refreshing.hour.to_string(),
        });
    }
    let nightly = if is_sent_back {
        typed.value_or("nightly", "") == "yes"
    } else {
        refreshing.nightly
    };
    let number = |name, label| ui::Field {
        name,
        label,
        hint: "",
        kind: "text",
        autocomplete: "off",
        width: "w-6",
        exact: true,
    };
    view! {
        <section class="panel">
            <h2>{words::sync_times(language)}</h2>
            <p class="hint">{words::sync_times_hint(language)}</p>
            <form method="post" action=api::SaveRefreshing::url() novalidate>
                {ui::field(&typed, number("people", words::sync_times_people(language)))}
                {ui::field(&typed, number("accounts", words::sync_times_accounts(language)))}
                {ui::field(&typed, number("repairs", words::sync_times_repairs(language)))}
                {ui::field(&typed, number("lists", words::sync_times_lists(language)))}
                {ui::tick(&typed, "nightly", words::sync_times_nightly(language), nightly)}
                {ui::field(&typed, number("hour", words::sync_times_hour(language)))}
                {ui::actions(words::sync_times_save(language), None)}
            </form>
        </section>
    }
}

fn lists_panel(lists: &[Age], now: Millis, language: Language) -> impl IntoView + use<> {
    let read = if lists.is_empty() {
        view! { <p>{words::sync_lists_none(language)}</p> }.into_any()
    } else {
        let count = i64::try_from(lists.len()).unwrap_or_default();
        let oldest = lists.iter().map(|list| list.fetched_at).min().flatten();
        let oldest = oldest.map_or_else(
            || words::sync_lists_again(language).to_owned(),
            |at| words::sync_lists_read(language, &ui::stamp(at, now, language)),
        );
        let lines = lists
            .iter()
            .map(|list| {
                let name =
                    words::find(language, &format!("sync-list-{}", list.kind.as_str())).unwrap_or_default();
                let age = list.fetched_at.map_or_else(
                    || words::sync_lists_again(language).to_owned(),
                    |at| ui::stamp(at, now, language),
                );
                view! {
                    <li>
                        <p><strong>{name}</strong>{format!(" ({})", list.entries)}</p>
                        <p class="small muted">{age}</p>
                    </li>
                }
            })
            .collect_view();
        view! {
            <p>{oldest}</p>
            <details>
                <summary>{words::sync_lists_show(language, count)}</summary>
                <ul class="lines">{lines}</ul>
            </details>
        }
        .into_any()
    };
    view! {
        <section class="panel">
            <h2>{words::sync_lists(language)}</h2>
            <p>{words::sync_lists_purpose(language)}</p>
            {read}
            <form method="post" action=api::ReloadLists::url()>
                <div class="actions">
                    <button class="button small secondary">{words::sync_lists_reload(language)}</button>
                </div>
            </form>
        </section>
    }
}
