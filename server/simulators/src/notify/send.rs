//! Taking messages and telling of them.

use super::{
    Notification, Shared, Template, callbacks,
    guard::{nowhere, refusal},
    wire::{SendMail, SendText, Wanted},
};
use crate::spoil;
use axum::{
    body::Bytes,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, sync::Arc};

const PAGE: usize = 250;

fn invalid(message: &str) -> Response {
    refusal(StatusCode::BAD_REQUEST, "ValidationError", message)
}

fn bad(message: &str) -> Response {
    refusal(StatusCode::BAD_REQUEST, "BadRequestError", message)
}

fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &Bytes) -> Result<T, Box<Response>> {
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !is_json {
        return Err(Box::new(invalid("Content type must be application/json")));
    }
    serde_json::from_slice(body).map_err(|error| Box::new(invalid(&error.to_string())))
}

/// The places of a template, and its words with them filled.
fn filled(words: &str, values: &Map<String, Value>) -> String {
    values.iter().fold(words.to_owned(), |words, (name, value)| {
        words.replace(&format!("(({name}))"), value.as_str().unwrap_or_default())
    })
}

fn places(template: &Template) -> BTreeSet<String> {
    let words = format!(
        "{}{}",
        template.subject.as_deref().unwrap_or_default(),
        template.body
    );
    let inside = words.split("((").skip(1).filter_map(|rest| rest.split_once("))"));
    inside.map(|(name, _)| name.to_owned()).collect()
}

struct Asked {
    kind: &'static str,
    to: String,
    template: String,
    values: Map<String, Value>,
    reference: Option<String>,
}

fn take(shared: &Arc<Shared>, asked: Asked) -> Response {
    let Some(template) = shared.options.templates.get(&asked.template) else {
        return bad("Template not found");
    };
    if template.kind != asked.kind {
        return bad(&format!(
            "{} template is not suitable for {} notification",
            template.kind, asked.kind
        ));
    }
    let (wanted, given): (BTreeSet<_>, BTreeSet<_>) =
        (places(template), asked.values.keys().cloned().collect());
    if let Some(missing) = wanted.difference(&given).next() {
        return bad(&format!("Missing personalisation: {missing}"));
    }
    // The service itself would be more lenient.
    if let Some(unknown) = given.difference(&wanted).next() {
        return bad(&format!("Unknown personalisation: {unknown}"));
    }
    let now = shared.around.now();
    let mut world = shared.world();
    while world
        .taken_at
        .front()
        .is_some_and(|at| now.duration_since(*at).as_secs() >= 24 * 3600)
    {
        world.taken_at.pop_front();
    }
    let last_minute = world
        .taken_at
        .iter()
        .filter(|at| now.duration_since(**at).as_secs() < 60)
        .count();
    if last_minute >= shared.options.per_minute {
        return refusal(
            StatusCode::TOO_MANY_REQUESTS,
            "RateLimitError",
            "Exceeded rate limit for key type LIVE",
        );
    }
    if world.taken_at.len() >= shared.options.per_day {
        return refusal(
            StatusCode::TOO_MANY_REQUESTS,
            "TooManyRequestsError",
            "Exceeded send limits for today",
        );
    }
    world.taken_at.push_back(now);
    let notification = Notification {
        id: world.ids.guid(),
        reference: asked.reference,
        kind: asked.kind,
        subject: template
            .subject
            .as_ref()
            .map(|subject| filled(subject, &asked.values)),
        body: filled(&template.body, &asked.values),
        status: "created".to_owned(),
        template: asked.template,
        to: asked.to,
        created_at: now.to_string(),
        completed_at: None,
    };
    let mut content = json!({"body": notification.body});
    if asked.kind == "sms" {
        content["from_number"] = json!("GOVUK");
    } else {
        content["subject"] = json!(notification.subject);
        content["from_email"] = json!("landlord@notifications.service.gov.uk");
    }
    let answer = json!({
        "id": notification.id,
        "reference": notification.reference,
        "content": content,
        "uri": format!("https://api.notifications.service.gov.uk/v2/notifications/{}", notification.id),
        "template": {"id": notification.template, "version": 1,
            "uri": format!("https://api.notifications.service.gov.uk/v2/template/{}", notification.template)},
        "scheduled_for": null,
    });
    let is_smoke = matches!(
        digits(&notification.to).as_str(),
        "447700900000" | "447700900111" | "447700900222"
    ) || notification.to.starts_with("simulate-delivered");
    if !is_smoke {
        let id = notification.id.clone();
        world.notifications.push(notification);
        drop(world);
        callbacks::finish(shared, &id);
    }
    spoil::json(StatusCode::CREATED, answer.to_string())
}

/// A number's digits with the country before them.
fn digits(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('0') {
        Some(rest) => format!("44{}", rest.strip_prefix("044").unwrap_or(rest)),
        None => digits,
    }
}

pub async fn sms(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let sms: SendText = match read(&headers, &body) {
        Ok(sms) => sms,
        Err(refusal) => return *refusal,
    };
    let length = digits(&sms.phone_number).len();
    let allowed = |letter: char| letter.is_ascii_digit() || " +()-".contains(letter);
    if !(10..=15).contains(&length) || !sms.phone_number.chars().all(allowed) {
        return invalid("phone_number Not a valid phone number");
    }
    if sms
        .sms_sender_id
        .is_some_and(|id| uuid::Uuid::try_parse(&id).is_err())
    {
        return invalid("sms_sender_id is not a valid UUID");
    }
    let asked = Asked {
        kind: "sms",
        to: sms.phone_number,
        template: sms.template_id,
        values: sms.personalisation,
        reference: sms.reference,
    };
    take(&shared, asked)
}

pub async fn email(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let email: SendMail = match read(&headers, &body) {
        Ok(email) => email,
        Err(refusal) => return *refusal,
    };
    let (local, host) = email.email_address.rsplit_once('@').unwrap_or_default();
    if local.is_empty() || !host.contains('.') || email.email_address.contains(char::is_whitespace) {
        return invalid("email_address Not a valid email address");
    }
    let ids = [email.email_reply_to_id, email.one_click_unsubscribe_url];
    if ids[0]
        .as_ref()
        .is_some_and(|id| uuid::Uuid::try_parse(id).is_err())
    {
        return invalid("email_reply_to_id is not a valid UUID");
    }
    let asked = Asked {
        kind: "email",
        to: email.email_address,
        template: email.template_id,
        values: email.personalisation,
        reference: email.reference,
    };
    take(&shared, asked)
}

pub fn shown(notification: &Notification) -> Value {
    json!({
        "id": notification.id,
        "reference": notification.reference,
        "email_address": (notification.kind == "email").then_some(&notification.to),
        "phone_number": (notification.kind == "sms").then_some(&notification.to),
        "type": notification.kind,
        "status": notification.status,
        "template": {"id": notification.template, "version": 1},
        "body": notification.body,
        "subject": notification.subject,
        "created_at": notification.created_at,
        "sent_at": notification.completed_at,
        "completed_at": notification.completed_at,
    })
}

pub async fn one(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let found = shared
        .world()
        .notifications
        .iter()
        .find(|one| one.id == id)
        .map(shown);
    match found {
        Some(found) => spoil::json(StatusCode::OK, found.to_string()),
        None => nowhere().await,
    }
}

pub async fn list(
    State(shared): State<Arc<Shared>>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Response {
    let Ok(Query(wanted)) = wanted else {
        return invalid("Additional properties are not allowed");
    };
    let fits =
        |asked: &Option<String>, has: Option<&str>| asked.as_deref().is_none_or(|asked| has == Some(asked));
    let world = shared.world();
    let found: Vec<Value> = world
        .notifications
        .iter()
        .rev()
        .skip_while(|one| wanted.older_than.as_ref().is_some_and(|older| *older != one.id))
        .skip(usize::from(wanted.older_than.is_some()))
        .filter(|one| {
            fits(&wanted.reference, one.reference.as_deref())
                && fits(&wanted.status, Some(&one.status))
                && fits(&wanted.template_type, Some(one.kind))
        })
        .take(PAGE)
        .map(shown)
        .collect();
    let links = json!({"current": "https://api.notifications.service.gov.uk/v2/notifications"});
    spoil::json(
        StatusCode::OK,
        json!({"notifications": found, "links": links}).to_string(),
    )
}

pub async fn template(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let Some(template) = shared.options.templates.get(&id) else {
        return nowhere().await;
    };
    let shown = json!({"id": id, "name": "Anything", "type": template.kind, "version": 1, "subject": template.subject,
        "body": template.body, "created_at": "2026-01-05T10:00:00Z", "updated_at": null, "created_by": "a@landlord.example"});
    spoil::json(StatusCode::OK, shown.to_string())
}
