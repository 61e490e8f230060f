//! 'New Credential', and changing one.

use super::{api::KeepCredential, right_words};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    credentials::{Method, Right},
    identity::Language,
    ids::CredentialId,
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;
use services::{credentials, random};

pub async fn add(page: Page) -> PageResult {
    let language = page.language();
    let title = words::credential_new_title(language);
    let typed = page
        .typed("credential")
        .or_stored(json!({ "method": Method::OAuth.as_str() }));
    let submission = typed.value_or("submission", &random::id(page.ctx.clock.now()));
    let content = view! {
        {ui::back_to(paths::CONSOLE_CREDENTIALS.to_owned(), language)}
        <div class="question">
            <h1>{title}</h1>
            {before_you_begin(&page.ctx.base_url, language)}
            {form(&typed, &Which::New { submission }, paths::CONSOLE_CREDENTIALS.to_owned())}
        </div>
    };
    page.screen_with(title, ui::Script::Copy, content)
}

pub async fn change(page: Page) -> PageResult {
    let id = page.param("id", CredentialId::parse)?;
    let credential = credentials::one(&page.ctx, &id).await?;
    let language = page.language();
    let title = words::credential_edit_title(language, &credential.name);
    let rights: Vec<_> = credential.standing.wanted.iter().map(Right::role).collect();
    let typed = page.typed("credential").or_stored(json!({
        "credential_name": credential.name,
        "method": credential.method.as_str(),
        "directory": credential.tenant,
        "application": credential.client,
        "secret_expires": credential.secret_expires.0,
        "rights": rights,
    }));
    // What was shown when they began to type, not what somebody else saved meanwhile.
    let seen = typed.value_or("seen", &credential.version);
    let way_out = paths::credential(&id);
    let which = Which::Stored { id, seen };
    let content = view! {
        {ui::back_to(way_out.clone(), language)}
        <div class="question">
            <h1 class="break">{title.clone()}</h1>
            {before_you_begin(&page.ctx.base_url, language)}
            {form(&typed, &which, way_out)}
        </div>
    };
    page.screen_with(&title, ui::Script::Copy, content)
}

enum Which {
    New { submission: String },
    Stored { id: CredentialId, seen: String },
}

fn before_you_begin(base_url: &str, language: Language) -> impl IntoView + use<> {
    view! {
        <p>{words::credential_own_application(language)}</p>
        <section>
            <h2>{words::credential_redirect(language)}</h2>
            <p class="hint">{words::credential_redirect_hint(language)}</p>
            <p><code class="exact" id="redirect">{credentials::redirect_uri(base_url)}</code></p>
            {ui::copy_button("redirect", words::sso_redirect_copy(language), language)}
        </section>
    }
}

fn form(typed: &ui::Typed, which: &Which, way_out: String) -> impl IntoView + use<> {
    let language = typed.language;
    let (ids, secret_hint) = match which {
        Which::New { submission } => (
            ui::hidden("submission", submission).into_any(),
            words::sso_secret_hint(language),
        ),
        Which::Stored { id, seen } => (
            view! { {ui::hidden("credential", id.as_str())}{ui::hidden("seen", seen)} }.into_any(),
            words::sso_secret_hint_kept(language),
        ),
    };
    let exact = |name, label, hint| ui::Field {
        name,
        label,
        hint,
        kind: "text",
        autocomplete: "off",
        width: "w-full",
        exact: true,
    };
    let name = ui::Field {
        exact: false,
        width: "w-20",
        ..exact(
            "credential_name",
            words::credential_name(language),
            words::credential_name_hint(language),
        )
    };
    let secret = ui::Field {
        kind: "password",
        ..exact("client_secret", words::credential_secret(language), secret_hint)
    };
    let expires = ui::Field {
        kind: "date",
        width: "w-10",
        ..exact(
            "secret_expires",
            words::credential_secret_expires(language),
            words::credential_secret_expires_hint(language),
        )
    };
    let methods = Method::ALL.map(|method| {
        let (label, hint) = match method {
            Method::OAuth => (
                words::credential_method_oauth(language),
                words::credential_method_oauth_hint(language),
            ),
            Method::Manual => (
                words::credential_method_manual(language),
                words::credential_method_manual_hint(language),
            ),
        };
        ui::Choice {
            value: method.as_str().to_owned(),
            label: label.to_owned(),
            hint: hint.to_owned(),
            ..ui::Choice::default()
        }
    });
    let cancel = words::credential_cancel(language);
    view! {
        <form method="post" action=KeepCredential::url() novalidate>
            {ids}
            {ui::field(typed, name)}
            {ui::options(typed, "method", words::credential_method(language), methods.into())}
            {ui::field(typed, exact("directory", words::sso_tenant(language), words::sso_tenant_hint(language)))}
            {ui::field(typed, exact("application", words::sso_client(language), words::sso_client_hint(language)))}
            {ui::field(typed, secret)}
            {ui::field(typed, expires)}
            {rights(typed)}
            {ui::actions(words::credential_save(language), Some((way_out, cancel)))}
        </form>
    }
}

fn rights(typed: &ui::Typed) -> impl IntoView + use<> {
    let language = typed.language;
    let ticked: Vec<String> = typed
        .values
        .get("rights")
        .and_then(|list| serde_json::from_value(list.clone()).ok())
        .unwrap_or_default();
    let boxes = Right::ALL
        .into_iter()
        .enumerate()
        .map(|(at, right)| {
            // The link of the error summary leads to the first.
            let id = if at == 0 { "rights".to_owned() } else { format!("rights-{at}") };
            let is_ticked = ticked.iter().any(|one| one == right.role());
            view! {
                <div class="choice">
                    <input type="checkbox" id=id.clone() name="rights[]" value=right.role() checked=is_ticked/>
                    <label for=id>{right_words(right, language)}</label>
                </div>
            }
        })
        .collect_view()
        .into_any();
    let (legend, hint) = (
        words::credential_rights(language),
        words::credential_rights_hint(language),
    );
    ui::group(typed, "rights", legend, hint, boxes)
}
