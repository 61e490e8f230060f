//! Asking for an account, and proving two mailboxes. Everybody sees the same pages, whether or not we know them.

use super::api;
use crate::{
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::identity::{Email, Language};
use leptos::{prelude::*, server_fn::ServerFn};
use services::auth::Session;
use services::{
    random,
    registration::{self, Progress},
};

fn box_of(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    width: &'static str,
) -> ui::Field<'static> {
    ui::Field {
        name,
        label,
        hint,
        kind: "text",
        autocomplete: "off",
        width,
        exact: true,
    }
}

/// Who are you, and how will you sign in?
pub async fn ask(page: Page) -> PageResult {
    if matches!(page.request.session, Session::Full(..)) {
        return Ok(Screen::Elsewhere(paths::HOME.to_owned()));
    }
    let language = page.language();
    let title = words::register_title(language);
    if !page.settings.registration_open {
        return page.screen(
            title,
            view! {
                {ui::back_to(paths::SIGN_IN.to_owned(), language)}
                <div class="question"><h1>{title}</h1><p>{words::register_closed(language)}</p></div>
            },
        );
    }
    page.screen(
        title,
        view! {
            {ui::back_to(paths::SIGN_IN.to_owned(), language)}
            <div class="question">
                <h1>{title}</h1>
                <p>{words::register_who(language)}</p>
                {boxes(&page, language)}
                <p><a href=paths::REGISTER_LETTER>{words::register_have_letter(language)}</a></p>
                <p><a href=paths::SIGN_IN>{words::register_have_account(language)}</a></p>
            </div>
        },
    )
}

fn boxes(page: &Page, language: Language) -> impl IntoView + use<> {
    let typed = page.typed("register");
    let reference = box_of(
        "reference",
        words::register_reference(language),
        words::register_reference_hint(language),
        "w-10",
    );
    let surname = ui::Field {
        autocomplete: "family-name",
        exact: false,
        ..box_of(
            "surname",
            words::register_surname(language),
            words::register_surname_hint(language),
            "w-full",
        )
    };
    let postcode = ui::Field {
        autocomplete: "postal-code",
        ..box_of(
            "postcode",
            words::register_postcode(language),
            words::register_postcode_hint(language),
            "w-10",
        )
    };
    let email = ui::Field {
        kind: "email",
        autocomplete: "username",
        ..box_of(
            "email",
            words::register_email(language),
            words::register_email_hint(language),
            "w-full",
        )
    };
    let born = ui::DateBoxes {
        question: words::register_born(language),
        hint: words::register_born_hint(language),
        day: words::register_day(language),
        month: words::register_month(language),
        year: words::register_year(language),
        is_own: true,
    };
    view! {
        <form method="post" action=api::Ask::url() novalidate>
            {ui::hidden("token", &random::token())}
            {ui::field(&typed, reference)}
            {ui::field(&typed, surname)}
            {ui::date_of_birth(&typed, &born)}
            {ui::field(&typed, postcode)}
            {ui::field(&typed, email)}
            {ui::new_password_box(&typed)}
            {ui::actions(words::go_on(language), None)}
        </form>
    }
}

fn pressed(action: &'static str, label: &'static str) -> impl IntoView + use<> {
    view! {
        <form method="post" action=action class="inline">
            {ui::hidden("press", "yes")}
            <button class="link">{label}</button>
        </form>
    }
}

/// What is next for this browser.
pub async fn code(page: Page) -> PageResult {
    let language = page.language();
    match registration::progress(&page.ctx, page.request.browser.registration.as_deref()).await? {
        Progress::Nothing => Ok(Screen::Elsewhere(paths::REGISTER.to_owned())),
        Progress::ProveEmail(email) => prove_email(&page, &email, language),
        Progress::Looking { is_slow } => looking(&page, is_slow, language),
        Progress::Ready => ready(&page, language),
        Progress::ProveFile => prove_file(&page, language),
        Progress::WithStaff(email) => with_staff(&page, &email, language),
    }
}

fn prove_email(page: &Page, email: &Email, language: Language) -> PageResult {
    let title = words::register_email_title(language);
    let typed = page.typed("email-code");
    page.screen(
        title,
        view! {
            {ui::back_to(paths::REGISTER.to_owned(), language)}
            <div class="question">
                <h1>{title}</h1>
                <p>{words::register_email_sent(language, &email.masked())}</p>
                <form method="post" action=api::EnterEmailCode::url() novalidate>
                    {ui::code_field(&typed, "code", words::code_label(language), words::register_file_hint(language))}
                    {ui::actions(words::go_on(language), None)}
                </form>
                <div class="row top-m">
                    {pressed(api::ResendRegisterCode::url(), words::code_resend(language))}
                    <a href=paths::REGISTER>{words::register_start_again(language)}</a>
                </div>
            </div>
        },
    )
}

fn looking(page: &Page, is_slow: bool, language: Language) -> PageResult {
    let title = words::register_looking_title(language);
    let text = if is_slow {
        words::register_looking_slow(language)
    } else {
        words::register_looking(language)
    };
    page.screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <p>{text}</p>
                <p><a class="button" href=paths::REGISTER_CODE>{words::register_look_again(language)}</a></p>
            </div>
        },
    )
}

fn ready(page: &Page, language: Language) -> PageResult {
    let title = words::register_ready_title(language);
    page.screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <p>{words::register_ready(language)}</p>
                <form method="post" action=api::Finish::url()>
                    {ui::hidden("press", "yes")}
                    {ui::actions(words::register_ready_button(language), None)}
                </form>
            </div>
        },
    )
}

fn prove_file(page: &Page, language: Language) -> PageResult {
    let title = words::register_file_title(language);
    let typed = page.typed("file-code");
    page.screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <p>{words::register_file(language)}</p>
                <form method="post" action=api::EnterFileCode::url() novalidate>
                    {ui::code_field(&typed, "code", words::code_label(language), words::register_file_hint(language))}
                    {ui::actions(words::go_on(language), None)}
                </form>
                <h2>{words::register_no_code(language)}</h2>
                <p>{words::register_no_code_why(language)}</p>
                <div class="row top-m">
                    {pressed(api::ResendRegisterCode::url(), words::code_resend(language))}
                    {pressed(api::AskStaff::url(), words::register_ask_staff(language))}
                    <a href=paths::REGISTER_LETTER>{words::register_have_letter(language)}</a>
                </div>
            </div>
        },
    )
}

fn with_staff(page: &Page, email: &Email, language: Language) -> PageResult {
    let title = words::register_staff_title(language);
    page.screen(
        title,
        view! {
            <div class="question">
                <h1>{title}</h1>
                <p>{words::register_staff(language, &email.masked())}</p>
                <p>{words::register_staff_letter(language)}</p>
                <p><a href=paths::REGISTER_LETTER>{words::register_have_letter(language)}</a></p>
            </div>
        },
    )
}
