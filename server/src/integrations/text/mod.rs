//! Adapters of the slot of texts.

pub mod notify;
pub mod twilio;
