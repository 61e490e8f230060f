//! What GOV.UK Notify answers, and the news it brings to `/hooks/mail` and `/hooks/text`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use services::ports::messages::{Taken, is_name};
use wire::{Accepted, Found, Refused, Template};

#[path = "../../src/integrations/notify/news.rs"]
mod news;
#[path = "../../src/integrations/notify/wire.rs"]
mod wire;

fuzz_target!(|bytes: &[u8]| {
    // Whatever is read is stored and asked for again.
    if let Ok(accepted) = serde_json::from_slice::<Accepted>(bytes) {
        assert!(is_name(&accepted.id));
    }
    if let Ok(found) = serde_json::from_slice::<Found>(bytes) {
        let all = found.notifications.into_iter().map(Taken::from);
        assert!(all.into_iter().all(|taken| is_name(&taken.vendor_id)));
    }
    if let Ok(refused) = serde_json::from_slice::<Refused>(bytes) {
        assert!(refused.errors.iter().all(|error| is_name(&error.error)));
    }
    if let Ok(report) = news::read(bytes) {
        assert!(report.id.is_none_or(|id| is_name(&id)) && is_name(&report.taken.vendor_id));
    }
    if let Ok(template) = serde_json::from_slice::<Template>(bytes) {
        let places = template.places();
        assert!(places.iter().all(|place| !place.contains("))")));
    }
});
