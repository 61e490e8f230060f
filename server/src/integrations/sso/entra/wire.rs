//! What Microsoft sends. Only what we read is named.

use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub struct Directory {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub jwks_uri: String,
}

#[derive(Deserialize)]
pub struct Tokens {
    pub id_token: String,
}

#[derive(Deserialize)]
pub struct Refused {
    pub error: String,
    #[serde(default)]
    pub error_description: String,
    #[serde(default)]
    pub error_codes: Vec<u32>,
}

/// Claims beside the standard ones.
#[derive(Debug, Serialize, Deserialize)]
pub struct Claims {
    /// The directory.
    pub tid: String,
    /// The person in it: never changes.
    pub oid: String,
    #[serde(default)]
    pub nbf: Option<i64>,
    /// Where a guest comes from.
    #[serde(default)]
    pub idp: Option<String>,
    /// 1 for a guest, where the landlord asked for this claim.
    #[serde(default)]
    pub acct: Option<i64>,
    /// Whether the domain of `email` belongs to the directory, where the landlord asked for this claim.
    #[serde(default)]
    pub xms_edov: Option<serde_json::Value>,
}

impl openidconnect::AdditionalClaims for Claims {}
