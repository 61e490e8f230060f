//! 'Single sign-on': the landlord's application with Microsoft, a real test, and the switch.

use super::api;
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{approvals::Kind, dates::Millis, identity::Language};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    approvals::{self, Need},
    sso::{self, Overview, Stored},
    times,
};

/// Days before its end from which we remind of a secret.
const REMIND_DAYS: i64 = 30;

pub async fn page(page: Page) -> PageResult {
    let overview = sso::overview(&page.ctx).await?;
    let (language, now) = (page.language(), page.ctx.clock.now());
    let title = words::sso_title(language);
    let draft = overview.draft.as_ref();
    let is_new = |draft: &&Stored| draft.has_passed && overview.live.as_ref() != Some(&draft.version);
    let need = match draft.filter(is_new) {
        Some(draft) => Some(approvals::need(&page.ctx, Kind::EnableSso, Some(&draft.version)).await?),
        None => None,
    };
    let failed = draft
        .and_then(|draft| draft.failure)
        .and_then(|failure| words::find(language, &format!("problem-{}", failure.as_str())));
    let view = view! {
        <div class="question">
            <h1>{title}</h1>
            <p>{words::sso_intro(language)}</p>
            {state(&overview, language)}
            {overview.no_owner_has_a_password.then(|| warning(words::sso_break_glass(language)))}
            {draft.and_then(|draft| ending(draft, now, language)).map(|text| warning(&text))}
            {failed.map(|text| view! {
                <section class="notice danger" role="alert">
                    <h2>{words::sso_test_failed(language)}</h2>
                    <p>{text}</p>
                </section>
            })}
            {settings_form(&page, &overview, language)}
            {draft.map(|draft| test(&page, draft, overview.live.as_deref(), need))}
            {overview.live.is_some().then(|| switch_off(language))}
        </div>
    };
    page.screen_with(title, ui::Script::Copy, view)
}

fn warning(text: &str) -> impl IntoView + use<> {
    view! { <p class="notice warn">{text.to_owned()}</p> }
}

fn state(overview: &Overview, language: Language) -> impl IntoView + use<> {
    let (class, text) = match &overview.live {
        Some(_) => ("tag good", words::sso_on(language)),
        None => ("tag", words::sso_off(language)),
    };
    view! { <p><span class=class>{text}</span></p> }
}

/// The secret ends soon, or has ended.
fn ending(draft: &Stored, now: Millis, language: Language) -> Option<String> {
    let day = draft.secret_expires.as_ref()?;
    let end = times::start_of(day, "00:00")?;
    let days = now.secs_since(end) / -86_400;
    if now >= end {
        return Some(words::sso_secret_over(language).to_owned());
    }
    (days <= REMIND_DAYS).then(|| words::sso_secret_ends(language, &times::day_in_words(day, now, language)))
}

fn settings_form(page: &Page, overview: &Overview, language: Language) -> impl IntoView + use<> {
    let mut typed = page.typed("sso");
    let draft = overview.draft.as_ref();
    let is_sent_back = !typed.values.is_null();
    if let (Some(draft), false) = (draft, is_sent_back) {
        typed.values = serde_json::json!({
            "directory": draft.tenant,
            "application": draft.client,
            "secret_expires": draft.secret_expires.as_ref().map(|day| day.0.clone()).unwrap_or_default(),
            "allowed_domains": draft.domains.join(", "),
        });
    }
    let strong = if is_sent_back {
        typed.value_or("strong", "") == "yes"
    } else {
        draft.is_some_and(|draft| draft.strong)
    };
    let secret_hint = match draft {
        Some(_) => words::sso_secret_hint_kept(language),
        None => words::sso_secret_hint(language),
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
    let secret = ui::Field {
        kind: "password",
        ..exact("client_secret", words::sso_secret(language), secret_hint)
    };
    let expires = ui::Field {
        kind: "date",
        width: "w-20",
        ..exact(
            "secret_expires",
            words::sso_secret_expires(language),
            words::sso_secret_expires_hint(language),
        )
    };
    view! {
        <section>
            <h2>{words::sso_redirect(language)}</h2>
            <p class="hint">{words::sso_redirect_hint(language)}</p>
            <p><code class="exact" id="redirect">{overview.redirect.clone()}</code></p>
            {ui::copy_button("redirect", words::sso_redirect_copy(language), language)}
        </section>
        <form method="post" action=api::SaveSso::url() novalidate>
            <h2>{words::sso_application(language)}</h2>
            {ui::field(&typed, exact("directory", words::sso_tenant(language), words::sso_tenant_hint(language)))}
            {ui::field(&typed, exact("application", words::sso_client(language), words::sso_client_hint(language)))}
            {ui::field(&typed, secret)}
            {ui::field(&typed, expires)}
            {ui::field(
                &typed,
                exact("allowed_domains", words::sso_domains(language), words::sso_domains_hint(language)),
            )}
            {ui::tick(&typed, "strong", words::sso_strong(language), strong)}
            <p class="hint">{words::sso_strong_hint(language)}</p>
            <p class="hint">{words::sso_proof_time_hint(language)}</p>
            {ui::actions(words::sso_save(language), None)}
        </form>
    }
}

fn test(page: &Page, draft: &Stored, live: Option<&str>, need: Option<Need>) -> impl IntoView + use<> {
    let language = page.language();
    let is_live = live == Some(draft.version.as_str());
    let text = match (is_live, draft.has_passed) {
        (true, _) => words::sso_is_live(language),
        (false, true) => words::sso_passed(language),
        (false, false) => words::sso_untested(language),
    };
    let lacks_time = (is_live || draft.has_passed) && !draft.tells_proof_time;
    let enable = need.map(|need| {
        let form = ui::ApprovalForm {
            action: api::EnableSso::url(),
            hidden: Some(("version", &draft.version)),
            alone: words::sso_enable(language),
            class: "button",
        };
        ui::approval_form(&page.typed("sso-enable"), &need, form)
    });
    view! {
        <section>
            <h2>{words::sso_test_title(language)}</h2>
            <p>{text}</p>
            {lacks_time.then(|| warning(words::sso_proof_time_missing(language)))}
            {enable}
            <p><a class="button secondary" href=paths::CONSOLE_SSO_TEST>{words::sso_test(language)}</a></p>
        </section>
    }
}

fn switch_off(language: Language) -> impl IntoView + use<> {
    view! {
        <section>
            <h2>{words::sso_disable_title(language)}</h2>
            <p>{words::sso_disable_effect(language)}</p>
            <p><a class="button secondary" href=paths::CONSOLE_SSO_OFF>{words::sso_disable_ask(language)}</a></p>
        </section>
    }
}

/// Turning it off.
pub async fn off(page: Page) -> PageResult {
    let overview = sso::overview(&page.ctx).await?;
    let language = page.language();
    let title = words::sso_disable_title(language);
    let content = match &overview.live {
        None => view! { <p>{words::sso_is_off(language)}</p> }.into_any(),
        Some(live) => {
            let need = approvals::need(&page.ctx, Kind::DisableSso, Some(live)).await?;
            let form = ui::ApprovalForm {
                action: api::DisableSso::url(),
                hidden: None,
                alone: words::sso_disable(language),
                class: "button danger",
            };
            view! {
                <p>{words::sso_disable_effect(language)}</p>
                {ui::approval_form(&page.typed("sso-disable"), &need, form)}
            }
            .into_any()
        }
    };
    page.screen(
        title,
        view! {
            <div class="question">
                {ui::back_to(paths::CONSOLE_SSO.to_owned(), language)}
                <h1>{title}</h1>
                {content}
            </div>
        },
    )
}
