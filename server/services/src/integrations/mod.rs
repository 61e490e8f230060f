//! Connections to outside systems (product I1). A connection is set in the console and stored with every earlier version
//! of it; its adapter is made anew, on every node within two seconds, when a newer version is found. Which vendors there
//! are is known to the server's switchboard only.

mod board;
mod civica_cx;
mod connection;
mod health;
mod marked;
mod metered;
mod passing_on;
mod save;
mod store;
mod trial;
mod uses;

pub use board::{Integrations, Switchboard};
pub use civica_cx::{save_civica_cx, save_record};
pub use connection::{Connection, Secrets, Stored};
pub use health::{Meter, Minute, Status, overview, states, status, sweep, with_details};
pub use passing_on::{is_unfit_template, save_notify, save_smtp, save_twilio};
pub use save::{Draft, Given, adopt, current, disable, enable, history, is_given, is_set_up, restore, save};
pub use trial::{Verdict, load_companies, test};
pub use uses::{Use, approve_hosts};
#[cfg(feature = "testing")]
pub(crate) use {save::given_row, store::add as plug_in};

use crate::{
    context::{Ctx, Platform},
    error::Result,
    ports::{PortError, housing::Housing, mail::Mail, text::Text},
    test_system,
};
use domain::integrations::{Mode, Slot};
use std::sync::Arc;

impl Platform {
    /// The housing system of a mode. In test mode there is never live's in its place.
    pub fn housing_of(&self, mode: Mode) -> std::result::Result<Arc<dyn Housing>, PortError> {
        let housing = self.integrations.housing(mode)?;
        self.may_call(Slot::Housing, mode)?;
        Ok(housing)
    }

    /// The mail system of a mode. In test mode it writes to the named inbox alone, whoever a message is for; until there is
    /// a server for tests live's carries these, so that nobody is locked out (product I7).
    pub fn mail_of(&self, mode: Mode) -> std::result::Result<Arc<dyn Mail>, PortError> {
        let carrier = match mode {
            Mode::Test if self.integrations.mail(mode).is_ok() => Mode::Test,
            Mode::Test | Mode::Live => Mode::Live,
        };
        let mail = self.integrations.mail(carrier)?;
        self.may_call(Slot::Mail, carrier)?;
        match mode {
            Mode::Live => Ok(mail),
            Mode::Test => test_system::to_the_inbox(&self.settings.get(), mail),
        }
    }

    /// Whoever sends texts in a mode. Texts cost money, so not every landlord has somebody. In test mode they go to the
    /// named number, or to the inbox.
    pub fn text_of(&self, mode: Mode) -> std::result::Result<Arc<dyn Text>, PortError> {
        let text = self.integrations.text(mode)?;
        self.may_call(Slot::Text, mode)?;
        match mode {
            Mode::Live => Ok(text),
            Mode::Test => test_system::to_one_number(&self.settings.get(), text, self.mail_of(mode)),
        }
    }

    /// Reads again what staff may have saved, at any node: called every second.
    pub async fn refresh(&self) -> Result<()> {
        self.settings.refresh(&self.db).await?;
        self.integrations.refresh(&self.db, &self.vault).await?;
        self.integrations.store_health(&self.db).await
    }
}

impl Ctx {
    /// The housing system of the mode in which this request or job began.
    pub fn housing(&self) -> std::result::Result<Arc<dyn Housing>, PortError> {
        self.housing_of(self.mode())
    }

    /// The mail system of that mode.
    pub fn mail(&self) -> std::result::Result<Arc<dyn Mail>, PortError> {
        self.mail_of(self.mode())
    }

    /// Whoever sends texts in that mode.
    pub fn text(&self) -> std::result::Result<Arc<dyn Text>, PortError> {
        self.text_of(self.mode())
    }
}
