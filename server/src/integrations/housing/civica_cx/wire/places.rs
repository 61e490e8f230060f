use super::scalar;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asset {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub reference: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub uprn: Option<String>,
    #[serde(rename = "type", default, deserialize_with = "scalar::text")]
    pub kind: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub parent_id: Option<String>,
    pub address: Address,
    #[serde(default, deserialize_with = "scalar::texts")]
    pub attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub struct Address {
    #[serde(default, deserialize_with = "scalar::text")]
    pub line1: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub line2: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub line3: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub town: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub county: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub postcode: Option<String>,
}
