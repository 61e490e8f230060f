//! Who is let in: passwords, and tokens of Microsoft's.

use super::Shared;
use crate::clock::real;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use mail_parser::decoders::base64::base64_decode;
use serde::Deserialize;
use serde_json::json;

/// Whom a token must be for.
pub const OUTLOOK: &str = "https://outlook.office365.com";
/// What it must allow.
pub const SEND_AS_APP: &str = "SMTP.SendAsApp";

#[derive(Deserialize)]
struct Claims {
    aud: String,
    exp: i64,
    #[serde(default)]
    roles: Vec<String>,
}

/// A token as Microsoft makes them, for tests that have no Microsoft.
pub fn token(life_secs: i64, roles: &[&str]) -> String {
    let encode = |part: serde_json::Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let exp = real().as_second() + life_secs;
    let claims = json!({"aud": OUTLOOK, "exp": exp, "roles": roles, "uti": uuid::Uuid::new_v4().to_string()});
    let head = encode(json!({"typ": "JWT", "alg": "RS256"}));
    format!(
        "{head}.{}.{}",
        encode(claims),
        URL_SAFE_NO_PAD.encode("nobody looks")
    )
}

/// The mechanisms on offer.
pub fn offered(shared: &Shared) -> &'static str {
    if shared.options.mailbox.is_some() && shared.options.credentials.is_none() {
        "XOAUTH2"
    } else {
        "PLAIN XOAUTH2"
    }
}

/// User name and password of PLAIN.
pub fn is_right_password(shared: &Shared, given: &str) -> bool {
    let decoded = base64_decode(given.as_bytes()).unwrap_or_default();
    let mut parts = decoded
        .split(|byte| *byte == 0)
        .skip(1)
        .map(String::from_utf8_lossy);
    let (user, password) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let known = shared.options.credentials.as_ref();
    known.is_none_or(|(known, secret)| *known == user && *secret == password)
}

/// The one answer of XOAUTH2: `Err` carries the challenge that says what is wrong.
pub fn is_right_token(shared: &Shared, given: &str) -> Result<(), String> {
    let refusal = |status: &str| {
        let challenge =
            json!({"status": status, "schemes": "bearer", "scope": "https://outlook.office.com/"});
        STANDARD.encode(challenge.to_string())
    };
    let decoded = STANDARD
        .decode(given)
        .ok()
        .and_then(|it| String::from_utf8(it).ok());
    let parts = decoded.as_deref().and_then(|text| {
        let (user, rest) = text.strip_prefix("user=")?.split_once('\u{1}')?;
        let token = rest.strip_prefix("auth=Bearer ")?.strip_suffix("\u{1}\u{1}")?;
        Some((user, token))
    });
    let Some((user, token)) = parts else {
        return Err(refusal("400"));
    };
    let mailbox = shared.options.mailbox.as_deref();
    let is_known = mailbox.is_none_or(|known| known.eq_ignore_ascii_case(user));
    let is_withdrawn = shared.mailbox().withdrawn.contains(token);
    let claims = token
        .split('.')
        .nth(1)
        .and_then(|part| URL_SAFE_NO_PAD.decode(part).ok())
        .and_then(|part| serde_json::from_slice::<Claims>(&part).ok());
    let may = claims.is_some_and(|claims| {
        claims.aud == OUTLOOK
            && claims.exp > real().as_second()
            && claims.roles.iter().any(|role| role == SEND_AS_APP)
    });
    if is_known && may && !is_withdrawn {
        Ok(())
    } else {
        Err(refusal("401"))
    }
}
