//! The page between password and sign-in: what the account holds is offered, the mailbox last.

use super::{PasskeyForm, api, passkey_asked, passkey_form, passkeys_off};
use crate::{
    auth::api as sign_in_api,
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::identity::{Language, Plane, factors::Way};
use leptos::{prelude::*, server_fn::ServerFn};
use services::auth::{
    HalfSession, Session,
    factors::{SecondStep, second_step},
};

/// What the page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Way(Way),
    /// What to do when all of it is lost.
    Lost,
}

/// The second step.
pub async fn page(page: Page) -> PageResult {
    let plane = page.plane();
    let next = page.query("next").to_owned();
    let half = match &page.request.session {
        Session::Half(half) => half,
        Session::Full(..) | Session::Enrolling(..) => {
            return Ok(Screen::Elsewhere(
                paths::local(&next).unwrap_or(paths::first(plane)).to_owned(),
            ));
        }
        Session::None => return Ok(Screen::Elsewhere(paths::with_next(paths::sign_in(plane), &next))),
    };
    let step = second_step(&page.ctx, plane, half, &page.request.browser).await?;
    let wanted = Way::parse(page.query("with")).filter(|way| step.ways.contains(way));
    let shown = match (page.query("with"), wanted, step.ways.first()) {
        (_, Some(way), _) => Shown::Way(way),
        ("lost", ..) | (_, _, None) => Shown::Lost,
        (_, None, Some(best)) => Shown::Way(*best),
    };
    let language = page.language();
    let title = title(shown, &step, language);
    let with_passkey = shown == Shown::Way(Way::Passkey);
    let view = view! {
        <div class="question">
            <h1>{title}</h1>
            {with_passkey.then(|| passkey_second(plane, &next, language))}
            {main_form(&page, half, &step, shown, &next)}
            {others(plane, &step, shown, &next, language)}
            <form method="post" action=crate::auth::sign_out_url(plane) class="inline top-m">
                <button class="link">{words::code_other_account(language)}</button>
            </form>
        </div>
    };
    if with_passkey {
        page.screen_with(title, ui::Script::Passkey, view)
    } else {
        page.screen(title, view)
    }
}

fn title(shown: Shown, step: &SecondStep, language: Language) -> &'static str {
    match shown {
        Shown::Way(Way::Passkey) => words::second_step_title(language),
        Shown::Way(Way::App) => words::second_step_app_title(language),
        Shown::Way(Way::Recovery) => words::second_step_recovery_title(language),
        Shown::Way(Way::Email) if step.code_is_sent => words::code_title(language),
        Shown::Way(Way::Email) => words::second_step_email_title(language),
        Shown::Lost => words::second_step_lost_title(language),
    }
}

fn main_form(page: &Page, half: &HalfSession, step: &SecondStep, shown: Shown, next: &str) -> AnyView {
    let language = page.language();
    match shown {
        // Beside the passkey stands the box of the app, for those without scripts or with the other phone.
        Shown::Way(Way::Passkey) if step.ways.contains(&Way::App) => {
            let button = "button secondary";
            view! {
                <section class="top-l">
                    <h2>{words::second_step_or_app(language)}</h2>
                    {app_form(page, next, button)}
                </section>
            }
            .into_any()
        }
        Shown::Way(Way::Passkey) => passkeys_off(language).into_any(),
        Shown::Way(Way::App) => app_form(page, next, "button").into_any(),
        Shown::Way(Way::Recovery) => recovery_form(page, next).into_any(),
        Shown::Way(Way::Email) => email_form(page, half, step.code_is_sent, next).into_any(),
        Shown::Lost => lost(page).into_any(),
    }
}

fn app_form(page: &Page, next: &str, button: &'static str) -> impl IntoView + use<> {
    let language = page.language();
    let action = match page.plane() {
        Plane::Portal => api::EnterAppCode::url(),
        Plane::Console => api::StaffEnterAppCode::url(),
    };
    let typed = page.typed("app-code");
    let (label, hint) = (words::authenticator_label(language), words::code_hint(language));
    view! {
        <form method="post" action=action novalidate>
            {ui::hidden("next", next)}
            {ui::code_field(&typed, "authenticator", label, hint)}
            <div class="actions"><button class=button>{words::go_on(language)}</button></div>
        </form>
    }
}

fn recovery_form(page: &Page, next: &str) -> impl IntoView + use<> {
    let language = page.language();
    let action = match page.plane() {
        Plane::Portal => api::EnterRecoveryCode::url(),
        Plane::Console => api::StaffEnterRecoveryCode::url(),
    };
    let typed = page.typed("recovery-code");
    let code = ui::Field {
        name: "recovery",
        label: words::recovery_label(language),
        hint: words::recovery_hint(language),
        kind: "text",
        autocomplete: "off",
        width: "w-20",
        exact: true,
    };
    view! {
        <form method="post" action=action novalidate>
            {ui::hidden("next", next)}
            {ui::field(&typed, code)}
            {ui::actions(words::go_on(language), None)}
        </form>
    }
}

fn email_form(page: &Page, half: &HalfSession, code_is_sent: bool, next: &str) -> impl IntoView + use<> {
    let language = page.language();
    let (check, send) = match page.plane() {
        Plane::Portal => (sign_in_api::EnterCode::url(), sign_in_api::ResendCode::url()),
        Plane::Console => (
            sign_in_api::StaffEnterCode::url(),
            sign_in_api::StaffResendCode::url(),
        ),
    };
    let mailbox = half.email.masked();
    if !code_is_sent {
        return view! {
            <form method="post" action=send novalidate>
                {ui::hidden("next", next)}
                <p>{words::second_step_email(language, &mailbox)}</p>
                {ui::actions(words::second_step_email_button(language), None)}
            </form>
        }
        .into_any();
    }
    let typed = page.typed("code");
    view! {
        <p>{words::code_sent(language, &mailbox)}</p>
        <form method="post" action=check novalidate>
            {ui::hidden("next", next)}
            {ui::code_field(&typed, "code", words::code_label(language), words::code_hint(language))}
            {ui::actions(words::go_on(language), None)}
        </form>
        <form method="post" action=send class="inline top-m">
            {ui::hidden("next", next)}
            <button class="link">{words::code_resend(language)}</button>
        </form>
    }
    .into_any()
}

fn lost(page: &Page) -> impl IntoView + use<> {
    let language = page.language();
    let (what, whom) = match page.plane() {
        Plane::Portal => (
            words::second_step_lost(language),
            words::second_step_lost_call(language, &ui::unbroken(&page.settings.phone)),
        ),
        Plane::Console => (
            words::second_step_lost_staff(language),
            words::second_step_lost_colleague(language).to_owned(),
        ),
    };
    view! {
        <p>{what}</p>
        <p>{whom}</p>
        <p>{words::second_step_lost_after(language)}</p>
    }
}

/// Every other way, as links.
fn others(
    plane: Plane,
    step: &SecondStep,
    shown: Shown,
    next: &str,
    language: Language,
) -> impl IntoView + use<> {
    let beside_passkey = shown == Shown::Way(Way::Passkey);
    let links = step
        .ways
        .iter()
        .filter(|way| shown != Shown::Way(**way) && !(beside_passkey && **way == Way::App))
        .map(|way| (paths::second_step(plane, *way, next), way_words(*way, language)))
        .chain((shown != Shown::Lost).then(|| {
            (
                paths::second_step_lost(plane, next),
                words::second_step_lost_link(language),
            )
        }))
        .map(|(href, label)| view! { <li><a href=href>{label}</a></li> })
        .collect_view();
    view! {
        <section class="top-l">
            <h2>{words::second_step_others(language)}</h2>
            <ul class="plain">{links}</ul>
        </section>
    }
}

const fn way_words(way: Way, language: Language) -> &'static str {
    match way {
        Way::Passkey => words::second_step_use_passkey(language),
        Way::App => words::second_step_use_app(language),
        Way::Recovery => words::second_step_use_recovery(language),
        Way::Email => words::second_step_use_email(language),
    }
}

/// The passkey as second step.
fn passkey_second(plane: Plane, next: &str, language: Language) -> impl IntoView + use<> {
    let (action, start) = match plane {
        Plane::Portal => (api::AnswerSecondPasskey::url(), api::StartSecondPasskey::url()),
        Plane::Console => (
            api::StaffAnswerSecondPasskey::url(),
            api::StaffStartSecondPasskey::url(),
        ),
    };
    passkey_asked(action, start, next, language)
}

/// The passkey instead of email and password, on the sign-in page.
pub fn passkey_alone(plane: Plane, next: &str, language: Language) -> impl IntoView + use<> {
    let (action, start) = match plane {
        Plane::Portal => (api::SignInWithPasskey::url(), api::StartPasskeySignIn::url()),
        Plane::Console => (
            api::StaffSignInWithPasskey::url(),
            api::StaffStartPasskeySignIn::url(),
        ),
    };
    let form = PasskeyForm {
        does: "get",
        action,
        start,
        class: "button secondary",
        button: words::passkey_sign_in(language),
        autofill: true,
    };
    passkey_form(&form, ui::hidden("next", next).into_any(), language)
}
