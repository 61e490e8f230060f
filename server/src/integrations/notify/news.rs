//! What Notify tells of a message, in our words.

use super::wire::Notification;
use domain::messages::{State, Why};
use services::ports::messages::{Disbelieved, Report, Taken, is_name};

/// News that came by themselves, from somebody who is believed.
pub fn read(body: &[u8]) -> Result<Report, Disbelieved> {
    let news: Notification = serde_json::from_slice(body).map_err(|_| Disbelieved::Unreadable)?;
    Ok(Report {
        id: news.reference.clone().filter(|name| is_name(name)),
        taken: news.into(),
    })
}

/// What a status means.
fn meaning(status: &str) -> (State, Option<Why>) {
    match status {
        "delivered" => (State::Delivered, None),
        "permanent-failure" => (State::Failed, Some(Why::NoSuchAddress)),
        "temporary-failure" => (State::Failed, Some(Why::Unreachable)),
        "technical-failure" | "validation-failed" => (State::Failed, Some(Why::Refused)),
        // created, sending, pending, sent (abroad, where nobody tells more), and what is still to be invented.
        _ => (State::Sent, None),
    }
}

impl From<Notification> for Taken {
    fn from(notification: Notification) -> Self {
        let (state, why) = meaning(&notification.status);
        Self {
            vendor_id: notification.id,
            state,
            why,
        }
    }
}
