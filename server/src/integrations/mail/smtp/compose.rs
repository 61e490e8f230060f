//! Writes a message: headers, and the text in both forms.

use super::{SmtpConfig, SmtpSetupError, line::Failure};
use domain::{dates::Millis, text::clean_line};
use lettre::{
    Address,
    address::Envelope,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use services::ports::{PortError, mail::Message};
use std::time::{Duration, SystemTime};

/// What is the same in every message.
pub struct Writer {
    from: Mailbox,
    reply_to: Option<Mailbox>,
}

/// A message ready to be handed over.
pub struct Written {
    pub envelope: Envelope,
    pub bytes: Vec<u8>,
}

impl Writer {
    pub fn new(config: &SmtpConfig) -> Result<Self, SmtpSetupError> {
        let address = |text: &str| {
            text.trim()
                .parse::<Address>()
                .map_err(|_| SmtpSetupError::Address)
        };
        let name = clean_line(&config.from_name);
        let reply_to = config.reply_to.as_deref().map(address).transpose()?;
        Ok(Self {
            from: Mailbox::new((!name.is_empty()).then_some(name), address(&config.from_address)?),
            reply_to: reply_to.map(|address| Mailbox::new(None, address)),
        })
    }

    pub fn write(&self, message: &Message, now: Millis) -> Result<Written, Failure> {
        let rejected = |code: &str| Failure::quiet(PortError::Rejected(code.to_owned()));
        let to: Address = message
            .to
            .trim()
            .parse()
            .map_err(|_| rejected("unusable-address"))?;
        let date = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now.0).unwrap_or_default());
        let mut builder = lettre::Message::builder()
            .message_id(Some(format!("<{}@{}>", message.id, self.from.email.domain())))
            .date(date)
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(clean_line(&message.subject))
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", message.language));
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        let body = MultiPart::alternative_plain_html(message.text.clone(), message.html.clone());
        let written = builder
            .multipart(body)
            .map_err(|_| rejected("unusable-message"))?;
        Ok(Written {
            envelope: written.envelope().clone(),
            bytes: written.formatted(),
        })
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}
