use super::{HousingDouble, MailDouble, TextDouble, script::lock};
use crate::{
    context::Platform,
    integrations::{self, Connection, Secrets, Switchboard},
    ports::{PortError, Trouble, housing::Housing, mail::Mail, text::Text},
};
use domain::integrations::{Mode, Slot, VendorSettings};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex};

macro_rules! settings {
    ($($name:ident for $slot:ident),+) => { $(
        /// The settings of a made-up vendor. A label of `broken` cannot be made into an adapter, an empty one is incomplete.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $name {
            pub label: String,
            pub address: String,
        }

        impl VendorSettings for $name {
            const SLOT: Slot = Slot::$slot;
            const VENDOR: &'static str = "double";

            fn goes_to(&self) -> String {
                self.address.clone()
            }

            fn is_complete(&self) -> bool {
                !self.label.is_empty()
            }
        }

        impl $name {
            /// Under this label, at the usual address.
            pub fn labelled(label: &str) -> Self {
                Self { label: label.to_owned(), address: "https://double.example".to_owned() }
            }
        }
    )+ };
}

settings!(HousingSettings for Housing, MailSettings for Mail, TextSettings for Text);

/// Gives the doubles for every connection and keeps the connections that it was asked for.
pub struct SwitchboardDouble {
    housing: Arc<dyn Housing>,
    mail: Arc<dyn Mail>,
    text: Arc<dyn Text>,
    /// What connections for tests lead to.
    pub test_housing: Arc<HousingDouble>,
    pub test_mail: Arc<MailDouble>,
    pub test_text: Arc<TextDouble>,
    made: Mutex<Vec<Connection>>,
    hosts: Mutex<Vec<String>>,
}

impl Default for SwitchboardDouble {
    fn default() -> Self {
        Self::new(
            Arc::new(HousingDouble::default()),
            Arc::new(MailDouble::default()),
            Arc::new(TextDouble::default()),
        )
    }
}

impl SwitchboardDouble {
    pub(super) fn new(housing: Arc<dyn Housing>, mail: Arc<dyn Mail>, text: Arc<dyn Text>) -> Self {
        Self {
            housing,
            mail,
            text,
            test_housing: Arc::default(),
            test_mail: Arc::default(),
            test_text: Arc::default(),
            made: Mutex::default(),
            hosts: Mutex::default(),
        }
    }

    /// The connections of which adapters were made, oldest first.
    pub fn made(&self) -> Vec<Connection> {
        lock(&self.made).clone()
    }

    /// From now on every housing system lives at these hosts.
    pub fn lives_at(&self, hosts: &[&str]) {
        *lock(&self.hosts) = hosts.iter().map(|host| (*host).to_owned()).collect();
    }

    fn make(&self, connection: &Connection, label: &str) -> Result<(), PortError> {
        lock(&self.made).push(connection.clone());
        if label == "broken" {
            return Err(PortError::Misconfigured(Trouble::CannotResolve));
        }
        Ok(())
    }
}

impl Switchboard for SwitchboardDouble {
    fn hosts(&self, connection: &Connection) -> Vec<String> {
        match connection.slot {
            Slot::Housing => lock(&self.hosts).clone(),
            _ => Vec::new(),
        }
    }

    fn housing(&self, connection: &Connection) -> Result<Arc<dyn Housing>, PortError> {
        self.make(connection, &connection.settings::<HousingSettings>()?.label)?;
        Ok(match connection.mode {
            Mode::Live => Arc::clone(&self.housing),
            Mode::Test => Arc::clone(&self.test_housing) as Arc<dyn Housing>,
        })
    }

    fn mail(&self, connection: &Connection) -> Result<Arc<dyn Mail>, PortError> {
        self.make(connection, &connection.settings::<MailSettings>()?.label)?;
        Ok(match connection.mode {
            Mode::Live => Arc::clone(&self.mail),
            Mode::Test => Arc::clone(&self.test_mail) as Arc<dyn Mail>,
        })
    }

    fn text(&self, connection: &Connection) -> Result<Arc<dyn Text>, PortError> {
        self.make(connection, &connection.settings::<TextSettings>()?.label)?;
        Ok(match connection.mode {
            Mode::Live => Arc::clone(&self.text),
            Mode::Test => Arc::clone(&self.test_text) as Arc<dyn Text>,
        })
    }
}

/// Plugs the doubles in, as a landlord would have done.
pub(super) async fn connect(platform: &Platform) {
    plug_in(platform, Mode::Live, &[Slot::Housing, Slot::Mail, Slot::Text]).await;
}

/// Plugs the doubles of a mode into these slots.
pub(super) async fn plug_in(platform: &Platform, mode: Mode, slots: &[Slot]) {
    let now = platform.clock.now();
    let (db, vault, nothing) = (&platform.db, &platform.vault, Secrets::default());
    let rows: Vec<_> = slots
        .iter()
        .map(|slot| match slot {
            Slot::Mail => {
                let mail = MailSettings::labelled("double");
                integrations::given_row(vault, &mail, &nothing, mode, 1, now)
            }
            Slot::Text => {
                let text = TextSettings::labelled("double");
                integrations::given_row(vault, &text, &nothing, mode, 1, now)
            }
            _ => {
                let housing = HousingSettings::labelled("double");
                integrations::given_row(vault, &housing, &nothing, mode, 1, now)
            }
        })
        .collect();
    // Past the audit, so that tests find in it what they did themselves.
    db.tx(move |tx| async move {
        for row in rows {
            integrations::plug_in(&tx, &row?).await?;
        }
        Ok(())
    })
    .await
    .expect("the doubles can be plugged in");
    platform.refresh().await.expect("what was plugged in can be read");
}
