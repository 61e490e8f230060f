//! What stands in the address when somebody comes back from the landlord's directory.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../src/integrations/sso/entra/explain.rs"]
mod explain;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (error, description) = text.split_once('&').unwrap_or((text, ""));
    let numbers = explain::numbers_in(description);
    let failure = explain::explain(error, &numbers);
    // Whatever is written there leads to one of our own sentences.
    assert!(domain::sso::Failure::parse(failure.as_str()) == Some(failure));
});
