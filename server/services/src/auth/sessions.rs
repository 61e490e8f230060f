//! Sessions: a random token in a cookie, its hash here, looked up at each request.

use super::store;
use crate::{
    audit,
    context::{Actor, Customer, Platform, Staff},
    error::Result,
    random,
};
use domain::{
    dates::Millis,
    identity::{Email, Language, Plane},
    ids::{CustomerId, StaffId},
};

/// The cookies of one plane, as the browser sent them.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    pub session: Option<String>,
    pub device: Option<String>,
    /// The network's address, for limits.
    pub address: String,
}

/// What a session cookie stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Session {
    None,
    /// The password was right; the code is still asked for.
    Half(HalfSession),
    Full(Actor, Language),
}

/// Between password and code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfSession {
    pub account: String,
    pub name: String,
    pub email: Email,
    pub language: Language,
}

/// Limits of a plane in seconds (SEC-S4): idle, and in all.
pub(super) const fn limits(plane: Plane) -> (i64, i64) {
    match plane {
        Plane::Portal => (30 * 60, 12 * 3600),
        Plane::Console => (15 * 60, 10 * 3600),
    }
}

/// A code is to be given within this time, in seconds.
pub(super) const HALF_LIFE_SECS: i64 = 20 * 60;
/// "Last seen" is written at most this often, in seconds: a write for each page would cost more than it tells.
const TOUCH_SECS: i64 = 60;

/// Finds out who is behind a session cookie.
pub async fn look_up(platform: &Platform, plane: Plane, token: Option<&str>) -> Result<Session> {
    let Some(token) = token else {
        return Ok(Session::None);
    };
    let hash = random::hash(token);
    let Some(row) = store::session(&platform.db, plane, &hash).await? else {
        return Ok(Session::None);
    };
    let now = platform.clock.now();
    let (idle, _) = limits(plane);
    if now >= Millis(row.ends_at) || now.secs_since(Millis(row.last_seen_at)) >= idle {
        return Ok(Session::None);
    }
    if now.secs_since(Millis(row.last_seen_at)) >= TOUCH_SECS {
        store::touch(&platform.db, plane, hash, now).await?;
    }
    Ok(session_of(plane, row))
}

fn session_of(plane: Plane, row: store::SessionRow) -> Session {
    let Some(email) = Email::parse(&row.email) else {
        return Session::None;
    };
    let language = Language::parse(&row.language).unwrap_or_default();
    if row.stage != "full" {
        return Session::Half(HalfSession {
            account: row.account_id,
            name: row.name,
            email,
            language,
        });
    }
    let actor = match plane {
        Plane::Portal => CustomerId::parse(&row.account_id).map(|id| {
            Actor::Customer(Customer {
                id,
                name: row.name,
                person_id: row.person_id,
            })
        }),
        Plane::Console => StaffId::parse(&row.account_id).map(|id| {
            Actor::Staff(Staff {
                id,
                name: row.name,
                email,
            })
        }),
    };
    actor.map_or(Session::None, |actor| Session::Full(actor, language))
}

/// Whose session this was, also after it ran out: what they typed is kept for them alone.
pub async fn expired_account(
    platform: &Platform,
    plane: Plane,
    token: Option<&str>,
) -> Result<Option<String>> {
    match token {
        Some(token) => Ok(store::session(&platform.db, plane, &random::hash(token))
            .await?
            .map(|row| row.account_id)),
        None => Ok(None),
    }
}

/// Ends the session on the server and forgets the device: the code is asked for again (product S3).
pub async fn sign_out(platform: &Platform, plane: Plane, browser: &Browser) -> Result<()> {
    let hash_of = |token: &Option<String>| token.as_deref().map(random::hash);
    let (session, device, now) = (
        hash_of(&browser.session),
        hash_of(&browser.device),
        platform.clock.now(),
    );
    if session.is_none() && device.is_none() {
        return Ok(());
    }
    platform
        .db
        .tx(move |tx| async move {
            if let Some(device) = device {
                store::forget_device(&tx, plane, &device).await?;
            }
            let ended = match session {
                Some(session) => store::end_session(&tx, plane, &session).await?,
                None => None,
            };
            if let Some(account) = ended {
                audit::record(
                    &tx,
                    &Actor::System,
                    "session.ended",
                    &account,
                    plane.as_str(),
                    now,
                )
                .await?;
            }
            Ok(())
        })
        .await
}

/// Removes sessions a day after their end, and counters that no longer count.
pub async fn sweep(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    platform
        .db
        .tx(move |tx| async move { store::sweep(&tx, now).await })
        .await
}
