//! The acts themselves: exactly what was asked for, and what it does.

use crate::{context::Platform, db::Tx, error::Result, invites::import, sso};
use domain::{
    approvals::{Failure, Kind},
    dates::Millis,
    ids::{ImportId, StaffId},
    integrations::Mode,
};
use serde::{Deserialize, Serialize};

/// What will be done, with everything that decides how. It is sealed when it is asked for and done as it is opened, so
/// nothing can change in between.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "kebab-case")]
pub enum Deed {
    /// Nothing is done at once: whoever asked may fetch the file.
    ExportCustomers {
        rows: i64,
    },
    /// In the mode in which it was asked for, for what the other one holds is not what was shown.
    SendInvites {
        import: ImportId,
        people: i64,
        mode: Mode,
    },
    EnableSso {
        version: String,
        tenant: String,
        client: String,
        domains: Vec<String>,
        strong: bool,
    },
    DisableSso {
        version: String,
    },
}

impl Deed {
    pub const fn kind(&self) -> Kind {
        match self {
            Self::ExportCustomers { .. } => Kind::ExportCustomers,
            Self::SendInvites { .. } => Kind::SendInvites,
            Self::EnableSso { .. } => Kind::EnableSso,
            Self::DisableSso { .. } => Kind::DisableSso,
        }
    }

    /// What it is about: two requests of one kind about the same thing are one.
    pub(super) fn subject<'a>(&'a self, asker: &'a StaffId) -> &'a str {
        match self {
            // The file is for whoever asked.
            Self::ExportCustomers { .. } => asker.as_str(),
            Self::SendInvites { import, .. } => import.as_str(),
            Self::EnableSso { version, .. } | Self::DisableSso { version } => version,
        }
    }

    /// Makes sure that what it is about is still there when somebody answers.
    pub(super) async fn keep(&self, tx: &Tx, id: &str, until: Millis) -> Result<()> {
        match self {
            Self::SendInvites { import, .. } => import::keep_for_approval(tx, import, id, until).await,
            _ => Ok(()),
        }
    }

    /// Does it in the name of whoever asked, or says why it can no longer be done, and then nothing has been written.
    pub(super) async fn carry_out(
        &self,
        tx: &Tx,
        platform: &Platform,
        asker: &StaffId,
        now: Millis,
    ) -> Result<std::result::Result<(), Failure>> {
        let is_done = match self {
            Self::ExportCustomers { .. } => true,
            Self::SendInvites { mode, .. } if *mode != tx.mode() => false,
            Self::SendInvites { import, .. } => import::send_in(tx, platform, import, asker, now).await?,
            Self::EnableSso { version, .. } => sso::enable_in(tx, platform, asker, version, now).await?,
            Self::DisableSso { version } => sso::disable_in(tx, platform, asker, version, now).await?,
        };
        Ok(if is_done { Ok(()) } else { Err(Failure::Changed) })
    }
}

/// A deed with the reason for it, as it is sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Wish {
    #[serde(flatten)]
    pub(super) deed: Deed,
    pub(super) reason: String,
}
