//! In test mode every message goes to one inbox, or every text to one number, and says for whom it would have been. This
//! stands around the port itself, so that no way of sending leads past it.

use crate::{
    ports::{
        PortError, Trouble,
        mail::{Mail, Message},
        messages::{Callback, Disbelieved, Report, Taken},
        text::{Text, TextMessage},
    },
    settings::Settings,
};
use async_trait::async_trait;
use domain::{dates::Millis, identity::Language, messages::Mobile};
use std::sync::Arc;

type Answer<T> = Result<T, PortError>;

/// The mail system as test mode sees it.
pub(crate) fn to_the_inbox(settings: &Settings, port: Arc<dyn Mail>) -> Answer<Arc<dyn Mail>> {
    if settings.test_inbox.is_empty() {
        return Err(PortError::Misconfigured(Trouble::NotSetUp));
    }
    Ok(Arc::new(Inbox {
        port,
        address: settings.test_inbox.clone(),
    }))
}

/// Whoever sends texts as test mode sees them: to the named number; without one the inbox gets an email instead.
pub(crate) fn to_one_number(
    settings: &Settings,
    port: Arc<dyn Text>,
    mail: Answer<Arc<dyn Mail>>,
) -> Answer<Arc<dyn Text>> {
    Ok(match Mobile::e164(&settings.test_mobile) {
        Some(number) => Arc::new(OneNumber { port, number }),
        None => Arc::new(AsMail { port, mail: mail? }),
    })
}

struct Inbox {
    port: Arc<dyn Mail>,
    address: String,
}

const NOTE: &str = "margin:0 0 16px;padding:12px 16px;border:2px solid #8a4b00;font-weight:700";

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The HTML with a note at its top.
fn noted(html: &str, note: &str) -> String {
    let note = format!("<p style=\"{NOTE}\">{}</p>", escape(note));
    let body = html
        .find("<body")
        .and_then(|at| Some(at + html[at..].find('>')? + 1));
    let (head, rest) = html.split_at(body.unwrap_or_default());
    format!("{head}{note}{rest}")
}

impl Inbox {
    fn redirected(&self, message: &Message) -> Message {
        let language = Language::parse(message.language).unwrap_or_default();
        let note = words::test_mail_note(language, &message.to);
        Message {
            id: message.id.clone(),
            to: self.address.clone(),
            subject: words::test_mail_subject(language, &message.subject),
            text: format!("{note}\n\n{}", message.text),
            html: noted(&message.html, &note),
            language: message.language,
            kind: message.kind,
        }
    }
}

#[async_trait]
impl Mail for Inbox {
    async fn test(&self) -> Answer<()> {
        self.port.test().await
    }

    async fn send(&self, message: &Message) -> Answer<Taken> {
        self.port.send(&self.redirected(message)).await
    }

    async fn find(&self, message: &Message) -> Answer<Option<Taken>> {
        self.port.find(&self.redirected(message)).await
    }

    async fn ask(&self, vendor_id: &str) -> Answer<Option<Taken>> {
        self.port.ask(vendor_id).await
    }

    fn hear(&self, callback: &Callback<'_>) -> Result<Report, Disbelieved> {
        self.port.hear(callback)
    }
}

struct OneNumber {
    port: Arc<dyn Text>,
    number: Mobile,
}

impl OneNumber {
    fn redirected(&self, text: &TextMessage) -> TextMessage {
        TextMessage {
            id: text.id.clone(),
            to: self.number.clone(),
            body: words::test_text(Language::English, text.to.as_str(), &text.body),
            valid_secs: text.valid_secs,
            kind: text.kind,
        }
    }
}

#[async_trait]
impl Text for OneNumber {
    async fn test(&self) -> Answer<()> {
        self.port.test().await
    }

    async fn send(&self, text: &TextMessage) -> Answer<Taken> {
        self.port.send(&self.redirected(text)).await
    }

    async fn find(&self, text: &TextMessage, since: Millis) -> Answer<Option<Taken>> {
        self.port.find(&self.redirected(text), since).await
    }

    async fn ask(&self, vendor_id: &str) -> Answer<Option<Taken>> {
        self.port.ask(vendor_id).await
    }

    fn hear(&self, callback: &Callback<'_>) -> Result<Report, Disbelieved> {
        self.port.hear(callback)
    }
}

struct AsMail {
    port: Arc<dyn Text>,
    /// Already one that knows the inbox alone.
    mail: Arc<dyn Mail>,
}

#[async_trait]
impl Text for AsMail {
    async fn test(&self) -> Answer<()> {
        self.port.test().await
    }

    async fn send(&self, text: &TextMessage) -> Answer<Taken> {
        let body = escape(&text.body);
        let language = Language::English;
        let message = Message {
            id: text.id.clone(),
            to: text.to.as_str().to_owned(),
            subject: words::test_text_subject(language).to_owned(),
            text: text.body.clone(),
            html: format!(
                "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><body><p>{body}</p></body></html>"
            ),
            language: language.tag(),
            kind: text.kind,
        };
        self.mail.send(&message).await
    }

    async fn find(&self, _text: &TextMessage, _since: Millis) -> Answer<Option<Taken>> {
        Ok(None)
    }

    async fn ask(&self, vendor_id: &str) -> Answer<Option<Taken>> {
        self.mail.ask(vendor_id).await
    }

    fn hear(&self, callback: &Callback<'_>) -> Result<Report, Disbelieved> {
        self.port.hear(callback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_stands_at_the_top_of_the_page_and_is_text() {
        let html = noted(
            "<!doctype html><html><body style=\"x\"><p>Hello</p></body></html>",
            "For <b@c>",
        );
        assert!(html.contains("<body style=\"x\"><p style="), "{html}");
        assert!(html.contains("For &lt;b@c&gt;</p><p>Hello</p>"), "{html}");
        assert!(noted("Hello", "Note").ends_with("Note</p>Hello"));
    }
}
