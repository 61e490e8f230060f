//! No password and no token is said where others listen, whatever a mail server or somebody on the way does with TLS; and
//! every step of the way may fail, or take for ever, and still ends in the right error, in time.

use super::clock;
use secrecy::SecretString;
use serde_json::{Value, json};
use server::integrations::mail::smtp::{LogIn, Security, Smtp, SmtpConfig, SmtpLimits, SmtpSetupError};
use services::ports::{
    PortError, Trouble,
    mail::{Mail, Message},
};
use simulators::smtp::{AUTHORITY, Certificate, Options, Running, Tls, start};
use std::time::Duration;

const SECRET: &str = "canary-password";

async fn simulator(tls: Tls, certificate: Certificate) -> Running {
    let options = Options {
        credentials: Some(("portal".to_owned(), SECRET.to_owned())),
        tls,
        certificate,
        ..Options::default()
    };
    start(options).await.unwrap()
}

fn config(sim: &Running, security: Security) -> SmtpConfig {
    SmtpConfig {
        host: "localhost".to_owned(),
        port: sim.smtp_addr.port(),
        security,
        log_in: LogIn::Password {
            username: "portal".to_owned(),
            password: SecretString::from(SECRET),
        },
        authority: Some(AUTHORITY.to_vec()),
        from_name: "Example Homes".to_owned(),
        from_address: "repairs@homes.example".to_owned(),
        reply_to: None,
        limits: SmtpLimits {
            connect: Duration::from_millis(400),
            set_up: Duration::from_millis(800),
            command: Duration::from_millis(400),
            message: Duration::from_millis(500),
            ..SmtpLimits::default()
        },
    }
}

fn message() -> Message {
    Message {
        id: "0193-abc".to_owned(),
        to: "mae@example.org".to_owned(),
        subject: "A message".to_owned(),
        text: "Helo".to_owned(),
        html: "<p>Helo</p>".to_owned(),
        language: "cy",
        kind: None,
    }
}

async fn send(config: SmtpConfig) -> Result<(), PortError> {
    let smtp = Smtp::new(config, clock()).unwrap();
    let sent = tokio::time::timeout(Duration::from_secs(3), async { smtp.send(&message()).await });
    sent.await.expect("it ends in time").map(drop)
}

/// What was said in the open.
fn in_the_open(sim: &Running) -> Vec<String> {
    let heard = sim.heard().into_iter().filter(|heard| !heard.encrypted);
    heard.map(|heard| heard.line).collect()
}

/// Nobody heard more than who is calling.
fn nothing_was_said_in_the_open(sim: &Running) {
    let open = in_the_open(sim);
    let telling = ["AUTH", "MAIL", "RCPT", "DATA"];
    let told = |line: &&String| telling.iter().any(|word| line.contains(word));
    assert_eq!(open.iter().find(told), None);
}

const TLS: PortError = PortError::Unavailable(Trouble::Tls);

#[tokio::test]
async fn a_password_goes_through_tls_and_no_other_way() {
    for (security, tls) in [
        (Security::StartTls, Tls::StartTls),
        (Security::Tls, Tls::FromTheStart),
    ] {
        let sim = simulator(tls, Certificate::Right).await;
        assert_eq!(send(config(&sim, security)).await, Ok(()), "{security:?}");
        assert_eq!(sim.messages().len(), 1);
        nothing_was_said_in_the_open(&sim);
        let auth = sim
            .heard()
            .into_iter()
            .find(|heard| heard.line.starts_with("AUTH "));
        assert!(auth.unwrap().encrypted);
    }
}

#[tokio::test]
async fn a_server_without_starttls_or_one_from_which_somebody_took_it_hears_nothing() {
    for tls in [Tls::None, Tls::Stripped] {
        let sim = simulator(tls, Certificate::Right).await;
        let sent = send(config(&sim, Security::StartTls)).await;
        assert_eq!(
            sent,
            Err(PortError::Misconfigured(Trouble::NoStartTls)),
            "{tls:?}"
        );
        nothing_was_said_in_the_open(&sim);
        assert!(sim.messages().is_empty());
    }
    // One says TLS from the first byte, the other waits for it later; neither waits for ever.
    for (security, tls) in [
        (Security::Tls, Tls::StartTls),
        (Security::Tls, Tls::None),
        (Security::StartTls, Tls::FromTheStart),
    ] {
        let sim = simulator(tls, Certificate::Right).await;
        let sent = send(config(&sim, security)).await;
        assert!(
            matches!(sent, Err(PortError::Unavailable(_))),
            "{security:?} {tls:?} {sent:?}"
        );
        nothing_was_said_in_the_open(&sim);
    }
}

#[tokio::test]
async fn starttls_that_comes_to_nothing_ends_before_anything_is_said() {
    for (fault, error) in [
        (
            json!({"at": "start_tls", "fault": "reply", "reply": "454 4.7.0 TLS not available"}),
            PortError::Unavailable(Trouble::ServiceError),
        ),
        (json!({"at": "start_tls", "fault": "no_tls"}), TLS),
        (
            json!({"at": "start_tls", "fault": "silence"}),
            PortError::Unavailable(Trouble::TimedOut),
        ),
        (
            json!({"at": "start_tls", "fault": "cut"}),
            PortError::Unavailable(Trouble::ServiceError),
        ),
    ] {
        let sim = simulator(Tls::StartTls, Certificate::Right).await;
        sim.arm(json!([fault]));
        assert_eq!(
            send(config(&sim, Security::StartTls)).await,
            Err(error),
            "{fault}"
        );
        nothing_was_said_in_the_open(&sim);
        assert!(sim.messages().is_empty());
    }
}

#[tokio::test]
async fn a_certificate_of_somebody_else_is_refused() {
    for certificate in [
        Certificate::WrongName,
        Certificate::Expired,
        Certificate::Untrusted,
    ] {
        for (security, tls) in [
            (Security::StartTls, Tls::StartTls),
            (Security::Tls, Tls::FromTheStart),
        ] {
            let sim = simulator(tls, certificate).await;
            assert_eq!(
                send(config(&sim, security)).await,
                Err(TLS),
                "{certificate:?} {security:?}"
            );
            nothing_was_said_in_the_open(&sim);
            assert!(sim.messages().is_empty());
        }
    }
    // The right one is of no use to whoever does not know who vouches for it.
    let sim = simulator(Tls::StartTls, Certificate::Right).await;
    let stranger = SmtpConfig {
        authority: None,
        ..config(&sim, Security::StartTls)
    };
    assert_eq!(send(stranger).await, Err(TLS));
}

#[tokio::test]
async fn without_tls_a_password_stays_on_this_machine() {
    let sim = simulator(Tls::None, Certificate::Right).await;
    assert_eq!(send(config(&sim, Security::Plain)).await, Ok(()));
    assert!(
        in_the_open(&sim)
            .iter()
            .any(|line| line.starts_with("AUTH PLAIN "))
    );
    for host in ["mail.example", "192.0.2.7", "localhost.example"] {
        let open = SmtpConfig {
            host: host.to_owned(),
            ..config(&sim, Security::Plain)
        };
        let refused = Smtp::new(open, clock()).err();
        assert_eq!(refused, Some(SmtpSetupError::PasswordInTheOpen), "{host}");
    }
    // A relay that asks for none may be anywhere.
    let nobody = SmtpConfig {
        host: "mail.example".to_owned(),
        log_in: LogIn::Nobody,
        ..config(&sim, Security::Plain)
    };
    assert!(Smtp::new(nobody, clock()).is_ok());
}

/// Steps after which nothing may have been handed over, and the last one.
const STEPS: [&str; 9] = [
    "connect",
    "greet",
    "start_tls",
    "auth",
    "mail",
    "rcpt",
    "data",
    "body",
    "message",
];

async fn with_fault(fault: Value) -> (Result<(), PortError>, usize) {
    let sim = simulator(Tls::StartTls, Certificate::Right).await;
    sim.arm(json!([fault]));
    let sent = send(config(&sim, Security::StartTls)).await;
    nothing_was_said_in_the_open(&sim);
    (sent, sim.messages().len())
}

#[tokio::test]
async fn a_no_at_any_step_is_for_now_or_for_good() {
    // In the middle of a message there is no reply.
    for at in STEPS.into_iter().filter(|at| *at != "body") {
        let said = |reply: &str| json!({"at": at, "fault": "reply", "reply": reply});
        let (later, kept) = with_fault(said("451 4.3.0 Try again later")).await;
        assert_eq!(
            (later, kept),
            (Err(PortError::Unavailable(Trouble::ServiceError)), 0),
            "{at}"
        );
        let (never, kept) = with_fault(said("554 5.7.1 No")).await;
        let error = match at {
            "connect" | "greet" | "start_tls" => PortError::Unavailable(Trouble::ServiceError),
            "auth" => PortError::Misconfigured(Trouble::WrongCredentials),
            _ => PortError::Rejected("554 5.7.1".to_owned()),
        };
        assert_eq!((never, kept), (Err(error), 0), "{at}");
    }
}

#[tokio::test]
async fn a_line_that_breaks_or_drips_at_any_step_is_given_up_in_time() {
    for at in STEPS {
        for fault in ["cut", "silence", "drip"] {
            // Within the message nobody says anything that could drip.
            if (at, fault) == ("body", "drip") {
                continue;
            }
            let fault = json!({"at": at, "fault": fault, "delay_ms": 150});
            let (sent, kept) = with_fault(fault.clone()).await;
            let is_after = at == "message";
            let fits = match &sent {
                Err(PortError::Unavailable(_)) => !matches!(at, "body" | "message"),
                Err(PortError::UnknownOutcome(_)) => matches!(at, "body" | "message"),
                _ => false,
            };
            assert!(fits, "{fault}: {sent:?}");
            assert_eq!(kept, usize::from(is_after), "{fault}");
        }
    }
}
