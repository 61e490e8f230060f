//! Email by SMTP: a relay that misbehaves at every step, and the simulator.

use super::clock;
use secrecy::SecretString;
use server::integrations::{
    mail::smtp::{LogIn, Security, Smtp, SmtpConfig, SmtpLimits, SmtpSetupError},
    monitor::State,
};
use services::ports::{
    PortError, Trouble,
    mail::{Mail, Message},
};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufStream},
    net::{TcpListener, TcpStream},
};

/// What the relay does at one step instead of saying yes.
#[derive(Clone, Copy)]
enum Does {
    Says(&'static str),
    Hangs,
    Leaves,
}

struct Relay {
    address: SocketAddr,
    stored: Arc<Mutex<Vec<String>>>,
    connections: Arc<Mutex<u32>>,
}

impl Relay {
    /// Does `what` when it hears `at` (`""` is the greeting, `"."` the end of a message).
    async fn which(at: &'static str, what: Does) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let relay = Self {
            address: listener.local_addr().unwrap(),
            stored: Arc::default(),
            connections: Arc::default(),
        };
        let (stored, connections) = (Arc::clone(&relay.stored), Arc::clone(&relay.connections));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *connections.lock().unwrap() += 1;
                tokio::spawn(talk(stream, at, what, Arc::clone(&stored)));
            }
        });
        relay
    }

    fn stored(&self) -> Vec<String> {
        self.stored.lock().unwrap().clone()
    }
}

async fn talk(stream: TcpStream, at: &'static str, what: Does, stored: Arc<Mutex<Vec<String>>>) {
    let mut stream = BufStream::new(stream);
    let mut heard = String::new();
    loop {
        let word = heard.split_whitespace().next().unwrap_or_default().to_owned();
        let usual = match word.as_str() {
            "" => "220 relay.example ESMTP",
            "EHLO" => "250-relay.example\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
            "AUTH" => "235 2.7.0 hello",
            "DATA" => "354 go on",
            _ => "250 2.0.0 ok",
        };
        let reply = match what {
            Does::Says(reply) if word == at => reply,
            Does::Hangs if word == at => std::future::pending().await,
            Does::Leaves if word == at => return,
            _ => usual,
        };
        stream.write_all(format!("{reply}\r\n").as_bytes()).await.unwrap();
        stream.flush().await.unwrap();
        heard.clear();
        if reply.starts_with("354") {
            let mut message = String::new();
            while !message.ends_with("\r\n.\r\n") {
                if stream.read_line(&mut message).await.unwrap_or(0) == 0 {
                    return;
                }
            }
            stored.lock().unwrap().push(message);
            ".".clone_into(&mut heard);
        } else if stream.read_line(&mut heard).await.unwrap_or(0) == 0 {
            return;
        }
    }
}

fn password(secret: &str) -> LogIn {
    LogIn::Password {
        username: "portal".to_owned(),
        password: SecretString::from(secret),
    }
}

fn config(address: SocketAddr) -> SmtpConfig {
    SmtpConfig {
        host: address.ip().to_string(),
        port: address.port(),
        security: Security::Plain,
        log_in: LogIn::Nobody,
        authority: None,
        from_name: "Example Homes\r\nBcc: all@example.org".to_owned(),
        from_address: "repairs@homes.example".to_owned(),
        reply_to: Some("help@homes.example".to_owned()),
        limits: SmtpLimits {
            connect: Duration::from_millis(300),
            set_up: Duration::from_millis(300),
            command: Duration::from_millis(300),
            message: Duration::from_millis(500),
            ..SmtpLimits::default()
        },
    }
}

fn message() -> Message {
    Message {
        id: "0193-abc".to_owned(),
        to: "mae@example.org".to_owned(),
        subject: "Eich atgyweiriad: tŷ\r\nX-Injected: yes".to_owned(),
        text: "Helo Siân\n.\nline after a dot".to_owned(),
        html: "<p>Helo Siân</p>".to_owned(),
        language: "cy",
        kind: None,
    }
}

async fn send(smtp: &Smtp) -> Result<(), PortError> {
    tokio::time::timeout(Duration::from_secs(2), smtp.send(&message()))
        .await
        .expect("it never hangs")
        .map(drop)
}

#[tokio::test]
async fn a_message_goes_out_with_its_fixed_id_and_no_headers_of_others() {
    let relay = Relay::which("never", Does::Hangs).await;
    let smtp = Smtp::new(config(relay.address), clock()).unwrap();
    send(&smtp).await.unwrap();
    send(&smtp).await.unwrap();
    let stored = relay.stored();
    for line in [
        "Message-ID: <0193-abc@homes.example>\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "Content-Language: cy\r\n",
        "Date: Tue, 24 Nov 2026 10:00:00 +0000\r\n",
        "Reply-To: help@homes.example\r\n",
        "To: mae@example.org\r\n",
        "Content-Type: multipart/alternative;",
        "Content-Type: text/plain; charset=utf-8\r\n",
        "Content-Type: text/html; charset=utf-8\r\n",
    ] {
        assert!(stored[1].contains(line), "{line} in\n{}", stored[1]);
    }
    assert!(!stored[0].contains("\nBcc:") && !stored[0].contains("\nX-Injected:"));
    assert_eq!((stored.len(), *relay.connections.lock().unwrap()), (2, 1));
    assert_eq!(smtp.health().state, State::Connected);
}

#[tokio::test]
async fn every_fault_has_its_error_and_ends_in_time() {
    use PortError::{Misconfigured, Rejected, Unavailable, UnknownOutcome};
    let service = Trouble::ServiceError;
    let rejected = |code: &str| Rejected(code.to_owned());
    let cases = [
        ("", Does::Hangs, Unavailable(Trouble::TimedOut)),
        ("", Does::Leaves, Unavailable(service)),
        ("", Does::Says("421 too busy"), Unavailable(service)),
        ("", Does::Says("554 no strangers"), Unavailable(service)),
        (
            "AUTH",
            Does::Says("535 5.7.8 no"),
            Misconfigured(Trouble::WrongCredentials),
        ),
        (
            "AUTH",
            Does::Says("535 5.7.30 Basic authentication is not supported"),
            Misconfigured(Trouble::PasswordsSwitchedOff),
        ),
        (
            "AUTH",
            Does::Says(
                "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.",
            ),
            Misconfigured(Trouble::SmtpSwitchedOff),
        ),
        ("AUTH", Does::Says("454 4.7.0 later"), Unavailable(service)),
        (
            "EHLO",
            Does::Says("250 relay.example without any log-in"),
            Misconfigured(Trouble::LogInNotOffered),
        ),
        (
            ".",
            Does::Says(
                "554 5.2.252 SendAsDenied; repairs@homes.example not allowed to send as other@homes.example",
            ),
            Misconfigured(Trouble::SenderRefused),
        ),
        (
            "MAIL",
            Does::Says("550 5.7.30 Basic authentication is not supported"),
            Misconfigured(Trouble::PasswordsSwitchedOff),
        ),
        (
            "MAIL",
            Does::Says("530 5.7.0 log in first"),
            Misconfigured(Trouble::WrongCredentials),
        ),
        ("RCPT", Does::Says("450 4.2.0 greylisted"), Unavailable(service)),
        (
            "RCPT",
            Does::Says("452 4.5.3 too many"),
            Unavailable(Trouble::LimitReached),
        ),
        (
            "RCPT",
            Does::Says("550 5.1.1 nobody here"),
            rejected("no-such-address"),
        ),
        ("RCPT", Does::Says("550 nobody here"), rejected("550")),
        ("RCPT", Does::Hangs, Unavailable(Trouble::TimedOut)),
        ("DATA", Does::Leaves, Unavailable(service)),
        (".", Does::Says("552 5.3.4 too large"), rejected("552 5.3.4")),
        (".", Does::Says("451 4.3.0 later"), Unavailable(service)),
        (".", Does::Hangs, UnknownOutcome(Trouble::TimedOut)),
        (".", Does::Leaves, UnknownOutcome(service)),
    ];
    for (at, what, error) in cases {
        let relay = Relay::which(at, what).await;
        let config = SmtpConfig {
            log_in: password("secret"),
            ..config(relay.address)
        };
        let smtp = Smtp::new(config, clock()).unwrap();
        assert_eq!(send(&smtp).await, Err(error.clone()), "at {at:?}");
        let state = match error {
            Misconfigured(_) => State::Failing,
            Rejected(_) => State::Connected,
            Unavailable(_) | UnknownOutcome(_) => State::Degraded,
        };
        assert_eq!(smtp.health().state, state, "at {at:?}");
    }
}

#[tokio::test]
async fn without_tls_nothing_is_sent_where_tls_is_wanted() {
    let relay = Relay::which("never", Does::Hangs).await;
    for (security, error) in [
        (Security::StartTls, PortError::Misconfigured(Trouble::NoStartTls)),
        (Security::Tls, PortError::Unavailable(Trouble::Tls)),
    ] {
        let smtp = Smtp::new(
            SmtpConfig {
                security,
                ..config(relay.address)
            },
            clock(),
        )
        .unwrap();
        assert_eq!(send(&smtp).await, Err(error));
    }
    let open = SmtpConfig {
        host: "mail.example".to_owned(),
        log_in: password("secret"),
        ..config(relay.address)
    };
    assert_eq!(
        Smtp::new(open, clock()).err(),
        Some(SmtpSetupError::PasswordInTheOpen)
    );
    assert!(relay.stored().is_empty());
}

#[tokio::test]
async fn a_relay_that_is_not_there_is_told_apart() {
    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let smtp = Smtp::new(config(closed), clock()).unwrap();
    assert_eq!(
        send(&smtp).await,
        Err(PortError::Unavailable(Trouble::CannotConnect))
    );
    let limits = SmtpLimits {
        set_up: Duration::from_secs(2),
        ..config(closed).limits
    };
    let nowhere = SmtpConfig {
        host: "no-such-host.invalid".to_owned(),
        limits,
        ..config(closed)
    };
    assert_eq!(
        send(&Smtp::new(nowhere, clock()).unwrap()).await,
        Err(PortError::Unavailable(Trouble::CannotResolve))
    );
    let unusable = Message {
        to: "not an address\r\nRCPT TO:<all@example.org>".to_owned(),
        ..message()
    };
    assert_eq!(
        smtp.send(&unusable).await,
        Err(PortError::Rejected("unusable-address".to_owned()))
    );
}

#[tokio::test]
async fn fifty_messages_share_five_connections() {
    let relay = Relay::which("never", Does::Hangs).await;
    let config = config(relay.address);
    let smtp = Smtp::new(
        SmtpConfig {
            limits: SmtpLimits::default(),
            ..config
        },
        clock(),
    )
    .unwrap();
    let message = message();
    let sent = futures_util::future::join_all((0..50).map(|_| smtp.send(&message))).await;
    assert!(sent.iter().all(Result::is_ok));
    assert_eq!(relay.stored().len(), 50);
    assert!(*relay.connections.lock().unwrap() <= 5);
}

#[tokio::test]
async fn the_simulator_keeps_what_it_took_also_when_the_answer_is_lost() {
    let sim = simulators::smtp::start(simulators::smtp::Options {
        credentials: Some(("portal".to_owned(), "secret".to_owned())),
        ..simulators::smtp::Options::default()
    })
    .await
    .unwrap();
    let with = |secret: &str| SmtpConfig {
        log_in: password(secret),
        ..config(sim.smtp_addr)
    };
    let wrong = Smtp::new(with("wrong"), clock()).unwrap();
    assert_eq!(
        send(&wrong).await,
        Err(PortError::Misconfigured(Trouble::WrongCredentials))
    );
    let smtp = Smtp::new(with("secret"), clock()).unwrap();
    for (to, error) in [
        (
            "no-such-mailbox@example.org",
            PortError::Rejected("no-such-address".to_owned()),
        ),
        (
            "try-later@example.org",
            PortError::Unavailable(Trouble::ServiceError),
        ),
    ] {
        let message = Message {
            to: to.to_owned(),
            ..message()
        };
        assert_eq!(smtp.send(&message).await, Err(error));
    }
    // Building the adapters' client has prepared TLS for this one, too.
    let _ = super::outbound(super::limits());
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let cut = serde_json::json!([{"at": "message", "fault": "cut", "count": 1}]);
    let armed = http
        .post(format!("{}/_sim/faults", sim.web_url))
        .json(&cut)
        .send()
        .await
        .unwrap();
    assert!(armed.status().is_success());
    assert_eq!(
        send(&smtp).await,
        Err(PortError::UnknownOutcome(Trouble::ServiceError))
    );
    send(&smtp).await.unwrap();
    let arrived = sim.messages();
    assert_eq!(arrived.len(), 2);
    assert_eq!(arrived[0].message_id, arrived[1].message_id);
    assert_eq!(arrived[0].to, "mae@example.org");
    assert_eq!(arrived[0].subject, "Eich atgyweiriad: tŷ X-Injected: yes");
    assert_eq!(
        arrived[0].text.replace("\r\n", "\n").trim_end(),
        "Helo Siân\n.\nline after a dot"
    );
    assert!(arrived[0].html.contains("<p>Helo Siân</p>"));
}
