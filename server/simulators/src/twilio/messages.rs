//! Taking texts and telling of them.

use super::{Message, Shared, callbacks};
use crate::spoil;
use axum::{
    Form,
    extract::{Path, Query, Request, State, rejection::FormRejection},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::HashMap, sync::Arc};

/// What is taken, with nothing unexpected in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct Create {
    to: String,
    from: Option<String>,
    messaging_service_sid: Option<String>,
    body: String,
    status_callback: Option<String>,
    validity_period: Option<u32>,
}

fn refusal(status: StatusCode, code: u32, message: &str) -> Response {
    let more = format!("https://www.twilio.com/docs/errors/{code}");
    let body = json!({"code": code, "message": message, "more_info": more, "status": status.as_u16()});
    spoil::json(status, body.to_string())
}

fn bad(code: u32, message: &str) -> Response {
    refusal(StatusCode::BAD_REQUEST, code, message)
}

pub async fn nowhere() -> Response {
    refusal(
        StatusCode::NOT_FOUND,
        20404,
        "The requested resource was not found",
    )
}

pub async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Basic "))
        .and_then(|text| STANDARD.decode(text).ok());
    let options = &shared.options;
    let known = [
        format!("{}:{}", options.account, options.auth_token),
        format!("{}:{}", options.api_key.0, options.api_key.1),
    ];
    if given.is_none_or(|given| !known.iter().any(|known| known.as_bytes() == given)) {
        return refusal(StatusCode::UNAUTHORIZED, 20003, "Authenticate");
    }
    let account = request.uri().path().split('/').nth(3).unwrap_or_default();
    if account.trim_end_matches(".json") != options.account {
        return nowhere().await;
    }
    next.run(request).await
}

fn shown(message: &Message) -> Value {
    json!({
        "sid": message.sid,
        "account_sid": "AC00000000000000000000000000000007",
        "to": message.to,
        "from": message.from,
        "body": message.body,
        "status": message.status,
        "num_segments": "1",
        "direction": "outbound-api",
        "error_code": message.error_code,
        "error_message": null,
        "date_created": message.date_created,
        "date_sent": message.date_created,
        "uri": format!("/2010-04-01/Accounts/AC/Messages/{}.json", message.sid),
    })
}

pub async fn account(State(shared): State<Arc<Shared>>, Path(account): Path<String>) -> Response {
    if !is_json(&account) {
        return xml(StatusCode::OK);
    }
    let body = json!({"sid": shared.options.account, "status": "active", "friendly_name": "Landlord", "type": "Full"});
    spoil::json(StatusCode::OK, body.to_string())
}

/// Without this ending the vendor answers in XML.
fn is_json(address: &str) -> bool {
    address.strip_suffix(".json").is_some()
}

fn xml(status: StatusCode) -> Response {
    let body = "<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><Message></Message></TwilioResponse>";
    (status, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}

/// What becomes of texts to this number: refused at once, or later.
fn fate(number: &str) -> Result<Option<u32>, (u32, &'static str)> {
    match number {
        "+447700900021" => Err((21211, "The 'To' number is not a valid phone number.")),
        "+447700900022" => Err((21614, "'To' number is not a valid mobile number")),
        "+447700900023" => Err((21610, "Attempt to send to unsubscribed recipient")),
        "+447700900024" => Err((21608, "The number is unverified.")),
        "+447700900025" => Err((21612, "The message cannot be routed.")),
        "+447700900033" => Ok(Some(30003)),
        "+447700900035" => Ok(Some(30005)),
        "+447700900036" => Ok(Some(30006)),
        "+447700900037" => Ok(Some(30007)),
        _ => Ok(None),
    }
}

fn checked(shared: &Shared, asked: &Create) -> Result<String, (u32, &'static str)> {
    let digits = asked.to.strip_prefix('+').unwrap_or_default();
    if !(8..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err((21211, "The 'To' number is not a valid phone number."));
    }
    let sender = match (&asked.from, &asked.messaging_service_sid) {
        (Some(from), None) if !from.starts_with("MG") => from,
        (None, Some(service)) if service.starts_with("MG") => service,
        _ => {
            return Err((
                21603,
                "A 'From' or 'MessagingServiceSid' is required to send a message",
            ));
        }
    };
    if !shared.options.senders.contains(sender) {
        return Err((
            21606,
            "The 'From' phone number is not a valid sender of your account",
        ));
    }
    if asked.body.is_empty() {
        return Err((21602, "Message body is required."));
    }
    if asked.body.chars().count() > 1_600 {
        return Err((21617, "The message body exceeds the 1600 character limit"));
    }
    if asked
        .validity_period
        .is_some_and(|secs| !(1..=14_400).contains(&secs))
    {
        return Err((35118, "ValidityPeriod must be between 1 and 14400"));
    }
    if asked
        .status_callback
        .as_ref()
        .is_some_and(|url| !url.starts_with("http"))
    {
        return Err((21609, "The 'StatusCallback' URL is not valid."));
    }
    Ok(sender.clone())
}

pub async fn create(
    State(shared): State<Arc<Shared>>,
    Path((_, list)): Path<(String, String)>,
    form: Result<Form<Create>, FormRejection>,
) -> Response {
    if !list.starts_with("Messages") {
        return nowhere().await;
    }
    let Ok(Form(asked)) = form else {
        return bad(21604, "The form is not as it should be");
    };
    let sender = match checked(&shared, &asked) {
        Ok(sender) => sender,
        Err((code, message)) => return bad(code, message),
    };
    let fate = match fate(&asked.to) {
        Ok(fate) => fate,
        Err((code, message)) => return bad(code, message),
    };
    let now = shared.around.now();
    let message = {
        let mut world = shared.world();
        let id = world.ids.guid().replace('-', "");
        let message = Message {
            sid: format!("SM{id}"),
            to: asked.to,
            from: sender,
            body: asked.body,
            status: "queued".to_owned(),
            error_code: None,
            date_created: now.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string(),
            status_callback: asked.status_callback,
            validity_period: asked.validity_period,
        };
        world.messages.push(message.clone());
        message
    };
    callbacks::follow(&shared, &message, fate).await;
    if !is_json(&list) {
        return xml(StatusCode::CREATED);
    }
    spoil::json(StatusCode::CREATED, shown(&message).to_string())
}

pub async fn list(
    State(shared): State<Arc<Shared>>,
    Path((_, list)): Path<(String, String)>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    if list != "Messages.json" {
        return nowhere().await;
    }
    if asked.keys().any(|name| {
        !matches!(
            name.as_str(),
            "To" | "From" | "DateSent" | "DateSent>" | "DateSent<" | "PageSize"
        )
    }) {
        return bad(20001, "Unknown parameter");
    }
    let world = shared.world();
    let found: Vec<Value> = world
        .messages
        .iter()
        .rev()
        .filter(|message| asked.get("To").is_none_or(|to| *to == message.to))
        .map(shown)
        .collect();
    spoil::json(
        StatusCode::OK,
        json!({"messages": found, "page": 0, "next_page_uri": null}).to_string(),
    )
}

pub async fn one(State(shared): State<Arc<Shared>>, Path((_, sid)): Path<(String, String)>) -> Response {
    let found = shared
        .world()
        .messages
        .iter()
        .find(|message| format!("{}.json", message.sid) == sid)
        .map(shown);
    match found {
        Some(found) => spoil::json(StatusCode::OK, found.to_string()),
        None => nowhere().await,
    }
}
