//! Ports that count how their calls went. Housing systems are many calls behind one use of the port, so their adapters
//! count for themselves.

use super::health::Meter;
use crate::ports::{
    PortError,
    clock::Clock,
    mail::{Mail, Message},
    messages::{Callback, Disbelieved, Report, Taken},
    text::{Text, TextMessage},
};
use async_trait::async_trait;
use domain::dates::Millis;
use std::sync::Arc;
use tokio::time::Instant;

pub(super) struct Metered<T: ?Sized> {
    pub port: Arc<T>,
    pub meter: Meter,
    pub clock: Arc<dyn Clock>,
}

impl<T: ?Sized> Metered<T> {
    fn count<O>(&self, started: Instant, outcome: Result<O, PortError>) -> Result<O, PortError> {
        let told = outcome.as_ref().map(|_| ());
        self.meter.note(told, started.elapsed(), self.clock.now());
        outcome
    }
}

#[async_trait]
impl Mail for Metered<dyn Mail> {
    async fn test(&self) -> Result<(), PortError> {
        self.count(Instant::now(), self.port.test().await)
    }

    async fn send(&self, message: &Message) -> Result<Taken, PortError> {
        self.count(Instant::now(), self.port.send(message).await)
    }

    async fn find(&self, message: &Message) -> Result<Option<Taken>, PortError> {
        self.port.find(message).await
    }

    async fn ask(&self, vendor_id: &str) -> Result<Option<Taken>, PortError> {
        self.count(Instant::now(), self.port.ask(vendor_id).await)
    }

    fn hear(&self, callback: &Callback<'_>) -> Result<Report, Disbelieved> {
        self.port.hear(callback)
    }
}

#[async_trait]
impl Text for Metered<dyn Text> {
    async fn test(&self) -> Result<(), PortError> {
        self.count(Instant::now(), self.port.test().await)
    }

    async fn send(&self, text: &TextMessage) -> Result<Taken, PortError> {
        self.count(Instant::now(), self.port.send(text).await)
    }

    async fn find(&self, text: &TextMessage, since: Millis) -> Result<Option<Taken>, PortError> {
        self.port.find(text, since).await
    }

    async fn ask(&self, vendor_id: &str) -> Result<Option<Taken>, PortError> {
        self.count(Instant::now(), self.port.ask(vendor_id).await)
    }

    fn hear(&self, callback: &Callback<'_>) -> Result<Report, Disbelieved> {
        self.port.hear(callback)
    }
}
