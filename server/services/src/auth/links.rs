//! One-time links that are mailed: to choose a password, or to say that it is oneself who tries. The token stands in the
//! mail alone; its hash is stored, and opening a page never uses it up (SEC-A15).

use super::store;
use crate::{
    db::{Db, Tx},
    error::Result,
    random,
};
use domain::{dates::Millis, identity::Plane};

/// A password may be chosen for an hour after it was asked for.
pub const RESET_SECS: i64 = 60 * 60;
/// An invitation waits for a week.
pub const INVITATION_SECS: i64 = 7 * 24 * 3600;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Choose a new password.
    Reset,
    /// Choose the first password.
    Invitation,
    /// Lift a wait that somebody else's guesses caused.
    ItIsMe,
}

impl Purpose {
    pub const ALL: [Self; 3] = [Self::Reset, Self::Invitation, Self::ItIsMe];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Invitation => "invitation",
            Self::ItIsMe => "it-is-me",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == name)
    }
}

/// Whose a link is and what for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub account: String,
    pub purpose: Purpose,
}

/// Makes a link's token of 256 bits. It ends the account's older link of the same purpose.
pub async fn issue(
    tx: &Tx,
    plane: Plane,
    purpose: Purpose,
    account: &str,
    life_secs: i64,
    now: Millis,
) -> Result<String> {
    let token = random::token();
    let (hash, ends) = (random::hash(&token), now.plus_secs(life_secs));
    store::put_link(tx, plane, account, purpose.as_str(), &hash, now, ends).await?;
    Ok(token)
}

/// Whose link this is, without using it up: for pages, which mail scanners open as well.
pub async fn peek(db: &Db, plane: Plane, token: &str, now: Millis) -> Result<Option<Link>> {
    let row = store::link(db, plane, &random::hash(token), now).await?;
    Ok(row.and_then(link_of))
}

/// Uses a link up. It gives the link to one caller only, however many ask at once. A caller who does not want what the
/// link is for refuses, and its transaction leaves the link as it was.
pub async fn take(tx: &Tx, plane: Plane, token: &str, now: Millis) -> Result<Option<Link>> {
    let row = store::take_link(tx, plane, &random::hash(token), now).await?;
    Ok(row.and_then(link_of))
}

/// Ends an account's link of one purpose.
pub async fn revoke(tx: &Tx, plane: Plane, purpose: Purpose, account: &str) -> Result<()> {
    store::end_link(tx, plane, account, purpose.as_str()).await
}

fn link_of(row: store::LinkRow) -> Option<Link> {
    Some(Link {
        purpose: Purpose::parse(&row.purpose)?,
        account: row.account_id,
    })
}
