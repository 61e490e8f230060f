//! Key pairs that exist for this stand-in alone, and signing with them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    hmac,
    rand::SystemRandom,
    rsa,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use serde_json::{Value, json};

const PAIRS: [&[u8]; 3] = [
    include_bytes!("keys/1.pk8"),
    include_bytes!("keys/2.pk8"),
    include_bytes!("keys/3.pk8"),
];
/// Signs under names that are not published.
const STRAY: usize = 2;

/// A key pair that cannot be read.
#[derive(Debug)]
pub struct Unusable;

fn pair(number: usize) -> Result<RsaKeyPair, Unusable> {
    RsaKeyPair::from_pkcs8(PAIRS[number]).map_err(|_| Unusable)
}

/// Which pair signs after so many rotations, and its name. Every rotation gives a new name.
pub fn current(turn: usize) -> (usize, String) {
    (turn % STRAY, format!("key-{turn}"))
}

pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn components(number: usize) -> Result<rsa::PublicKeyComponents<Vec<u8>>, Unusable> {
    Ok(rsa::PublicKeyComponents::from(pair(number)?.public()))
}

/// The published keys: the one that signs and one that does not yet.
pub fn published(turn: usize, issuer: &str) -> Result<Vec<Value>, Unusable> {
    [current(turn), (STRAY, format!("spare-{turn}"))]
        .into_iter()
        .map(|(number, kid)| {
            let key = components(number)?;
            Ok(json!({
                "kty": "RSA",
                "use": "sig",
                "kid": kid,
                "n": encode(&key.n),
                "e": encode(&key.e),
                "issuer": issuer,
            }))
        })
        .collect()
}

/// Signs with the pair of this turn, or with the stray one.
pub fn sign(turn: usize, is_stray: bool, text: &str) -> Result<String, Unusable> {
    let number = if is_stray { STRAY } else { current(turn).0 };
    let pair = pair(number)?;
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        text.as_bytes(),
        &mut signature,
    )
    .map_err(|_| Unusable)?;
    Ok(encode(signature))
}

/// Signs with the public key as if it were a shared secret.
pub fn sign_with_public(turn: usize, text: &str) -> Result<String, Unusable> {
    let key = components(current(turn).0)?;
    let secret = hmac::Key::new(hmac::HMAC_SHA256, &key.n);
    Ok(encode(hmac::sign(&secret, text.as_bytes())))
}
