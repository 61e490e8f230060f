use super::scalar;
use domain::dates::Day;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub struct Company {
    #[serde(deserialize_with = "scalar::need_text")]
    pub code: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lookup {
    #[serde(deserialize_with = "scalar::need_text")]
    pub code: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub description: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub display_order: Option<String>,
    #[serde(default)]
    pub companies: Option<Vec<String>>,
    #[serde(default, deserialize_with = "scalar::texts")]
    pub attributes: BTreeMap<String, String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub target_unit: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub target_period: Option<String>,
    #[serde(default, deserialize_with = "scalar::flag")]
    pub emergency: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SorCode {
    #[serde(deserialize_with = "scalar::need_text")]
    pub code: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub short_description: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub long_description: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub table: Option<String>,
    #[serde(default, deserialize_with = "scalar::date")]
    pub effective_from: Option<Day>,
    #[serde(default, deserialize_with = "scalar::date")]
    pub effective_to: Option<Day>,
}
