use super::scalar;
use domain::dates::{Day, Millis};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Case {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub reference: Option<String>,
    #[serde(rename = "type", default, deserialize_with = "scalar::text")]
    pub kind: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub subject: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub status: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub owner: Option<String>,
    #[serde(default, deserialize_with = "scalar::date")]
    pub target: Option<Day>,
    #[serde(default, deserialize_with = "scalar::flag")]
    pub on_hold: bool,
    #[serde(deserialize_with = "scalar::need_moment")]
    pub created_at: Millis,
    #[serde(default, deserialize_with = "scalar::moment_or_none")]
    pub closed_at: Option<Millis>,
    #[serde(default)]
    pub notes: Option<Vec<CaseNote>>,
    #[serde(default)]
    pub attachments: Option<Vec<CaseFile>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CaseNote {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(deserialize_with = "scalar::need_moment")]
    pub at: Millis,
    #[serde(default, deserialize_with = "scalar::text")]
    pub author: Option<String>,
    #[serde(default, deserialize_with = "scalar::flag")]
    pub visible_to_customer: bool,
    #[serde(default, deserialize_with = "scalar::text")]
    pub text: Option<String>,
}

#[derive(Deserialize)]
pub struct CaseFile {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub size: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewCase<'a> {
    pub external_reference: &'a str,
    pub contact_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asset_id: Option<&'a str>,
    #[serde(rename = "type")]
    pub kind: &'a str,
    pub priority: &'a str,
    pub subject: &'a str,
    pub description: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewNote<'a> {
    pub external_reference: &'a str,
    pub text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CloseCase<'a> {
    pub reason_code: &'a str,
}
