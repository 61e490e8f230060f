//! The API key, and the tokens made with it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::dates::Millis;
use ring::hmac;
use serde_json::json;
use uuid::Uuid;

/// Two UUIDs and the hyphen between them; the name before them may have any form.
const TAIL: usize = 73;

/// `{name}-{service}-{secret}`.
pub struct Key {
    service: String,
    secret: hmac::Key,
}

impl Key {
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let tail = text.get(text.len().checked_sub(TAIL)?..)?;
        let (service, secret) = (tail.get(..36)?, tail.get(37..)?);
        let all = [service, secret].iter().all(|part| Uuid::try_parse(part).is_ok());
        (all && tail.as_bytes()[36] == b'-').then(|| Self {
            service: service.to_owned(),
            secret: hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()),
        })
    }

    /// A token for one call, made now.
    pub fn token(&self, now: Millis) -> String {
        let encode = |part: &serde_json::Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let head = encode(&json!({"typ": "JWT", "alg": "HS256"}));
        let claims = encode(&json!({"iss": self.service, "iat": now.0.div_euclid(1000)}));
        let signed = format!("{head}.{claims}");
        let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&self.secret, signed.as_bytes()));
        format!("{signed}.{signature}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: &str = "26785a09-ab16-4eb0-8407-a37497a57506";
    const SECRET: &str = "3d844edf-8d35-48ac-975b-e847b4f122b0";

    #[test]
    fn the_last_73_letters_are_the_key_whatever_its_name() {
        for name in ["portal-", "my-live-key-with-a1b2c3d4-", ""] {
            let key = Key::parse(&format!(" {name}{SERVICE}-{SECRET}\n")).unwrap();
            assert_eq!(key.service, SERVICE);
        }
        for wrong in [
            "",
            "portal",
            SERVICE,
            &format!("{SERVICE}{SECRET}x"),
            &format!("{SERVICE}-{}", "ŷ".repeat(18)),
        ] {
            assert!(Key::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_token_says_who_and_when_and_is_signed() {
        let key = Key::parse(&format!("portal-{SERVICE}-{SECRET}")).unwrap();
        let token = key.token(Millis(1_568_818_578_000));
        let parts: Vec<&str> = token.split('.').collect();
        let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
        assert_eq!(claims, format!(r#"{{"iat":1568818578,"iss":"{SERVICE}"}}"#));
        let signature = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
        let signed = format!("{}.{}", parts[0], parts[1]);
        let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
        assert!(hmac::verify(&key, signed.as_bytes(), &signature).is_ok());
    }
}
