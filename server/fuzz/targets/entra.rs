//! What Microsoft answers: the directory and its keys, tokens of both kinds, refusals.

#![no_main]

use domain::{credentials::Rights, dates::Millis, sso::Failure};
use given::Given;
use libfuzzer_sys::fuzz_target;
use openidconnect::core::CoreJsonWebKeySet;
use token::Check;
use wire::{Directory, Refused, Tokens};

#[path = "../../src/integrations/sso/entra/explain.rs"]
mod explain;
#[path = "../../src/integrations/directory/entra/given.rs"]
mod given;
#[path = "../../src/integrations/sso/entra/token.rs"]
mod token;
#[path = "../../src/integrations/sso/entra/wire.rs"]
mod wire;

fn check() -> Check<'static> {
    Check {
        issuer: "https://login.example/tenant/v2.0".to_owned(),
        tenant: "tenant",
        client: "client",
        nonce: "nonce",
        now: Millis(1_795_514_400_000),
    }
}

fuzz_target!(|bytes: &[u8]| {
    if let Ok(given) = serde_json::from_slice::<Given>(bytes)
        && let Some(token) = given.token()
    {
        assert!((1..=24 * 3600).contains(&token.life_secs));
        // What is kept of the roles can be written down and read again.
        let rights = Rights::parse(&token.roles.join(" "));
        assert!(Rights::parse(&rights.to_text()) == rights);
    }
    if let Ok(refused) = serde_json::from_slice::<Refused>(bytes) {
        let numbers = explain::numbers_in(&refused.error_description);
        let failure = explain::explain(&refused.error, &[refused.error_codes, numbers].concat());
        assert!(Failure::parse(failure.as_str()) == Some(failure));
    }
    let _directory = serde_json::from_slice::<Directory>(bytes).map(|directory| directory.issuer);
    // Keys that anybody may have written, and a token that none of them signed.
    let keys = serde_json::from_slice::<CoreJsonWebKeySet>(bytes).unwrap_or_default();
    if let Ok(text) = std::str::from_utf8(bytes) {
        let (one, other) = text.split_at(text.floor_char_boundary(text.len() / 2));
        for text in [text, one, other] {
            assert!(check().read(text, &keys).is_err());
        }
    }
    if let Ok(tokens) = serde_json::from_slice::<Tokens>(bytes) {
        assert!(check().read(&tokens.id_token, &keys).is_err());
    }
});
