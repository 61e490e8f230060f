//! 'Mail server (SMTP)': which server our emails go out by.

use super::{api, chosen, modes, trial};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    credentials::Right,
    identity::Language,
    integrations::{
        Slot,
        smtp::{LogIn, Security, Smtp},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;
use services::{
    credentials::{self, Credential},
    integrations::{self, Stored},
};

/// A box whose content is exact.
pub(super) const fn exact<'a>(name: &'static str, label: &'a str, hint: &'a str) -> ui::Field<'a> {
    ui::Field {
        name,
        label,
        hint,
        kind: "text",
        autocomplete: "off",
        width: "w-full",
        exact: true,
    }
}

/// A box for a secret, which says whether one is stored.
pub(super) fn secret<'a>(
    name: &'static str,
    label: &'a str,
    has_one: bool,
    language: Language,
) -> ui::Field<'a> {
    let hint = if has_one {
        words::connection_secret_kept(language)
    } else {
        words::connection_secret_hint(language)
    };
    ui::Field {
        kind: "password",
        autocomplete: "new-password",
        ..exact(name, label, hint)
    }
}

/// Passwords, or the tokens of a credential.
fn log_in(typed: &ui::Typed, offered: Vec<Credential>, has_password: bool) -> impl IntoView + use<> {
    let language = typed.language;
    let ways = LogIn::ALL.map(|way| {
        let (label, hint) = match way {
            LogIn::Password => (
                words::smtp_login_password(language),
                words::smtp_login_password_hint(language),
            ),
            LogIn::Credential => (
                words::smtp_login_credential(language),
                words::smtp_login_credential_hint(language),
            ),
        };
        ui::Choice {
            value: way.as_str().to_owned(),
            label: label.to_owned(),
            hint: hint.to_owned(),
            icon: None,
        }
    });
    let mut credentials = vec![(String::new(), words::smtp_credential_none(language).to_owned())];
    credentials.extend(offered.into_iter().map(|one| (one.id.to_string(), one.name)));
    let steps = [
        words::smtp_exchange_credential(language),
        words::smtp_exchange_right(language),
        words::smtp_exchange_server(language),
        words::smtp_exchange_mailbox(language),
    ]
    .map(|step| view! { <li>{step}</li> })
    .collect_view();
    view! {
        {ui::options(typed, "smtp_login", words::smtp_login(language), ways.into())}
        {ui::field(typed, exact("smtp_username", words::smtp_username(language), words::smtp_username_hint(language)))}
        {ui::field(typed, secret("smtp_password", words::smtp_password(language), has_password, language))}
        {ui::select(typed, "smtp_credential", words::smtp_credential(language), words::smtp_credential_hint(language), credentials)}
        <details class="how">
            <summary>{words::smtp_exchange(language)}</summary>
            <ol>{steps}</ol>
            <p><a href=paths::CONSOLE_CREDENTIALS>{words::smtp_exchange_link(language)}</a></p>
        </details>
    }
}

pub async fn page(page: Page) -> PageResult {
    let mode = chosen(&page);
    let stored = integrations::current(&page.ctx, Slot::Mail, mode).await?;
    let language = page.language();
    let title = words::vendor_smtp(language);
    let own = stored.as_ref().and_then(Stored::settings::<Smtp>);
    let is_own = own.is_some();
    let settings = own.unwrap_or_else(|| Smtp {
        port: 587,
        ..Smtp::default()
    });
    let offered = credentials::that_want(&page.ctx, Right::SendMail).await?;
    let version = stored.as_ref().map_or(0, |stored| stored.version).to_string();
    let has_password = is_own && stored.is_some_and(|stored| stored.has_secrets);
    let typed = page.typed("smtp").or_stored(json!({
        "smtp_host": settings.host,
        "smtp_port": settings.port.to_string(),
        "smtp_security": settings.security.as_str(),
        "smtp_login": settings.log_in().as_str(),
        "smtp_credential": settings.credential,
        "smtp_username": settings.username,
        "from_name": settings.from_name,
        "from_address": settings.from_address,
        "reply_to": settings.reply_to,
    }));
    let security = Security::ALL.map(|security| {
        let label = match security {
            Security::StartTls => words::smtp_security_starttls(language),
            Security::Tls => words::smtp_security_tls(language),
            Security::Plain => words::smtp_security_plain(language),
        };
        (security.as_str().to_owned(), label.to_owned())
    });
    let port = ui::Field {
        width: "w-6",
        ..exact(
            "smtp_port",
            words::smtp_port(language),
            words::smtp_port_hint(language),
        )
    };
    let email = |name, label, hint| ui::Field {
        kind: "email",
        ..exact(name, label, hint)
    };
    let name = ui::Field {
        exact: false,
        ..exact(
            "from_name",
            words::smtp_from_name(language),
            words::smtp_from_name_hint(language),
        )
    };
    page.screen(
        title,
        view! {
            {ui::back_to(paths::in_mode(paths::integration(Slot::Mail), mode, page.ctx.mode()), language)}
            <div class="question">
                <h1>{title}</h1>
                {modes(&page, paths::CONSOLE_SMTP, language)}
                <p>{words::smtp_intro(language)}</p>
                <form method="post" action=api::SaveSmtp::url() novalidate>
                    {ui::hidden("version", &version)}
                    {ui::hidden("mode", mode.as_str())}
                    {ui::field(&typed, exact("smtp_host", words::smtp_host(language), words::smtp_host_hint(language)))}
                    {ui::approve_host(&typed)}
                    {ui::field(&typed, port)}
                    {ui::select(&typed, "smtp_security", words::smtp_security(language), words::smtp_security_hint(language), security.to_vec())}
                    {log_in(&typed, offered, has_password)}
                    {ui::field(&typed, name)}
                    {ui::field(&typed, email("from_address", words::smtp_from_address(language), ""))}
                    {ui::field(&typed, email("reply_to", words::smtp_reply_to(language), words::smtp_reply_to_hint(language)))}
                    {ui::actions(words::connection_save(language), None)}
                </form>
                {trial::section(&page, Slot::Mail, is_own, None)}
            </div>
        },
    )
}
