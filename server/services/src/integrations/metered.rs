//! Ports that count how their calls went. Housing systems are many calls behind one use of the port, so their adapters
//! count for themselves.

use super::health::Meter;
use crate::ports::{
    PortError,
    clock::Clock,
    mail::{Mail, Message},
};
use async_trait::async_trait;
use std::sync::Arc;
use tokio::time::Instant;

pub(super) struct MeteredMail {
    pub mail: Arc<dyn Mail>,
    pub meter: Meter,
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl Mail for MeteredMail {
    async fn send(&self, message: &Message) -> Result<(), PortError> {
        let started = Instant::now();
        let outcome = self.mail.send(message).await;
        self.meter
            .note(outcome.as_ref().copied(), started.elapsed(), self.clock.now());
        outcome
    }
}
