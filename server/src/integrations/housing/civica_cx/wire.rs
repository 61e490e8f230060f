//! What goes over the wire in `cx-assumed-1` (assumed: our own proposal). Fields that we do not use are not listed.

use super::scalar;
use domain::{
    dates::{Day, Millis},
    money::Pence,
};
use jiff::civil;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub struct ErrorBody {
    #[serde(deserialize_with = "scalar::need_text")]
    pub code: String,
}

#[derive(Serialize)]
pub struct LogIn<'a> {
    pub username: &'a str,
    pub password: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoggedIn {
    #[serde(deserialize_with = "scalar::need_text")]
    pub token: String,
    #[serde(default, deserialize_with = "scalar::moment_or_none")]
    pub expires_at: Option<Millis>,
}

#[derive(Deserialize)]
pub struct Pong {
    #[serde(deserialize_with = "scalar::need_text")]
    #[expect(dead_code, reason = "proves that the right service answered")]
    pub version: String,
}

/// A list, or one page of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    pub items: Vec<T>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub next_cursor: Option<String>,
}

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
    pub to: Option<Day>,
}

#[derive(Deserialize)]
pub struct Agreement {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub reference: Option<String>,
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
    pub role: Option<String>,
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

#[derive(Deserialize)]
pub struct Asset {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub reference: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub uprn: Option<String>,
    pub address: Address,
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
    pub postcode: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(default, deserialize_with = "scalar::text")]
    pub reference: Option<String>,
    #[serde(rename = "type", default, deserialize_with = "scalar::text")]
    pub kind: Option<String>,
    #[serde(deserialize_with = "scalar::need_money")]
    pub balance: Pence,
    #[serde(default)]
    pub next_charge: Option<NextCharge>,
}

#[derive(Deserialize)]
pub struct NextCharge {
    #[serde(default, deserialize_with = "scalar::date")]
    pub date: Option<Day>,
    #[serde(default, deserialize_with = "scalar::money")]
    pub amount: Option<Pence>,
}

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
    pub status: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub sor_code: Option<String>,
    #[serde(default)]
    pub appointments: Option<Vec<Appointment>>,
}

#[derive(Deserialize)]
pub struct Appointment {
    #[serde(default, deserialize_with = "scalar::date")]
    pub date: Option<Day>,
    #[serde(default, deserialize_with = "scalar::time")]
    pub from: Option<civil::Time>,
    #[serde(default, deserialize_with = "scalar::time")]
    pub to: Option<civil::Time>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub status: Option<String>,
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

#[derive(Deserialize)]
pub struct Created {
    #[serde(deserialize_with = "scalar::need_text")]
    #[expect(dead_code, reason = "an answer without it is not one to an attachment")]
    pub id: String,
}
