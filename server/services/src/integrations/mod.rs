//! Connections to outside systems (product I1). A connection is set in the console and stored with every earlier version
//! of it; its adapter is made anew, on every node within two seconds, when a newer version is found. Which vendors there
//! are is known to the server's switchboard only.

mod board;
mod civica_cx;
mod connection;
mod health;
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
    context::Platform,
    error::Result,
    ports::{PortError, housing::Housing, mail::Mail, text::Text},
};
use domain::integrations::Slot;
use std::sync::Arc;

impl Platform {
    /// The housing system of now.
    pub fn housing(&self) -> std::result::Result<Arc<dyn Housing>, PortError> {
        let housing = self.integrations.housing()?;
        self.may_call(Slot::Housing)?;
        Ok(housing)
    }

    /// The mail system of now.
    pub fn mail(&self) -> std::result::Result<Arc<dyn Mail>, PortError> {
        let mail = self.integrations.mail()?;
        self.may_call(Slot::Mail)?;
        Ok(mail)
    }

    /// Whoever sends texts now. Texts cost money, so not every landlord has somebody.
    pub fn text(&self) -> std::result::Result<Arc<dyn Text>, PortError> {
        let text = self.integrations.text()?;
        self.may_call(Slot::Text)?;
        Ok(text)
    }

    /// Reads again what staff may have saved, at any node: called every second.
    pub async fn refresh(&self) -> Result<()> {
        self.settings.refresh(&self.db).await?;
        self.integrations.refresh(&self.db, &self.vault).await?;
        self.integrations.store_health(&self.db).await
    }
}
