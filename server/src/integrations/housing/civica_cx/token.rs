//! The access token of `cx-assumed-1` (assumed): one for the whole process, renewed early, by one log-in at a time.

use super::{transport::Link, wire};
use crate::integrations::outbound::{Answer, Body, Call, Effect, Fault, Size};
use http::{HeaderMap, HeaderValue, Method};
use secrecy::ExposeSecret;
use services::ports::{PortError, Trouble};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{sync::Mutex, time::Instant};
use tracing::Instrument;

/// After a refused log-in the next try waits: a few wrong ones in a row lock the account.
const PAUSE_AFTER_REFUSAL: Duration = Duration::from_mins(1);
/// The life that is taken where the answer states none, or one that cannot be.
const USUAL_LIFE: Duration = Duration::from_mins(10);
const LONGEST_LIFE: Duration = Duration::from_hours(1);

#[derive(Default)]
pub struct Tokens {
    slot: Arc<Mutex<Slot>>,
    /// Finished log-ins. Those who waited through one take its outcome, also a bad one.
    log_ins: Arc<AtomicU64>,
}

#[derive(Default)]
struct Slot {
    held: Option<Held>,
    refused: Option<(Fault, Instant)>,
}

struct Held {
    bearer: HeaderValue,
    renew_at: Instant,
}

impl Link {
    /// A token to call with, other than `stale`. Ends at `until`, though a log-in that has begun goes on for the others.
    pub async fn bearer(
        self: &Arc<Self>,
        stale: Option<&HeaderValue>,
        until: Instant,
    ) -> Result<HeaderValue, Fault> {
        // The call itself has not been sent, so nothing can have happened.
        let late = |_| Fault::new(PortError::Unavailable(Trouble::TimedOut));
        tokio::time::timeout_at(until, self.current(stale))
            .await
            .map_err(late)?
    }

    async fn current(self: &Arc<Self>, stale: Option<&HeaderValue>) -> Result<HeaderValue, Fault> {
        let seen = self.tokens.log_ins.load(Ordering::Acquire);
        let mut slot = Arc::clone(&self.tokens.slot).lock_owned().await;
        let now = Instant::now();
        if let Some(held) = &slot.held
            && Some(&held.bearer) != stale
            && now < held.renew_at
        {
            return Ok(held.bearer.clone());
        }
        let others_tried = self.tokens.log_ins.load(Ordering::Acquire) != seen;
        if let Some((fault, pause_ends)) = &slot.refused
            && (others_tried || now < *pause_ends)
        {
            return Err(fault.clone());
        }
        let link = Arc::clone(self);
        // A task of its own: a page that gives up after 1.5 s must not take the log-in with it.
        let log_in = tokio::spawn(
            async move {
                let outcome = link.log_in().await;
                match &outcome {
                    Ok(held) => {
                        slot.held = Some(Held {
                            bearer: held.bearer.clone(),
                            renew_at: held.renew_at,
                        });
                        slot.refused = None;
                    }
                    Err(fault) => slot.refuse(fault.clone()),
                }
                link.tokens.log_ins.fetch_add(1, Ordering::Release);
                outcome.map(|held| held.bearer)
            }
            .in_current_span(),
        );
        log_in
            .await
            .unwrap_or_else(|_| Err(Fault::new(PortError::Unavailable(Trouble::ServiceError))))
    }

    /// A token fresh from a log-in was refused as well: no more log-ins for a while.
    pub async fn refuse_tokens(&self, fault: Fault) {
        self.tokens.slot.lock().await.refuse(fault);
    }

    /// Lets the next call log in again at once, after a person has mended something.
    pub async fn forget_refusal(&self) {
        self.tokens.slot.lock().await.refused = None;
    }

    /// Gives up the token, whose number the vendor limits for each user.
    pub async fn log_out(&self) -> Result<(), Fault> {
        let Some(held) = self.tokens.slot.lock().await.held.take() else {
            return Ok(());
        };
        let mut call = self.token_call("log-out", Method::DELETE)?;
        call.headers.insert(http::header::AUTHORIZATION, held.bearer);
        self.system.exchange_empty(call, super::transport::judge).await
    }

    async fn log_in(&self) -> Result<Held, Fault> {
        let mut call = self.token_call("log-in", Method::POST)?;
        let fields = wire::LogIn {
            username: &self.username,
            password: self.password.expose_secret(),
        };
        call.body = Body::Json(super::transport::encode(&fields)?.into());
        let answer: Answer<wire::LoggedIn> = self.system.exchange(call, super::transport::judge).await?;
        let received = Instant::now();
        let life = self.life(&answer);
        let unusable = |_| Fault::new(PortError::Unavailable(Trouble::UnexpectedAnswer));
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", answer.body.token)).map_err(unusable)?;
        bearer.set_sensitive(true);
        Ok(Held {
            bearer,
            renew_at: received + life * 4 / 5,
        })
    }

    fn token_call(&self, operation: &'static str, method: Method) -> Result<Call, Fault> {
        Ok(Call {
            operation,
            method,
            url: self.address(&["token"])?,
            headers: HeaderMap::new(),
            body: Body::Empty,
            effect: Effect::Reads,
            size: Size::One,
            until: Instant::now() + self.system.limits().reads,
        })
    }

    /// How long a token lives, by the vendor's own clock where the answer shows it: clocks differ, lifetimes do not.
    fn life(&self, answer: &Answer<wire::LoggedIn>) -> Duration {
        let now = answer.their_now.unwrap_or_else(|| self.clock.now().0);
        let ends = answer.body.expires_at.map_or(now, |ends| ends.0);
        match u64::try_from(ends - now) {
            Ok(life) if life > 0 => Duration::from_millis(life).min(LONGEST_LIFE),
            _ => USUAL_LIFE,
        }
    }
}

impl Slot {
    fn refuse(&mut self, fault: Fault) {
        let pause = if matches!(fault.error, PortError::Misconfigured(_)) {
            PAUSE_AFTER_REFUSAL
        } else {
            Duration::ZERO
        };
        self.refused = Some((fault, Instant::now() + pause));
    }
}
