//! 'Civica Cx': the connection to the housing system, and how its record is shown (product I2, R8, R9).

use super::{api, chosen, modes, trial};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    identity::Language,
    integrations::{Slot, civica_cx::CivicaCx},
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;
use services::integrations::{self, Stored};

pub async fn page(page: Page) -> PageResult {
    let mode = chosen(&page);
    let stored = integrations::current(&page.ctx, Slot::Housing, mode).await?;
    let language = page.language();
    let title = words::vendor_civica_cx(language);
    let addresses = page.ctx.integrations.own_addresses().to_vec();
    let view = view! {
        {ui::back_to(paths::in_mode(paths::integration(Slot::Housing), mode, page.ctx.mode()), language)}
        <div class="question">
            <h1>{title}</h1>
            {modes(&page, paths::CONSOLE_CIVICA_CX, language)}
            <p>{words::civica_cx_intro(language)}</p>
            {connection(&page, stored.as_ref(), language)}
            {stored.is_some().then(|| view! {
                <section>
                    <h2>{words::civica_cx_test(language)}</h2>
                    {trial::form(&page, Slot::Housing, words::civica_cx_test(language))}
                </section>
            })}
            {whitelist(addresses, language)}
            {record(&page, language)}
        </div>
    };
    page.screen(title, view)
}

fn connection(page: &Page, stored: Option<&Stored>, language: Language) -> impl IntoView + use<> {
    let settings = stored.and_then(Stored::settings::<CivicaCx>);
    let version = stored.map_or(0, |stored| stored.version).to_string();
    let found = settings
        .as_ref()
        .and_then(|_| stored.map(|stored| stored.found.clone()))
        .unwrap_or_default();
    let has_password = settings.is_some() && stored.is_some_and(|stored| stored.has_secrets);
    let is_on = stored.is_none_or(|stored| stored.enabled);
    let settings = settings.unwrap_or_default();
    let typed = page.typed("civica-cx").or_stored(json!({
        "api_integration": if is_on { "on" } else { "off" },
        "api_url": settings.api_url,
        "api_username": settings.username,
        "company": settings.company,
    }));
    let exact = |name, label, hint| ui::Field {
        name,
        label,
        hint,
        kind: "text",
        autocomplete: "off",
        width: "w-full",
        exact: true,
    };
    let password_hint = if has_password {
        words::civica_cx_password_kept(language)
    } else {
        words::civica_cx_password_hint(language)
    };
    let password = ui::Field {
        kind: "password",
        autocomplete: "new-password",
        ..exact("api_password", words::civica_cx_password(language), password_hint)
    };
    let switch = [
        ("off", words::civica_cx_switch_off(language)),
        ("on", words::civica_cx_switch_on(language)),
    ]
    .map(|(value, label)| (value.to_owned(), label.to_owned()));
    let company = companies(&typed, found, &settings.company, language);
    view! {
        <form method="post" action=api::SaveCivicaCx::url() novalidate>
            {ui::hidden("version", &version)}
            {ui::hidden("mode", chosen(page).as_str())}
            {ui::select(&typed, "api_integration", words::civica_cx_switch(language), "", switch.to_vec())}
            {ui::field(&typed, exact("api_url", words::civica_cx_url(language), words::civica_cx_url_hint(language)))}
            {ui::approve_host(&typed)}
            {ui::field(&typed, exact("api_username", words::civica_cx_username(language), words::civica_cx_username_hint(language)))}
            {ui::field(&typed, password)}
            {company}
            {ui::actions(words::civica_cx_save(language), None)}
        </form>
    }
}

/// The companies that Cx named when the connection was saved.
fn companies(
    typed: &ui::Typed,
    found: Vec<(String, String)>,
    selected: &str,
    language: Language,
) -> Option<impl IntoView + use<>> {
    let mut offered = vec![(String::new(), words::civica_cx_company_none(language).to_owned())];
    // One that was set before the list was loaded stays on offer.
    if !selected.is_empty() && !found.iter().any(|(code, _)| code == selected) {
        offered.push((selected.to_owned(), selected.to_owned()));
    }
    offered.extend(
        found
            .into_iter()
            .map(|(code, name)| (code.clone(), format!("{name} ({code})"))),
    );
    (offered.len() > 1).then(|| {
        ui::select(
            typed,
            "company",
            words::civica_cx_company(language),
            words::civica_cx_company_hint(language),
            offered,
        )
    })
}

fn whitelist(addresses: Vec<String>, language: Language) -> impl IntoView + use<> {
    let known = !addresses.is_empty();
    let lines = addresses
        .into_iter()
        .map(|address| view! { <li><code class="exact">{address}</code></li> })
        .collect_view();
    view! {
        <section>
            <h2>{words::civica_cx_whitelist(language)}</h2>
            <p>{if known { words::civica_cx_whitelist_hint(language) } else { words::civica_cx_whitelist_unknown(language) }}</p>
            {known.then(|| view! { <ul>{lines}</ul> })}
        </section>
    }
}

fn record(page: &Page, language: Language) -> impl IntoView + use<> {
    let settings = &page.settings;
    let typed = page.typed("record");
    let can_cancel = if typed.values.is_null() {
        settings.customers_can_cancel
    } else {
        typed.value_or("can_cancel", "") == "yes"
    };
    let typed = typed.or_stored(json!({
        "repairs_start": settings.repairs_start.as_ref().map(|day| day.0.clone()).unwrap_or_default(),
        "notice_days": settings.cancel_notice_days.to_string(),
    }));
    let number = |name, label, hint| ui::Field {
        name,
        label,
        hint,
        kind: "text",
        autocomplete: "off",
        width: "w-6",
        exact: true,
    };
    let start = ui::Field {
        kind: "date",
        width: "w-10",
        ..number(
            "repairs_start",
            words::record_start(language),
            words::record_start_hint(language),
        )
    };
    let notice = number(
        "notice_days",
        words::record_notice(language),
        words::record_notice_hint(language),
    );
    view! {
        <form method="post" action=api::SaveRecord::url() novalidate>
            <h2>{words::record_title(language)}</h2>
            {ui::field(&typed, start)}
            {ui::tick(&typed, "can_cancel", words::record_can_cancel(language), can_cancel)}
            {ui::field(&typed, notice)}
            {ui::actions(words::record_save(language), None)}
        </form>
        <section>
            <h2>{words::record_refresh(language)}</h2>
            <p><a href=paths::CONSOLE_SYNC>{words::record_refresh_link(language)}</a></p>
        </section>
    }
}
