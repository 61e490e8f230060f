//! The housing system stand-in over its real socket.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
mod data;
mod faults;
mod golden;
mod repairs;
mod session;
