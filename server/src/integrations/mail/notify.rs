//! Email through GOV.UK Notify, for landlords without a mail server. It makes its own HTML of the text.

use crate::integrations::{
    monitor::Health,
    notify::{Client, Kind, NotifyConfig},
    outbound::{Outbound, SetupError},
};
use async_trait::async_trait;
use domain::text::clean_line;
use serde_json::json;
use services::ports::{
    PortError,
    clock::Clock,
    mail::{Mail, Message},
    messages::{Callback, Disbelieved, Report, Taken},
};
use std::sync::Arc;

static KIND: Kind = Kind {
    system: "notify-mail",
    path: "v2/notifications/email",
    template: "email",
    to: "email_address",
    sender: "email_reply_to_id",
    places: &["subject", "body"],
};

/// The adapter.
pub struct NotifyMail(Client);

impl NotifyMail {
    pub fn new(config: NotifyConfig, outbound: &Outbound, clock: Arc<dyn Clock>) -> Result<Self, SetupError> {
        Client::new(&KIND, config, outbound, clock).map(Self)
    }

    pub fn health(&self) -> Health {
        self.0.health()
    }
}

#[async_trait]
impl Mail for NotifyMail {
    async fn test(&self) -> Result<(), PortError> {
        self.0.test().await
    }

    async fn send(&self, message: &Message) -> Result<Taken, PortError> {
        let values = json!({ "subject": clean_line(&message.subject), "body": message.text });
        self.0.send(&message.id, &message.to, message.kind, &values).await
    }

    async fn find(&self, message: &Message) -> Result<Option<Taken>, PortError> {
        self.0.find(&message.id).await
    }

    async fn ask(&self, vendor_id: &str) -> Result<Option<Taken>, PortError> {
        self.0.ask(vendor_id).await
    }

    fn hear(&self, callback: &Callback<'_>) -> Result<Report, Disbelieved> {
        self.0.hear(callback)
    }
}
