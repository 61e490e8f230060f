//! The messages kept, parsed.

use super::faults::Fault;
use crate::clock::real;
use mail_parser::{Address, MessageParser, PartType};
use serde::Serialize;
use std::collections::{HashSet, VecDeque};

const KEPT: usize = 500;

/// A message as it arrived.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    pub id: u64,
    /// Whom the envelope named, joined by commas.
    pub to: String,
    /// The header, decoded.
    pub from: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub message_id: String,
    pub received_at: String,
    #[serde(skip)]
    pub source: Vec<u8>,
    #[serde(skip)]
    recipients: Vec<String>,
}

/// The newest messages and the armed faults.
#[derive(Debug, Default)]
pub struct Mailbox {
    messages: VecDeque<Message>,
    counted: u64,
    pub faults: Vec<Fault>,
    heard: VecDeque<Heard>,
    /// Tokens that were good, and are refused from now on.
    pub withdrawn: HashSet<String>,
}

/// A line that somebody sent, outside of messages.
#[derive(Clone, Debug)]
pub struct Heard {
    pub line: String,
    /// It came through TLS.
    pub encrypted: bool,
}

impl Mailbox {
    pub fn keep(&mut self, source: Vec<u8>, recipients: &[String]) {
        self.counted += 1;
        if self.messages.len() == KEPT {
            self.messages.pop_front();
        }
        self.messages.push_back(read(self.counted, source, recipients));
    }

    /// All, or those for one address.
    pub fn newest_first(&self, to: Option<&str>) -> Vec<Message> {
        let addressed = |message: &&Message| {
            to.is_none_or(|to| {
                message
                    .recipients
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(to.trim()))
            })
        };
        self.messages.iter().rev().filter(addressed).cloned().collect()
    }

    pub fn message(&self, id: u64) -> Option<Message> {
        self.messages.iter().find(|message| message.id == id).cloned()
    }

    pub fn hear(&mut self, line: &str, encrypted: bool) {
        if self.heard.len() == KEPT {
            self.heard.pop_front();
        }
        self.heard.push_back(Heard {
            line: line.to_owned(),
            encrypted,
        });
    }

    /// What was said, oldest first.
    pub fn heard(&self) -> Vec<Heard> {
        self.heard.iter().cloned().collect()
    }

    pub fn clear(&mut self) {
        self.messages.clear();
        self.faults.clear();
        self.heard.clear();
        self.withdrawn.clear();
    }
}

fn read(id: u64, source: Vec<u8>, recipients: &[String]) -> Message {
    let parsed = MessageParser::default().parse(&source).unwrap_or_default();
    let mut message = Message {
        id,
        to: recipients.join(", "),
        from: parsed.from().map(written).unwrap_or_default(),
        subject: parsed.subject().unwrap_or_default().to_owned(),
        text: String::new(),
        html: String::new(),
        message_id: parsed.message_id().unwrap_or_default().to_owned(),
        received_at: real().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        source: Vec::new(),
        recipients: recipients.to_vec(),
    };
    for part in &parsed.parts {
        match &part.body {
            PartType::Text(text) if message.text.is_empty() => message.text = text.replace("\r\n", "\n"),
            PartType::Html(html) if message.html.is_empty() => message.html = html.replace("\r\n", "\n"),
            _ => {}
        }
    }
    message.source = source;
    message
}

fn written(address: &Address<'_>) -> String {
    let written = address.iter().map(|one| match (one.name(), one.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => address.or(name).unwrap_or_default().to_owned(),
    });
    written.collect::<Vec<_>>().join(", ")
}
