//! Adapters of the email slot.

pub mod smtp;
