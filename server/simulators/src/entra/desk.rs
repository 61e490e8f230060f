//! A page for people who try the product: what an administrator at Microsoft would do to the application.

use super::{
    Shared,
    application::{Application, Secret},
};
use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use std::sync::Arc;

const RIGHTS: [&str; 2] = ["Sites.Selected", "SMTP.SendAsApp"];

#[derive(Deserialize)]
pub struct Pressed {
    act: String,
}

/// Shows how things stand.
pub async fn page(State(shared): State<Arc<Shared>>) -> Html<String> {
    let application = shared.now().application.clone();
    let options = &shared.options;
    let list = |rights: &[String]| match rights {
        [] => "none".to_owned(),
        rights => rights.join(", "),
    };
    let button = |act: &str, label: &str| {
        format!(
            "<form method=post action=/application><button name=act value=\"{act}\">{label}</button></form>"
        )
    };
    let secret = match application.secret {
        Secret::Works => "works",
        Secret::Expired => "has run out",
        Secret::Replaced => "was replaced",
    };
    let toggles = RIGHTS
        .map(|right| {
            let (act, label) = if application.requested.iter().any(|one| one == right) {
                ("drop", "Take out of the registration")
            } else {
                ("add", "Add to the registration")
            };
            button(&format!("{act} {right}"), &format!("{label}: {right}"))
        })
        .concat();
    let removed = if application.removed {
        " It was removed from the directory."
    } else {
        ""
    };
    Html(format!(
        "<!doctype html><html lang=en><meta name=viewport content=\"width=device-width\"><title>Microsoft stand-in</title>\
         <h1>Microsoft stand-in</h1><p>Everything is made up.</p>\
         <dl><dt>Tenant ID</dt><dd><code>{}</code></dd><dt>Client ID</dt><dd><code>{}</code></dd>\
         <dt>Client secret</dt><dd><code>{}</code> ({secret})</dd>\
         <dt>Permissions in the registration</dt><dd>{}</dd><dt>Granted</dt><dd>{}.{removed}</dd>\
         <dt>Tokens last</dt><dd>{} seconds</dd></dl>\
         <h2>What an administrator at Microsoft may do</h2>{}{}{}{toggles}{}{}{}{}</html>",
        options.tenant,
        options.client,
        options.secret,
        list(&application.requested),
        list(&application.granted),
        application.life_secs,
        button("grant", "Grant what the registration asks for"),
        button("revoke", "Revoke consent"),
        button("remove", "Remove the application"),
        button("expire", "Let the secret run out"),
        button("works", "Let the secret work"),
        button("short", "Tokens last 30 seconds"),
        button("long", "Tokens last an hour"),
    ))
}

/// Does it.
pub async fn press(State(shared): State<Arc<Shared>>, Form(pressed): Form<Pressed>) -> Response {
    {
        let mut now = shared.now();
        let application: &mut Application = &mut now.application;
        match pressed.act.split_once(' ') {
            None => match pressed.act.as_str() {
                "grant" => application.granted.clone_from(&application.requested),
                "revoke" => application.granted.clear(),
                "remove" => application.removed = true,
                "expire" => application.secret = Secret::Expired,
                "works" => application.secret = Secret::Works,
                "short" => application.life_secs = 30,
                "long" => application.life_secs = 3599,
                _ => return StatusCode::BAD_REQUEST.into_response(),
            },
            Some((act, right)) if RIGHTS.contains(&right) => {
                application.requested.retain(|one| one != right);
                if act == "add" {
                    application.requested.push(right.to_owned());
                }
            }
            Some(_) => return StatusCode::BAD_REQUEST.into_response(),
        }
    }
    Redirect::to("/").into_response()
}
