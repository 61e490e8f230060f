//! Adapters of mails and texts: one suite for texts that each vendor's passes, and what each vendor does in its own way.

mod contract;
mod golden;
mod hooks;
mod mail_contract;
mod notify;
mod settings;
mod twilio;

use super::{clock, limits, outbound};
use domain::messages::Mobile;
use secrecy::SecretString;
use server::integrations::{
    mail::notify::NotifyMail,
    notify::NotifyConfig,
    text::{
        notify::NotifyText,
        twilio::{Twilio, TwilioConfig},
    },
};
use services::ports::{mail::Message, text::TextMessage};
use simulators::{notify as notify_sim, twilio as twilio_sim};

const CALLBACK_TOKEN: &str = "a-token-that-we-chose-2026";
const CALLBACK_URL: &str = "https://tenant.example.org/hooks/text";

fn today() -> Option<jiff::civil::Date> {
    "2026-11-24".parse().ok()
}

fn text(number: u32) -> TextMessage {
    TextMessage {
        id: format!("0193-{number:05}"),
        to: Mobile::e164(&format!("+447700900{number:03}")).unwrap(),
        body: format!("Our Homes: your code is 012345. ({number})"),
        valid_secs: Some(600),
        kind: None,
    }
}

fn mail(to: &str) -> Message {
    Message {
        id: "0193-abc".to_owned(),
        to: to.to_owned(),
        subject: "A message from your landlord".to_owned(),
        text: "Helo Siân\n\nDiolch".to_owned(),
        html: "<p>Helo Siân</p>".to_owned(),
        language: "cy",
        kind: None,
    }
}

fn notify_options() -> notify_sim::Options {
    notify_sim::Options {
        today: today(),
        ..notify_sim::Options::default()
    }
}

pub(super) fn notify_config(url: &str, template: &str) -> NotifyConfig {
    NotifyConfig {
        api_url: url.to_owned(),
        api_key: notify_options().api_key().into(),
        template: template.to_owned(),
        own_templates: std::collections::BTreeMap::new(),
        sender: String::new(),
        callback_token: Some(SecretString::from(CALLBACK_TOKEN)),
    }
}

fn notify_text(url: &str) -> NotifyText {
    let config = notify_config(url, notify_sim::TEXT_TEMPLATE);
    NotifyText::new(config, &outbound(limits()), clock()).unwrap()
}

fn notify_mail(url: &str) -> NotifyMail {
    let config = notify_config(url, notify_sim::EMAIL_TEMPLATE);
    NotifyMail::new(config, &outbound(limits()), clock()).unwrap()
}

fn twilio_options() -> twilio_sim::Options {
    twilio_sim::Options {
        today: today(),
        ..twilio_sim::Options::default()
    }
}

pub(super) fn twilio_config(url: &str) -> TwilioConfig {
    let options = twilio_options();
    TwilioConfig {
        api_url: url.to_owned(),
        account: options.account,
        auth_token: options.auth_token.into(),
        api_key: None,
        sender: "Hollingate".to_owned(),
        callback_url: CALLBACK_URL.to_owned(),
    }
}

fn twilio(url: &str) -> Twilio {
    Twilio::new(twilio_config(url), &outbound(limits())).unwrap()
}
