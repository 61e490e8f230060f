//! Logging in with Microsoft's tokens (XOAUTH2): renewed once when one is refused, and told apart from everything else that
//! may be wrong.

use super::clock;
use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use server::integrations::{
    mail::smtp::{LogIn, Security, Smtp, SmtpConfig, SmtpLimits, SmtpSetupError},
    monitor::State,
};
use services::ports::{
    PortError, Trouble,
    mail::{Mail, Message},
    tokens::Tokens,
};
use simulators::smtp::{AUTHORITY, Options, Running, SEND_AS_APP, Tls, start, token};
use std::sync::{Arc, Mutex};

const MAILBOX: &str = "repairs@homes.example";

/// Gives tokens one after the other, and says who asked for what.
struct Purse {
    tokens: Mutex<Vec<Result<String, PortError>>>,
    refused: Mutex<Vec<String>>,
}

impl Purse {
    fn with(tokens: impl IntoIterator<Item = Result<String, PortError>>) -> Arc<Self> {
        Arc::new(Self {
            tokens: Mutex::new(tokens.into_iter().collect()),
            refused: Mutex::default(),
        })
    }

    fn next(&self) -> Result<SecretString, PortError> {
        let mut tokens = self.tokens.lock().unwrap();
        // The last one is given for ever.
        let next = if tokens.len() > 1 {
            tokens.remove(0)
        } else {
            tokens[0].clone()
        };
        next.map(Into::into)
    }

    fn refused(&self) -> usize {
        self.refused.lock().unwrap().len()
    }
}

#[async_trait]
impl Tokens for Purse {
    async fn token(&self) -> Result<SecretString, PortError> {
        self.next()
    }

    async fn another(&self, refused: &SecretString) -> Result<SecretString, PortError> {
        self.refused
            .lock()
            .unwrap()
            .push(refused.expose_secret().to_owned());
        self.next()
    }
}

async fn exchange() -> Running {
    let options = Options {
        mailbox: Some(MAILBOX.to_owned()),
        tls: Tls::StartTls,
        ..Options::default()
    };
    start(options).await.unwrap()
}

fn config(sim: &Running, mailbox: &str, tokens: Arc<Purse>) -> SmtpConfig {
    SmtpConfig {
        host: "localhost".to_owned(),
        port: sim.smtp_addr.port(),
        security: Security::StartTls,
        log_in: LogIn::Token {
            mailbox: mailbox.to_owned(),
            tokens,
        },
        authority: Some(AUTHORITY.to_vec()),
        from_name: "Example Homes".to_owned(),
        from_address: MAILBOX.to_owned(),
        reply_to: None,
        limits: SmtpLimits::default(),
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

fn good() -> String {
    token(3600, &[SEND_AS_APP])
}

/// How the server sees log-ins: the first words of each line, and whether others heard.
fn log_ins(sim: &Running) -> Vec<(String, bool)> {
    let heard = sim
        .heard()
        .into_iter()
        .filter(|heard| heard.line.starts_with("AUTH"));
    heard
        .map(|heard| (heard.line.chars().take(12).collect(), heard.encrypted))
        .collect()
}

#[tokio::test]
async fn a_token_for_the_mailbox_is_enough_for_many_messages() {
    let sim = exchange().await;
    let purse = Purse::with([Ok(good())]);
    let smtp = Smtp::new(config(&sim, MAILBOX, Arc::clone(&purse)), clock()).unwrap();
    for _ in 0..3 {
        smtp.send(&message()).await.unwrap();
    }
    assert_eq!((sim.messages().len(), purse.refused()), (3, 0));
    assert_eq!(log_ins(&sim), [("AUTH XOAUTH2".to_owned(), true)]);
    assert_eq!(smtp.health().state, State::Connected);
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced_once() {
    let sim = exchange().await;
    let withdrawn = good();
    sim.withdraw(&withdrawn);
    for first in [withdrawn, token(-5, &[SEND_AS_APP])] {
        let purse = Purse::with([Ok(first.clone()), Ok(good())]);
        let smtp = Smtp::new(config(&sim, MAILBOX, Arc::clone(&purse)), clock()).unwrap();
        smtp.send(&message()).await.unwrap();
        assert_eq!(*purse.refused.lock().unwrap(), [first]);
    }
    assert_eq!(sim.messages().len(), 2);
    // One that is no better: an administrator has to act, and Microsoft is asked no third time.
    let purse = Purse::with([Ok(good())]);
    let smtp = Smtp::new(config(&sim, "other@homes.example", Arc::clone(&purse)), clock()).unwrap();
    let refused = Err(PortError::Misconfigured(Trouble::TokenRefused));
    assert_eq!(smtp.send(&message()).await.map(drop), refused);
    assert_eq!((smtp.test().await, purse.refused()), (refused, 2));
    assert_eq!(smtp.health().state, State::Failing);
    assert_eq!(sim.messages().len(), 2);
}

#[tokio::test]
async fn a_token_without_the_right_and_a_credential_without_tokens_are_told_apart() {
    let sim = exchange().await;
    let (refused, unusable) = (Trouble::TokenRefused, Trouble::CredentialUnusable);
    let misconfigured = PortError::Misconfigured;
    for (tokens, error) in [
        (vec![Ok(token(3600, &["Sites.Selected"]))], misconfigured(refused)),
        (vec![Ok("no token at all".to_owned())], misconfigured(refused)),
        (
            // A fresh one was refused: the issuer gives no other.
            vec![
                Ok(token(3600, &[])),
                Err(misconfigured(Trouble::WrongCredentials)),
            ],
            misconfigured(refused),
        ),
        (
            vec![
                Ok(token(-5, &[SEND_AS_APP])),
                Err(misconfigured(Trouble::MissingPermission)),
            ],
            misconfigured(unusable),
        ),
        (
            vec![Err(misconfigured(Trouble::WrongCredentials))],
            misconfigured(unusable),
        ),
        (
            vec![Err(misconfigured(Trouble::MissingPermission))],
            misconfigured(unusable),
        ),
        (
            vec![Err(PortError::Unavailable(Trouble::CannotConnect))],
            PortError::Unavailable(Trouble::CannotConnect),
        ),
    ] {
        let smtp = Smtp::new(config(&sim, MAILBOX, Purse::with(tokens.clone())), clock()).unwrap();
        assert_eq!(smtp.test().await, Err(error.clone()), "{tokens:?}");
    }
    assert!(sim.messages().is_empty());
    // Nobody is called while there is no token.
    let quiet = exchange().await;
    let none = Purse::with([Err(misconfigured(Trouble::MissingPermission))]);
    let _refused = Smtp::new(config(&quiet, MAILBOX, none), clock())
        .unwrap()
        .test()
        .await;
    assert!(quiet.heard().is_empty());
}

#[tokio::test]
async fn the_way_to_log_in_has_to_be_on_offer_and_protected() {
    let sim = exchange().await;
    let password = SmtpConfig {
        log_in: LogIn::Password {
            username: MAILBOX.to_owned(),
            password: SecretString::from("secret"),
        },
        ..config(&sim, MAILBOX, Purse::with([Ok(good())]))
    };
    let not_offered = Err(PortError::Misconfigured(Trouble::LogInNotOffered));
    assert_eq!(Smtp::new(password, clock()).unwrap().test().await, not_offered);
    assert!(log_ins(&sim).is_empty(), "a password is not even tried");
    let open = SmtpConfig {
        host: "mail.example".to_owned(),
        security: Security::Plain,
        ..config(&sim, MAILBOX, Purse::with([Ok(good())]))
    };
    assert_eq!(
        Smtp::new(open, clock()).err(),
        Some(SmtpSetupError::PasswordInTheOpen)
    );
}
