//! A mail server that delivers nothing and shows everything.
//!
//! Messages come in by SMTP and are read on a page, or as JSON, on a port of their own.
//!
//! | call | body | answer |
//! |---|---|---|
//! | `GET /` | – | the mailbox as a page |
//! | `GET /messages/{id}` | – | one message as a page |
//! | `GET /messages/{id}/source` | – | as it arrived |
//! | `GET /api/messages?to=…` | – | a list, newest first; `to` must be a whole address |
//! | `POST /_sim/faults` | a list, which replaces the armed ones | 204 |
//! | `POST /_sim/reset` | – | 204: no messages, no faults |
//!
//! A fault is `{"at":"connect","fault":"reply","reply":"421 4.3.2 Closing","count":1,"to":"x@example.com"}`. `at` is
//! `connect`, `greet`, `start_tls`, `auth`, `mail`, `rcpt`, `data` (the command), `body` (in the middle of the message) or
//! `message` (after the final dot); `fault` is `reply` (with a 4xx or 5xx `reply`; nothing is kept), `silence`, `cut`,
//! `drip` (the usual reply, byte by byte, `delay_ms` apart) or, at `start_tls`, `no_tls` (a yes, and then no handshake). At
//! `message`, silence and cut come after the message is kept: the sender cannot know. Without `count` it stays; `to` limits
//! it to messages for that address.
//!
//! Log-ins are PLAIN and XOAUTH2. A token is looked at, not its signature: it must be for Outlook, carry `SMTP.SendAsApp`,
//! not have run out, and not have been withdrawn; whatever is wrong with it is answered with 334, then 535. With TLS on
//! offer, nobody logs in without it.
//!
//! Magic recipients need no fault: `no-such-mailbox@…` is refused for good, `try-later@…` for now.

mod certificates;
mod faults;
mod log_in;
mod mailbox;
mod page;
mod session;
mod web;

pub use certificates::{AUTHORITY, Certificate};
pub use log_in::{OUTLOOK, SEND_AS_APP, token};
pub use mailbox::{Heard, Message};

use crate::listen::{self, Listening};
use mailbox::Mailbox;
use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// What it does with TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tls {
    #[default]
    None,
    StartTls,
    /// Somebody on the way replaces the offer of STARTTLS by nonsense.
    Stripped,
    FromTheStart,
}

/// How to start it.
#[derive(Clone, Debug)]
pub struct Options {
    /// The SMTP port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The page, the JSON and the control plane; port 0 takes a free one.
    pub web: SocketAddr,
    /// Largest message in bytes.
    pub largest: usize,
    /// User name and password to insist on; without them any, or none, will do.
    pub credentials: Option<(String, String)>,
    /// A mailbox to insist on a token for, in place of passwords; without one a token for any will do.
    pub mailbox: Option<String>,
    pub tls: Tls,
    pub certificate: Certificate,
}

impl Default for Options {
    fn default() -> Self {
        let free = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            listen: free,
            web: free,
            largest: 10 << 20,
            credentials: None,
            mailbox: None,
            tls: Tls::None,
            certificate: Certificate::Right,
        }
    }
}

/// A mail server at work. Dropping it ends it.
#[derive(Debug)]
pub struct Running {
    pub smtp_addr: SocketAddr,
    pub web_url: String,
    shared: Arc<Shared>,
    smtp: Listening,
    web: Listening,
}

struct Shared {
    options: Options,
    acceptor: TlsAcceptor,
    mailbox: Mutex<Mailbox>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl Shared {
    fn mailbox(&self) -> MutexGuard<'_, Mailbox> {
        self.mailbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    /// What has arrived, newest first.
    pub fn messages(&self) -> Vec<Message> {
        self.shared.mailbox().newest_first(None)
    }

    /// What was said to it outside of messages, oldest first.
    pub fn heard(&self) -> Vec<Heard> {
        self.shared.mailbox().heard()
    }

    /// From now on this token is refused, although its time has not come.
    pub fn withdraw(&self, token: &str) {
        self.shared.mailbox().withdrawn.insert(token.to_owned());
    }

    /// Arms faults in place of those before.
    pub fn arm(&self, faults: serde_json::Value) {
        self.shared.mailbox().faults = serde_json::from_value(faults).unwrap_or_default();
    }

    /// Ends both listeners and all connections.
    pub async fn stop(self) {
        self.smtp.stop().await;
        self.web.stop().await;
    }
}

/// Opens both ports.
pub async fn start(options: Options) -> io::Result<Running> {
    let listener = TcpListener::bind(options.listen).await?;
    let web = options.web;
    let shared = Arc::new(Shared {
        acceptor: certificates::acceptor(options.certificate)?,
        options,
        mailbox: Mutex::default(),
    });
    let sessions = Arc::clone(&shared);
    let smtp = listen::accept(listener, move |stream, _| {
        let shared = Arc::clone(&sessions);
        // A sender who goes away in the middle is nothing to report.
        async move { session::hold(stream, shared).await.unwrap_or_default() }
    })?;
    let web = listen::serve(web, web::router(Arc::clone(&shared))).await?;
    Ok(Running {
        smtp_addr: smtp.address,
        web_url: format!("http://{}", web.address),
        shared,
        smtp,
        web,
    })
}
