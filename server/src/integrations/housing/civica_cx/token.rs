//! The access token of `cx-assumed-1` (assumed): one for the whole process, renewed early, by one log-in at a time.

use super::{transport::Link, wire};
use crate::integrations::outbound::{Answer, Body, Call, Effect, Fault, Size};
use domain::dates::Millis;
use http::{HeaderMap, HeaderValue, Method};
use secrecy::ExposeSecret;
use services::{
    ports::{PortError, Trouble},
    tokens::{SharedTokens, Turn},
};
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
/// While another node logs in, its token is looked for this often.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

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
        let (link, stale) = (Arc::clone(self), stale.cloned());
        // A task of its own: a page that gives up after 1.5 s must not take the log-in with it.
        let log_in = tokio::spawn(
            async move {
                let outcome = link.obtain(stale).await;
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

    /// Gives up the token, whose number the vendor limits for each user. One that other nodes use stays.
    pub async fn log_out(&self) -> Result<(), Fault> {
        let Some(held) = self.tokens.slot.lock().await.held.take() else {
            return Ok(());
        };
        let mut bearer = held.bearer;
        if let Some((shared, key)) = &self.shelf {
            match shared.leave(key).await {
                Ok(Some(token)) => bearer = bearer_of(token.expose_secret())?,
                Ok(None) => return Ok(()),
                Err(error) => {
                    tracing::error!(%error, "civica_cx.token_not_left");
                    return Ok(());
                }
            }
        }
        let mut call = self.token_call("log-out", Method::DELETE)?;
        call.headers.insert(http::header::AUTHORIZATION, bearer);
        self.system.exchange_empty(call, super::transport::judge).await
    }

    /// A token other than `stale`: of another node, or by a log-in that the others wait for.
    async fn obtain(&self, stale: Option<HeaderValue>) -> Result<Held, Fault> {
        let Some((shared, key)) = &self.shelf else {
            return self.log_in().await;
        };
        let stale = stale.as_ref().map(token_in);
        let until = Instant::now() + self.system.limits().reads;
        loop {
            match shared.turn(key, stale).await {
                Ok(Turn::Use { token, renew_at }) => {
                    let left = u64::try_from(renew_at.0 - self.clock.now().0).unwrap_or_default();
                    return Ok(Held {
                        bearer: bearer_of(token.expose_secret())?,
                        renew_at: Instant::now() + Duration::from_millis(left),
                    });
                }
                Ok(Turn::LogIn) => return self.log_in_for_all(shared, key).await,
                Ok(Turn::Wait) if Instant::now() < until => tokio::time::sleep(LOOK_AGAIN).await,
                Ok(Turn::Wait) => return Err(Fault::new(PortError::Unavailable(Trouble::TimedOut))),
                Err(error) => {
                    // Without the database there is no sharing; the vendor is there all the same.
                    tracing::error!(%error, "civica_cx.token_not_shared");
                    return self.log_in().await;
                }
            }
        }
    }

    async fn log_in_for_all(&self, shared: &SharedTokens, key: &str) -> Result<Held, Fault> {
        let outcome = self.log_in().await;
        let kept = match &outcome {
            Ok(held) => {
                let left = held.renew_at.saturating_duration_since(Instant::now());
                let left = i64::try_from(left.as_millis()).unwrap_or_default();
                let token = token_in(&held.bearer).to_owned().into();
                shared.keep(key, &token, Millis(self.clock.now().0 + left)).await
            }
            Err(_) => shared.give_up(key).await,
        };
        if let Err(error) = kept {
            tracing::error!(%error, "civica_cx.token_not_shared");
        }
        outcome
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
        Ok(Held {
            bearer: bearer_of(&answer.body.token)?,
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

const SCHEME: &str = "Bearer ";

fn bearer_of(token: &str) -> Result<HeaderValue, Fault> {
    let unusable = |_| Fault::new(PortError::Unavailable(Trouble::UnexpectedAnswer));
    let mut bearer = HeaderValue::try_from(format!("{SCHEME}{token}")).map_err(unusable)?;
    bearer.set_sensitive(true);
    Ok(bearer)
}

fn token_in(bearer: &HeaderValue) -> &str {
    bearer
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix(SCHEME))
        .unwrap_or_default()
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
