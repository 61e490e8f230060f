//! News to the landlord: at once, then every five minutes, at most five times more.

use super::{Notification, Shared};
use crate::courier::{Parcel, bring};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;
use std::{net::SocketAddr, sync::Arc};

const AGAIN: SignedDuration = SignedDuration::from_mins(5);
const REPEATS: u32 = 5;

/// Where news go.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    pub url: String,
    pub token: String,
    /// The machine behind the address.
    pub door: SocketAddr,
}

/// News to be brought.
#[derive(Clone, Debug)]
pub struct Due {
    at: Timestamp,
    tries: u32,
    body: String,
}

pub fn body(one: &Notification, status: &str, reference: Option<&str>) -> String {
    json!({
        "id": one.id,
        "reference": reference.or(one.reference.as_deref()),
        "to": one.to,
        "status": status,
        "created_at": one.created_at,
        "completed_at": one.completed_at,
        "sent_at": one.completed_at,
        "notification_type": one.kind,
        "template_id": one.template,
        "template_version": 1,
    })
    .to_string()
}

pub async fn post(subscription: &Subscription, token: Option<&str>, body: String) -> u16 {
    let token = token.unwrap_or(&subscription.token);
    let parcel = Parcel {
        url: subscription.url.clone(),
        content_type: "application/json",
        headers: vec![("Authorization", format!("Bearer {token}"))],
        body,
    };
    bring(subscription.door, &parcel).await.unwrap_or_default()
}

/// Decides what becomes of a message, and brings news of it.
pub fn finish(shared: &Arc<Shared>, id: &str) {
    let now = shared.around.now();
    {
        let mut world = shared.world();
        let is_watched = world.subscription.is_some();
        let Some(one) = world.notifications.iter_mut().find(|one| one.id == id) else {
            return;
        };
        let digits: String = one.to.chars().filter(char::is_ascii_digit).collect();
        let status = match one.to.as_str() {
            "temp-fail@simulator.notify" => "temporary-failure",
            "perm-fail@simulator.notify" => "permanent-failure",
            _ if digits.ends_with("7700900003") => "temporary-failure",
            _ if digits.ends_with("7700900002") => "permanent-failure",
            _ => "delivered",
        };
        status.clone_into(&mut one.status);
        one.completed_at = Some(now.to_string());
        let body = body(one, &one.status, None);
        if is_watched {
            world.due.push(Due {
                at: now,
                tries: 0,
                body,
            });
        }
    }
    let shared = Arc::clone(shared);
    tokio::spawn(async move { bring_due(&shared).await });
}

/// Brings everything that is due; what is not taken comes again.
pub async fn bring_due(shared: &Arc<Shared>) {
    let now = shared.around.now();
    let (due, subscription) = {
        let mut world = shared.world();
        let (due, later) = world.due.drain(..).partition::<Vec<_>, _>(|due| due.at <= now);
        world.due = later;
        (due, world.subscription.clone())
    };
    let Some(subscription) = subscription else { return };
    for news in due {
        let status = post(&subscription, None, news.body.clone()).await;
        if !(200..300).contains(&status) && news.tries < REPEATS {
            shared.world().due.push(Due {
                at: now + AGAIN,
                tries: news.tries + 1,
                body: news.body,
            });
        }
    }
}
