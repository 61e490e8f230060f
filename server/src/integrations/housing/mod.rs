//! Adapters of the housing slot.

pub mod civica_cx;
pub mod csv;
