//! What Twilio sends. Only what we read is named.

use serde::Deserialize;
use services::ports::messages::read_name;

#[derive(Deserialize)]
pub struct Account {
    pub status: String,
}

#[derive(Deserialize)]
pub struct Message {
    #[serde(deserialize_with = "read_name")]
    pub sid: String,
    pub status: String,
    #[serde(default)]
    pub error_code: Option<u32>,
    #[serde(default)]
    pub to: Option<String>,
    #[serde(default)]
    pub body: Option<String>,
    #[serde(default)]
    pub date_created: Option<String>,
}

#[derive(Deserialize)]
pub struct Listed {
    pub messages: Vec<Message>,
}

#[derive(Deserialize)]
pub struct Refused {
    pub code: u32,
}

#[cfg(test)]
mod tests {
    use super::{super::signature, *};
    use proptest::prelude::*;
    use services::ports::messages::Taken;

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_is_not(bytes in any::<Vec<u8>>(), text in "[\\[\\]{}\":,a-z%&=0-9]{0,80}") {
            for bytes in [bytes.as_slice(), text.as_bytes()] {
                let _read = serde_json::from_slice::<Message>(bytes).map(Taken::from);
                let _read = serde_json::from_slice::<Listed>(bytes).map(|listed| listed.messages.len());
                let _read = serde_json::from_slice::<Refused>(bytes).map(|refused| refused.code);
                prop_assert!(!signature::is_right("token", "https://a.example/", &signature::boxes(bytes), &text));
            }
        }
    }
}
