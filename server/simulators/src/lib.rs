//! Stand-ins for outside systems, spoken to over real sockets. Depends on no product crate.
//!
//! Each simulator has a public port, which the product is configured with, and a control plane on another one.

mod around;
pub mod civica_cx;
pub mod cli;
mod clock;
mod courier;
pub mod entra;
mod faults;
mod hex;
mod journal;
mod listen;
pub mod notify;
mod rng;
mod running;
pub mod smtp;
mod spoil;
mod strike;
pub mod twilio;
