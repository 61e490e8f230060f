//! The adapters of outside systems, over real sockets.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where it is surprised"
)]

mod civica_cx;
mod directory;
mod entra;
mod hostile;
mod messages;
mod outbound;
mod smtp;
mod smtp_log_in;
mod smtp_protection;
mod vendor;

use domain::dates::Millis;
use server::integrations::{
    monitor::CircuitRules,
    outbound::{Limits, Outbound, Reach},
};
use services::ports::clock::Clock;
use std::{sync::Arc, time::Duration};

/// Tuesday 24 November 2026, 10:00 in London.
const NOW: Millis = Millis(1_795_514_400_000);

/// A clock that stands still.
struct Still;

impl Clock for Still {
    fn now(&self) -> Millis {
        NOW
    }
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(Still)
}

/// Limits short enough for tests.
fn limits() -> Limits {
    Limits {
        connect: Duration::from_millis(500),
        reads: Duration::from_millis(600),
        writes: Duration::from_millis(800),
        between_bytes: Duration::from_millis(300),
        body: 64 * 1024,
        list: 256 * 1024,
        circuit: CircuitRules {
            in_a_row: 5,
            window: 20,
            rest: Duration::from_millis(200),
        },
    }
}

fn outbound(limits: Limits) -> Outbound {
    Outbound::new(Reach::LoopbackToo, limits, clock()).unwrap()
}
