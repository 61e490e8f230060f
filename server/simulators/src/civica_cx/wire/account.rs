//! Accounts and their entries.

use super::{
    day,
    field::{Field, Turns},
    moment, pounds,
};
use crate::civica_cx::landlord::accounts;
use jiff::civil::DateTime;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    id: String,
    reference: String,
    #[serde(rename = "type")]
    kind: &'static str,
    balance: String,
    as_at: String,
    payment_reference: String,
    charge_frequency: &'static str,
    #[serde(skip_serializing_if = "Field::is_absent")]
    next_charge: Field<NextCharge>,
    payment_methods: Vec<PaymentMethod>,
    #[serde(skip_serializing_if = "Field::is_absent")]
    arrangement: Field<Arrangement>,
}

#[derive(Serialize)]
struct NextCharge {
    date: String,
    amount: String,
}

#[derive(Serialize)]
struct PaymentMethod {
    #[serde(rename = "type")]
    kind: &'static str,
    primary: bool,
}

#[derive(Serialize)]
struct Arrangement {
    amount: String,
    frequency: &'static str,
    status: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Transactions {
    pub opening_balance: String,
    pub closing_balance: String,
    pub items: Vec<Transaction>,
    pub next_cursor: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    id: String,
    date: String,
    posted_at: String,
    #[serde(rename = "type")]
    kind: &'static str,
    description: &'static str,
    amount: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    external_reference: Field<String>,
}

impl Account {
    pub fn of(account: &accounts::Account, now: DateTime) -> Self {
        let mut turns = Turns::of(&account.id);
        let today = now.date();
        let second = (account.pays_by != "PaymentCard").then_some(PaymentMethod {
            kind: "PaymentCard",
            primary: false,
        });
        Self {
            id: account.id.clone(),
            reference: account.reference.clone(),
            kind: account.kind,
            balance: pounds(account.balance(today)),
            as_at: moment(now),
            payment_reference: account.payment_reference.clone(),
            charge_frequency: account.frequency.as_str(),
            next_charge: turns.part(account.next_charge(today).map(|date| NextCharge {
                date: day(date),
                amount: pounds(account.charge),
            })),
            payment_methods: std::iter::once(PaymentMethod {
                kind: account.pays_by,
                primary: true,
            })
            .chain(second)
            .collect(),
            arrangement: turns.part(account.arrangement.as_ref().map(|agreed| Arrangement {
                amount: pounds(agreed.amount),
                frequency: agreed.frequency.as_str(),
                status: agreed.status,
            })),
        }
    }
}

impl Transaction {
    pub fn of(entry: &accounts::Entry) -> Self {
        let mut turns = Turns::of(&entry.id);
        Self {
            id: entry.id.clone(),
            date: day(entry.date),
            posted_at: moment(entry.posted_at),
            kind: entry.kind,
            description: entry.description,
            amount: pounds(entry.amount),
            external_reference: turns.text(entry.external_reference.clone()),
        }
    }
}
