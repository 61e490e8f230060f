//! Adapters of the directory that gives out tokens, one folder a vendor.

pub mod entra;
