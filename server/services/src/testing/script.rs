//! How doubles of outside systems answer.

use crate::ports::{PortError, Trouble};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What an outside system does when it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Works,
    /// Nothing happens and we are told so.
    Unavailable,
    /// The change is made, but its answer is lost.
    LostAfter,
    /// The request is lost before the change, and we cannot know that.
    LostBefore,
    Rejected(&'static str),
    /// Never answers, and the change is not made.
    Hangs,
    /// The change is made, and no answer ever comes.
    HangsAfter,
}

impl Answer {
    pub(super) async fn give<T>(
        self,
        act: impl FnOnce() -> Result<T, PortError> + Send,
    ) -> Result<T, PortError> {
        match self {
            Self::Works => act(),
            Self::Unavailable => Err(PortError::Unavailable(Trouble::CannotConnect)),
            Self::LostAfter => act().and(Err(PortError::UnknownOutcome(Trouble::TimedOut))),
            Self::LostBefore => Err(PortError::UnknownOutcome(Trouble::TimedOut)),
            Self::Rejected(code) => Err(PortError::Rejected(code.to_owned())),
            Self::Hangs => std::future::pending().await,
            Self::HangsAfter => {
                drop(act());
                std::future::pending().await
            }
        }
    }
}

/// A group of requests that can be scripted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    Person,
    Lookups,
    SorCodes,
    Changes,
    Cases,
    FindPeople,
    ContactMethods,
    Tenancies,
    Asset,
    Account,
    Repairs,
    Find,
    Raise,
    Cancel,
    Attach,
}
