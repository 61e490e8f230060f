//! Homes, blocks and land.

use std::collections::BTreeMap;

/// A home, block or piece of land.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asset {
    pub id: String,
    pub reference: String,
    /// Unique Property Reference Number as text without leading zeros.
    pub uprn: Option<String>,
    pub kind: AssetKind,
    /// What it stands in: the block of a home.
    pub parent_id: Option<String>,
    /// Envelope lines without empty ones, postcode last.
    pub address: Vec<String>,
    /// Not part of the envelope.
    pub county: Option<String>,
    /// What the landlord notes about it in words of their own: patch, block, storeys …
    pub attributes: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AssetKind {
    /// Somebody's home.
    #[default]
    Property,
    /// For the homes around it: a stairwell, a laundry.
    Communal,
    Shared,
    Land,
    Other(String),
}
