//! Credential Manager: the list, one credential, and the journey for consent.

pub mod api;
pub mod details;
pub mod edit;
pub mod journey;
pub mod list;

use domain::{
    credentials::{Badge, Method, Right},
    dates::Millis,
    identity::Language,
    integrations::Slot,
};
use leptos::prelude::*;
use services::{credentials::Credential, times};

/// Days before its end from which we remind of a secret.
const REMIND_DAYS: i64 = 30;

const fn method_words(method: Method, language: Language) -> &'static str {
    match method {
        Method::OAuth => words::credential_method_oauth(language),
        Method::Manual => words::credential_method_manual(language),
    }
}

const fn right_words(right: Right, language: Language) -> &'static str {
    match right {
        Right::ReadSites => words::right_read_sites(language),
        Right::SendMail => words::right_send_mail(language),
    }
}

/// The status as a coloured tag; the colour repeats what the words say.
fn badge(badge: Badge, language: Language) -> impl IntoView + use<> {
    let (class, text) = match badge {
        Badge::Connected => ("tag good", words::credential_badge_connected(language)),
        Badge::ConsentRequired => ("tag warn", words::credential_badge_consent_required(language)),
        Badge::UpdateRequired => ("tag warn", words::credential_badge_update_required(language)),
    };
    view! { <span class=class>{text}</span> }
}

/// The secret ends soon, or has ended.
fn ending(credential: &Credential, now: Millis, language: Language) -> Option<String> {
    let day = &credential.secret_expires;
    let end = times::start_of(day, "00:00")?;
    if now >= end {
        return Some(words::credential_secret_over(language).to_owned());
    }
    let days = end.secs_since(now) / 86_400;
    (days <= REMIND_DAYS)
        .then(|| words::credential_secret_ends(language, &times::day_in_words(day, now, language)))
}

fn slot_words(slot: Slot, language: Language) -> &'static str {
    words::find(language, &format!("slot-{}", slot.as_str())).unwrap_or_else(|| slot.as_str())
}
