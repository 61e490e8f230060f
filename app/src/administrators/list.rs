//! Who works here.

use super::{role_words, tabs};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    dates::Millis,
    domains::is_approved,
    identity::{Email, Language},
    ids::StaffId,
    permissions::Permission,
};
use leptos::prelude::*;
use services::administrators::{self, Administrator, After, INVITATION_SECS};

pub async fn list(page: Page) -> PageResult {
    let after = (!page.query("after").is_empty()).then(|| After {
        name: page.query("after").to_owned(),
        id: page.query("id").to_owned(),
    });
    let found = administrators::list(&page.ctx, after.as_ref()).await?;
    let language = page.language();
    let title = words::administrators_title(language);
    let manages = page.ctx.actor.require(Permission::AdministratorsManage).is_ok();
    let add = manages.then(|| {
        view! { <a class="button" href=paths::CONSOLE_ADMINISTRATOR_NEW>{words::administrators_add(language)}</a> }
    });
    let first = after
        .is_some()
        .then(|| view! { <a rel="prev" href=paths::CONSOLE_ADMINISTRATORS>{words::administrators_after(language)}</a> });
    let more = found.rows.last().filter(|_| found.has_more).map(|last| {
        let href = paths::administrators_after(&last.name, &last.id);
        view! { <a rel="next" href=href>{words::administrators_more(language)}</a> }
    });
    let pages = (first.is_some() || more.is_some())
        .then(|| view! { <nav class="pages" aria-label=words::pages(language)>{first}{more}</nav> });
    let content = if found.rows.is_empty() {
        ui::empty(
            words::administrators_empty_title(language),
            words::administrators_empty(language),
        )
        .into_any()
    } else {
        table(&page, found.rows, manages).into_any()
    };
    page.screen(
        title,
        view! {
            <div class="page-head">
                <div><h1>{title}</h1><p class="muted">{words::administrators_purpose(language)}</p></div>
                {add}
            </div>
            {tabs(&page)}
            {content}
            {pages}
        },
    )
}

fn table(page: &Page, rows: Vec<Administrator>, manages: bool) -> impl IntoView + use<> {
    let language = page.language();
    let now = page.ctx.clock.now();
    let mut heads = vec![
        words::administrators_column_name(language),
        words::administrators_column_email(language),
        words::administrators_column_role(language),
        words::administrators_column_auth(language),
        words::administrators_column_status(language),
    ];
    if manages {
        heads.push(words::administrators_column_actions(language));
    }
    let columns = heads.clone();
    let rows = rows
        .into_iter()
        .map(|row| line(page, &row, &columns, manages, now))
        .collect();
    ui::table(
        "dense cards",
        words::administrators_caption(language),
        &heads,
        rows,
    )
}

fn line(page: &Page, row: &Administrator, heads: &[&'static str], manages: bool, now: Millis) -> AnyView {
    let language = page.language();
    let you = (row.id == page.request.account())
        .then(|| view! { " "<span class="tag info">{words::administrators_you(language)}</span> });
    let is_outside = Email::parse(&row.email)
        .is_some_and(|email| !is_approved(&email, &page.settings.administrator_domains));
    let outside = is_outside.then(|| {
        view! { <p><span class="tag warn">{words::administrators_outside(language)}</span></p> }
    });
    let auth = if row.sso_only {
        view! { <span class="tag info">{words::administrators_sso(language)}</span> }
    } else {
        view! { <span class="tag">{words::administrators_password(language)}</span> }
    };
    let actions = StaffId::parse(&row.id).filter(|_| manages).map(|id| {
        let link = |href: String, label: &'static str| {
            let name = words::administrators_about(language, label, &row.name);
            view! { <a href=href aria-label=name>{label}</a> }
        };
        let delete = (row.id != page.request.account()).then(|| {
            link(
                paths::administrator_delete(&id),
                words::administrators_delete(language),
            )
        });
        view! {
            <td data-label=heads[5]>
                <span class="row">
                    {link(paths::administrator(&id), words::administrators_edit(language))}
                    {delete}
                </span>
            </td>
        }
    });
    let role = role_words(&row.role, &row.role_name, language);
    let status = status(row, now, language);
    // A long address breaks before its domain rather than within a word.
    let (local, domain) = row.email.rsplit_once('@').unwrap_or((&row.email, ""));
    let (local, domain) = (local.to_owned(), format!("@{domain}"));
    view! {
        <tr>
            <th scope="row" data-label=heads[0]>{row.name.clone()}{you}</th>
            <td class="address" data-label=heads[1]><span class="break">{local}<wbr/>{domain}</span>{outside}</td>
            <td data-label=heads[2]>{role}</td>
            <td data-label=heads[3]>{auth}</td>
            <td data-label=heads[4]>{status}</td>
            {actions}
        </tr>
    }
    .into_any()
}

/// How far somebody has come, in words.
pub(super) fn status(row: &Administrator, now: Millis, language: Language) -> impl IntoView + use<> {
    let (class, name, more) = if let Some(at) = row.last_sign_in_at {
        (
            "tag good",
            words::administrators_status_active(language),
            Some(words::administrators_status_active_when(
                language,
                &ui::stamp(Millis(at), now, language),
            )),
        )
    } else if row.sso_only || row.has_password {
        ("tag", words::administrators_status_new(language), None)
    } else if is_over(row, now) {
        (
            "tag warn",
            words::administrators_status_invite_over(language),
            Some(words::administrators_status_invite_over_next(language).to_owned()),
        )
    } else {
        let sent = row.invited_at.map(|at| {
            words::administrators_status_invited_when(language, &ui::stamp(Millis(at), now, language))
        });
        ("tag info", words::administrators_status_invited(language), sent)
    };
    let more = more.map(|more| view! { <p class="small muted">{more}</p> });
    view! { <div><span class=class>{name}</span>{more}</div> }
}

/// Whether the newest invitation no longer works.
pub(super) fn is_over(row: &Administrator, now: Millis) -> bool {
    row.invited_at
        .is_none_or(|at| now.secs_since(Millis(at)) >= INVITATION_SECS)
}
