//! Logging in and finding one's way.

use super::{Nothing, Paged};
use crate::civica_cx::{
    ask::{Asked, InCompany, Sent, SignedIn},
    landlord::lookups::COMPANIES,
    paging::{Page, Rows, ok},
    refusal::Refusal,
    state::Cx,
    tokens, wire,
};
use crate::{clock::local, spoil};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    username: String,
    password: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Token {
    token: String,
    expires_at: String,
}

pub async fn log_in(
    State(cx): State<Cx>,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(sent): Sent<Credentials>,
) -> Result<Response, Refusal> {
    let special = [
        tokens::PASSWORD_CHANGE_REQUIRED,
        tokens::WITHOUT_API_PERMISSION,
        tokens::NOT_WHITELISTED,
    ];
    let known = sent.username == cx.options.username || special.contains(&sent.username.as_str());
    if sent.username == tokens::NOT_WHITELISTED {
        return Ok(spoil::html(StatusCode::FORBIDDEN));
    }
    let mut world = cx.world();
    let now = world.clock.now();
    let (token, expires) =
        world
            .tokens
            .log_in(&sent.username, known && sent.password == cx.options.password, now)?;
    Ok(ok(&Token {
        token,
        expires_at: wire::moment(local(expires)),
    }))
}

pub async fn log_out(State(cx): State<Cx>, caller: SignedIn, Asked(Nothing {}): Asked<Nothing>) -> Response {
    cx.world().tokens.revoke(&caller.token);
    StatusCode::NO_CONTENT.into_response()
}

#[derive(Serialize)]
struct Company {
    code: &'static str,
    name: &'static str,
}

pub async fn companies(_: SignedIn, Asked(asked): Asked<Paged>) -> Result<Response, Refusal> {
    let page = Page::parse("companies", asked.page_size.as_deref(), asked.cursor.as_deref())?;
    let rows = COMPANIES
        .iter()
        .map(|(code, name)| ((*code).to_owned(), Company { code, name }));
    let rows: Rows<Company> = page.of("companies", rows.collect());
    Ok(ok(&rows))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pong {
    version: &'static str,
    server_time: String,
}

pub async fn ping(State(cx): State<Cx>, _: InCompany, Asked(Nothing {}): Asked<Nothing>) -> Response {
    ok(&Pong {
        version: crate::civica_cx::CONTRACT,
        server_time: wire::moment(cx.world().clock.local()),
    })
}
