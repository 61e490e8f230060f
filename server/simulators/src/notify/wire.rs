//! What is taken, with nothing unexpected in it.

use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendText {
    pub phone_number: String,
    pub template_id: String,
    #[serde(default)]
    pub personalisation: Map<String, Value>,
    pub reference: Option<String>,
    pub sms_sender_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendMail {
    pub email_address: String,
    pub template_id: String,
    #[serde(default)]
    pub personalisation: Map<String, Value>,
    pub reference: Option<String>,
    pub email_reply_to_id: Option<String>,
    pub one_click_unsubscribe_url: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    pub reference: Option<String>,
    pub status: Option<String>,
    pub template_type: Option<String>,
    pub older_than: Option<String>,
}
