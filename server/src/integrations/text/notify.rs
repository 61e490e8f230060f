//! Texts through GOV.UK Notify.

use crate::integrations::{
    monitor::Health,
    notify::{Client, Kind, NotifyConfig},
    outbound::{Outbound, SetupError},
};
use async_trait::async_trait;
use domain::dates::Millis;
use serde_json::json;
use services::ports::{
    PortError,
    clock::Clock,
    messages::{Callback, Disbelieved, Report, Taken},
    text::{Text, TextMessage},
};
use std::sync::Arc;

static KIND: Kind = Kind {
    system: "notify-text",
    path: "v2/notifications/sms",
    template: "sms",
    to: "phone_number",
    sender: "sms_sender_id",
    places: &["text"],
};

/// The adapter.
pub struct NotifyText(Client);

impl NotifyText {
    pub fn new(config: NotifyConfig, outbound: &Outbound, clock: Arc<dyn Clock>) -> Result<Self, SetupError> {
        Client::new(&KIND, config, outbound, clock).map(Self)
    }

    pub fn health(&self) -> Health {
        self.0.health()
    }
}

#[async_trait]
impl Text for NotifyText {
    async fn test(&self) -> Result<(), PortError> {
        self.0.test().await
    }

    async fn send(&self, text: &TextMessage) -> Result<Taken, PortError> {
        let values = json!({ "text": text.body });
        self.0.send(&text.id, text.to.as_str(), text.kind, &values).await
    }

    async fn find(&self, text: &TextMessage, _since: Millis) -> Result<Option<Taken>, PortError> {
        self.0.find(&text.id).await
    }

    async fn ask(&self, vendor_id: &str) -> Result<Option<Taken>, PortError> {
        self.0.ask(vendor_id).await
    }

    fn hear(&self, callback: &Callback<'_>) -> Result<Report, Disbelieved> {
        self.0.hear(callback)
    }
}
