//! The outside systems: the one place that knows vendors. Everything else speaks the ports of `services`.

pub mod directory;
pub mod housing;
pub mod mail;
pub mod monitor;
pub mod notify;
pub mod outbound;
pub mod sso;
pub mod switchboard;
pub mod text;
