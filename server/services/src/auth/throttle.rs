//! Counters against guessing, in the database: shared by all nodes, kept over restarts (SEC-A7 to A9, O6).

use super::{
    recovery::{self, Wanted},
    store,
};
use crate::{
    audit,
    context::{Actor, Platform},
    db::{Db, Tx},
    error::{Error, Result},
    random,
};
use domain::{
    dates::Millis,
    identity::{Email, Plane},
};
use std::sync::Arc;

/// Wrong passwords in five minutes before an account has to wait, and the longest wait.
const ACCOUNT: Limit = Limit {
    hits: 10,
    window_secs: 5 * 60,
    longest_wait_secs: 15 * 60,
};
/// Failures from one network in a quarter of an hour.
const NETWORK: Limit = Limit {
    hits: 50,
    window_secs: 15 * 60,
    longest_wait_secs: 15 * 60,
};
/// Wrong second steps of one account. Whoever gives these knows the password, so the streak lasts for a day and a right
/// password does not end it: a code of six digits is guessed once in thousands of days.
const SECOND: Limit = Limit {
    hits: 10,
    window_secs: 24 * 3600,
    longest_wait_secs: 60 * 60,
};
/// Wrong passwords in a row, however slowly they came, before only a new password opens an account.
const IN_A_ROW: i64 = 100;
/// A row that nobody went on with for so long is forgotten.
const ROW_SECS: i64 = 365 * 24 * 3600;
/// Links to choose a new password that are mailed to one account in an hour.
const RESETS: Limit = Limit {
    hits: 3,
    window_secs: 3600,
    longest_wait_secs: 0,
};
/// Links that lift a wait, mailed to one account in an hour.
const WAITING_MAILS: Limit = Limit {
    hits: 1,
    window_secs: 3600,
    longest_wait_secs: 0,
};
/// Requests for such links from one network in a quarter of an hour.
const RESETS_OF_NETWORK: Limit = Limit {
    hits: 20,
    window_secs: 15 * 60,
    longest_wait_secs: 0,
};
/// Codes sent to one account in a quarter of an hour.
const CODES: Limit = Limit {
    hits: 3,
    window_secs: 15 * 60,
    longest_wait_secs: 0,
};
/// Codes sent to one account in a day.
const CODES_A_DAY: Limit = Limit {
    hits: 10,
    window_secs: 24 * 3600,
    longest_wait_secs: 0,
};

#[derive(Clone, Copy)]
struct Limit {
    hits: i64,
    window_secs: i64,
    longest_wait_secs: i64,
}

impl Limit {
    /// One minute after the first surplus failure, then twice as long each time.
    fn wait_secs(self, hits: i64) -> i64 {
        let doublings = u32::try_from(hits - self.hits).unwrap_or(0).min(10);
        (60_i64 << doublings).min(self.longest_wait_secs)
    }
}

/// Hashed, so that the counters hold no list of addresses.
fn email_key(plane: Plane, name: &str, email: &str) -> String {
    format!("{}:{name}:{}", plane.as_str(), random::hex(&random::hash(email)))
}

fn account_key(plane: Plane, email: &str) -> String {
    email_key(plane, "account", email)
}

fn row_key(plane: Plane, email: &str) -> String {
    email_key(plane, "row", email)
}

/// A /24 of IPv4 or a /56 of IPv6: whoever owns one address owns these.
pub fn network_key(address: &str) -> String {
    let network = match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(v4)) => v4.octets()[..3]
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("."),
        Ok(std::net::IpAddr::V6(v6)) => random::hex(&v6.octets()[..7]),
        Err(_) => "unknown".to_owned(),
    };
    format!("network:{network}")
}

/// Refuses a network with too many failures.
pub async fn network(db: &Db, address: &str, now: Millis) -> Result<()> {
    match store::blocked_until(db, &network_key(address)).await? {
        Some(until) if until > now => Err(Error::Throttled(until.secs_since(now) + 1)),
        _ => Ok(()),
    }
}

/// Spends one of an account's tries before the password is compared, so that guessing in parallel gains nothing. True
/// means that the account has to wait, or needs a new password: the caller answers as to a wrong password. Tries during a
/// wait do not prolong it. The account is told by mail; everything here is the same for addresses without one.
pub async fn spend_try(platform: &Arc<Platform>, plane: Plane, email: &Email, now: Millis) -> Result<bool> {
    let (worker, email) = (Arc::clone(platform), email.clone());
    let spent = platform.db.tx(move |tx| async move {
        let met = hit(&tx, &account_key(plane, email.as_str()), ACCOUNT, now).await?;
        if met.was_blocked {
            return Ok((true, false));
        }
        let row = store::hit(&tx, &row_key(plane, email.as_str()), now, now.plus_secs(ROW_SECS)).await?;
        let wanted = if row.hits == IN_A_ROW + 1 {
            Some(Wanted::MustReset)
        } else if met.blocks && row.hits <= IN_A_ROW {
            let mails = email_key(plane, "waiting-mails", email.as_str());
            is_within(&tx, &mails, WAITING_MAILS, now)
                .await?
                .then_some(Wanted::Waiting)
        } else {
            None
        };
        if let Some(wanted) = wanted {
            recovery::want(&tx, &worker, plane, &email, wanted, now).await?;
        }
        Ok((row.hits > IN_A_ROW, wanted.is_some()))
    });
    let (held_back, mailed) = spent.await?;
    if mailed {
        platform.wake.now();
    }
    Ok(held_back)
}

/// Counts a failure against the network. When it has to wait, that is noted once: somebody may be trying many accounts.
pub async fn failed(db: &Db, address: &str, now: Millis) -> Result<()> {
    let network = network_key(address);
    db.tx(move |tx| async move {
        let met = hit(&tx, &network, NETWORK, now).await?;
        if met.hits == NETWORK.hits && met.blocks {
            tracing::warn!(%network, "network.held_back");
            audit::record(&tx, &Actor::System, "network.held-back", &network, "", now).await?;
        }
        Ok(())
    })
    .await
}

/// Refuses a network that asks for too many links.
pub async fn count_reset_asked(tx: &Tx, address: &str, now: Millis) -> Result<()> {
    let key = format!("resets:{}", network_key(address));
    let count = store::hit(tx, &key, now, now.plus_secs(RESETS_OF_NETWORK.window_secs)).await?;
    if count.hits > RESETS_OF_NETWORK.hits {
        return Err(Error::Throttled(
            Millis(count.window_ends_at).secs_since(now).max(1),
        ));
    }
    Ok(())
}

/// Whether an address may be mailed one more link to choose a password.
pub async fn may_mail_reset(tx: &Tx, plane: Plane, email: &str, now: Millis) -> Result<bool> {
    is_within(tx, &email_key(plane, "resets", email), RESETS, now).await
}

async fn is_within(tx: &Tx, key: &str, limit: Limit, now: Millis) -> Result<bool> {
    let count = store::hit(tx, key, now, now.plus_secs(limit.window_secs)).await?;
    Ok(count.hits <= limit.hits)
}

/// Counts a wrong code to the account as well.
pub async fn wrong_code(tx: &Tx, plane: Plane, email: &str, now: Millis) -> Result<()> {
    hit(tx, &account_key(plane, email), ACCOUNT, now).await.map(drop)
}

/// A right password ends the streak, and so does a new one.
pub async fn succeeded(tx: &Tx, plane: Plane, email: &str) -> Result<()> {
    lift_wait(tx, plane, email).await?;
    store::forget_throttle(tx, &row_key(plane, email)).await
}

/// Ends the wait; what was tried in a row still counts.
pub async fn lift_wait(tx: &Tx, plane: Plane, email: &str) -> Result<()> {
    store::forget_throttle(tx, &account_key(plane, email)).await
}

/// What a try at the second step met.
pub enum Spent {
    Go,
    /// This one may still be right, but after it the account has to wait.
    Last,
    /// Too many were wrong: seconds until the next.
    Wait(i64),
}

/// Counts what an account asked for and has not got.
pub fn strays_key(plane: Plane, account: &str) -> String {
    format!("{}:strays:{account}", plane.as_str())
}

fn second_key(plane: Plane, account: &str) -> String {
    format!("{}:second:{account}", plane.as_str())
}

/// Spends one of an account's tries at the second step before it is compared.
pub async fn spend_second(tx: &Tx, plane: Plane, account: &str, now: Millis) -> Result<Spent> {
    let key = second_key(plane, account);
    let count = store::hit(tx, &key, now, now.plus_secs(SECOND.window_secs)).await?;
    let until = Millis(count.blocked_until);
    if until > now {
        return Ok(Spent::Wait(until.secs_since(now).max(1)));
    }
    if count.hits < SECOND.hits {
        return Ok(Spent::Go);
    }
    let until = now.plus_secs(SECOND.wait_secs(count.hits));
    store::block(tx, &key, until, until.plus_secs(SECOND.window_secs)).await?;
    // Told once in a streak, not at each wait.
    Ok(if count.hits == SECOND.hits {
        Spent::Last
    } else {
        Spent::Go
    })
}

/// A right second step ends the streak.
pub async fn second_succeeded(tx: &Tx, plane: Plane, account: &str) -> Result<()> {
    store::forget_throttle(tx, &second_key(plane, account)).await
}

/// Refuses to send more codes than the limits allow.
pub async fn count_sent_code(tx: &Tx, plane: Plane, account: &str, now: Millis) -> Result<()> {
    for (name, limit) in [("codes", CODES), ("codes-a-day", CODES_A_DAY)] {
        let key = format!("{}:{name}:{account}", plane.as_str());
        self::limit(tx, &key, (limit.hits, limit.window_secs), now).await?;
    }
    Ok(())
}

/// Counts one more of something that may be done `most` times in `window_secs`; refuses what is more.
pub async fn limit(tx: &Tx, key: &str, (most, window_secs): (i64, i64), now: Millis) -> Result<()> {
    let count = store::hit(tx, key, now, now.plus_secs(window_secs)).await?;
    if count.hits > most {
        return Err(Error::Throttled(
            Millis(count.window_ends_at).secs_since(now).max(1),
        ));
    }
    Ok(())
}

/// What one more try met.
struct Met {
    /// It came during a wait, and did not count.
    was_blocked: bool,
    /// It begins a wait.
    blocks: bool,
    hits: i64,
}

/// Counts, and blocks from the limit on.
async fn hit(tx: &Tx, key: &str, limit: Limit, now: Millis) -> Result<Met> {
    let count = store::hit(tx, key, now, now.plus_secs(limit.window_secs)).await?;
    let was_blocked = Millis(count.blocked_until) > now;
    let blocks = !was_blocked && count.hits >= limit.hits;
    if blocks {
        let until = now.plus_secs(limit.wait_secs(count.hits));
        // The streak outlives the wait, or the next wait would never be longer.
        store::block(tx, key, until, until.plus_secs(limit.window_secs)).await?;
    }
    Ok(Met {
        was_blocked,
        blocks,
        hits: count.hits,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        assert_eq!(
            [10, 11, 12, 13, 14, 99].map(|hits| ACCOUNT.wait_secs(hits)),
            [60, 120, 240, 480, 900, 900]
        );
    }

    #[test]
    fn neighbours_in_a_network_count_together() {
        assert_eq!(network_key("192.0.2.7"), network_key("192.0.2.200"));
        assert_ne!(network_key("192.0.2.7"), network_key("192.0.3.7"));
        assert_eq!(network_key("2001:db8:1:2::1"), network_key("2001:db8:1:ff::9"));
    }
}
