//! What takes two (SEC-Z8). Somebody asks, and what they ask for is sealed word for word; a second person who holds the
//! same permission agrees with a fresh proof of who they are, and in that transaction it happens. Where nobody else could
//! agree it happens at once, and every administrator is told.
//!
//! A new act is an entry of `domain::approvals::Kind`, one of [`Deed`] with what it does, and the words.

mod alarm;
mod ask;
mod decide;
mod deeds;
mod file;
mod list;
mod people;
mod store;

pub use alarm::vault_rotation_began;
pub(crate) use ask::ask;
pub use ask::{Asked, Need, Outlook, need};
pub use decide::{Outcome, approve, expire_due, refuse, sweep, withdraw};
pub use deeds::Deed;
pub use file::{file_began, open};
pub use list::{May, PAGE_SIZE, Page, Request, count, list, one};

use crate::{
    context::{Actor, Ctx, Staff},
    error::{Error, Result},
};
use domain::{approvals::FILE_SECS, dates::Millis, ids::ApprovalId};

/// Whoever is signed in to the console.
fn staff(ctx: &Ctx) -> Result<&Staff> {
    match &ctx.actor {
        Actor::Staff(staff) => Ok(staff),
        Actor::Nobody => Err(Error::SignIn),
        Actor::Customer(_) | Actor::System => Err(Error::Denied),
    }
}

fn sealed_place(id: &str) -> String {
    format!("approvals:sealed:{id}")
}

fn answer_place(id: &str) -> String {
    format!("approvals:sealed_answer:{id}")
}

/// The address in a mail.
fn page_link(base_url: &str, id: &str) -> String {
    format!("{base_url}/console/approvals/{id}")
}

fn id_of(stored: &str) -> Result<ApprovalId> {
    ApprovalId::parse(stored).ok_or_else(|| Error::stored("an approval's id"))
}

/// Whether a file that somebody began to download can be downloaded still.
const fn file_is_open(opened: Millis, now: Millis) -> bool {
    now.secs_since(opened) < FILE_SECS
}
