//! One's own second steps: the list, adding, another name, taking away.

use super::{PasskeyForm, about, kind_words, manage_api as api, name_of, passkey_form, passkeys_off};
use crate::{
    error::AppError,
    paths,
    request::{Page, PageResult, Screen},
    ui,
};
use domain::{
    identity::{Language, Plane},
    ids::FactorId,
};
use leptos::{prelude::*, server_fn::ServerFn};
use services::{
    auth::{
        Session,
        factors::{self, Drawing, Factors, PendingApp},
    },
    context::Actor,
    times,
};

/// Whether adding and removing is closed after a reset by email.
const fn is_limited(page: &Page) -> bool {
    matches!(&page.ctx.actor, Actor::Customer(customer) if customer.is_limited)
}

/// Everything that the account holds.
pub async fn list(page: Page) -> PageResult {
    let (plane, language, now) = (page.plane(), page.language(), page.ctx.clock.now());
    let held = factors::factors(&page.ctx).await?;
    let limited = is_limited(&page);
    let title = words::factors_title(language);
    let rows: Vec<_> = held
        .list
        .iter()
        .map(|factor| ui::SummaryRow {
            label: name_of(factor, language),
            value: about(factor, now, language).into_any(),
            change: (!limited).then(|| paths::factor(plane, &factor.id)),
        })
        .collect();
    let enrolling = matches!(page.request.session, Session::Enrolling(..));
    let none_yet = rows.is_empty();
    let passkeys_work = factors::passkeys_work(&page.ctx);
    let add = (!limited).then(|| {
        let passkey = passkeys_work.then(|| {
            view! { <a class="button" href=paths::factors_passkey(plane)>{words::factors_add_passkey(language)}</a> }
        });
        let class = if passkeys_work { "button secondary" } else { "button" };
        view! {
            <div class="row">
                {passkey}
                <a class=class href=paths::factors_app(plane)>{words::factors_add_app(language)}</a>
            </div>
        }
    });
    // Those who have to add one first have no account page to go back to.
    let back = (!enrolling).then(|| ui::back_to(paths::you(plane).to_owned(), language));
    page.screen(
        title,
        view! {
            {back}
            <div class="stack">
                <h1>{title}</h1>
                {enrolling.then(|| view! { <div class="notice warn"><p>{words::factors_enrol(language)}</p></div> })}
                {limited.then(|| view! { <div class="notice warn"><p>{words::problem_limited(language)}</p></div> })}
                <p>{words::factors_intro(language)}</p>
                <section class="stack-s">
                    <h2>{words::factors_list_title(language)}</h2>
                    {if none_yet {
                        view! { <p>{words::factors_none(language)}</p> }.into_any()
                    } else {
                        ui::summary(rows, language).into_any()
                    }}
                    {add}
                </section>
                {recovery_section(plane, &held, limited, now, language)}
                {email_section(plane, none_yet, language)}
            </div>
        },
    )
}

fn recovery_section(
    plane: Plane,
    held: &Factors,
    limited: bool,
    now: domain::dates::Millis,
    language: Language,
) -> Option<impl IntoView + use<>> {
    if held.list.is_empty() {
        return None;
    }
    let text = match held.codes_made_at {
        Some(at) => words::recovery_left(
            language,
            &held.codes_left.to_string(),
            &times::short_day(at, now, language),
        ),
        None => words::recovery_none(language).to_owned(),
    };
    let link = (!limited).then(|| {
        view! { <p><a href=paths::factors_codes(plane)>{words::recovery_make(language)}</a></p> }
    });
    Some(view! {
        <section class="stack-s">
            <h2>{words::recovery_title(language)}</h2>
            <p>{words::recovery_why(language)}</p>
            <p>{text}</p>
            {link}
        </section>
    })
}

fn email_section(plane: Plane, none_yet: bool, language: Language) -> impl IntoView + use<> {
    let text = match (plane, none_yet) {
        (Plane::Portal, _) => words::factors_email(language),
        (Plane::Console, true) => words::factors_email_staff(language),
        (Plane::Console, false) => words::factors_no_email_staff(language),
    };
    view! {
        <section class="stack-s">
            <h2>{words::factors_email_title(language)}</h2>
            <p>{text}</p>
        </section>
    }
}

/// Adds an authenticator app: first the key, then its first code.
pub async fn app(page: Page) -> PageResult {
    let (plane, language) = (page.plane(), page.language());
    let title = words::app_title(language);
    let pending = factors::pending_app(&page.ctx).await?;
    let view = match pending {
        None => start_app(plane, language).into_any(),
        Some(pending) => confirm_app(&page, pending).into_any(),
    };
    page.screen(
        title,
        view! {
            {ui::back_to(paths::factors(plane).to_owned(), language)}
            <div class="question">
                <h1>{title}</h1>
                {view}
            </div>
        },
    )
}

fn start_app(plane: Plane, language: Language) -> impl IntoView + use<> {
    let action = match plane {
        Plane::Portal => api::StartApp::url(),
        Plane::Console => api::StaffStartApp::url(),
    };
    view! {
        <p>{words::app_intro(language)}</p>
        <p>{words::app_which(language)}</p>
        <form method="post" action=action>
            {ui::hidden("pressed", "yes")}
            {ui::actions(words::app_start(language), None)}
        </form>
    }
}

fn confirm_app(page: &Page, pending: PendingApp) -> impl IntoView + use<> {
    let (plane, language) = (page.plane(), page.language());
    let action = match plane {
        Plane::Portal => api::ConfirmApp::url(),
        Plane::Console => api::StaffConfirmApp::url(),
    };
    let typed = page.typed("app");
    view! {
        <ol class="stack-s">
            <li>{words::app_step_open(language)}</li>
            <li>{words::app_step_scan(language)}</li>
            <li>{words::app_step_type(language)}</li>
        </ol>
        {qr(&pending.drawing, words::app_drawing(language))}
        <p class="top-m">{words::app_key(language)}</p>
        <p class="reference key">{pending.key}</p>
        <form class="top-m" method="post" action=action novalidate>
            {ui::code_field(&typed, "authenticator", words::authenticator_label(language), words::app_code_hint(language))}
            {name_field(&typed, words::app_name_hint(language), language)}
            {ui::actions(words::app_confirm(language), None)}
        </form>
    }
}

/// The drawing for cameras: dark on light whatever the colours of the page, or old cameras do not read it.
fn qr(drawing: &Drawing, label: &'static str) -> impl IntoView + use<> {
    let box_of = format!("0 0 {0} {0}", drawing.size);
    let size = drawing.size.to_string();
    let path = drawing.path.clone();
    view! {
        <svg class="qr" viewBox=box_of role="img" aria-label=label shape-rendering="crispEdges">
            <rect width=size.clone() height=size fill="#ffffff"></rect>
            <path d=path stroke="#000000" transform="translate(0 0.5)"></path>
        </svg>
    }
}

fn name_field(typed: &ui::Typed, hint: &str, language: Language) -> impl IntoView + use<> {
    let label = format!("{} {}", words::factor_name(language), words::optional(language));
    let name = ui::Field {
        name: "name",
        label: &label,
        hint,
        kind: "text",
        autocomplete: "off",
        width: "w-20",
        ..ui::Field::default()
    };
    ui::field(typed, name)
}

/// Adds a passkey.
pub async fn passkey(page: Page) -> PageResult {
    if !factors::passkeys_work(&page.ctx) {
        return Ok(Screen::Elsewhere(paths::factors_app(page.plane())));
    }
    page.ctx.actor.require_fresh(page.ctx.clock.now())?;
    let (plane, language) = (page.plane(), page.language());
    let title = words::passkey_title(language);
    let (action, start) = match plane {
        Plane::Portal => (api::AddPasskey::url(), api::StartPasskey::url()),
        Plane::Console => (api::StaffAddPasskey::url(), api::StaffStartPasskey::url()),
    };
    let form = PasskeyForm {
        does: "create",
        action,
        start,
        class: "button",
        button: words::passkey_add(language),
        autofill: false,
    };
    let typed = page.typed("passkey");
    page.screen_with(
        title,
        ui::Script::Passkey,
        view! {
            {ui::back_to(paths::factors(plane).to_owned(), language)}
            <div class="question">
                <h1>{title}</h1>
                <p>{words::passkey_intro(language)}</p>
                <p>{words::passkey_where(language)}</p>
                {passkey_form(&form, name_field(&typed, words::passkey_name_hint(language), language).into_any(), language)}
                {passkeys_off(language)}
                <p class="top-m"><a href=paths::factors_app(plane)>{words::passkey_rather_app(language)}</a></p>
            </div>
        },
    )
}

/// One factor: another name, or away with it.
pub async fn one(page: Page) -> PageResult {
    let id = page.param("id", FactorId::parse)?;
    let (plane, language, now) = (page.plane(), page.language(), page.ctx.clock.now());
    let held = factors::factors(&page.ctx).await?;
    let factor = held
        .list
        .iter()
        .find(|factor| factor.id == id)
        .ok_or(AppError::NotFound)?;
    let (rename, remove) = match plane {
        Plane::Portal => (api::RenameFactor::url(), api::RemoveFactor::url()),
        Plane::Console => (api::StaffRenameFactor::url(), api::StaffRemoveFactor::url()),
    };
    let title = name_of(factor, language);
    let mut typed = page.typed("factor-name");
    if typed.values.is_null() {
        typed.values = serde_json::json!({ "name": title });
    }
    let name = ui::Field {
        name: "name",
        label: words::factor_name(language),
        kind: "text",
        autocomplete: "off",
        width: "w-20",
        ..ui::Field::default()
    };
    let is_last = held.list.len() == 1;
    let effect = if is_last {
        words::factor_remove_last(language)
    } else {
        words::factor_remove_effect(language)
    };
    let kind = kind_words(factor.kind, language);
    page.screen(
        &title,
        view! {
            {ui::back_to(paths::factors(plane).to_owned(), language)}
            <div class="question stack">
                <div>
                    <h1>{title.clone()}</h1>
                    <p>{about(factor, now, language)}</p>
                </div>
                <form method="post" action=rename novalidate>
                    {ui::hidden("factor", id.as_str())}
                    {ui::field(&typed, name)}
                    {ui::actions(words::factor_rename(language), None)}
                </form>
                <section>
                    <h2>{words::factor_remove_title(language, &kind.to_lowercase())}</h2>
                    <p>{effect}</p>
                    <p>{words::factor_change_effect(language)}</p>
                    <form method="post" action=remove>
                        {ui::hidden("factor", id.as_str())}
                        <div class="actions"><button class="button danger">{words::factor_remove(language)}</button></div>
                    </form>
                </section>
            </div>
        },
    )
}
