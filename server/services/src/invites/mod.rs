//! Invitations of tenants (product U5, U6, U8): sent by staff, answered by whoever holds the link and knows one thing more.

mod answer;
mod due;
pub mod import;
mod list;
mod send;
mod store;

pub use answer::{Opened, accept, open};
pub use due::mail_due;
pub use list::{Filter, PAGE_SIZE, Page, export_began, export_part, list};
pub use send::{cancel, invite, resend};
pub use store::Invite;

use crate::{context::Platform, error::Result};
use domain::{
    dates::Millis,
    invites::Life,
    permissions::{Permission, Permissions},
};

impl Invite {
    pub fn life(&self) -> Life {
        Life {
            sent_at: self.sent_at.map(Millis),
            expires_at: self.expires_at.map(Millis),
            tries_left: self.tries_left,
            used_at: self.used_at.map(Millis),
            cancelled_at: self.cancelled_at.map(Millis),
        }
    }

    /// Whether whoever invited could still do so: otherwise the link is dead (SEC-A17).
    fn inviter_may(&self) -> bool {
        self.inviter_is_here
            && Permissions::of_role(&self.inviter_role, &self.inviter_permissions)
                .contains(Permission::InvitesManage)
    }
}

/// The address in a mail: from the settings of the server, never from a request (SEC-A16). The token stands in the
/// query, which is not logged.
fn link(platform: &Platform, token: &str) -> String {
    format!("{}/invite?token={token}", platform.base_url)
}

fn sealed_place(id: &str) -> String {
    format!("invites:sealed_token:{id}")
}

fn token_of(platform: &Platform, invite: &Invite) -> Result<String> {
    platform
        .vault
        .open(&sealed_place(&invite.id), &invite.sealed_token)
}
