//! What every use case is given: who asks, in which language, and the means to act.

use crate::{
    auth::Passwords,
    credentials::Flights,
    db::Db,
    drops::Folders,
    error::{Error, Result},
    hms::Refresher,
    integrations::Integrations,
    outbox::Wake,
    ports::{clock::Clock, directory::Directory, sso::SingleSignOn},
    repairs::PhotoStore,
    settings::SettingsCache,
    vault::Vault,
};
use domain::{
    dates::Millis,
    identity::{Email, Language},
    ids::{CustomerId, StaffId},
    integrations::Mode,
    permissions::{Permission, Permissions},
};
use std::{ops::Deref, sync::Arc};

/// What the running program consists of: one for all requests and jobs.
pub struct Platform {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub settings: SettingsCache,
    pub vault: Vault,
    pub passwords: Passwords,
    pub photos: PhotoStore,
    pub integrations: Integrations,
    /// Where files of the landlord's record lie.
    pub folders: Folders,
    pub sso: Arc<dyn SingleSignOn>,
    /// Gives out tokens for outside systems.
    pub directory: Arc<dyn Directory>,
    /// Renewals of these tokens that are under way on this node.
    pub flights: Flights,
    pub refresher: Refresher,
    /// Tells the worker that something is due.
    pub wake: Wake,
    /// The address that links in mails begin with, without a slash at its end.
    pub base_url: String,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    Nobody,
    Customer(Customer),
    Staff(Staff),
    /// The product itself: jobs and timers.
    System,
}

/// A tenant who is fully signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    pub id: CustomerId,
    pub name: String,
    /// Their person in the housing system.
    pub person_id: String,
    pub proof: Proof,
    /// The password was reset by email alone a short while ago: money, documents and contact details are closed
    /// (SEC-A14).
    pub is_limited: bool,
    /// When that ends, or ended.
    pub limited_until: Millis,
    /// The member of staff who sees the portal as this customer; nothing can be changed then (SEC-Z9).
    pub viewer: Option<StaffId>,
}

/// A member of staff who is fully signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    pub id: StaffId,
    pub name: String,
    pub email: Email,
    pub permissions: Permissions,
    pub proof: Proof,
    /// They hold a passkey or an app, or signed in with a strong factor of their organisation.
    pub has_strong_factor: bool,
}

/// The session behind an actor, and when they last proved in it who they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// The session's name on screen.
    pub session: String,
    pub at: Millis,
    pub life: Life,
}

/// Until when a session lives (SEC-S4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// If nothing is done until then.
    pub idle_until: Millis,
    /// Whatever is done.
    pub at_most_until: Millis,
}

impl Life {
    /// When it ends if nothing is done.
    pub fn until(self) -> Millis {
        self.idle_until.min(self.at_most_until)
    }

    /// Nothing that is done now can make it last longer.
    pub fn is_final(self) -> bool {
        self.at_most_until <= self.idle_until
    }
}

/// What changes who can get in needs a proof that is at most this old, in seconds (SEC-A12).
pub const FRESH_SECS: i64 = 10 * 60;

impl Actor {
    /// Kind and id, for the audit. What happens while staff see the portal as a customer is theirs.
    pub fn audit_name(&self) -> (&'static str, &str) {
        match self {
            Self::Nobody => ("nobody", ""),
            Self::Customer(Customer {
                viewer: Some(staff), ..
            }) => ("staff", staff.as_str()),
            Self::Customer(customer) => ("customer", customer.id.as_str()),
            Self::Staff(staff) => ("staff", staff.id.as_str()),
            Self::System => ("system", ""),
        }
    }

    /// The session behind them, if there is one.
    pub const fn proof(&self) -> Option<&Proof> {
        match self {
            Self::Customer(customer) => Some(&customer.proof),
            Self::Staff(staff) => Some(&staff.proof),
            Self::Nobody | Self::System => None,
        }
    }

    /// Refuses staff without this permission, and everybody else.
    pub fn require(&self, permission: Permission) -> Result<&Staff> {
        match self {
            Self::Staff(staff) if staff.permissions.contains(permission) => Ok(staff),
            Self::Nobody => Err(Error::SignIn),
            Self::Staff(_) | Self::Customer(_) | Self::System => Err(Error::Denied),
        }
    }

    /// Refuses an old proof: what follows changes who can get in (SEC-A12).
    pub fn require_fresh(&self, now: Millis) -> Result<()> {
        let at = match self {
            Self::Customer(customer) => customer.proof.at,
            Self::Staff(staff) => staff.proof.at,
            Self::Nobody => return Err(Error::SignIn),
            Self::System => return Ok(()),
        };
        if now.secs_since(at) < FRESH_SECS {
            Ok(())
        } else {
            Err(Error::ProveFirst)
        }
    }
}

/// The context of one request or job.
#[derive(Clone)]
pub struct Ctx {
    pub actor: Actor,
    pub language: Language,
    /// The database in the mode in which the request or job began: it ends in that mode, whatever is switched meanwhile.
    pub db: Db,
    pub platform: Arc<Platform>,
}

impl Ctx {
    /// In the mode of now.
    pub fn new(actor: Actor, language: Language, platform: Arc<Platform>) -> Self {
        let db = platform.db.pinned(platform.db.mode());
        Self {
            actor,
            language,
            db,
            platform,
        }
    }

    /// For jobs and timers.
    pub fn system(platform: Arc<Platform>) -> Self {
        Self::new(Actor::System, Language::English, platform)
    }

    /// The same in a mode that may not be that of now.
    #[must_use]
    pub fn in_mode(self, mode: Mode) -> Self {
        Self {
            db: self.platform.db.pinned(mode),
            ..self
        }
    }

    /// Live or test.
    pub fn mode(&self) -> Mode {
        self.db.mode()
    }
}

impl Deref for Ctx {
    type Target = Platform;

    fn deref(&self) -> &Platform {
        &self.platform
    }
}
