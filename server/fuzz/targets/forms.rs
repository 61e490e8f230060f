//! What browsers and others send as a form: decoded as the server does it, then parsed. Nothing may panic, and what is
//! accepted holds no control characters where it would do harm.

#![no_main]

use domain::{
    forms::Form,
    identity::{CodeForm, NextForm, SignInForm},
    repairs::{AcceptSafetyForm, CancelForm, DescribeForm, DraftForm},
};
use libfuzzer_sys::fuzz_target;

/// As the framework decodes a posted form: five levels deep, lenient about brackets.
fn decode<F: Form>(text: &str) -> Option<F::Parsed> {
    let form: F = serde_qs::Config::new(5, false).deserialize_str(text).ok()?;
    let parsed = form.parse();
    // The same words give the same verdict, and are shown again as they were typed.
    assert_eq!(form.parse().is_ok(), parsed.is_ok());
    parsed.ok()
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Some(sign_in) = decode::<SignInForm>(text) {
        assert!(!sign_in.email.as_str().contains(['\r', '\n', ' ', '<', '>']));
        assert!(sign_in.password.chars().count() <= 256);
    }
    if let Some(entry) = decode::<CodeForm>(text) {
        assert!(entry.code.len() == 6 && entry.code.bytes().all(|byte| byte.is_ascii_digit()));
    }
    decode::<NextForm>(text);
    decode::<DraftForm>(text);
    decode::<AcceptSafetyForm>(text);
    decode::<DescribeForm>(text);
    decode::<CancelForm>(text);
});
