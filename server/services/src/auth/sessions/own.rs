//! One's own account, and where it is signed in.

use super::{Browser, limits};
use crate::{
    auth::store,
    context::{Actor, Ctx},
    error::{Error, Result},
};
use domain::{
    dates::Millis,
    identity::{
        Plane,
        sessions::{Device, same_network},
    },
    ids::{DeviceId, SessionId},
};

/// Places on one page.
const PAGE: usize = 20;
/// Greater than every id.
const NEWEST: &str = "g";

/// The account that asks, and the session that it asks in.
pub(super) struct Whose {
    pub plane: Plane,
    pub account: String,
    pub session: String,
}

impl Whose {
    pub fn of(actor: &Actor) -> Result<Self> {
        let (plane, account) = match actor {
            Actor::Customer(customer) => (Plane::Portal, customer.id.as_str()),
            Actor::Staff(staff) => (Plane::Console, staff.id.as_str()),
            Actor::Nobody | Actor::System => return Err(Error::SignIn),
        };
        Ok(Self {
            plane,
            account: account.to_owned(),
            session: actor
                .proof()
                .map(|proof| proof.session.clone())
                .unwrap_or_default(),
        })
    }
}

/// What we call somebody, and where we write to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAccount {
    pub name: String,
    pub email: String,
    /// Of staff: a built-in role's name, or what a role of the landlord's own is called.
    pub role: String,
    pub is_own_role: bool,
}

pub async fn own_account(ctx: &Ctx) -> Result<OwnAccount> {
    let Whose { plane, account, .. } = Whose::of(&ctx.actor)?;
    let row = store::own_account(&ctx.db, plane, &account)
        .await?
        .ok_or(Error::SignIn)?;
    Ok(OwnAccount {
        name: row.name.trim().to_owned(),
        email: row.email,
        role: row.role,
        is_own_role: row.is_own_role,
    })
}

/// One place where an account is signed in or remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub place: Place,
    pub device: Device,
    pub began_at: Millis,
    /// When something was last done there, to the minute.
    pub seen_at: Millis,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Session {
        id: SessionId,
        /// By what it was proved.
        factor: String,
        /// Whether it is on the network of the one that asks, where both are known. Never more: an address says where
        /// somebody is.
        is_near: Option<bool>,
    },
    /// Nobody is signed in there, but the code is not asked for.
    Device { id: DeviceId },
}

impl Place {
    /// What stands in the address of the page that goes on after it.
    pub fn id(&self) -> &str {
        match self {
            Self::Session { id, .. } => id.as_str(),
            Self::Device { id } => id.as_str(),
        }
    }
}

/// One page of the places where an account is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSessions {
    /// The session that asks; nothing where staff look at the portal as a customer.
    pub this: Option<Entry>,
    /// Newest first.
    pub others: Vec<Entry>,
    pub has_older: bool,
}

/// Where one's own account is signed in: this session, and the others that began before `before`.
pub async fn own_sessions(ctx: &Ctx, browser: &Browser, before: Option<&str>) -> Result<OwnSessions> {
    let Whose {
        plane,
        account,
        session,
    } = Whose::of(&ctx.actor)?;
    let now = ctx.clock.now();
    let wanted = store::Wanted {
        account: &account,
        except: &session,
        before: before.unwrap_or(NEWEST),
        now,
        idle_since: now.minus_secs(limits(plane).0),
        limit: 1 + i64::try_from(PAGE).unwrap_or(i64::MAX),
    };
    let mut rows = store::places(&ctx.db, plane, &wanted).await?;
    let has_older = rows.len() > PAGE;
    rows.truncate(PAGE);
    let this = store::place(&ctx.db, plane, &account, &session).await?;
    let entry = |row| entry_of(row, &browser.address);
    Ok(OwnSessions {
        this: this.and_then(entry),
        others: rows.into_iter().filter_map(entry).collect(),
        has_older,
    })
}

fn entry_of(row: store::PlaceRow, address: &str) -> Option<Entry> {
    let place = if row.is_session {
        Place::Session {
            id: SessionId::parse(&row.id)?,
            factor: row.factor,
            is_near: same_network(&row.address, address),
        }
    } else {
        Place::Device {
            id: DeviceId::parse(&row.id)?,
        }
    };
    Some(Entry {
        place,
        device: Device::of(&row.agent),
        began_at: Millis(row.began_at),
        seen_at: Millis(row.seen_at),
    })
}
