//! Log-ins: how many at once, how long, and when an account locks.

use super::refusal::Refusal;
use crate::rng::Rng;
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, HashMap};

const LIFE: SignedDuration = SignedDuration::from_mins(20);
const AT_ONCE: usize = 3;
const TRIES: u32 = 5;

/// Names that behave specially, with the usual password, so that a tester can see each answer without the control plane.
pub const PASSWORD_CHANGE_REQUIRED: &str = "temporary-user";
/// See [`PASSWORD_CHANGE_REQUIRED`].
pub const WITHOUT_API_PERMISSION: &str = "no-api-user";
/// See [`PASSWORD_CHANGE_REQUIRED`]. Answered with an HTML page.
pub const NOT_WHITELISTED: &str = "elsewhere-user";

#[derive(Debug)]
struct Token {
    user: String,
    expires: Timestamp,
}

/// Live tokens and failed tries.
#[derive(Debug)]
pub struct Tokens {
    live: HashMap<String, Token>,
    failed: BTreeMap<String, u32>,
    draws: Rng,
}

impl Tokens {
    pub fn new(seed: u64) -> Self {
        Self {
            live: HashMap::new(),
            failed: BTreeMap::new(),
            draws: Rng::for_purpose(seed, "tokens"),
        }
    }

    /// A new token, unless the account is locked, the password wrong or too many are in use.
    pub fn log_in(
        &mut self,
        user: &str,
        correct: bool,
        now: Timestamp,
    ) -> Result<(String, Timestamp), Refusal> {
        let failed = self.failed.entry(user.to_owned()).or_default();
        if *failed >= TRIES {
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "AccountLocked",
                "The account is locked.",
            ));
        }
        if !correct {
            *failed += 1;
            return Err(Refusal::new(
                StatusCode::UNAUTHORIZED,
                "InvalidCredentials",
                "Unknown user name or password.",
            ));
        }
        *failed = 0;
        if user == PASSWORD_CHANGE_REQUIRED {
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "PasswordChangeRequired",
                "The temporary password must be changed.",
            ));
        }
        self.live.retain(|_, token| token.expires > now);
        if self.live.values().filter(|token| token.user == user).count() >= AT_ONCE {
            return Err(Refusal::new(
                StatusCode::TOO_MANY_REQUESTS,
                "TooManyLogins",
                "The limit of concurrent log-ins is reached.",
            ));
        }
        let text = format!("{:016x}{:016x}", self.draws.next(), self.draws.next());
        let expires = now.checked_add(LIFE).unwrap_or(now);
        self.live.insert(
            text.clone(),
            Token {
                user: user.to_owned(),
                expires,
            },
        );
        Ok((text, expires))
    }

    /// Whose token it is, while it lives.
    pub fn user(&self, token: &str, now: Timestamp) -> Option<&str> {
        self.live
            .get(token)
            .filter(|token| token.expires > now)
            .map(|token| token.user.as_str())
    }

    /// Ends a token. True when there was one.
    pub fn revoke(&mut self, token: &str) -> bool {
        self.live.remove(token).is_some()
    }
}
