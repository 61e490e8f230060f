//! What we sent to a customer, and what of theirs takes no messages.

use crate::ui;
use domain::{
    dates::Millis,
    identity::Language,
    messages::{Channel, State},
};
use leptos::prelude::*;
use services::{
    messages::{Line, Unreachable},
    times,
};

fn why(code: &str, language: Language) -> &'static str {
    words::find(language, &format!("message-why-{code}"))
        .unwrap_or_else(|| words::message_why_refused(language))
}

/// A warning for each address or number to which messages do not arrive.
pub fn warnings(all: Vec<Unreachable>, now: Millis, language: Language) -> impl IntoView + use<> {
    all.into_iter()
        .map(|one| {
            let (why, day) = (
                why(&one.why, language),
                times::short_day(Millis(one.since), now, language),
            );
            let sentence = match Channel::parse(&one.channel) {
                Some(Channel::Text) => words::customer_unreachable_text(language, why, &day),
                Some(Channel::Mail) | None => words::customer_unreachable_mail(language, why, &day),
            };
            view! { <div class="notice warn"><p>{sentence}</p></div> }
        })
        .collect_view()
}

/// The newest messages, each with what became of it.
pub fn list(all: Vec<Line>, now: Millis, language: Language) -> AnyView {
    if all.is_empty() {
        return view! { <p class="muted">{words::customer_messages_none(language)}</p> }.into_any();
    }
    let lines = all
        .into_iter()
        .map(|line| {
            let channel = match Channel::parse(&line.channel) {
                Some(Channel::Text) => words::message_channel_text(language),
                Some(Channel::Mail) | None => words::message_channel_mail(language),
            };
            let (class, state) = match State::parse(&line.state).unwrap_or(State::Queued) {
                State::Queued => ("tag quiet", words::message_state_queued(language).to_owned()),
                State::Sent => ("tag info", words::message_state_sent(language).to_owned()),
                State::Unknown => ("tag quiet", words::message_state_unknown(language).to_owned()),
                State::Delivered => ("tag good", words::message_state_delivered(language).to_owned()),
                State::Failed => (
                    "tag danger",
                    words::message_state_failed(language, why(&line.why, language)),
                ),
            };
            view! {
                <li>
                    <p class="row"><strong>{channel}</strong><span class=class>{state}</span></p>
                    <p class="small muted">{ui::stamp(Millis(line.created_at), now, language)}</p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="lines">{lines}</ul> }.into_any()
}
