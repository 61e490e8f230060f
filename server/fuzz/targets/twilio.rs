//! What Twilio answers, and the news it brings to `/hooks/text`: the first line is the query, the rest their form.

#![no_main]

use libfuzzer_sys::fuzz_target;
use services::ports::messages::{Taken, is_name};
use wire::{Account, Listed, Message, Refused};

#[path = "../../src/integrations/text/twilio/news.rs"]
mod news;
#[path = "../../src/integrations/text/twilio/signature.rs"]
mod signature;
#[path = "../../src/integrations/text/twilio/wire.rs"]
mod wire;

const URL: &str = "https://tenants.example.org/hooks/text";

fuzz_target!(|bytes: &[u8]| {
    if let Ok(message) = serde_json::from_slice::<Message>(bytes) {
        assert!(is_name(&Taken::from(message).vendor_id));
    }
    if let Ok(listed) = serde_json::from_slice::<Listed>(bytes) {
        let all = listed.messages.into_iter().map(Taken::from);
        assert!(all.into_iter().all(|taken| is_name(&taken.vendor_id)));
    }
    if let Ok(refused) = serde_json::from_slice::<Refused>(bytes) {
        news::why(refused.code);
    }
    let _account = serde_json::from_slice::<Account>(bytes).map(|account| account.status);
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or_default();
    let (query, form) = bytes.split_at(end);
    let Ok(query) = std::str::from_utf8(query) else { return };
    let boxes = signature::boxes(form);
    // Nobody guesses a signature.
    assert!(!signature::is_right("sim-auth-token-2026", URL, &boxes, query));
    if let Ok(report) = news::read(query, &boxes) {
        assert!(report.id.is_none_or(|id| is_name(&id)) && is_name(&report.taken.vendor_id));
    }
});
