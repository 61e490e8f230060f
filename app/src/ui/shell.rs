//! The frame around every page.

use super::escape_raw_text;
use crate::{paths, request::Page};
use domain::{
    identity::{Language, Plane},
    integrations::Mode,
};
use leptos::prelude::*;
use services::{
    auth::Session,
    context::{Actor, Customer},
    settings::Settings,
};

fn landlord(settings: &Settings, language: Language) -> String {
    match language {
        Language::English => settings.landlord_en.clone(),
        Language::Welsh => settings.landlord_cy.clone(),
    }
}

fn asset(page: &Page, name: &str) -> String {
    paths::asset(page.request.assets.get(name).map_or(name, String::as_str))
}

/// A script of `frontend/scripts`. A page loads those that it names; without scripts it works all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Wakes the islands: loads the wasm.
    Islands,
    /// Signs in with a passkey and adds one; small, without wasm.
    Passkey,
    /// Copies a text at the press of a button.
    Copy,
    /// Consent at Microsoft in a window of its own.
    Consent,
    /// Lets rows be dragged into another order.
    Sort,
    /// Warns before the session ends: on every page of somebody who is signed in.
    Session,
}

impl Script {
    const fn file(self) -> &'static str {
        match self {
            Self::Islands => "boot.js",
            Self::Passkey => "passkey.js",
            Self::Copy => "copy.js",
            Self::Consent => "consent.js",
            Self::Sort => "sort.js",
            Self::Session => "session.js",
        }
    }
}

/// A whole document around `content`, which is HTML written by a view. Content arrives as text so that the frame is
/// compiled once, not anew around every page's type.
pub fn shell(page: &Page, title: &str, scripts: &[Script], content: &str) -> String {
    let language = page.language();
    let settings = &page.settings;
    let name = landlord(settings, language);
    let error_prefix = if page.form_errors().is_some() {
        format!("{} ", words::error_prefix(language))
    } else {
        String::new()
    };
    let document_title = escape_raw_text(&format!("{error_prefix}{title} – {name}"));
    let class = match page.plane() {
        Plane::Portal => "portal",
        Plane::Console => "console",
    };
    // Without its navigation the console has no side column to stand beside.
    let is_console = page.plane() == Plane::Console && matches!(page.request.session, Session::Full(..));
    let warns = page.request.life().map(|_| &Script::Session);
    let scripts = scripts
        .iter()
        .chain(warns)
        .map(|script| {
            let src = asset(page, script.file());
            view! { <script type="module" nonce=page.request.nonce.clone() src=src></script> }
        })
        .collect_view();
    let main = messages(page, language).to_html() + &limited_banner(page, language).to_html() + content;
    let view = view! {
        <!DOCTYPE html>
        <html lang=language.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{document_title}</title>
                <link rel="stylesheet" href=asset(page, "main.css")/>
                <link rel="icon" type="image/svg+xml" href=asset(page, "favicon.svg")/>
                {scripts}
            </head>
            <body class=class>
                <a class="skip" href="#main">{words::skip_to_content(language)}</a>
                {viewing_banner(page, language)}
                {test_banner(page, language)}
                {demo_banner(page, language)}
                {header(page, &name, language)}
                {if is_console {
                    view! {
                        <div class="frame">
                            {super::navigation::navigation(page, language)}
                            <div class="page">
                                {strong_factor_nag(page, language)}
                                <main id="main" tabindex="-1" inner_html=main></main>
                            </div>
                        </div>
                    }.into_any()
                } else {
                    view! {
                        {super::navigation::navigation(page, language)}
                        <div class="wrap">
                            <main id="main" tabindex="-1" inner_html=main></main>
                            {help(settings, language)}
                        </div>
                    }.into_any()
                }}
                <footer class="foot">
                    <div class="wrap">
                        <p class="small muted">{footer(settings, &name, language)}</p>
                        {status_link(page, language)}
                        {super::time_out::sentence(page, language)}
                    </div>
                </footer>
                {super::time_out::warning(page, language)}
            </body>
        </html>
    };
    view.to_html()
}

/// Reminds staff who only have a mailbox, until they add something stronger (product S5).
fn strong_factor_nag(page: &Page, language: Language) -> Option<impl IntoView + use<>> {
    let factors = paths::factors(Plane::Console);
    let lacks =
        matches!(&page.request.session, Session::Full(Actor::Staff(staff), _) if !staff.has_strong_factor);
    (lacks && !page.request.path.starts_with(factors)).then(|| {
        view! {
            <aside class="notice nag" aria-label=words::factors_title(language)>
                <p>{words::strong_factor_nag(language)}" "<a href=factors>{words::strong_factor_nag_link(language)}</a></p>
            </aside>
        }
    })
}

/// The customer as whom staff see the portal.
fn viewed(page: &Page) -> Option<&Customer> {
    match &page.request.session {
        Session::Full(Actor::Customer(customer), _) => customer.viewer.as_ref().map(|_| customer),
        _ => None,
    }
}

/// On every page while staff see the portal as a customer (SEC-Z9).
fn viewing_banner(page: &Page, language: Language) -> Option<impl IntoView + use<>> {
    let title = words::viewing_title(language, &viewed(page)?.name);
    Some(view! {
        <aside class="viewing" aria-label=title.clone()>
            <p><strong>{title.clone()}</strong>" "{words::viewing_nothing(language)}</p>
            <form method="post" action=crate::customers::stop_viewing_url()>
                <button class="button secondary small">{words::viewing_stop(language)}</button>
            </form>
        </aside>
    })
}

/// On every page of both planes while test mode is on (product I7).
fn test_banner(page: &Page, language: Language) -> Option<impl IntoView + use<>> {
    (page.ctx.mode() == Mode::Test).then(|| {
        let emergency = (page.plane() == Plane::Portal).then(|| words::test_banner_emergency(language));
        view! {
            <aside class="test-mode is-on" aria-label=words::test_banner_title(language)>
                <strong>{words::test_banner_title(language)}"."</strong>" "{words::test_banner(language)}" "{emergency}
            </aside>
        }
    })
}

fn demo_banner(page: &Page, language: Language) -> Option<impl IntoView + use<>> {
    page.request.demo_mailbox.clone().map(|mailbox| {
        view! {
            <aside class="test-mode" aria-label=words::demo_banner_title(language)>
                <strong>{words::demo_banner_title(language)}</strong>" "{words::demo_banner(language)}" "
                <a href=mailbox target="_blank" rel="noopener">{words::demo_mailbox(language)}</a>
            </aside>
        }
    })
}

fn header(page: &Page, name: &str, language: Language) -> impl IntoView + use<> {
    let other = match language {
        Language::English => Language::Welsh,
        Language::Welsh => Language::English,
    };
    let plane = page.plane();
    let here = page.request.here();
    let switch = view! {
        <li>
            <form method="post" action=crate::language::switch_url(plane)>
                <input type="hidden" name="language" value=other.tag()/>
                <input type="hidden" name="next" value=here/>
                <button class="link" lang=other.tag()>{words::other_language(language)}</button>
            </form>
        </li>
    };
    let signed_in = !matches!(page.request.session, Session::None) && viewed(page).is_none();
    let sign_out = signed_in.then(|| {
        view! {
            <li>
                <form method="post" action=crate::auth::sign_out_url(plane)>
                    <button class="link">{words::sign_out(language)}</button>
                </form>
            </li>
        }
    });
    // Staff have no place for it in their navigation.
    let is_staff = matches!(page.request.session, Session::Full(Actor::Staff(_), _));
    let account = is_staff.then(|| {
        view! { <li><a href=paths::CONSOLE_YOU>{words::you_staff_title(language)}</a></li> }
    });
    let suffix = (plane == Plane::Console).then(|| format!(" {}", words::console_name(language)));
    view! {
        <header class="top">
            <div class="wrap">
                <a class="brand" href=paths::first(plane)>
                    <img src=asset(page, "logo.svg") alt="" width="40" height="40"/>
                    <span>{format!("{name}{}", suffix.unwrap_or_default())}</span>
                </a>
                <ul class="top-links">{switch}{account}{sign_out}</ul>
            </div>
        </header>
    }
}

/// What the last form left behind: a notice, or everything that is to be mended with links to the boxes.
fn messages(page: &Page, language: Language) -> impl IntoView + use<> {
    let notice = page.notice().map(|notice| {
        view! { <div class="notice good" role="status"><p>{notice}</p></div> }
    });
    let problem = page.problem().map(|problem| {
        view! {
            <div class="errors" role="alert" tabindex="-1" autofocus aria-labelledby="errors-title">
                <h2 id="errors-title">{words::problem_title(language)}</h2>
                <p>{problem}</p>
            </div>
        }
    });
    let errors = page.form_errors().map(|errors| {
        let lines = errors
            .0
            .iter()
            .map(|error| {
                let href = format!("#{}", error.field);
                view! { <li><a href=href>{super::form::sentence(language, &error.field, &error.code)}</a></li> }
            })
            .collect_view();
        view! {
            <div class="errors" role="alert" tabindex="-1" autofocus aria-labelledby="errors-title">
                <h2 id="errors-title">{words::problem_title(language)}</h2>
                <ul>{lines}</ul>
            </div>
        }
    });
    (notice, problem, errors)
}

/// A number that breaks over two lines is dialled wrong.
pub fn unbroken(number: &str) -> String {
    number.replace(' ', "\u{a0}")
}

fn tel(number: &str) -> String {
    format!("tel:{}", number.replace(' ', ""))
}

fn help(settings: &Settings, language: Language) -> Option<impl IntoView + use<>> {
    if settings.phone.is_empty() {
        return None;
    }
    let hours = match language {
        Language::English => settings.phone_hours_en.clone(),
        Language::Welsh => settings.phone_hours_cy.clone(),
    };
    let emergency = settings.emergency_phone.clone();
    Some(view! {
        <aside class="help" aria-labelledby="help-title">
            <h2 id="help-title">{words::help_title(language)}</h2>
            <p><a class="phone" href=tel(&settings.phone)>{words::help_call(language, &unbroken(&settings.phone))}</a></p>
            <p class="small muted">{hours}</p>
            <h3>{words::help_emergency_title(language)}</h3>
            <p>{words::help_emergency(language)}</p>
            <p><a class="phone" href=tel(&emergency)>{words::help_call(language, &unbroken(&emergency))}</a></p>
            <p>{words::help_gas(language)}</p>
        </aside>
    })
}

/// What works right now, for whoever finds something that does not.
fn status_link(page: &Page, language: Language) -> Option<impl IntoView + use<>> {
    (page.plane() == Plane::Portal)
        .then(|| view! { <p class="small"><a href=paths::STATUS>{words::status_nav(language)}</a></p> })
}

fn footer(settings: &Settings, name: &str, language: Language) -> String {
    if settings.phone.is_empty() {
        name.to_owned()
    } else {
        format!(
            "{name}. {}",
            words::foot_phone(language, &unbroken(&settings.phone))
        )
    }
}

/// What is closed after a reset by email, why, until when, and whom to call (SEC-A14).
fn limited_banner(page: &Page, language: Language) -> Option<impl IntoView + use<>> {
    let Session::Full(Actor::Customer(customer), _) = &page.request.session else {
        return None;
    };
    if !customer.is_limited {
        return None;
    }
    let until = super::moment(customer.limited_until, page.ctx.clock.now(), language);
    let phone = &page.settings.phone;
    let call = if phone.is_empty() {
        words::limited_call_any(language).to_owned()
    } else {
        words::limited_call(language, &unbroken(phone))
    };
    Some(view! {
        <aside class="notice warn" aria-labelledby="limited-title">
            <h2 id="limited-title">{words::limited_title(language)}</h2>
            <p>{words::limited_why(language, &until)}</p>
            <p>{words::limited_open(language)}</p>
            <p>{call}</p>
        </aside>
    })
}
