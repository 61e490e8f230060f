//! 'Service status' (product G8): what works right now, in plain words, for everybody.

use crate::request::{Page, PageResult};
use domain::{
    identity::Language,
    integrations::{Slot, State},
};
use leptos::prelude::*;
use services::integrations::{self, Status};

pub async fn page(page: Page) -> PageResult {
    let all = integrations::states(&page.ctx).await?;
    let language = page.language();
    let title = words::status_title(language);
    // Whoever reads this page was answered by it.
    let mut parts = vec![part(
        words::status_portal(language),
        true,
        words::status_portal_works(language),
        language,
    )];
    parts.extend(all.iter().filter_map(|status| of_slot(status, language)));
    page.screen(
        title,
        view! {
            <h1>{title}</h1>
            <p>{words::status_intro(language)}</p>
            <div class="stack">{parts}</div>
            <p class="muted">{words::status_emergency(language)}</p>
        },
    )
}

fn of_slot(status: &Status, language: Language) -> Option<AnyView> {
    let works = match status.state {
        State::Connected | State::Untried => true,
        State::Degraded | State::Failing | State::Off | State::NotSetUp => false,
    };
    let (name, sentence) = match (status.slot, works) {
        (Slot::Housing, true) => (
            words::status_record(language),
            words::status_record_works(language),
        ),
        (Slot::Housing, false) => (
            words::status_record(language),
            words::status_record_trouble(language),
        ),
        (Slot::Mail, true) => (words::status_mail(language), words::status_mail_works(language)),
        (Slot::Mail, false) => (words::status_mail(language), words::status_mail_trouble(language)),
        _ => return None,
    };
    Some(part(name, works, sentence, language))
}

fn part(name: &'static str, works: bool, sentence: &'static str, language: Language) -> AnyView {
    let (class, state) = if works {
        ("tag good", words::status_works(language))
    } else {
        ("tag warn", words::status_trouble(language))
    };
    view! {
        <section class="panel">
            <h2>{name}</h2>
            <p><span class=class>{state}</span></p>
            <p>{sentence}</p>
        </section>
    }
    .into_any()
}
