//! Adapters of the single sign-on slot.

pub mod entra;
