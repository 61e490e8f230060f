use super::scalar;
use domain::dates::Day;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub forenames: Option<String>,
    #[serde(deserialize_with = "scalar::need_text")]
    pub surname: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub preferred_name: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub reference: Option<String>,
    #[serde(default, deserialize_with = "scalar::date")]
    pub date_of_birth: Option<Day>,
    #[serde(default, deserialize_with = "scalar::flag")]
    pub deceased: bool,
    /// Only where they were asked for with the person.
    #[serde(default)]
    pub agreements: Option<Vec<Agreement>>,
}

#[derive(Deserialize)]
pub struct ContactMethod {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(default, rename = "type", deserialize_with = "scalar::text")]
    pub kind: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub value: Option<String>,
    #[serde(default, deserialize_with = "scalar::flag")]
    pub main: bool,
    #[serde(default, deserialize_with = "scalar::date")]
    pub from: Option<Day>,
    #[serde(default, deserialize_with = "scalar::date")]
    pub to: Option<Day>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub version: Option<String>,
}

#[derive(Serialize)]
pub struct NewMethod<'a> {
    #[serde(rename = "type")]
    pub kind: &'a str,
    pub value: &'a str,
    pub main: bool,
}

#[derive(Deserialize)]
pub struct Agreement {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub reference: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub tenure: Option<String>,
    #[serde(default, deserialize_with = "scalar::date")]
    pub start: Option<Day>,
    #[serde(default, deserialize_with = "scalar::date")]
    pub end: Option<Day>,
    pub parties: Vec<Party>,
    #[serde(default)]
    pub assets: Option<Vec<AgreementAsset>>,
    #[serde(default)]
    pub accounts: Option<Vec<AgreementAccount>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    #[serde(deserialize_with = "scalar::need_text")]
    pub contact_id: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub role: Option<String>,
    #[serde(default, deserialize_with = "scalar::date")]
    pub from: Option<Day>,
    #[serde(default, deserialize_with = "scalar::date")]
    pub to: Option<Day>,
}

#[derive(Deserialize)]
pub struct AgreementAsset {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(default, deserialize_with = "scalar::flag")]
    pub primary: bool,
}

#[derive(Deserialize)]
pub struct AgreementAccount {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
}
