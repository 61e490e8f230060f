use super::scalar;
use domain::dates::{Day, Millis};
use jiff::civil;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Repair {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub request_reference: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub external_reference: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub description: Option<String>,
    #[serde(deserialize_with = "scalar::need_moment")]
    pub created_at: Millis,
    #[serde(deserialize_with = "scalar::need_text")]
    pub status: String,
    #[serde(default, deserialize_with = "scalar::date")]
    pub target: Option<Day>,
    #[serde(default, deserialize_with = "scalar::flag")]
    pub cancellable: bool,
    #[serde(default)]
    pub orders: Option<Vec<Order>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    #[serde(default, deserialize_with = "scalar::text")]
    pub id: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub reference: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub status: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub sor_code: Option<String>,
    #[serde(default)]
    pub appointments: Option<Vec<Appointment>>,
}

#[derive(Deserialize)]
pub struct Appointment {
    #[serde(default, deserialize_with = "scalar::text")]
    pub id: Option<String>,
    #[serde(default, deserialize_with = "scalar::date")]
    pub date: Option<Day>,
    #[serde(default, deserialize_with = "scalar::time")]
    pub from: Option<civil::Time>,
    #[serde(default, deserialize_with = "scalar::time")]
    pub to: Option<civil::Time>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub status: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Slot {
    #[serde(rename = "slotId", deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(deserialize_with = "scalar::need_date")]
    pub date: Day,
    #[serde(default, deserialize_with = "scalar::time")]
    pub from: Option<civil::Time>,
    #[serde(default, deserialize_with = "scalar::time")]
    pub to: Option<civil::Time>,
    #[serde(default, deserialize_with = "scalar::flag")]
    pub after_target: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Booking<'a> {
    pub slot_id: &'a str,
    pub external_reference: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Move<'a> {
    pub slot_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewRepair<'a> {
    pub external_reference: &'a str,
    pub asset_id: &'a str,
    pub contact_id: &'a str,
    pub agreement_id: &'a str,
    pub description: String,
    pub lines: [NewLine<'a>; 1],
    pub repair_type: &'a str,
    pub priority: &'a str,
    pub contract: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewLine<'a> {
    pub sor_code: &'a str,
    pub quantity: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cancellation<'a> {
    pub reason_code: &'a str,
    pub note: &'a str,
}
