//! The pages of signing in.

use super::api;
use crate::{
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::identity::Plane;
use leptos::{prelude::*, server_fn::ServerFn};
use services::auth::Session;

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
    let email = ui::Field {
        name: "email",
        label: words::sign_in_email(language),
        kind: "email",
        autocomplete: "username",
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
    page.screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <form method="post" action=action novalidate>
                    {ui::hidden("next", &next)}
                    {ui::field(&typed, email)}
                    {ui::field(&typed, password)}
                    {ui::actions(words::sign_in_button(language), None)}
                </form>
                <p class="muted">{words::sign_in_no_account(language)}</p>
            </div>
        },
    )
}

/// The emailed code.
pub async fn code(page: Page) -> PageResult {
    let plane = page.plane();
    let next = page.query("next").to_owned();
    let half = match &page.request.session {
        Session::Half(half) => half,
        Session::Full(..) => {
            return Ok(Screen::Elsewhere(
                paths::local(&next).unwrap_or(paths::first(plane)).to_owned(),
            ));
        }
        Session::None => return Ok(Screen::Elsewhere(paths::with_next(paths::sign_in(plane), &next))),
    };
    let language = page.language();
    let (check, resend) = match plane {
        Plane::Portal => (api::EnterCode::url(), api::ResendCode::url()),
        Plane::Console => (api::StaffEnterCode::url(), api::StaffResendCode::url()),
    };
    let typed = page.typed("code");
    let mailbox = half.email.masked();
    page.screen(
        words::code_title(language),
        view! {
            <div class="question">
                <h1>{words::code_title(language)}</h1>
                <p>{words::code_sent(language, &mailbox)}</p>
                <form method="post" action=check novalidate>
                    {ui::hidden("next", &next)}
                    {ui::code_box(&typed, words::code_label(language), words::code_hint(language))}
                    {ui::actions(words::go_on(language), None)}
                </form>
                <div class="row top-m">
                    <form method="post" action=resend class="inline">
                        {ui::hidden("next", &next)}
                        <button class="link">{words::code_resend(language)}</button>
                    </form>
                    <form method="post" action=super::sign_out_url(plane) class="inline">
                        <button class="link">{words::code_other_account(language)}</button>
                    </form>
                </div>
            </div>
        },
    )
}
