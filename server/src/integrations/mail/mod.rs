//! Adapters of the email slot.

pub mod notify;
pub mod smtp;
