use super::scalar;
use domain::{
    dates::{Day, Millis},
    money::Pence,
};
use serde::{Deserialize, Serialize};

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
    #[serde(default, deserialize_with = "scalar::text")]
    pub payment_reference: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub charge_frequency: Option<String>,
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
pub struct EntryPage {
    #[serde(default, deserialize_with = "scalar::money")]
    pub opening_balance: Option<Pence>,
    #[serde(default, deserialize_with = "scalar::money")]
    pub closing_balance: Option<Pence>,
    pub items: Vec<Entry>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub next_cursor: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    #[serde(deserialize_with = "scalar::need_text")]
    pub id: String,
    #[serde(deserialize_with = "scalar::need_date")]
    pub date: Day,
    #[serde(default, deserialize_with = "scalar::moment_or_none")]
    pub posted_at: Option<Millis>,
    #[serde(rename = "type", default, deserialize_with = "scalar::text")]
    pub kind: Option<String>,
    #[serde(default, deserialize_with = "scalar::text")]
    pub description: Option<String>,
    #[serde(deserialize_with = "scalar::need_money")]
    pub amount: Pence,
    #[serde(default, deserialize_with = "scalar::text")]
    pub external_reference: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPayment<'a> {
    pub external_reference: &'a str,
    pub date: &'a str,
    /// A decimal with two places; money that came in is negative.
    pub amount: String,
    pub method: &'a str,
}
