//! One request: exactly what was asked for, by whom and why, and the buttons for it.

use super::{
    api::{ApproveRequest, FetchFile, RefuseRequest, WithdrawRequest},
    state_tag, title,
};
use crate::{
    error::AppError,
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::{approvals::State, dates::Millis, identity::Language, ids::ApprovalId};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    approvals::{self, Deed, May, Request},
    customers, times,
};

pub async fn page(page: Page) -> PageResult {
    let id = page.param("id", ApprovalId::parse)?;
    let (request, may) = approvals::one(&page.ctx, &id).await?;
    let language = page.language();
    let title = title(request.kind(), language);
    let content = match may {
        May::Decide => decide(&page, &request).into_any(),
        May::Withdraw(others) => withdraw(&page, &request, &others).into_any(),
        May::Fetch(until) => fetch(&page, &request, until).into_any(),
        May::NotYet => {
            view! { <p class="notice warn">{words::approval_new_colleague(language)}</p> }.into_any()
        }
        May::Nothing => ().into_any(),
    };
    page.screen(
        title,
        view! {
            {ui::back_to(paths::CONSOLE_APPROVALS.to_owned(), language)}
            <div class="question">
                <h1>{title}</h1>
                <p>{state_tag(request.state, language)}</p>
                {became(&request, &page)}
                {ui::summary(facts(&request, &page), language)}
                {content}
            </div>
        },
    )
}

fn row(label: &str, value: String) -> ui::SummaryRow {
    ui::SummaryRow {
        label: label.to_owned(),
        value: view! { <span class="break">{value}</span> }.into_any(),
        change: None,
    }
}

fn facts(request: &Request, page: &Page) -> Vec<ui::SummaryRow> {
    let (language, now) = (page.language(), page.ctx.clock.now());
    let who = if request.is_own {
        words::approvals_you(language).to_owned()
    } else {
        request.asker.clone()
    };
    let mut rows = vec![row(words::approval_asker(language), who)];
    rows.push(row(words::approval_reason(language), request.reason.clone()));
    rows.extend(exactly(&request.deed, request.state, language));
    rows.push(row(
        words::approval_asked_at(language),
        ui::moment(request.asked_at, now, language),
    ));
    if request.state == State::Waiting {
        rows.push(row(
            words::approval_until(language),
            ui::moment(request.expires_at, now, language),
        ));
    }
    rows
}

/// Everything that decides what is done.
fn exactly(deed: &Deed, state: State, language: Language) -> Vec<ui::SummaryRow> {
    match deed {
        Deed::ExportCustomers { rows } => {
            vec![row(words::approval_rows(language), rows.to_string())]
        }
        Deed::SendInvites { import, people, .. } => {
            let mut facts = vec![row(words::approval_people(language), people.to_string())];
            if state == State::Waiting {
                let href = paths::invites_import(import);
                facts.push(ui::SummaryRow {
                    label: words::approval_table(language).to_owned(),
                    value: view! { <a href=href>{words::approval_table_see(language)}</a> }.into_any(),
                    change: None,
                });
            }
            facts
        }
        Deed::EnableSso {
            tenant,
            client,
            domains,
            strong,
            ..
        } => {
            let domains = if domains.is_empty() {
                words::approval_domains_all(language).to_owned()
            } else {
                domains.join(", ")
            };
            let strong = if *strong {
                words::approval_strong_theirs(language)
            } else {
                words::approval_strong_ours(language)
            };
            vec![
                row(words::sso_tenant(language), tenant.clone()),
                row(words::sso_client(language), client.clone()),
                row(words::sso_domains(language), domains),
                row(words::approval_strong(language), strong.to_owned()),
            ]
        }
        Deed::DisableSso { .. } => {
            let effect = words::sso_disable_effect(language);
            vec![row(words::approval_effect(language), effect.to_owned())]
        }
    }
}

/// What became of it, in a sentence.
fn became(request: &Request, page: &Page) -> Option<impl IntoView + use<>> {
    let (language, now) = (page.language(), page.ctx.clock.now());
    let when = ui::moment(request.decided_at.unwrap_or(request.expires_at), now, language);
    let sentence = match request.state {
        State::Waiting => return None,
        State::Done => words::approval_done_by(language, &request.decider, &when),
        State::Alone => words::approval_alone_by(language, &request.asker, &when),
        State::Refused => words::approval_refused_by(language, &request.decider, &when),
        State::Withdrawn => words::approval_withdrawn_at(language, &when),
        State::Expired => words::approval_expired_at(language, &when),
        State::Failed => {
            let why = request
                .failure
                .map(|failure| format!("problem-approval-{}", failure.as_str()));
            why.and_then(|why| words::find(language, &why))
                .unwrap_or_default()
                .to_owned()
        }
    };
    let refusal = (!request.refusal.is_empty()).then(|| {
        view! { <blockquote class="break">{request.refusal.clone()}</blockquote> }
    });
    Some(view! { <p>{sentence}</p>{refusal} })
}

fn decide(page: &Page, request: &Request) -> impl IntoView + use<> {
    let language = page.language();
    let typed = page.typed("refuse");
    let refusal = ui::TextArea {
        name: "approval_refusal",
        label: words::approval_refusal(language),
        hint: words::approval_refusal_hint(language),
        rows: 3,
        ..ui::TextArea::default()
    };
    view! {
        <section>
            <h2>{words::approval_decide(language)}</h2>
            <p>{words::approval_decide_how(language, &request.asker)}</p>
            <form method="post" action=ApproveRequest::url()>
                {ui::hidden("approval", request.id.as_str())}
                {ui::actions(words::approval_approve(language), None)}
            </form>
        </section>
        <section>
            <h2>{words::approval_refuse_title(language)}</h2>
            <form method="post" action=RefuseRequest::url() novalidate>
                {ui::hidden("approval", request.id.as_str())}
                {ui::text_area(&typed, refusal)}
                <div class="actions"><button class="button danger">{words::approval_refuse(language)}</button></div>
            </form>
        </section>
    }
}

fn withdraw(page: &Page, request: &Request, others: &[String]) -> impl IntoView + use<> {
    let language = page.language();
    view! {
        <section>
            <h2>{words::approval_waits_title(language)}</h2>
            {ui::who_agrees(others, language)}
            <form method="post" action=WithdrawRequest::url()>
                {ui::hidden("approval", request.id.as_str())}
                <div class="actions">
                    <button class="button secondary">{words::approval_withdraw(language)}</button>
                </div>
            </form>
        </section>
    }
}

fn fetch(page: &Page, request: &Request, until: Millis) -> impl IntoView + use<> {
    let language = page.language();
    let until = ui::moment(until, page.ctx.clock.now(), language);
    view! {
        <section>
            <h2>{words::approval_file(language)}</h2>
            <p>{words::approval_file_until(language, &until)}</p>
            <form method="post" action=FetchFile::url()>
                {ui::hidden("approval", request.id.as_str())}
                {ui::actions(words::approval_fetch(language), None)}
            </form>
            <p class="hint">{words::approval_file_hint(language)}</p>
        </section>
    }
}

/// The file, for whoever asked for it.
pub async fn file(page: Page) -> PageResult {
    let id = page.param("id", ApprovalId::parse)?;
    let head = approvals::file_began(&page.ctx, &id)
        .await
        .map_err(AppError::from)?;
    let ctx = page.ctx.clone();
    let name = format!("customers-{}.csv", times::day_of(ctx.clock.now()).0);
    Ok(Screen::csv(&name, head, move |key| {
        let ctx = ctx.clone();
        async move { customers::export_part(&ctx, key.as_deref()).await }
    }))
}
