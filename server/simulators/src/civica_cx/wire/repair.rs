//! Repairs out, and new ones in.

use super::{
    day,
    field::{Field, Turns},
    moment, time,
};
use crate::civica_cx::landlord::repairs::{self, Line};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the contract says repairType")]
pub struct Repair {
    id: String,
    request_reference: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    external_reference: Field<String>,
    asset_id: String,
    contact_id: String,
    description: String,
    created_at: String,
    status: &'static str,
    priority: String,
    repair_type: String,
    contract: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    target: Field<String>,
    cancellable: bool,
    orders: Vec<Order>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Order {
    id: String,
    uid: String,
    reference: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Field::is_absent")]
    sor_code: Field<String>,
    description: String,
    contractor: String,
    issued_at: String,
    #[serde(skip_serializing_if = "Field::is_absent")]
    completed_at: Field<String>,
    appointments: Vec<Appointment>,
}

#[derive(Serialize)]
pub struct Appointment {
    id: String,
    date: String,
    from: String,
    to: String,
    category: &'static str,
    status: &'static str,
}

/// The body of `POST /repairs`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewRepair {
    pub external_reference: String,
    pub asset_id: String,
    pub contact_id: String,
    pub agreement_id: Option<String>,
    pub description: String,
    pub lines: Vec<Line>,
    pub repair_type: String,
    pub priority: String,
    pub contract: String,
    pub access_notes: Option<String>,
    pub contact_phone: Option<String>,
    pub hazard: Option<Hazard>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hazard {
    pub kind: String,
    pub reported_at: String,
}

/// The body of `POST /repairs/{id}/cancel`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Cancel {
    pub reason_code: String,
    pub note: Option<String>,
}

impl Repair {
    pub fn of(repair: &repairs::Repair) -> Self {
        let mut turns = Turns::of(&repair.id);
        Self {
            id: repair.id.clone(),
            request_reference: repair.request_reference.clone(),
            external_reference: turns.text(repair.external_reference.clone()),
            asset_id: repair.asset_id.clone(),
            contact_id: repair.contact_id.clone(),
            description: repair.description.clone(),
            created_at: moment(repair.created_at),
            status: repair.status.as_str(),
            priority: repair.priority.clone(),
            repair_type: repair.repair_type.clone(),
            contract: repair.contract.clone(),
            target: turns.date(repair.target.map(moment)),
            cancellable: repair.status.is_cancellable(),
            orders: repair
                .orders
                .iter()
                .map(|order| order_of(order, &mut turns))
                .collect(),
        }
    }
}

impl Appointment {
    pub fn of(visit: &repairs::Appointment) -> Self {
        Self {
            id: visit.id.clone(),
            date: day(visit.date),
            from: time(visit.from),
            to: time(visit.to),
            category: visit.category,
            status: visit.status,
        }
    }
}

fn order_of(order: &repairs::Order, turns: &mut Turns) -> Order {
    let appointments = order.appointments.iter().map(Appointment::of);
    Order {
        id: order.id.clone(),
        uid: order.uid.clone(),
        reference: order.reference.clone(),
        status: order.status.as_str(),
        sor_code: turns.text(order.sor_code.clone()),
        description: order.description.clone(),
        contractor: order.contractor.clone(),
        issued_at: moment(order.issued_at),
        completed_at: turns.date(order.completed_at.map(moment)),
        appointments: appointments.collect(),
    }
}
