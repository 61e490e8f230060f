//! The mailbox as a person sees it.

use super::mailbox::Message;
use crate::clock::local;
use jiff::Timestamp;
use std::fmt::Write;

const STYLE: &str = "body{font:1.0625rem/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem;color:#1b1f24;background:#fff}\
    h1{font-size:1.5rem;line-height:1.2;overflow-wrap:anywhere}a{color:#0b4f8a}a:focus-visible{outline:3px solid #f5b400;outline-offset:2px}\
    ul{list-style:none;padding:0}li{border-top:1px solid #d0d5db;padding:.75rem 0;overflow-wrap:anywhere}\
    .quiet{color:#4d5661;font-size:.9375rem;margin:0}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;border:1px solid #d0d5db;padding:1rem}\
    iframe{width:100%;height:28rem;border:1px solid #d0d5db}dt{font-weight:600}dd{margin:0 0 .5rem;overflow-wrap:anywhere}";

fn frame(title: &str, refresh: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         {refresh}<title>{title}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>",
        title = escaped(title)
    )
}

pub fn list(messages: &[Message]) -> String {
    let mut rows = String::new();
    for message in messages {
        let subject = if message.subject.is_empty() {
            "(no subject)"
        } else {
            &message.subject
        };
        let _ = write!(
            rows,
            "<li><a href=\"/messages/{}\">{}</a><p class=\"quiet\">To {} · {}</p></li>",
            message.id,
            escaped(subject),
            escaped(&message.to),
            time(message)
        );
    }
    let rows = if rows.is_empty() {
        "<p>No mail yet. This page looks again every five seconds.</p>".to_owned()
    } else {
        format!("<ul>{rows}</ul>")
    };
    let body = format!(
        "<h1>Mailbox</h1><p class=\"quiet\">Mail sent here is shown to you and delivered to nobody.</p>{rows}"
    );
    frame("Mailbox", "<meta http-equiv=\"refresh\" content=\"5\">", &body)
}

pub fn message(message: &Message) -> String {
    let mut body = format!(
        "<p><a href=\"/\">Back to the mailbox</a></p><h1>{}</h1><dl><dt>To</dt><dd>{}</dd><dt>From</dt><dd>{}</dd><dt>Received</dt><dd>{}</dd></dl>",
        escaped(&message.subject),
        escaped(&message.to),
        escaped(&message.from),
        time(message)
    );
    if !message.text.is_empty() {
        let _ = write!(body, "<h2>Text</h2><pre>{}</pre>", linked(&message.text));
    }
    if !message.html.is_empty() {
        let _ = write!(
            body,
            "<h2>HTML</h2><iframe title=\"The message as HTML\" sandbox=\"\" srcdoc=\"{}\"></iframe>",
            escaped(&message.html)
        );
    }
    let _ = write!(
        body,
        "<p><a href=\"/messages/{}/source\">Source</a></p>",
        message.id
    );
    frame(&message.subject, "", &body)
}

fn time(message: &Message) -> String {
    let at = message.received_at.parse::<Timestamp>().map(local);
    at.map_or_else(
        |_| message.received_at.clone(),
        |at| at.strftime("%-d %B %Y, %H:%M:%S").to_string(),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// Escaped, with addresses of pages as links.
fn linked(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        let address = word.trim_matches(|letter: char| letter.is_whitespace() || "<>().,".contains(letter));
        if address.starts_with("http://") || address.starts_with("https://") {
            let address = escaped(address);
            return escaped(word).replacen(&address, &format!("<a href=\"{address}\">{address}</a>"), 1);
        }
        escaped(word)
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_addresses_become_links() {
        let shown = linked("Go to <https://a.example/x?y=1&z=2>. <script>");
        assert_eq!(
            shown,
            "Go to &lt;<a href=\"https://a.example/x?y=1&amp;z=2\">https://a.example/x?y=1&amp;z=2</a>&gt;. &lt;script&gt;"
        );
    }
}
