//! One credential: where it stands, and what can be done about it.

use super::{
    api::{CheckCredential, DeleteCredential, DisconnectCredential},
    badge, ending, method_words, right_words, slot_words,
};
use crate::{
    paths,
    request::{Page, PageResult},
    ui::{self, SummaryRow},
};
use domain::{
    credentials::{Badge, Method, Right},
    dates::Millis,
    identity::Language,
    ids::CredentialId,
    integrations::{Mode, Slot},
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    credentials::{self, Credential},
    times,
};

pub async fn page(page: Page) -> PageResult {
    let id = page.param("id", CredentialId::parse)?;
    let credential = credentials::one(&page.ctx, &id).await?;
    let uses = credentials::uses(&page.ctx, &id).await?;
    let (language, now) = (page.language(), page.ctx.clock.now());
    let title = credential.name.clone();
    let problem = credential
        .failure
        .filter(|_| !credential.standing.is_off)
        .and_then(|failure| words::find(language, &format!("problem-{}", failure.as_str())));
    let view = view! {
        {ui::back_to(paths::CONSOLE_CREDENTIALS.to_owned(), language)}
        <div class="page-head">
            <div>
                <p class="caption">{words::credentials_kind(language)}</p>
                <h1 class="break">{title.clone()}</h1>
                <p class="row">
                    <span class="tag quiet">{method_words(credential.method, language)}</span>
                    {badge(credential.standing.badge(), language)}
                </p>
            </div>
        </div>
        {credential.standing.is_off.then(|| view! { <p class="notice">{words::credential_off(language)}</p> })}
        {problem.map(|problem| view! {
            <section class="notice warn" aria-labelledby="wrong">
                <h2 id="wrong">{words::credential_not_working(language)}</h2>
                <p>{problem}</p>
            </section>
        })}
        {ending(&credential, now, language).map(|text| view! { <p class="notice warn">{text}</p> })}
        {connect(&credential, language)}
        {facts(&credential, &uses, now, language)}
        {part(&credential, language)}
    };
    page.screen_with(&title, ui::Script::Consent, view)
}

fn use_list(uses: &[(Slot, Mode)], language: Language) -> AnyView {
    if uses.is_empty() {
        return words::credential_unused(language).into_any();
    }
    let uses = uses
        .iter()
        .map(|(slot, mode)| {
            let name = slot_words(*slot, language);
            let name = match mode {
                Mode::Live => name.to_owned(),
                Mode::Test => words::credential_use_test(language, name),
            };
            view! { <li>{name}</li> }
        })
        .collect_view();
    view! { <ul>{uses}</ul> }.into_any()
}

fn names(rights: Vec<Right>, language: Language) -> AnyView {
    if rights.is_empty() {
        return words::credential_rights_none(language).into_any();
    }
    let rights = rights
        .into_iter()
        .map(|right| view! { <li>{right_words(right, language)}</li> })
        .collect_view();
    view! { <ul>{rights}</ul> }.into_any()
}

fn facts(
    credential: &Credential,
    uses: &[(Slot, Mode)],
    now: Millis,
    language: Language,
) -> impl IntoView + use<> {
    let standing = &credential.standing;
    let (granted, missing): (Vec<Right>, Vec<Right>) = standing
        .wanted
        .iter()
        .partition(|right| standing.granted.contains(*right));
    let checked = credential.checked_at.map_or_else(
        || words::credential_never(language).to_owned(),
        |at| ui::stamp(at, now, language),
    );
    let day = times::day_in_words(&credential.secret_expires, now, language);
    let row = |label: &str, value: AnyView| SummaryRow {
        label: label.to_owned(),
        value,
        change: None,
    };
    let code = |text: &str| view! { <code class="break">{text.to_owned()}</code> }.into_any();
    let secret = words::credential_secret_until(language, &day);
    let rows = vec![
        row(
            words::credential_rights_granted(language),
            names(granted, language),
        ),
        row(
            words::credential_rights_missing(language),
            names(missing, language),
        ),
        row(words::credential_tenant(language), code(&credential.tenant)),
        row(words::credential_client(language), code(&credential.client)),
        row(words::credential_secret(language), secret.into_any()),
        row(words::credential_checked(language), checked.into_any()),
        row(words::credential_used_by(language), use_list(uses, language)),
    ];
    let edit = paths::credential_edit(&credential.id);
    view! {
        <section class="top-l" aria-labelledby="settings">
            <h2 id="settings">{words::credential_settings(language)}</h2>
            {ui::summary(rows, language)}
            <p><a class="button secondary" href=edit>{words::credential_change(language)}</a></p>
        </section>
    }
}

/// What leads to 'Connected'.
fn connect(credential: &Credential, language: Language) -> impl IntoView + use<> {
    let status = credential.standing.badge();
    let consent = (credential.method == Method::OAuth && status != Badge::Connected).then(|| {
        let label = match status {
            Badge::UpdateRequired => words::credential_update(language),
            Badge::ConsentRequired | Badge::Connected => words::credential_grant(language),
        };
        let href = paths::credential_consent(&credential.id);
        view! {
            <p id="consent-hint">{words::credential_grant_hint(language)}</p>
            <p><a class="button" href=href aria-describedby="consent-hint" data-popup="">{label}</a></p>
        }
    });
    let manual = (credential.method == Method::Manual && status != Badge::Connected)
        .then(|| view! { <p>{words::credential_manual_hint(language)}</p> });
    let check = words::credential_check(language);
    view! {
        <section aria-labelledby="connection">
            <h2 id="connection">{words::credential_connection(language)}</h2>
            {consent}
            {manual}
            <form method="post" action=CheckCredential::url()>
                {ui::hidden("credential", credential.id.as_str())}
                <p class="hint" id="check-hint">{words::credential_check_hint(language)}</p>
                <button class="button secondary" aria-describedby="check-hint">{check}</button>
            </form>
        </section>
    }
}

/// Ways to part with it.
fn part(credential: &Credential, language: Language) -> impl IntoView + use<> {
    let disconnect = (!credential.standing.is_off).then(|| {
        let label = words::credential_disconnect(language);
        view! {
            <form method="post" action=DisconnectCredential::url()>
                {ui::hidden("credential", credential.id.as_str())}
                <p class="hint" id="disconnect-hint">{words::credential_disconnect_hint(language)}</p>
                <button class="button secondary" aria-describedby="disconnect-hint">{label}</button>
            </form>
        }
    });
    let delete = paths::credential_delete(&credential.id);
    view! {
        <section class="top-l" aria-labelledby="part">
            <h2 id="part">{words::credential_part(language)}</h2>
            <p>{words::credentials_revoke(language)}</p>
            {disconnect}
            <p class="top-m"><a href=delete>{words::credential_delete(language)}</a></p>
        </section>
    }
}

/// The last question before a credential is deleted.
pub async fn delete(page: Page) -> PageResult {
    let id = page.param("id", CredentialId::parse)?;
    let credential = credentials::one(&page.ctx, &id).await?;
    let language = page.language();
    let title = words::credential_delete_title(language, &credential.name);
    let uses = credentials::uses(&page.ctx, &id).await?;
    let question = if uses.is_empty() {
        view! {
            <p>{words::credential_delete_effect(language)}</p>
            <p>{words::credentials_revoke(language)}</p>
            <form method="post" action=DeleteCredential::url()>
                {ui::hidden("credential", id.as_str())}
                <div class="actions">
                    <button class="button danger">{words::credential_delete_button(language)}</button>
                    <a href=paths::credential(&id)>{words::credential_delete_keep(language)}</a>
                </div>
            </form>
        }
        .into_any()
    } else {
        view! { <p>{words::credential_delete_used(language)}</p>{use_list(&uses, language)} }.into_any()
    };
    let view = view! {
        {ui::back_to(paths::credential(&id), language)}
        <div class="question"><h1 class="break">{title.clone()}</h1>{question}</div>
    };
    page.screen(&title, view)
}
