//! A token as Microsoft gives it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use services::ports::directory::Token;

/// The longest life that is believed, in seconds.
const LONGEST_SECS: i64 = 24 * 3600;

#[derive(Deserialize)]
pub struct Given {
    access_token: String,
    expires_in: i64,
}

impl Given {
    /// What can be sent in a header and has a life before it.
    pub fn token(self) -> Option<Token> {
        let is_token =
            !self.access_token.is_empty() && self.access_token.bytes().all(|byte| byte.is_ascii_graphic());
        (is_token && self.expires_in > 0).then(|| Token {
            roles: roles(&self.access_token),
            life_secs: self.expires_in.min(LONGEST_SECS),
            secret: self.access_token.into(),
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Claims {
    roles: Vec<String>,
}

/// The names in a token: to be shown, so nothing is verified. A token that cannot be read shows none.
fn roles(token: &str) -> Vec<String> {
    let read = || {
        let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
        serde_json::from_slice::<Claims>(&payload).ok()
    };
    read().unwrap_or_default().roles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_from_what_is_a_token_and_from_nothing_else() {
        let token = |claims: &str| format!("e30.{}.x", URL_SAFE_NO_PAD.encode(claims));
        assert_eq!(
            roles(&token(r#"{"roles":["Sites.Selected"]}"#)),
            ["Sites.Selected"]
        );
        for odd in [
            String::new(),
            "opaque".to_owned(),
            "a.!!.c".to_owned(),
            token("{}"),
            token(r#"{"roles":"Sites.Selected"}"#),
            token("[[[["),
        ] {
            assert_eq!(roles(&odd), Vec::<String>::new(), "{odd}");
        }
    }
}
