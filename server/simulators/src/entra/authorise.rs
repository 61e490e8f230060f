//! The page where people sign in.

use super::{Grant, Person, Shared};
use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;
use std::{fmt::Write, sync::Arc};
use uuid::Uuid;

#[derive(Deserialize)]
pub struct Asked {
    client_id: String,
    response_type: String,
    redirect_uri: String,
    scope: String,
    state: String,
    nonce: String,
    code_challenge: String,
    code_challenge_method: String,
    prompt: Option<String>,
    /// Whom they chose on our page.
    #[serde(rename = "as")]
    chosen: Option<String>,
}

fn refused(number: u32, about: &str) -> Response {
    (
        StatusCode::BAD_REQUEST,
        Html(format!("<h1>Sign in</h1><p>AADSTS{number}: {about}</p>")),
    )
        .into_response()
}

pub fn quoted(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

fn back(asked: &Asked, answer: &str) -> Response {
    let mark = if asked.redirect_uri.contains('?') {
        '&'
    } else {
        '?'
    };
    let address = format!(
        "{}{mark}{answer}&state={}",
        asked.redirect_uri,
        quoted(&asked.state)
    );
    (StatusCode::FOUND, [(header::LOCATION, address)]).into_response()
}

/// Sends them back with a code, after asking who they are.
pub async fn page(
    State(shared): State<Arc<Shared>>,
    Path(tenant): Path<String>,
    axum::extract::OriginalUri(here): axum::extract::OriginalUri,
    Query(asked): Query<Asked>,
) -> Response {
    let options = &shared.options;
    if tenant != options.tenant {
        return refused(90002, "Tenant not found.");
    }
    if asked.client_id != options.client {
        return refused(700_016, "Application not found in the directory.");
    }
    if !options.redirects.is_empty() && !options.redirects.contains(&asked.redirect_uri) {
        return refused(50011, "The redirect URI does not match.");
    }
    if asked.response_type != "code"
        || asked.code_challenge_method != "S256"
        || !asked.scope.split(' ').any(|scope| scope == "openid")
    {
        return back(&asked, "error=invalid_request&error_description=AADSTS900144");
    }
    let mut now = shared.now();
    if now.twist.denied {
        let markup = quoted("<script>alert(1)</script> The user said no");
        return back(&asked, &format!("error=access_denied&error_description={markup}"));
    }
    let chosen = asked
        .chosen
        .as_ref()
        .and_then(|object| options.people.iter().find(|person| person.object == *object));
    let Some(person) = now.person.clone().or_else(|| chosen.cloned()) else {
        return choice(&options.people, &here.to_string());
    };
    let code = Uuid::new_v4().to_string();
    let answer = format!("code={code}");
    let grant = Grant {
        person,
        redirect: asked.redirect_uri.clone(),
        nonce: asked.nonce.clone(),
        challenge: asked.code_challenge.clone(),
        anew: asked.prompt.as_deref() == Some("login"),
    };
    now.grants.insert(code, grant);
    back(&asked, &answer)
}

fn choice(people: &[Person], here: &str) -> Response {
    let links = people.iter().fold(String::new(), |mut links, person| {
        // Writing to a string cannot fail. The people are ours; the address was quoted by the browser.
        let _ = write!(
            links,
            "<li><a href=\"{}&amp;as={}\">{} ({})</a></li>",
            here.replace('&', "&amp;").replace('"', "%22"),
            person.object,
            person.name,
            person.username
        );
        links
    });
    Html(format!(
        "<!doctype html><html lang=en><title>Microsoft stand-in</title><h1>Who are you?</h1>\
         <p>This stands in for Microsoft. Everybody is made up.</p><ul>{links}</ul></html>"
    ))
    .into_response()
}
