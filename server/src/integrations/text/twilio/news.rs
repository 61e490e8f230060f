//! What Twilio tells of a text, in our words.

use super::{signature, wire::Message};
use domain::messages::{State, Why};
use services::ports::messages::{Disbelieved, Report, Taken, is_name};

/// News that came by themselves, from somebody who is believed: the query of our address, and the boxes of their form.
pub fn read(query: &str, boxes: &[(String, String)]) -> Result<Report, Disbelieved> {
    let value = |name: &str| {
        boxes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    };
    let (sid, status) = value("MessageSid")
        .filter(|sid| is_name(sid))
        .zip(value("MessageStatus"))
        .ok_or(Disbelieved::Unreadable)?;
    let code = value("ErrorCode").and_then(|code| code.parse().ok());
    let (state, why) = meaning(status, code);
    let id = signature::boxes(query.as_bytes())
        .into_iter()
        .find_map(|(key, value)| (key == "id" && is_name(&value)).then_some(value));
    Ok(Report {
        id,
        taken: Taken {
            vendor_id: sid.to_owned(),
            state,
            why,
        },
    })
}

/// What a status means, with the error of one that failed.
fn meaning(status: &str, error: Option<u32>) -> (State, Option<Why>) {
    match status {
        "delivered" | "read" => (State::Delivered, None),
        "undelivered" | "failed" | "canceled" => (State::Failed, Some(error.map_or(Why::Refused, why))),
        // queued, accepted, scheduled, sending, sent, and what is still to be invented.
        _ => (State::Sent, None),
    }
}

/// Twilio's number of an error in our words.
pub const fn why(error: u32) -> Why {
    match error {
        21211 | 30005 => Why::NoSuchAddress,
        21614 | 30006 => Why::NotAMobile,
        21610 => Why::OptedOut,
        21612 | 30003 => Why::Unreachable,
        21608 => Why::NotAllowed,
        30007 => Why::Filtered,
        _ => Why::Refused,
    }
}

impl From<Message> for Taken {
    fn from(message: Message) -> Self {
        let (state, why) = meaning(&message.status, message.error_code);
        Self {
            vendor_id: message.sid,
            state,
            why,
        }
    }
}
