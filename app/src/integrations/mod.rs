//! Connections to outside systems: the Integration Manager, a page for each slot and each vendor, and the public status.

pub mod api;
pub mod civica_cx;
pub mod list;
pub mod notify;
pub mod slot;
pub mod smtp;
mod sparkline;
pub mod status;
mod trial;
pub mod twilio;

use crate::{paths, request::Page};
use domain::{
    dates::Millis,
    identity::Language,
    integrations::{Mode, Slot, State},
};
use leptos::prelude::*;
use services::{
    integrations::Status,
    ports::{PortError, Trouble},
};

/// The mode whose connections a page shows: the one in its address, else that of now.
pub(crate) fn chosen(page: &Page) -> Mode {
    Mode::parse(page.query("mode")).unwrap_or(page.ctx.mode())
}

/// The way to the same page of the other mode, and which of the two is in use.
fn modes(page: &Page, path: &str, language: Language) -> impl IntoView + use<> {
    let (chosen, now) = (chosen(page), page.ctx.mode());
    let links = Mode::ALL
        .into_iter()
        .map(|mode| {
            let name = match mode {
                Mode::Live => words::test_system_mode_live(language),
                Mode::Test => words::test_system_mode_test(language),
            };
            let href = paths::in_mode(path, mode, now);
            view! { <li><a href=href aria-current=(mode == chosen).then_some("page")>{name}</a></li> }
        })
        .collect_view();
    let (class, use_of_it) = if chosen == now {
        ("tag good", words::test_system_mode_in_use(language))
    } else {
        ("tag quiet", words::test_system_mode_waits(language))
    };
    view! {
        <nav class="tabs" aria-label=words::test_system_mode_choice(language)><ul>{links}</ul></nav>
        <p><span class=class>{use_of_it}</span></p>
    }
}

/// The notice or the problem that a trial ends with.
pub(crate) const fn problem(error: &PortError) -> &'static str {
    let trouble = match error {
        PortError::Unavailable(trouble)
        | PortError::UnknownOutcome(trouble)
        | PortError::Misconfigured(trouble) => *trouble,
        PortError::Rejected(_) => return "integration-refused",
    };
    match trouble {
        Trouble::CannotResolve => "integration-cannot-resolve",
        Trouble::CannotConnect => "integration-cannot-connect",
        Trouble::Tls => "integration-tls",
        Trouble::TimedOut => "integration-timed-out",
        Trouble::NotAllowedFromThisAddress => "integration-not-allowed-from-this-address",
        Trouble::WrongCredentials => "integration-wrong-credentials",
        Trouble::AccountLocked => "integration-account-locked",
        Trouble::MissingPermission => "integration-missing-permission",
        Trouble::WrongCompany => "integration-wrong-company",
        Trouble::LimitReached => "integration-limit-reached",
        Trouble::UnexpectedAnswer => "integration-unexpected-answer",
        Trouble::ServiceError => "integration-service-error",
        Trouble::PasswordsSwitchedOff => "integration-passwords-switched-off",
        Trouble::NoStartTls => "integration-no-starttls",
        Trouble::LogInNotOffered => "integration-log-in-not-offered",
        Trouble::TokenRefused => "integration-token-refused",
        Trouble::CredentialUnusable => "integration-credential-unusable",
        Trouble::SmtpSwitchedOff => "integration-smtp-switched-off",
        Trouble::SenderRefused => "integration-sender-refused",
        Trouble::Resting => "integration-resting",
        Trouble::NotSetUp => "integration-not-set-up",
        Trouble::NotApproved => "integration-not-approved",
    }
}

/// What a stored error means and what to do next: a sentence of the closed list.
fn error_words(code: &str, language: Language) -> &'static str {
    words::find(language, &format!("problem-integration-{code}"))
        .unwrap_or(words::problem_integration_refused(language))
}

pub(crate) fn slot_words(slot: Slot, language: Language) -> &'static str {
    words::find(language, &format!("slot-{}", slot.as_str())).unwrap_or(slot.as_str())
}

fn vendor_words(vendor: &str, language: Language) -> String {
    words::find(language, &format!("vendor-{vendor}")).map_or_else(|| vendor.to_owned(), str::to_owned)
}

fn state_tag(state: State, language: Language) -> impl IntoView + use<> {
    let (class, text) = match state {
        State::NotSetUp => ("tag quiet", words::integration_state_not_set_up(language)),
        State::Untried => ("tag info", words::integration_state_untried(language)),
        State::Connected => ("tag good", words::integration_state_connected(language)),
        State::Degraded => ("tag warn", words::integration_state_degraded(language)),
        State::Failing => ("tag danger", words::integration_state_failing(language)),
        State::Off => ("tag quiet", words::integration_state_off(language)),
    };
    view! { <span class=class>{text}</span> }
}

fn when(at: Option<Millis>, now: Millis, language: Language) -> String {
    at.map_or_else(
        || words::integration_never(language).to_owned(),
        |at| crate::ui::stamp(at, now, language),
    )
}

/// The last error with its time, where it is newer than the last success or still of use to know.
fn last_error(status: &Status, now: Millis, language: Language) -> AnyView {
    match &status.error {
        None => words::integration_no_error(language).into_any(),
        Some((at, code)) => {
            let moment = crate::ui::stamp(*at, now, language);
            view! { {error_words(code, language)}" "<span class="small muted">{moment}</span> }.into_any()
        }
    }
}
