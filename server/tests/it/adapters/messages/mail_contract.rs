//! What every mail adapter promises, whoever passes the mail on: each runs the same suite against its stand-in. SMTP does
//! with a password and with a token.

use super::*;
use crate::adapters::clock;
use async_trait::async_trait;
use domain::messages::State;
use serde_json::{Value, json};
use server::integrations::{
    mail::smtp::{LogIn, Security, Smtp, SmtpConfig, SmtpLimits},
    monitor::{CircuitRules, Health, State as Condition},
};
use services::ports::{PortError, Trouble, mail::Mail, tokens::Tokens};
use simulators::smtp as smtp_sim;
use std::{sync::Arc, time::Duration};

/// Messages arrive here as whom, about what, and with which words.
#[derive(Debug, PartialEq)]
struct Arrived {
    to: String,
    subject: String,
    text: String,
}

/// What a subject does on purpose.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// The message is taken, and the answer to it is lost.
    LostAfter,
    /// The connection breaks before the message is taken.
    LostBefore,
    /// Nobody answers.
    Hangs,
    /// The answer comes byte by byte.
    Drips,
    /// Not now.
    Busy,
}

/// An adapter with what stands behind it.
#[async_trait]
trait Subject: Sync {
    fn adapter(&self) -> &dyn Mail;
    fn health(&self) -> Health;
    /// The same with a key, password or token that is wrong.
    fn mistaken(&self) -> Box<dyn Mail>;
    fn arrived(&self) -> Vec<Arrived>;
    /// Strikes once.
    fn arm(&self, fault: Fault);
    /// It can be asked which messages it has.
    fn can_be_asked(&self) -> bool;
}

struct BySmtp {
    sim: smtp_sim::Running,
    adapter: Smtp,
    mistaken: LogIn,
}

struct Given(String);

#[async_trait]
impl Tokens for Given {
    async fn token(&self) -> Result<SecretString, PortError> {
        Ok(self.0.clone().into())
    }

    async fn another(&self, _refused: &SecretString) -> Result<SecretString, PortError> {
        Err(PortError::Misconfigured(Trouble::WrongCredentials))
    }
}

fn smtp_config(sim: &smtp_sim::Running, log_in: LogIn) -> SmtpConfig {
    SmtpConfig {
        host: "localhost".to_owned(),
        port: sim.smtp_addr.port(),
        security: Security::StartTls,
        log_in,
        authority: Some(smtp_sim::AUTHORITY.to_vec()),
        from_name: "Example Homes".to_owned(),
        from_address: "repairs@homes.example".to_owned(),
        reply_to: None,
        limits: SmtpLimits {
            connect: Duration::from_millis(500),
            set_up: Duration::from_millis(1500),
            command: Duration::from_millis(600),
            message: Duration::from_millis(800),
            circuit: CircuitRules {
                rest: Duration::from_millis(200),
                ..CircuitRules::default()
            },
        },
    }
}

#[async_trait]
impl Subject for BySmtp {
    fn adapter(&self) -> &dyn Mail {
        &self.adapter
    }

    fn health(&self) -> Health {
        self.adapter.health()
    }

    fn mistaken(&self) -> Box<dyn Mail> {
        let config = smtp_config(&self.sim, self.mistaken.clone());
        Box::new(Smtp::new(config, clock()).unwrap())
    }

    fn arrived(&self) -> Vec<Arrived> {
        let kept = self.sim.messages().into_iter().rev();
        kept.map(|kept| Arrived {
            to: kept.to,
            subject: kept.subject,
            text: kept.text.trim_end().to_owned(),
        })
        .collect()
    }

    fn arm(&self, fault: Fault) {
        self.sim.arm(match fault {
            Fault::LostAfter => json!([{"at": "message", "fault": "cut", "count": 1}]),
            Fault::LostBefore => json!([{"at": "body", "fault": "cut", "count": 1}]),
            Fault::Hangs => json!([{"at": "message", "fault": "silence", "count": 1}]),
            Fault::Drips => json!([{"at": "message", "fault": "drip", "delay_ms": 400, "count": 1}]),
            Fault::Busy => {
                json!([{"at": "rcpt", "fault": "reply", "reply": "452 4.5.3 Too many", "count": 1}])
            }
        });
    }

    fn can_be_asked(&self) -> bool {
        false
    }
}

async fn by_smtp(options: smtp_sim::Options, right: LogIn, wrong: LogIn) -> BySmtp {
    let sim = smtp_sim::start(smtp_sim::Options {
        tls: smtp_sim::Tls::StartTls,
        ..options
    })
    .await
    .unwrap();
    BySmtp {
        adapter: Smtp::new(smtp_config(&sim, right), clock()).unwrap(),
        mistaken: wrong,
        sim,
    }
}

async fn by_password() -> BySmtp {
    let password = |secret: &str| LogIn::Password {
        username: "portal".to_owned(),
        password: SecretString::from(secret),
    };
    let options = smtp_sim::Options {
        credentials: Some(("portal".to_owned(), "secret".to_owned())),
        ..smtp_sim::Options::default()
    };
    by_smtp(options, password("secret"), password("wrong")).await
}

async fn by_token() -> BySmtp {
    let token = |life_secs| LogIn::Token {
        mailbox: "repairs@homes.example".to_owned(),
        tokens: Arc::new(Given(smtp_sim::token(life_secs, &[smtp_sim::SEND_AS_APP]))),
    };
    let options = smtp_sim::Options {
        mailbox: Some("repairs@homes.example".to_owned()),
        ..smtp_sim::Options::default()
    };
    by_smtp(options, token(3600), token(-1)).await
}

struct ByNotify(notify_sim::Running, NotifyMail);

#[async_trait]
impl Subject for ByNotify {
    fn adapter(&self) -> &dyn Mail {
        &self.1
    }

    fn health(&self) -> Health {
        self.1.health()
    }

    fn mistaken(&self) -> Box<dyn Mail> {
        let config = NotifyConfig {
            api_key: format!("portal-{}-{}", notify_options().service, uuid::Uuid::new_v4()).into(),
            ..notify_config(&self.0.base_url, notify_sim::EMAIL_TEMPLATE)
        };
        Box::new(NotifyMail::new(config, &outbound(limits()), clock()).unwrap())
    }

    fn arrived(&self) -> Vec<Arrived> {
        let kept = self.0.ledger().into_iter();
        kept.map(|kept| Arrived {
            to: kept.to,
            subject: kept.subject.unwrap_or_default(),
            text: kept.body.trim_end().to_owned(),
        })
        .collect()
    }

    fn arm(&self, fault: Fault) {
        let mut armed = match fault {
            Fault::LostAfter => json!({"fault": "lost_answer"}),
            Fault::LostBefore => json!({"fault": "reset"}),
            Fault::Hangs => json!({"fault": "hang", "variant": "mid_body", "when": "after"}),
            Fault::Drips => json!({"fault": "drip", "delay_ms": 400}),
            Fault::Busy => json!({"fault": "too_many", "retry_after": "60"}),
        };
        armed["route"] = json!("POST *");
        armed["count"] = json!(1);
        self.0.arm(Value::Array(vec![armed]));
    }

    fn can_be_asked(&self) -> bool {
        true
    }
}

async fn by_notify() -> ByNotify {
    let sim = notify_sim::start(notify_options()).await.unwrap();
    let adapter = notify_mail(&sim.base_url);
    ByNotify(sim, adapter)
}

fn numbered(number: u32) -> Message {
    Message {
        id: format!("0193-{number:05}"),
        ..mail("mae@example.org")
    }
}

async fn send(subject: &impl Subject, message: &Message) -> Result<(), PortError> {
    let sent = tokio::time::timeout(Duration::from_secs(4), subject.adapter().send(message)).await;
    sent.expect("it never hangs").map(drop)
}

async fn a_message_is_taken_once_and_whole(subject: &impl Subject) {
    subject.adapter().test().await.unwrap();
    let message = Message {
        subject: "Eich atgyweiriad: tŷ\r\nBcc: all@example.org".to_owned(),
        text: "Helo Siân\n.\nline after a dot: £5 & 50% = 😀 \"quoted\"".to_owned(),
        ..numbered(1)
    };
    send(subject, &message).await.unwrap();
    let whole = Arrived {
        to: message.to.clone(),
        subject: "Eich atgyweiriad: tŷ Bcc: all@example.org".to_owned(),
        text: message.text.clone(),
    };
    assert_eq!(subject.arrived(), [whole]);
    assert_eq!(subject.health().state, Condition::Connected);
}

async fn an_address_that_is_none_is_refused_for_good(subject: &impl Subject) {
    for to in ["not an address", "nobody", "a@b\r\nRCPT TO:<all@example.org>"] {
        let message = Message {
            to: to.to_owned(),
            ..numbered(2)
        };
        let refused = send(subject, &message).await;
        assert!(
            matches!(refused, Err(PortError::Rejected(_))),
            "{to}: {refused:?}"
        );
    }
    assert!(subject.arrived().is_empty());
}

async fn a_wrong_log_in_is_for_an_administrator(subject: &impl Subject) {
    let mistaken = subject.mistaken();
    for outcome in [mistaken.test().await, mistaken.send(&numbered(3)).await.map(drop)] {
        assert!(
            matches!(
                outcome,
                Err(PortError::Misconfigured(
                    Trouble::WrongCredentials | Trouble::TokenRefused
                ))
            ),
            "{outcome:?}"
        );
    }
    assert!(subject.arrived().is_empty());
}

async fn faults_are_told_as_they_are_and_leave_nothing_behind(subject: &impl Subject) {
    for (number, (fault, is_kept)) in (10..).zip([
        (Fault::LostAfter, true),
        (Fault::LostBefore, false),
        (Fault::Hangs, true),
        (Fault::Drips, true),
    ]) {
        let before = subject.arrived().len();
        subject.arm(fault);
        let message = numbered(number);
        let sent = send(subject, &message).await;
        assert!(
            matches!(sent, Err(PortError::UnknownOutcome(_))),
            "{fault:?}: {sent:?}"
        );
        let kept = subject.arrived().len() - before;
        assert_eq!(kept, usize::from(is_kept), "{fault:?}");
        // Whoever can be asked knows; whoever cannot says nothing, and never that it is there.
        let found = subject.adapter().find(&message).await.unwrap();
        assert_eq!(found.is_some(), is_kept && subject.can_be_asked(), "{fault:?}");
        // The circuit, if it has opened, closes by itself.
        tokio::time::sleep(Duration::from_millis(250)).await;
        let _probed = subject.adapter().test().await;
    }
    subject.arm(Fault::Busy);
    let limited = Err(PortError::Unavailable(Trouble::LimitReached));
    assert_eq!(send(subject, &numbered(20)).await, limited);
    tokio::time::sleep(Duration::from_millis(250)).await;
    let _probed = subject.adapter().test().await;
    send(subject, &numbered(21)).await.unwrap();
}

async fn what_became_of_a_message_is_told_by_whoever_knows(subject: &impl Subject) {
    let taken = subject.adapter().send(&numbered(30)).await.unwrap();
    assert_eq!(taken.vendor_id.is_empty(), !subject.can_be_asked());
    let told = subject.adapter().ask(&taken.vendor_id).await.unwrap();
    assert_eq!(told.is_some(), subject.can_be_asked());
    if let Some(told) = told {
        assert!(told.state >= State::Sent && told.vendor_id == taken.vendor_id);
    }
    let unknown = subject
        .adapter()
        .ask("740e5834-3a29-46b4-9a6f-16142fde533a")
        .await;
    assert_eq!(unknown, Ok(None));
    let callback = services::ports::messages::Callback {
        query: "",
        authorization: "Bearer somebody-elses-token-2026",
        signature: "AAAA",
        body: b"{}",
    };
    assert!(
        subject.adapter().hear(&callback).is_err(),
        "nobody is believed without the sign"
    );
}

async fn many_at_once_arrive_once_each(subject: &impl Subject) {
    let messages: Vec<Message> = (100..130).map(numbered).collect();
    let sent = messages.iter().map(|message| subject.adapter().send(message));
    let sent = futures_util::future::join_all(sent).await;
    assert!(sent.iter().all(Result::is_ok), "{sent:?}");
    assert_eq!(subject.arrived().len(), messages.len());
}

macro_rules! for_each_subject {
    ($($name:ident = $make:path;)+) => { $(
        mod $name {
            use super::*;

            #[tokio::test]
            async fn a_message_is_taken_once_and_whole() {
                super::a_message_is_taken_once_and_whole(&$make().await).await;
            }

            #[tokio::test]
            async fn an_address_that_is_none_is_refused_for_good() {
                super::an_address_that_is_none_is_refused_for_good(&$make().await).await;
            }

            #[tokio::test]
            async fn a_wrong_log_in_is_for_an_administrator() {
                super::a_wrong_log_in_is_for_an_administrator(&$make().await).await;
            }

            #[tokio::test]
            async fn faults_are_told_as_they_are_and_leave_nothing_behind() {
                super::faults_are_told_as_they_are_and_leave_nothing_behind(&$make().await).await;
            }

            #[tokio::test]
            async fn what_became_of_a_message_is_told_by_whoever_knows() {
                super::what_became_of_a_message_is_told_by_whoever_knows(&$make().await).await;
            }

            #[tokio::test]
            async fn many_at_once_arrive_once_each() {
                super::many_at_once_arrive_once_each(&$make().await).await;
            }
        }
    )+ };
}

for_each_subject! {
    smtp_with_a_password = by_password;
    smtp_with_a_token = by_token;
    govuk_notify = by_notify;
}
