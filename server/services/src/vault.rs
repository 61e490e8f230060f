//! Seals secrets that must be stored: authenticated encryption with the place of storage as associated data, so that a
//! sealed text moved elsewhere does not open.

use crate::{
    error::{Error, Result},
    random,
};
use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use secrecy::{ExposeSecret, SecretString};

/// The vault's key, held in memory only.
#[derive(Clone)]
pub struct Vault {
    cipher: XChaCha20Poly1305,
}

/// Length of the key in bytes.
pub const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

impl Vault {
    /// From a key of 64 hexadecimal digits; `None` if it is anything else or all digits are alike.
    pub fn new(key: &SecretString) -> Option<Self> {
        let bytes: [u8; KEY_BYTES] = random::unhex(key.expose_secret().trim())?.try_into().ok()?;
        // A key of one repeated byte was typed, not drawn.
        if bytes.iter().all(|byte| *byte == bytes[0]) {
            return None;
        }
        Some(Self {
            cipher: XChaCha20Poly1305::new(&Key::from(bytes)),
        })
    }

    /// A new key as hexadecimal digits.
    pub fn new_key() -> SecretString {
        random::hex(&random::bytes::<KEY_BYTES>()).into()
    }

    /// Seals `plain` for one place, named `table:column:row`.
    pub fn seal(&self, place: &str, plain: &str) -> Result<String> {
        let nonce = random::bytes::<NONCE_BYTES>();
        let payload = Payload {
            msg: plain.as_bytes(),
            aad: place.as_bytes(),
        };
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::stored("sealing failed"))?;
        Ok(random::hex(&nonce) + &random::hex(&sealed))
    }

    /// Opens what was sealed for the same place with the same key.
    pub fn open(&self, place: &str, sealed: &str) -> Result<String> {
        let unreadable = || Error::stored("a sealed text does not open");
        let bytes = random::unhex(sealed).ok_or_else(unreadable)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES).ok_or_else(unreadable)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| unreadable())?;
        let payload = Payload {
            msg: sealed,
            aad: place.as_bytes(),
        };
        let plain = self
            .cipher
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| unreadable())?;
        String::from_utf8(plain).map_err(|_| unreadable())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_opens_only_in_its_place_with_its_key() {
        let vault = Vault::new(&Vault::new_key()).unwrap();
        let sealed = vault.seal("outbox:payload:1", "code 012345").unwrap();
        assert!(!sealed.contains("012345"));
        assert_eq!(vault.open("outbox:payload:1", &sealed).unwrap(), "code 012345");
        assert!(vault.open("outbox:payload:2", &sealed).is_err());
        assert!(
            Vault::new(&Vault::new_key())
                .unwrap()
                .open("outbox:payload:1", &sealed)
                .is_err()
        );
        assert!(vault.open("outbox:payload:1", "zz").is_err());
    }
}
