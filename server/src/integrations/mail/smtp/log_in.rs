//! Logging in: with a password, or with a token of Microsoft's.

use super::line::{Failure, refused, unheard};
use lettre::transport::smtp::{
    authentication::{Credentials, Mechanism},
    client::AsyncSmtpConnection,
    commands::Auth,
};
use secrecy::{ExposeSecret, SecretString};
use services::ports::{PortError, Trouble, tokens::Tokens};
use std::{fmt, sync::Arc};

/// Who we are there.
#[derive(Clone)]
pub enum LogIn {
    Nobody,
    Password {
        username: String,
        password: SecretString,
    },
    /// XOAUTH2: a token that a credential obtains, for one mailbox.
    Token {
        mailbox: String,
        tokens: Arc<dyn Tokens>,
    },
}

/// The answer to a challenge after XOAUTH2: the server has said no, and says why once it has heard this.
struct GoOn;

impl fmt::Display for GoOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\r\n")
    }
}

impl LogIn {
    /// Whether it says something that nobody else may hear.
    pub const fn is_secret(&self) -> bool {
        !matches!(self, Self::Nobody)
    }

    /// What a failure is called for this kind of log-in.
    pub fn told(&self, failure: Failure) -> Failure {
        match (self, &failure.error) {
            (Self::Token { .. }, PortError::Misconfigured(Trouble::WrongCredentials)) => {
                Failure::quiet(PortError::Misconfigured(Trouble::TokenRefused))
            }
            _ => failure,
        }
    }

    /// A token to log in with; none where none is needed. It is obtained before anybody is called.
    pub async fn token(&self) -> Result<Option<SecretString>, Failure> {
        let Self::Token { tokens, .. } = self else {
            return Ok(None);
        };
        tokens.token().await.map(Some).map_err(no_token)
    }

    /// Another token than the one that was refused.
    pub async fn another(&self, used: &SecretString) -> Result<SecretString, Failure> {
        let Self::Token { tokens, .. } = self else {
            return Err(Failure::quiet(PortError::Misconfigured(Trouble::TokenRefused)));
        };
        tokens.another(used).await.map_err(|error| match error {
            // A token that is just as fresh was refused as well, so it is not its age.
            PortError::Misconfigured(Trouble::WrongCredentials) => {
                Failure::quiet(PortError::Misconfigured(Trouble::TokenRefused))
            }
            error => no_token(error),
        })
    }

    /// Logs in; `token` is there where one is needed.
    pub async fn give(
        &self,
        connection: &mut AsyncSmtpConnection,
        token: Option<&SecretString>,
    ) -> Result<(), Failure> {
        let outcome = match (self, token) {
            (Self::Nobody, _) => return Ok(()),
            (Self::Password { username, password }, _) => {
                let secret = password.expose_secret().to_owned();
                let credentials = Credentials::new(username.clone(), secret);
                let ways = [Mechanism::Plain, Mechanism::Login];
                if connection.server_info().get_auth_mechanism(&ways).is_none() {
                    return Err(not_offered());
                }
                connection.auth(&ways, &credentials).await.map(drop)
            }
            (Self::Token { mailbox, .. }, Some(token)) => {
                let credentials = Credentials::new(mailbox.clone(), token.expose_secret().to_owned());
                if !connection
                    .server_info()
                    .supports_auth_mechanism(Mechanism::Xoauth2)
                {
                    return Err(not_offered());
                }
                by_token(connection, credentials).await
            }
            (Self::Token { .. }, None) => {
                return Err(Failure::quiet(PortError::Misconfigured(
                    Trouble::CredentialUnusable,
                )));
            }
        };
        outcome.map_err(|error| self.told(not_logged_in(&error)))
    }
}

async fn by_token(
    connection: &mut AsyncSmtpConnection,
    credentials: Credentials,
) -> Result<(), lettre::transport::smtp::Error> {
    let first = connection
        .command(Auth::new(Mechanism::Xoauth2, credentials, None)?)
        .await?;
    if first.has_code(334) {
        connection.command(GoOn).await?;
    }
    Ok(())
}

const fn not_offered() -> Failure {
    Failure::quiet(PortError::Misconfigured(Trouble::LogInNotOffered))
}

/// Whoever gives out tokens has none for us. That is said of the credential, not of the mail system.
fn no_token(error: PortError) -> Failure {
    match error {
        PortError::Misconfigured(_) => Failure::quiet(PortError::Misconfigured(Trouble::CredentialUnusable)),
        error => Failure::quiet(error),
    }
}

fn not_logged_in(error: &lettre::transport::smtp::Error) -> Failure {
    let Some(failure) = refused(error) else {
        return unheard();
    };
    Failure::quiet(match failure.error {
        error @ PortError::Misconfigured(_) => error,
        // Whatever it says for good while we log in is about the log-in.
        _ if error.is_permanent() => PortError::Misconfigured(Trouble::WrongCredentials),
        _ => PortError::Unavailable(Trouble::ServiceError),
    })
}
