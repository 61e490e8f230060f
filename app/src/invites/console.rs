//! Invitations, for staff.

use super::api::{CancelInvite, ResendInvite, SendInvite};
use crate::{
    error::AppError,
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::{dates::Millis, identity::Language, ids::InviteId, invites::State};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    invites::{self, Filter, Invite},
    times,
};

fn filter(page: &Page) -> Filter {
    Filter {
        words: domain::text::clean_line(page.query("q")),
        state: State::parse(page.query("state")),
    }
}

const fn state_words(state: State, language: Language) -> &'static str {
    match state {
        State::Pending => words::invite_state_pending(language),
        State::Used => words::invite_state_used(language),
        State::Expired => words::invite_state_expired(language),
        State::Cancelled => words::invite_state_cancelled(language),
    }
}

pub async fn list(page: Page) -> PageResult {
    let filter = filter(&page);
    let before = InviteId::parse(page.query("before"));
    let found = invites::list(&page.ctx, &filter, before.as_ref().map(InviteId::as_str)).await?;
    let (language, now) = (page.language(), page.ctx.clock.now());
    let title = words::invites_title(language);
    let address =
        |before: &str| paths::invites_found(paths::CONSOLE_INVITES, &filter.words, filter.state, before);
    let newest = before.is_some().then(|| address(""));
    let older = found
        .rows
        .last()
        .filter(|_| found.has_older)
        .map(|row| address(&row.id));
    let is_filtered = filter != Filter::default();
    let content = match (found.rows.is_empty(), is_filtered) {
        (true, true) => {
            ui::empty(words::invites_none_title(language), words::invites_none(language)).into_any()
        }
        (true, false) => ui::empty(
            words::invites_empty_title(language),
            words::invites_empty(language),
        )
        .into_any(),
        (false, _) => table(found.rows, now, language).into_any(),
    };
    let export = paths::invites_found(paths::CONSOLE_INVITES_EXPORT, &filter.words, filter.state, "");
    page.screen(
        title,
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::invites_purpose(language)}</p></div>
                <div class="actions">
                    <a class="button" href=paths::CONSOLE_INVITES_NEW>{words::invites_new(language)}</a>
                    <a class="button secondary" href=paths::CONSOLE_INVITES_IMPORT>{words::invites_import(language)}</a>
                    <a class="button secondary" href=export>{words::invites_export(language)}</a>
                </div>
            </div>
            {search(&filter, is_filtered, language)}
            {content}
            {ui::pagination(newest, older, language)}
        },
    )
}

fn search(filter: &Filter, is_filtered: bool, language: Language) -> impl IntoView + use<> {
    let states = State::ALL
        .into_iter()
        .map(|state| {
            let selected = filter.state == Some(state);
            view! { <option value=state.as_str() selected=selected>{state_words(state, language)}</option> }
        })
        .collect_view();
    let clear =
        is_filtered.then(|| view! { <a href=paths::CONSOLE_INVITES>{words::invites_clear(language)}</a> });
    view! {
        <form class="panel" method="get" action=paths::CONSOLE_INVITES role="search">
            <div class="row end">
                <div class="field">
                    <label for="q">{words::invites_search(language)}</label>
                    <input class="w-20" id="q" name="q" value=filter.words.clone() autocomplete="off" spellcheck="false" autocapitalize="none"/>
                </div>
                <div class="field">
                    <label for="state">{words::invites_state(language)}</label>
                    <select id="state" name="state">
                        <option value="">{words::invites_state_all(language)}</option>
                        {states}
                    </select>
                </div>
            </div>
            <div class="actions"><button class="button small">{words::invites_search_button(language)}</button>{clear}</div>
        </form>
    }
}

fn table(rows: Vec<Invite>, now: Millis, language: Language) -> impl IntoView + use<> {
    let heads = [
        words::invites_column_name(language),
        words::invites_column_state(language),
        words::invites_column_sent(language),
        words::invites_column_reminders(language),
        words::invites_column_by(language),
        words::invites_column_actions(language),
    ];
    let rows = rows
        .into_iter()
        .map(|row| {
            let life = row.life();
            let state = life.state(now);
            let class = match state {
                State::Pending => "tag info",
                State::Used => "tag good",
                State::Expired => "tag warn",
                State::Cancelled => "tag quiet",
            };
            let ends = life
                .expires_at
                .filter(|_| state == State::Pending)
                .map(|end| words::invites_ends(language, &times::short_day(end, now, language)));
            let sent = life.sent_at.map_or_else(
                || words::invites_waiting(language).to_owned(),
                |at| times::short_day(at, now, language),
            );
            let name = format!("{} {}", row.first_name, row.last_name);
            let actions = view! {
                {state.may_resend().then(|| button(ResendInvite::url(), &row.id, words::invite_resend(language), &name, language))}
                {state.may_cancel().then(|| button(CancelInvite::url(), &row.id, words::invite_cancel(language), &name, language))}
            };
            view! {
                <tr>
                    <th scope="row" data-label=heads[0]>{name.clone()}<p class="small muted break">{row.email}</p></th>
                    <td data-label=heads[1]>
                        <div>
                            <span class=class>{state_words(state, language)}</span>
                            {ends.map(|ends| view! { <p class="small muted">{ends}</p> })}
                        </div>
                    </td>
                    <td data-label=heads[2]>{sent}</td>
                    <td data-label=heads[3]>{row.reminders.to_string()}</td>
                    <td data-label=heads[4]>{row.inviter}</td>
                    <td data-label=heads[5]><div class="row">{actions}</div></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    ui::table("dense cards", words::invites_caption(language), &heads, rows)
}

fn button(
    action: &'static str,
    id: &str,
    label: &'static str,
    name: &str,
    language: Language,
) -> impl IntoView + use<> {
    let about = format!(" {}", words::invite_to(language, name));
    view! {
        <form method="post" action=action>
            {ui::hidden("invite", id)}
            <button class="button secondary small">{label}<span class="visually-hidden">{about}</span></button>
        </form>
    }
}

/// 'Invite User'.
pub async fn new(page: Page) -> PageResult {
    let language = page.language();
    let english = serde_json::json!({ "language": Language::English.tag() });
    let typed = page.typed("invite").or_stored(english);
    let title = words::invite_title(language);
    let text = |name, label, hint| ui::Field {
        name,
        label,
        hint,
        kind: "text",
        autocomplete: "off",
        width: "w-full",
        exact: true,
    };
    let languages = Language::ALL
        .into_iter()
        .map(|choice| ui::Choice {
            value: choice.tag().to_owned(),
            label: match choice {
                Language::English => words::invite_language_en(language),
                Language::Welsh => words::invite_language_cy(language),
            }
            .to_owned(),
            ..ui::Choice::default()
        })
        .collect();
    let born = ui::DateBoxes {
        question: words::invite_born(language),
        hint: words::invite_born_hint(language),
        day: words::register_day(language),
        month: words::register_month(language),
        year: words::register_year(language),
        is_own: false,
    };
    let email = ui::Field {
        kind: "email",
        ..text("invited-email", words::invite_email(language), "")
    };
    page.screen(
        title,
        view! {
            <div class="question">
                {ui::back_to(paths::CONSOLE_INVITES.to_owned(), language)}
                <h1>{title}</h1>
                <p>{words::invite_purpose(language)}</p>
                <form method="post" action=SendInvite::url() novalidate>
                    {ui::field(&typed, text("first_name", words::invite_first_name(language), ""))}
                    {ui::field(&typed, text("last_name", words::invite_last_name(language), words::invite_last_name_hint(language)))}
                    {ui::field(&typed, email)}
                    {ui::date_of_birth(&typed, &born)}
                    {ui::options(&typed, "language", words::invite_language(language), languages)}
                    {ui::field(&typed, text("person", words::invite_person(language), words::invite_person_hint(language)))}
                    {ui::actions(words::invite_send(language), None)}
                </form>
            </div>
        },
    )
}

/// What is filtered, as a file.
pub async fn export(page: Page) -> PageResult {
    let head = invites::export_began(&page.ctx).await.map_err(AppError::from)?;
    let (ctx, filter) = (page.ctx.clone(), filter(&page));
    let name = format!("invites-{}.csv", times::day_of(ctx.clock.now()).0);
    Ok(Screen::csv(&name, head, move |key| {
        let (ctx, filter) = (ctx.clone(), filter.clone());
        async move { invites::export_part(&ctx, &filter, key.as_deref()).await }
    }))
}
