//! Repairs with orders and appointments, and how they move.

use super::{
    Landlord,
    lookups::{self, Unit},
};
use crate::rng::Rng;
use jiff::{
    ToSpan,
    civil::{Date, DateTime, Time, Weekday, time},
};
use serde::{Deserialize, Serialize};

/// A repair as the housing system knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    pub id: String,
    pub request_reference: String,
    pub external_reference: Option<String>,
    pub company: &'static str,
    pub asset_id: String,
    pub contact_id: String,
    pub agreement_id: Option<String>,
    pub description: String,
    pub created_at: DateTime,
    pub changed_at: DateTime,
    pub status: Status,
    pub priority: String,
    pub repair_type: String,
    pub contract: String,
    pub target: Option<DateTime>,
    pub lines: Vec<Line>,
    pub orders: Vec<Order>,
}

/// Work asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Line {
    pub sor_code: String,
    pub quantity: f64,
}

/// Work ordered from a contractor.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub id: String,
    pub uid: String,
    pub reference: String,
    pub status: Status,
    pub sor_code: Option<String>,
    pub description: String,
    pub contractor: String,
    pub issued_at: DateTime,
    pub completed_at: Option<DateTime>,
    pub appointments: Vec<Appointment>,
}

/// A visit. The window is in local time.
#[derive(Clone, Debug, PartialEq)]
pub struct Appointment {
    pub id: String,
    pub date: Date,
    pub from: Time,
    pub to: Time,
    pub category: &'static str,
    pub status: &'static str,
}

/// Where a repair stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    Req,
    Ins,
    Iss,
    App,
    Wip,
    Hld,
    Var,
    Cmp,
    Inv,
    Can,
    Noa,
}

impl Status {
    pub const ALL: [Self; 11] = [
        Self::Req,
        Self::Ins,
        Self::Iss,
        Self::App,
        Self::Wip,
        Self::Hld,
        Self::Var,
        Self::Cmp,
        Self::Inv,
        Self::Can,
        Self::Noa,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Req => "REQ",
            Self::Ins => "INS",
            Self::Iss => "ISS",
            Self::App => "APP",
            Self::Wip => "WIP",
            Self::Hld => "HLD",
            Self::Var => "VAR",
            Self::Cmp => "CMP",
            Self::Inv => "INV",
            Self::Can => "CAN",
            Self::Noa => "NOA",
        }
    }

    /// Not once somebody is on site or the work is done or paid.
    pub const fn is_cancellable(self) -> bool {
        matches!(
            self,
            Self::Req | Self::Ins | Self::Iss | Self::App | Self::Hld | Self::Noa
        )
    }

    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Cmp | Self::Inv | Self::Can)
    }

    const fn is_done(self) -> bool {
        matches!(self, Self::Cmp | Self::Inv)
    }

    const fn is_ordered(self) -> bool {
        !matches!(self, Self::Req | Self::Ins | Self::Can)
    }
}

/// The window of a category of appointment.
pub fn window(category: &str) -> (&'static str, Time, Time) {
    match category {
        "PM" => ("PM", time(12, 0, 0, 0), time(17, 0, 0, 0)),
        "ALL" => ("ALL", time(8, 0, 0, 0), time(17, 0, 0, 0)),
        _ => ("AM", time(8, 0, 0, 0), time(12, 0, 0, 0)),
    }
}

/// By when a priority asks for work reported at `from`.
pub fn target(priority: &str, from: DateTime) -> Option<DateTime> {
    let priority = lookups::values("repair-priorities")?
        .iter()
        .find(|known| known.code == priority)?
        .target?;
    match priority.unit {
        Unit::ClockHours => Some(from.saturating_add(priority.period.hours())),
        Unit::WorkingDays => {
            let days = from
                .date()
                .series(1.day())
                .skip(1)
                .filter(|day| !is_weekend(*day));
            days.take(usize::try_from(priority.period).ok()?)
                .last()
                .map(|day| day.at(17, 0, 0, 0))
        }
    }
}

/// The given day, or the Monday after it.
pub fn working_day(day: Date) -> Date {
    day.series(1.day()).find(|day| !is_weekend(*day)).unwrap_or(day)
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

impl Repair {
    /// Moves the repair as an officer or a contractor would, at `now`.
    pub fn progress(
        &mut self,
        status: Status,
        appointment: Option<Appointment>,
        ids: &mut Rng,
        now: DateTime,
    ) {
        self.changed_at = now;
        if self.orders.is_empty() && status.is_ordered() {
            self.orders.push(self.order(status, ids, now));
        }
        self.status = status;
        for order in &mut self.orders {
            order.status = status;
            order.completed_at = order
                .completed_at
                .filter(|_| status.is_done())
                .or(status.is_done().then_some(now));
            for visit in order
                .appointments
                .iter_mut()
                .filter(|visit| visit.status == "Booked")
            {
                visit.status = match status {
                    Status::Can => "Cancelled",
                    Status::Noa => "NoAccess",
                    Status::Cmp | Status::Inv => "Completed",
                    _ if appointment.is_some() => "Cancelled",
                    _ => "Booked",
                };
            }
        }
        if let (Some(order), Some(appointment)) = (self.orders.first_mut(), appointment) {
            order.appointments.push(appointment);
        }
    }

    fn order(&self, status: Status, ids: &mut Rng, now: DateTime) -> Order {
        let number = self.id.trim_start_matches("REP-");
        let contract = lookups::values("repair-contracts")
            .and_then(|known| known.iter().find(|known| known.code == self.contract));
        Order {
            id: format!("ORD-{number}"),
            uid: ids.guid(),
            reference: format!("WO{number}/1"),
            status,
            sor_code: self.lines.first().map(|line| line.sor_code.clone()),
            description: self.description.chars().take(120).collect(),
            contractor: contract
                .map_or("", |contract| contract.attribute("contractor"))
                .to_owned(),
            issued_at: now,
            completed_at: None,
            appointments: Vec::new(),
        }
    }
}

impl Landlord {
    /// The id after the last one.
    pub fn next_repair_id(&self) -> String {
        let last = self
            .repairs
            .last_key_value()
            .and_then(|(id, _)| id.trim_start_matches("REP-").parse::<u32>().ok());
        format!("REP-{:06}", last.unwrap_or(0) + 1)
    }
}
