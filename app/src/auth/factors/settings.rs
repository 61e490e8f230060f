//! How staff sign in: the landlord's switch for strong factors.

use crate::{
    error::AppError,
    paths,
    request::{Access, Next, Page, PageResult, submit},
    ui,
};
use domain::{identity::factors::SignInSettingsForm, permissions::Permission};
use leptos::{prelude::*, server_fn::ServerFn};
use services::auth::factors;

#[server(endpoint = "console/sign-in-settings")]
pub async fn save_sign_in_settings(#[server(flatten)] form: SignInSettingsForm) -> Result<(), AppError> {
    submit(
        Access::Staff(Permission::SignInManage),
        "sign-in-settings",
        form,
        |ctx, _, required| async move {
            factors::require_strong_factor(&ctx, required).await?;
            Ok(Next::to(paths::CONSOLE_SIGN_IN_SETTINGS).saying("sign-in-settings-saved"))
        },
    )
    .await
}

/// The settings of signing in.
pub async fn page(page: Page) -> PageResult {
    let language = page.language();
    let title = words::sign_in_settings_title(language);
    let typed = page.typed("sign-in-settings");
    let required = if typed.values.is_null() {
        page.settings.staff_need_strong_factor
    } else {
        typed.value_or("strong", "") == "yes"
    };
    page.screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <p>{words::sign_in_settings_intro(language)}</p>
                <form method="post" action=SaveSignInSettings::url() novalidate>
                    {ui::tick(&typed, "strong", words::sign_in_settings_strong(language), required)}
                    <p class="hint">{words::sign_in_settings_effect(language)}</p>
                    {ui::actions(words::sign_in_settings_save(language), None)}
                </form>
            </div>
        },
    )
}
