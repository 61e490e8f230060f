//! The pages of signing in.

use super::{api, factors};
use crate::{
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::identity::Plane;
use leptos::{prelude::*, server_fn::ServerFn};
use services::auth::{Session, factors::passkeys_work};

/// Email and password.
pub async fn sign_in(page: Page) -> PageResult {
    let plane = page.plane();
    let next = page.query("next").to_owned();
    if matches!(page.request.session, Session::Full(..)) {
        return Ok(Screen::Elsewhere(
            paths::local(&next).unwrap_or(paths::first(plane)).to_owned(),
        ));
    }
    let language = page.language();
    let (title, action) = match plane {
        Plane::Portal => (words::sign_in_title(language), api::SignIn::url()),
        Plane::Console => (words::sign_in_staff_title(language), api::StaffSignIn::url()),
    };
    let typed = page.typed("sign-in");
    let passkeys_work = passkeys_work(&page.ctx);
    let email = ui::Field {
        name: "email",
        label: words::sign_in_email(language),
        kind: "email",
        // Browsers offer passkeys there as well.
        autocomplete: if passkeys_work {
            "username webauthn"
        } else {
            "username"
        },
        width: "w-full",
        ..ui::Field::default()
    };
    let password = ui::Field {
        name: "password",
        label: words::sign_in_password(language),
        kind: "password",
        autocomplete: "current-password",
        width: "w-full",
        ..ui::Field::default()
    };
    let register = (plane == Plane::Portal && page.settings.registration_open)
        .then(|| view! { <p><a href=paths::REGISTER>{words::register_link(language)}</a></p> });
    let with_microsoft = plane == Plane::Console && services::sso::is_on(&page.ctx).await?;
    let view = view! {
        <div class="question">
            <h1>{title}</h1>
            <form method="post" action=action novalidate>
                {ui::hidden("next", &next)}
                {ui::field(&typed, email)}
                {ui::field(&typed, password)}
                {ui::actions(words::sign_in_button(language), None)}
            </form>
            {passkeys_work.then(|| factors::second_step::passkey_alone(plane, &next, language))}
            {register}
            {with_microsoft.then(|| view! {
                <p><a class="button secondary" href=paths::sso_start(&next)>{words::sso_sign_in(language)}</a></p>
            })}
            <p><a href=paths::ask_reset(plane)>{words::reset_password(language)}</a></p>
            <p class="muted">{words::sign_in_no_account(language)}</p>
        </div>
    };
    if passkeys_work {
        page.screen_with(title, ui::Script::Passkey, view)
    } else {
        page.screen(title, view)
    }
}
