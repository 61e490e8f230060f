//! 'GOV.UK Notify', for texts and for email.

use super::{
    api, chosen, modes,
    smtp::{exact, secret},
    trial,
};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::{
    identity::Language,
    integrations::{
        Slot,
        notify::{self, NotifyMail, NotifyText},
    },
    templates::Kind,
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;
use services::integrations::{self, Stored};

pub async fn mail(page: Page) -> PageResult {
    one(page, Slot::Mail).await
}

pub async fn text(page: Page) -> PageResult {
    one(page, Slot::Text).await
}

/// What is stored, of either slot.
#[derive(Default)]
struct Own {
    api_url: String,
    template: String,
    by_kind: notify::OwnTemplates,
    sender: String,
}

fn own(stored: &Stored, slot: Slot) -> Option<Own> {
    if slot == Slot::Mail {
        stored.settings::<NotifyMail>().map(|stored| Own {
            api_url: stored.api_url,
            template: stored.template,
            by_kind: stored.own_templates,
            sender: stored.sender,
        })
    } else {
        stored.settings::<NotifyText>().map(|stored| Own {
            api_url: stored.api_url,
            template: stored.template,
            by_kind: stored.own_templates,
            sender: stored.sender,
        })
    }
}

async fn one(page: Page, slot: Slot) -> PageResult {
    let mode = chosen(&page);
    let stored = integrations::current(&page.ctx, slot, mode).await?;
    let language = page.language();
    let title = words::vendor_notify(language);
    let own = stored.as_ref().and_then(|stored| own(stored, slot));
    let is_own = own.is_some();
    let own = own.unwrap_or_default();
    let version = stored.as_ref().map_or(0, |stored| stored.version).to_string();
    let has_secrets = is_own && stored.is_some_and(|stored| stored.has_secrets);
    let typed = page.typed("notify").or_stored(json!({
        "notify_url": own.api_url,
        "notify_template": own.template,
        "notify_sender": own.sender,
    }));
    let path = match slot {
        Slot::Mail => paths::CONSOLE_NOTIFY_MAIL,
        _ => paths::CONSOLE_NOTIFY_TEXT,
    };
    let (intro, sender_hint) = match slot {
        Slot::Mail => (
            words::notify_intro_mail(language),
            words::notify_sender_mail_hint(language),
        ),
        _ => (
            words::notify_intro_text(language),
            words::notify_sender_text_hint(language),
        ),
    };
    page.screen(
        title,
        view! {
            {ui::back_to(paths::in_mode(paths::integration(slot), mode, page.ctx.mode()), language)}
            <div class="question">
                <h1>{title}</h1>
                {modes(&page, path, language)}
                <p>{intro}</p>
                {how(slot, language)}
                <form method="post" action=api::SaveNotify::url() novalidate>
                    {ui::hidden("version", &version)}
                    {ui::hidden("mode", mode.as_str())}
                    {ui::hidden("slot", slot.as_str())}
                    {ui::field(&typed, secret("notify_key", words::notify_key(language), has_secrets, language))}
                    {ui::field(&typed, exact("notify_template", words::notify_template(language), words::notify_template_hint(language)))}
                    {own_templates(&typed, &own.by_kind, slot)}
                    {ui::field(&typed, exact("notify_sender", words::notify_sender(language), sender_hint))}
                    {news(&typed, slot, has_secrets, &page.ctx.base_url)}
                    {ui::field(&typed, exact("notify_url", words::vendor_url(language), words::notify_url_hint(language)))}
                    {ui::approve_host(&typed)}
                    {ui::actions(words::connection_save(language), None)}
                </form>
                {trial::section(&page, slot, is_own, None)}
            </div>
        },
    )
}

/// What is done at Notify first.
fn how(slot: Slot, language: Language) -> impl IntoView + use<> {
    let template = match slot {
        Slot::Mail => words::notify_how_template_mail(language),
        _ => words::notify_how_template_text(language),
    };
    let steps = [
        words::notify_how_sign_in(language),
        template,
        words::notify_how_id(language),
        words::notify_how_key(language),
    ]
    .map(|step| view! { <li>{step}</li> })
    .collect_view();
    view! {
        <h2>{words::notify_how(language)}</h2>
        <ol>{steps}</ol>
        <p>{words::notify_how_words(language)}</p>
    }
}

/// Messages with a template of their own, and the names by which they are called.
fn own_templates(typed: &ui::Typed, stored: &notify::OwnTemplates, slot: Slot) -> impl IntoView + use<> {
    let language = typed.language;
    let is_open = !stored.is_empty() || typed.errors.code("notify_own").is_some();
    let names = Kind::ALL
        .iter()
        .filter(|kind| notify::goes_by(**kind, slot))
        .map(|kind| {
            let name = kind.as_str();
            let title = words::find(language, &format!("template-{name}"));
            view! { <li><code>{name}</code>" – "{title}</li> }
        })
        .collect_view();
    let area = ui::TextArea {
        name: "notify_own",
        label: words::notify_own(language),
        hint: words::notify_own_hint(language),
        rows: 4,
        stored: &notify::written(stored),
        optional: true,
    };
    view! {
        <details class="how" open=is_open>
            <summary>{words::notify_own_summary(language)}</summary>
            {ui::text_area(typed, area)}
            <p>{words::notify_own_names(language)}</p>
            <ul>{names}</ul>
        </details>
    }
}

/// How we hear what became of messages.
fn news(typed: &ui::Typed, slot: Slot, has_token: bool, base_url: &str) -> impl IntoView + use<> {
    let language = typed.language;
    let callback = format!("{base_url}/hooks/{}", slot.as_str());
    view! {
        {ui::field(typed, secret("notify_token", words::notify_token(language), has_token, language))}
        <p>{words::notify_callback(language)}</p>
        <p><code class="exact">{callback}</code></p>
    }
}
