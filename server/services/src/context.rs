//! What every use case is given: who asks, in which language, and the means to act.

use crate::{
    auth::Passwords,
    db::Db,
    hms::Refresher,
    outbox::Wake,
    ports::{clock::Clock, housing::Housing, mail::Mail},
    repairs::PhotoStore,
    settings::SettingsCache,
    vault::Vault,
};
use domain::{
    identity::{Email, Language},
    ids::{CustomerId, StaffId},
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
    pub housing: Arc<dyn Housing>,
    pub mail: Arc<dyn Mail>,
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
}

/// A member of staff who is fully signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    pub id: StaffId,
    pub name: String,
    pub email: Email,
}

impl Actor {
    /// Kind and id, for the audit.
    pub fn audit_name(&self) -> (&'static str, &str) {
        match self {
            Self::Nobody => ("nobody", ""),
            Self::Customer(customer) => ("customer", customer.id.as_str()),
            Self::Staff(staff) => ("staff", staff.id.as_str()),
            Self::System => ("system", ""),
        }
    }
}

/// The context of one request or job.
#[derive(Clone)]
pub struct Ctx {
    pub actor: Actor,
    pub language: Language,
    pub platform: Arc<Platform>,
}

impl Ctx {
    /// For jobs and timers.
    pub const fn system(platform: Arc<Platform>) -> Self {
        Self {
            actor: Actor::System,
            language: Language::English,
            platform,
        }
    }
}

impl Deref for Ctx {
    type Target = Platform;

    fn deref(&self) -> &Platform {
        &self.platform
    }
}
