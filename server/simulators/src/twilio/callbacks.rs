//! News to the landlord, signed over the public address.

use super::{Message, Shared};
use crate::courier::{Parcel, bring};
use base64::{Engine, engine::general_purpose::STANDARD};
use ring::hmac;
use serde::Deserialize;
use std::{fmt::Write, net::SocketAddr, sync::Arc};

/// Where news go, whatever host their address names.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    pub door: SocketAddr,
    /// The first news come before the answer to the request itself.
    #[serde(default)]
    pub before_answer: bool,
}

/// Letters that need no escape in a form.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}

pub fn parcel(
    shared: &Shared,
    message: &Message,
    status: &str,
    error: Option<u32>,
    token: Option<&str>,
) -> Option<Parcel> {
    let url = message.status_callback.clone()?;
    let mut boxes = vec![
        ("AccountSid", shared.options.account.clone()),
        ("ApiVersion", "2010-04-01".to_owned()),
        ("From", message.from.clone()),
        ("MessageSid", message.sid.clone()),
        ("MessageStatus", status.to_owned()),
        ("SmsSid", message.sid.clone()),
        ("SmsStatus", status.to_owned()),
        ("To", message.to.clone()),
        // The set may grow.
        ("RawDlrDoneDate", "2611241000".to_owned()),
    ];
    if let Some(error) = error {
        boxes.push(("ErrorCode", error.to_string()));
    }
    boxes.sort();
    let signed = boxes
        .iter()
        .fold(url.clone(), |signed, (name, value)| signed + name + value);
    let token = token.unwrap_or(&shared.options.auth_token);
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, token.as_bytes());
    let signature = STANDARD.encode(hmac::sign(&key, signed.as_bytes()));
    let body = boxes
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value)));
    Some(Parcel {
        url,
        content_type: "application/x-www-form-urlencoded",
        headers: vec![("X-Twilio-Signature", signature)],
        body: body.collect::<Vec<_>>().join("&"),
    })
}

async fn tell(shared: &Shared, message: &Message, steps: &[(&str, Option<u32>)]) {
    for (status, error) in steps {
        {
            let mut world = shared.world();
            if let Some(kept) = world.messages.iter_mut().find(|kept| kept.sid == message.sid) {
                (*status).clone_into(&mut kept.status);
                kept.error_code = *error;
            }
        }
        let door = shared
            .world()
            .subscription
            .as_ref()
            .map(|subscription| subscription.door);
        if let (Some(door), Some(parcel)) = (door, parcel(shared, message, status, *error, None)) {
            let _ = bring(door, &parcel).await;
        }
    }
}

/// Sends a text on its way.
pub async fn follow(shared: &Arc<Shared>, message: &Message, fate: Option<u32>) {
    let end = match fate {
        Some(error) => ("undelivered", Some(error)),
        None => ("delivered", None),
    };
    let steps = [("sent", None), end];
    let is_early = shared
        .world()
        .subscription
        .as_ref()
        .is_some_and(|subscription| subscription.before_answer);
    if is_early {
        tell(shared, message, &steps).await;
    } else {
        let (shared, message) = (Arc::clone(shared), message.clone());
        tokio::spawn(async move { tell(&shared, &message, &steps).await });
    }
}
