//! The conversation with the mail system, step by step: only so is it known whether a message had been handed over when
//! the conversation broke off.

use super::{Security, Smtp, compose::Written, dial};
use crate::integrations::{monitor::Line, outbound::in_chain};
use domain::messages::Why;
use lettre::transport::smtp::{
    Error,
    client::AsyncSmtpConnection,
    commands::{Data, Mail, Rcpt},
    extension::{Extension, MailParameter},
};
use secrecy::SecretString;
use services::ports::{PortError, Trouble};
use std::{error::Error as _, future::Future, time::Duration};

/// What Exchange Online says of a mailbox, or of all, that may not send by SMTP; its codes do not tell that apart.
const SWITCHED_OFF: &str = "SmtpClientAuthentication is disabled";
const REFUSED: PortError = PortError::Misconfigured(Trouble::TokenRefused);

/// Why a message was not handed over, and what that says about the line.
pub struct Failure {
    pub error: PortError,
    pub line: Line,
}

impl Failure {
    pub const fn quiet(error: PortError) -> Self {
        Self {
            error,
            line: Line::Sound,
        }
    }

    pub const fn faulty(error: PortError) -> Self {
        Self {
            error,
            line: Line::Faulty,
        }
    }
}

impl Smtp {
    /// Connects, protects and logs in. Nothing has been handed over when this fails.
    pub(super) async fn connect(&self) -> Result<AsyncSmtpConnection, Failure> {
        let token = self.log_in.token().await?;
        match (self.connect_with(token.as_ref()).await, token) {
            // It may have been withdrawn before its time; another one is tried once, on a line of its own.
            (Err(failure), Some(token)) if failure.error == REFUSED => {
                let another = self.log_in.another(&token).await?;
                self.connect_with(Some(&another)).await
            }
            (outcome, _) => outcome,
        }
    }

    async fn connect_with(&self, token: Option<&SecretString>) -> Result<AsyncSmtpConnection, Failure> {
        let set_up = tokio::time::timeout(self.limits.set_up, self.set_up(token)).await;
        set_up.unwrap_or(Err(Failure::faulty(PortError::Unavailable(Trouble::TimedOut))))
    }

    async fn set_up(&self, token: Option<&SecretString>) -> Result<AsyncSmtpConnection, Failure> {
        let addresses = dial::look_up(&self.host, self.port).await?;
        let limit = self.limits.connect;
        let mut connection = if let (Security::Tls, Some(tls)) = (self.security, &self.tls) {
            AsyncSmtpConnection::connect_tokio1(
                &addresses[..],
                Some(limit),
                &self.hello,
                Some(tls.clone()),
                None,
            )
            .await
        } else {
            let stream = dial::open(&addresses, limit).await?;
            AsyncSmtpConnection::connect_with_transport(stream, &self.hello).await
        }
        .map_err(|e| unreached(&e))?;
        if let (Security::StartTls, Some(tls)) = (self.security, &self.tls) {
            if !connection.can_starttls() {
                return Err(Failure::quiet(PortError::Misconfigured(Trouble::NoStartTls)));
            }
            connection
                .starttls(tls.clone(), &self.hello)
                .await
                .map_err(|e| unreached(&e))?;
        }
        self.log_in.give(&mut connection, token).await?;
        Ok(connection)
    }

    pub(super) async fn hand_over(
        &self,
        connection: &mut AsyncSmtpConnection,
        written: &Written,
    ) -> Result<(), Failure> {
        let envelope = &written.envelope;
        let wide = envelope
            .to()
            .iter()
            .chain(envelope.from())
            .any(|address| !address.to_string().is_ascii());
        if wide && !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Failure::quiet(PortError::Rejected(
                "address-needs-smtputf8".to_owned(),
            )));
        }
        let options = if wide {
            vec![MailParameter::SmtpUtfEight]
        } else {
            Vec::new()
        };
        let limit = self.limits.command;
        step(
            limit,
            connection.command(Mail::new(envelope.from().cloned(), options)),
        )
        .await?;
        for to in envelope.to() {
            step(limit, connection.command(Rcpt::new(to.clone(), Vec::new()))).await?;
        }
        step(limit, connection.command(Data)).await?;
        match tokio::time::timeout(self.limits.message, connection.message(&written.bytes)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => {
                Err(refused(&error)
                    .unwrap_or(Failure::faulty(PortError::UnknownOutcome(Trouble::ServiceError))))
            }
            Err(_) => Err(Failure::faulty(PortError::UnknownOutcome(Trouble::TimedOut))),
        }
    }
}

/// One command before the message: whatever fails, nothing was handed over.
async fn step<T>(limit: Duration, command: impl Future<Output = Result<T, Error>>) -> Result<(), Failure> {
    match tokio::time::timeout(limit, command).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => {
            Err(refused(&error).unwrap_or(Failure::faulty(PortError::Unavailable(Trouble::ServiceError))))
        }
        Err(_) => Err(Failure::faulty(PortError::Unavailable(Trouble::TimedOut))),
    }
}

/// A failure before the log-in.
fn unreached(error: &Error) -> Failure {
    let trouble = if error.is_tls() || in_chain::<rustls::Error>(error) {
        Trouble::Tls
    } else if error.status().is_some() || error.is_response() {
        // A refused greeting is about the mail system, not about the message.
        Trouble::ServiceError
    } else {
        Trouble::CannotConnect
    };
    Failure::faulty(PortError::Unavailable(trouble))
}

/// What a negative reply means; `None` where there was no reply.
pub(super) fn refused(error: &Error) -> Option<Failure> {
    let code = u16::from(error.status()?);
    let enhanced = enhanced(error).unwrap_or_default();
    Some(Failure::quiet(match (code, enhanced.as_str()) {
        // Exchange Online without basic log-in.
        (_, "5.7.30") => PortError::Misconfigured(Trouble::PasswordsSwitchedOff),
        (530 | 534 | 535 | 538, _) if said(error).contains(SWITCHED_OFF) => {
            PortError::Misconfigured(Trouble::SmtpSwitchedOff)
        }
        (530 | 534 | 535 | 538, _) => PortError::Misconfigured(Trouble::WrongCredentials),
        // Exchange Online: the log-in is right, and the sender is another's.
        (_, "5.7.60" | "5.2.252") => PortError::Misconfigured(Trouble::SenderRefused),
        (452, _) => PortError::Unavailable(Trouble::LimitReached),
        (400..500, _) => PortError::Unavailable(Trouble::ServiceError),
        // Nobody has this mailbox, or it has moved.
        (550..600, "5.1.1" | "5.1.6" | "5.1.10") => {
            PortError::Rejected(Why::NoSuchAddress.as_str().to_owned())
        }
        (code, "") => PortError::Rejected(code.to_string()),
        (code, enhanced) => PortError::Rejected(format!("{code} {enhanced}")),
    }))
}

/// The words of a reply.
fn said(error: &Error) -> String {
    error.source().map(ToString::to_string).unwrap_or_default()
}

/// The line broke off before a reply.
pub(super) const fn unheard() -> Failure {
    Failure::faulty(PortError::Unavailable(Trouble::ServiceError))
}

/// The enhanced status code (RFC 3463), such as `5.1.1`, that a reply begins with.
fn enhanced(error: &Error) -> Option<String> {
    let reply = said(error);
    let word = reply.split_whitespace().next()?;
    let parts: Vec<&str> = word.split('.').collect();
    let numbers = parts
        .iter()
        .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    (parts.len() == 3 && numbers).then(|| word.to_owned())
}
