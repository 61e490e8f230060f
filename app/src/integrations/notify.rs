//! 'GOV.UK Notify', for texts and for email.

use super::{
    api, chosen, modes,
    smtp::{exact, secret, test},
};
use crate::{
    paths,
    request::{Page, PageResult},
    ui,
};
use domain::integrations::{
    Slot,
    notify::{NotifyMail, NotifyText},
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

async fn one(page: Page, slot: Slot) -> PageResult {
    let mode = chosen(&page);
    let stored = integrations::current(&page.ctx, slot, mode).await?;
    let language = page.language();
    let title = words::vendor_notify(language);
    let own = stored.as_ref().and_then(|stored| match slot {
        Slot::Mail => Stored::settings::<NotifyMail>(stored).map(|own| (own.template, own.sender)),
        _ => Stored::settings::<NotifyText>(stored).map(|own| (own.template, own.sender)),
    });
    let is_own = own.is_some();
    let (template, sender) = own.unwrap_or_default();
    let version = stored.as_ref().map_or(0, |stored| stored.version).to_string();
    let has_secrets = is_own && stored.is_some_and(|stored| stored.has_secrets);
    let typed = page
        .typed("notify")
        .or_stored(json!({ "notify_template": template, "notify_sender": sender }));
    let path = match slot {
        Slot::Mail => paths::CONSOLE_NOTIFY_MAIL,
        _ => paths::CONSOLE_NOTIFY_TEXT,
    };
    let (intro, places, sender_hint, tested) = match slot {
        Slot::Mail => (
            words::notify_intro_mail(language),
            words::notify_template_mail_hint(language),
            words::notify_sender_mail_hint(language),
            words::integration_test_mail(language),
        ),
        _ => (
            words::notify_intro_text(language),
            words::notify_template_text_hint(language),
            words::notify_sender_text_hint(language),
            words::integration_test_text(language),
        ),
    };
    let callback = format!("{}/hooks/{}", page.ctx.base_url, slot.as_str());
    page.screen(
        title,
        view! {
            {ui::back_to(paths::in_mode(paths::integration(slot), mode, page.ctx.mode()), language)}
            <div class="question">
                <h1>{title}</h1>
                {modes(&page, path, language)}
                <p>{intro}</p>
                <form method="post" action=api::SaveNotify::url() novalidate>
                    {ui::hidden("version", &version)}
                    {ui::hidden("mode", mode.as_str())}
                    {ui::hidden("slot", slot.as_str())}
                    {ui::field(&typed, secret("notify_key", words::notify_key(language), has_secrets, language))}
                    {ui::field(&typed, exact("notify_template", words::notify_template(language), places))}
                    {ui::field(&typed, exact("notify_sender", words::notify_sender(language), sender_hint))}
                    {ui::field(&typed, secret("notify_token", words::notify_token(language), has_secrets, language))}
                    <p>{words::notify_callback(language)}</p>
                    <p><code class="exact">{callback}</code></p>
                    {ui::actions(words::connection_save(language), None)}
                </form>
                {test((slot, mode), is_own, tested, language)}
            </div>
        },
    )
}
