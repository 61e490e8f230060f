//! Twilio signs the public address and all boxes of the form, by name (HMAC-SHA1; its documentation, 'Security').

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::hmac;

/// The boxes of a form, or of a query.
pub fn boxes(body: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(body)
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect()
}

/// Whether `signature` was made with our token for this address and form. Compared in constant time.
pub fn is_right(token: &str, url: &str, boxes: &[(String, String)], signature: &str) -> bool {
    let mut sorted: Vec<&(String, String)> = boxes.iter().collect();
    sorted.sort();
    sorted.dedup();
    let mut signed = url.to_owned();
    for (name, value) in sorted {
        signed.push_str(name);
        signed.push_str(value);
    }
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, token.as_bytes());
    STANDARD
        .decode(signature)
        .is_ok_and(|signature| hmac::verify(&key, signed.as_bytes(), &signature).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of Twilio's own libraries.
    const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
    const FORM: &[u8] =
        b"CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309";
    const SIGNATURE: &str = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    #[test]
    fn the_vendors_own_example_is_right_and_nothing_near_it() {
        assert!(is_right("12345", URL, &boxes(FORM), SIGNATURE));
        assert!(!is_right("12346", URL, &boxes(FORM), SIGNATURE));
        assert!(!is_right(
            "12345",
            "http://mycompany.com/myapp.php?foo=1&bar=2",
            &boxes(FORM),
            SIGNATURE
        ));
        let more = [FORM, &b"&MessageStatus=delivered"[..]].concat();
        assert!(!is_right("12345", URL, &boxes(&more), SIGNATURE));
        for wrong in ["", "RSOYDt4T1cUTdK1PDd93/VVr8B8", "AAAA", "not base64 %"] {
            assert!(!is_right("12345", URL, &boxes(FORM), wrong), "{wrong}");
        }
    }
}
