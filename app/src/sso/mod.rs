//! Single sign-on of staff with Microsoft: its settings, and the way there and back.

pub mod api;
pub mod journey;
pub mod settings;
