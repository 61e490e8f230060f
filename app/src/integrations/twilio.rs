//! 'Twilio', for texts.

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
use domain::integrations::{Slot, twilio::Twilio};
use leptos::{prelude::*, server_fn::ServerFn};
use serde_json::json;
use services::integrations::{self, Stored};

pub async fn page(page: Page) -> PageResult {
    let mode = chosen(&page);
    let stored = integrations::current(&page.ctx, Slot::Text, mode).await?;
    let language = page.language();
    let title = words::vendor_twilio(language);
    let own = stored.as_ref().and_then(Stored::settings::<Twilio>);
    let is_own = own.is_some();
    let settings = own.unwrap_or_default();
    let version = stored.as_ref().map_or(0, |stored| stored.version).to_string();
    let has_secrets = is_own && stored.is_some_and(|stored| stored.has_secrets);
    let typed = page.typed("twilio").or_stored(json!({
        "twilio_url": settings.api_url,
        "twilio_account": settings.account,
        "twilio_sender": settings.sender,
        "twilio_key": settings.api_key,
    }));
    page.screen(
        title,
        view! {
            {ui::back_to(paths::in_mode(paths::integration(Slot::Text), mode, page.ctx.mode()), language)}
            <div class="question">
                <h1>{title}</h1>
                {modes(&page, paths::CONSOLE_TWILIO, language)}
                <p>{words::twilio_intro(language)}</p>
                <form method="post" action=api::SaveTwilio::url() novalidate>
                    {ui::hidden("version", &version)}
                    {ui::hidden("mode", mode.as_str())}
                    {ui::field(&typed, exact("twilio_account", words::twilio_account(language), words::twilio_account_hint(language)))}
                    {ui::field(&typed, secret("twilio_token", words::twilio_token(language), has_secrets, language))}
                    {ui::field(&typed, exact("twilio_sender", words::twilio_sender(language), words::twilio_sender_hint(language)))}
                    {ui::field(&typed, exact("twilio_key", words::twilio_key(language), words::twilio_key_hint(language)))}
                    {ui::field(&typed, secret("twilio_key_secret", words::twilio_key_secret(language), has_secrets, language))}
                    {ui::field(&typed, exact("twilio_url", words::vendor_url(language), words::twilio_url_hint(language)))}
                    {ui::approve_host(&typed)}
                    {ui::actions(words::connection_save(language), None)}
                </form>
                {trial::section(&page, Slot::Text, is_own, None)}
            </div>
        },
    )
}
