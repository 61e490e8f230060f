//! Seals secrets that must be stored: authenticated encryption with the place of storage as associated data, so that a
//! sealed text moved elsewhere does not open. Every sealed text names its key, so that keys can be changed while the
//! product runs: the first key seals, all of them open.

mod rotate;
mod store;

pub use rotate::{Rotated, is_to_rotate, rotate, sealed_columns};

use crate::{
    error::{Error, Result},
    random,
};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::sync::{Arc, PoisonError, RwLock};

/// The vault's keys, held in memory only. Clones share them, so that all of them take other keys at once.
#[derive(Clone)]
pub struct Vault {
    keys: Arc<RwLock<Arc<[Key]>>>,
}

struct Key {
    /// Stands before everything that it sealed; tells nothing about the key.
    id: String,
    cipher: XChaCha20Poly1305,
    /// Stands before everything whose fingerprint is taken.
    prefix: [u8; 32],
}

/// Length of a key in bytes.
pub const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

impl Key {
    fn read(line: &str) -> Option<Self> {
        let bytes: [u8; KEY_BYTES] = random::unhex(line)?.try_into().ok()?;
        // A key of one repeated byte was typed, not drawn.
        if bytes.iter().all(|byte| *byte == bytes[0]) {
            return None;
        }
        let mut hash = Sha256::new_with_prefix("vault key id");
        hash.update(bytes);
        Some(Self {
            id: random::hex(&hash.finalize()[..4]),
            cipher: XChaCha20Poly1305::new(&bytes.into()),
            prefix: Sha256::new_with_prefix("vault fingerprint")
                .chain_update(bytes)
                .finalize()
                .into(),
        })
    }

    fn open(&self, place: &str, sealed: &str) -> Option<String> {
        let bytes = random::unhex(sealed)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let payload = Payload {
            msg: sealed,
            aad: place.as_bytes(),
        };
        let plain = self.cipher.decrypt(&XNonce::from(nonce), payload).ok()?;
        String::from_utf8(plain).ok()
    }
}

/// Keys of 64 hexadecimal digits, one a line; `None` if one is anything else or all its digits are alike.
fn read(keys: &SecretString) -> Option<Arc<[Key]>> {
    let lines = keys.expose_secret().lines().map(str::trim);
    let keys: Option<Vec<_>> = lines.filter(|line| !line.is_empty()).map(Key::read).collect();
    keys.filter(|keys| !keys.is_empty()).map(Arc::from)
}

impl Vault {
    /// From keys of 64 hexadecimal digits, one a line; `None` if one is anything else or all its digits are alike.
    pub fn new(keys: &SecretString) -> Option<Self> {
        Some(Self {
            keys: Arc::new(RwLock::new(read(keys)?)),
        })
    }

    /// Takes other keys from now on. `None`, and everything stays as it is, if they cannot be used; else whether they are
    /// others than before.
    pub fn renew(&self, keys: &SecretString) -> Option<bool> {
        let new = read(keys)?;
        let mut held = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        let is_same = held.iter().map(|key| &key.id).eq(new.iter().map(|key| &key.id));
        *held = new;
        Some(!is_same)
    }

    /// A new key as hexadecimal digits.
    pub fn new_key() -> SecretString {
        random::hex(&random::bytes::<KEY_BYTES>()).into()
    }

    fn keys(&self) -> Arc<[Key]> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What stands before everything that is sealed now.
    fn mark(&self) -> String {
        format!("{}.", self.keys()[0].id)
    }

    /// Tells secrets apart without telling them: nobody without the vault's first key can try what fits.
    pub fn fingerprint(&self, secret: &str) -> String {
        let inner = Sha256::new_with_prefix(self.keys()[0].prefix).chain_update(secret);
        random::hex(&Sha256::digest(inner.finalize()))
    }

    /// Seals `plain` for one place, named `table:column:row`.
    pub fn seal(&self, place: &str, plain: &str) -> Result<String> {
        let keys = self.keys();
        let nonce = random::bytes::<NONCE_BYTES>();
        let payload = Payload {
            msg: plain.as_bytes(),
            aad: place.as_bytes(),
        };
        let sealed = keys[0]
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::stored("sealing failed"))?;
        Ok(format!(
            "{}.{}{}",
            keys[0].id,
            random::hex(&nonce),
            random::hex(&sealed)
        ))
    }

    /// Opens what was sealed for the same place with one of the keys.
    pub fn open(&self, place: &str, sealed: &str) -> Result<String> {
        let keys = self.keys();
        let opened = match sealed.split_once('.') {
            Some((id, sealed)) => keys
                .iter()
                .filter(|key| key.id == id)
                .find_map(|key| key.open(place, sealed)),
            // From before keys had names.
            None => keys.iter().find_map(|key| key.open(place, sealed)),
        };
        opened.ok_or_else(|| Error::stored("a sealed text does not open"))
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
        for broken in ["zz", "", ".", "12345678.", "12345678.00"] {
            assert!(vault.open("outbox:payload:1", broken).is_err());
        }
    }

    fn both(first: &SecretString, second: &SecretString) -> SecretString {
        format!("{}\n{}\n", first.expose_secret(), second.expose_secret()).into()
    }

    #[test]
    fn the_first_key_seals_and_all_of_them_open() {
        let (old, new) = (Vault::new_key(), Vault::new_key());
        let vault = Vault::new(&old).unwrap();
        let sealed = vault.seal("here", "before").unwrap();
        let nameless = sealed.split_once('.').unwrap().1;
        assert_eq!(vault.renew(&both(&new, &old)), Some(true));
        assert_eq!(vault.renew(&both(&new, &old)), Some(false));
        for text in [sealed.as_str(), nameless] {
            assert_eq!(vault.open("here", text).unwrap(), "before");
        }
        let later = vault.seal("here", "after").unwrap();
        assert_eq!(Vault::new(&new).unwrap().open("here", &later).unwrap(), "after");
        assert!(Vault::new(&new).unwrap().open("here", &sealed).is_err());
        // A text does not open under another key's name.
        let renamed = format!("{}{nameless}", vault.mark());
        assert!(vault.open("here", &renamed).is_err());
    }

    #[test]
    fn keys_that_cannot_be_used_change_nothing() {
        let vault = Vault::new(&Vault::new_key()).unwrap();
        let sealed = vault.seal("here", "text").unwrap();
        let typed = format!("{}\n{}", Vault::new_key().expose_secret(), "0".repeat(64));
        for keys in ["", "\n\n", "abc", typed.as_str()] {
            assert_eq!(vault.renew(&keys.to_owned().into()), None);
        }
        assert_eq!(vault.open("here", &sealed).unwrap(), "text");
    }
}
