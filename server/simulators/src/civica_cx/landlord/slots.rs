//! When contractors can come.

use super::{
    Landlord,
    repairs::{Appointment, Order, Repair, Status, window},
};
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

const CATEGORIES: [&str; 2] = ["AM", "PM"];

/// A time at which a contractor can come.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    pub id: String,
    pub date: Date,
    pub category: &'static str,
}

impl Slot {
    fn of(order: &str, date: Date, category: &'static str) -> Self {
        Self {
            id: format!("SLT-{}-{date}-{category}", order.trim_start_matches("ORD-")),
            date,
            category,
        }
    }

    /// As a visit that is booked.
    pub fn booked(&self, id: String) -> Appointment {
        let (category, from, to) = window(self.category);
        Appointment {
            id,
            date: self.date,
            from,
            to,
            category,
            status: "Booked",
        }
    }
}

impl Status {
    /// Whether visits can be booked for an order in this state.
    pub const fn is_bookable(self) -> bool {
        matches!(self, Self::Iss | Self::App | Self::Hld | Self::Noa)
    }
}

impl Landlord {
    /// The repair with this order.
    pub fn repair_of_order(&self, order: &str) -> Option<&Repair> {
        self.repairs
            .values()
            .find(|repair| repair.orders.iter().any(|known| known.id == order))
    }

    /// The repair with this visit.
    pub fn repair_of_visit(&self, visit: &str) -> Option<&Repair> {
        self.repairs.values().find(|repair| {
            repair
                .orders
                .iter()
                .flat_map(|order| &order.appointments)
                .any(|known| known.id == visit)
        })
    }

    /// Free slots on working days, both days included.
    pub fn slots(&self, order: &Order, from: Date, to: Date) -> Vec<Slot> {
        from.series(1.day())
            .take_while(|day| *day <= to)
            .filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday))
            .flat_map(|day| CATEGORIES.map(|category| Slot::of(&order.id, day, category)))
            .filter(|slot| !self.taken.contains(&slot.id))
            .collect()
    }
}
