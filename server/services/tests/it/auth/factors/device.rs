//! A passkey in software, that also lies on demand.

use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use services::random;
use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

pub const ORIGIN: &str = "https://tenants.example.org";

/// One passkey.
pub struct Device {
    key: SigningKey,
    id: Vec<u8>,
    owner: Vec<u8>,
    pub counter: u32,
    pub origin: &'static str,
    /// Whether finger, face or PIN was asked for.
    pub verifies: bool,
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for piece in bytes.chunks(3) {
        let word = piece
            .iter()
            .chain([0, 0].iter())
            .take(3)
            .fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
        for at in 0..=piece.len() {
            let six = word >> (18 - 6 * at) & 63;
            text.push(char::from(ALPHABET[six as usize]));
        }
    }
    text
}

fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut word, mut bits) = (0_u32, 0);
    for letter in text.bytes() {
        let six = ALPHABET.iter().position(|known| *known == letter).unwrap();
        word = word << 6 | u32::try_from(six).unwrap();
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(word >> bits & 255).unwrap());
        }
    }
    bytes
}

/// Bytes with a head of CBOR.
fn cbor_bytes(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap().to_be_bytes();
    [&[0x59], &length[..], bytes].concat()
}

impl Device {
    /// Makes a passkey for a challenge to create one: the device and its answer.
    pub fn create(options: &str) -> (Self, String) {
        let options: Value = serde_json::from_str(options).unwrap();
        let mut device = Self {
            key: SigningKey::from_slice(&random::bytes::<32>()).unwrap(),
            id: random::bytes::<32>().to_vec(),
            owner: decode(options["publicKey"]["user"]["id"].as_str().unwrap()),
            counter: 0,
            origin: ORIGIN,
            verifies: true,
        };
        let answer = device.created(&options);
        (device, answer)
    }

    fn created(&mut self, options: &Value) -> String {
        let point = self.key.verifying_key().to_sec1_point(false);
        let cose = [
            &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20],
            &point.x().unwrap()[..],
            &[0x22, 0x58, 0x20],
            &point.y().unwrap()[..],
        ]
        .concat();
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let credential = [&[0; 16], &length[..], &self.id, &cose].concat();
        let about = [self.about(0x40), credential].concat();
        let object = [
            b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData".to_vec(),
            cbor_bytes(&about),
        ]
        .concat();
        let client = self.client("webauthn.create", options);
        json!({
            "id": encode(&self.id),
            "rawId": encode(&self.id),
            "type": "public-key",
            "response": { "clientDataJSON": encode(&client), "attestationObject": encode(&object) },
            "extensions": {},
        })
        .to_string()
    }

    /// Answers a challenge to sign in; each answer counts.
    pub fn answer(&mut self, options: &str) -> String {
        self.counter += 1;
        self.answer_again(options)
    }

    /// As a copy of this passkey would, that does not know of the last answer.
    pub fn answer_again(&self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let about = self.about(0);
        let client = self.client("webauthn.get", &options);
        let signed = [about.clone(), Sha256::digest(&client).to_vec()].concat();
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": encode(&self.id),
            "rawId": encode(&self.id),
            "type": "public-key",
            "response": {
                "clientDataJSON": encode(&client),
                "authenticatorData": encode(&about),
                "signature": encode(signature.to_der().as_bytes()),
                "userHandle": encode(&self.owner),
            },
            "extensions": {},
        })
        .to_string()
    }

    fn about(&self, further: u8) -> Vec<u8> {
        let site = Sha256::digest(b"tenants.example.org");
        let verified = if self.verifies { 0x04 } else { 0 };
        let flags = [0x01 | verified | further];
        [&site[..], &flags, &self.counter.to_be_bytes()].concat()
    }

    fn client(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = &options["publicKey"]["challenge"];
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }
}
