use super::{StatusMap, local, wire};
use domain::{
    dates::{Day, Millis},
    housing::Visit,
    repairs::Status,
};
use jiff::civil;
use services::ports::housing::{Appointment, Repair, Slot, WorkOrder};

/// Longest description that the vendor takes, in characters.
const DESCRIPTION_MAX: usize = 2000;

pub fn repair(repair: wire::Repair, statuses: &StatusMap, now: Millis) -> Repair {
    let status = statuses.of(&repair.status);
    let orders = repair.orders.unwrap_or_default();
    let sor_code = orders.iter().find_map(|order| order.sor_code.clone());
    let description = repair.description.unwrap_or_default();
    let shown = repair
        .external_reference
        .as_deref()
        .and_then(|reference| description.strip_suffix(&mark(reference)));
    Repair {
        reference: repair.request_reference.unwrap_or_else(|| repair.id.clone()),
        description: shown.unwrap_or(&description).to_owned(),
        created_at: repair.created_at,
        status: status.unwrap_or(Status::InProgress),
        unknown_status: status.is_none().then_some(repair.status),
        target: repair.target,
        visit: visit(&orders, statuses, local(now)),
        orders: orders
            .into_iter()
            .filter_map(|order| work_order(order, statuses))
            .collect(),
        cancellable: repair.cancellable,
        sor_code,
        external_reference: repair.external_reference,
        id: repair.id,
    }
}

/// The description as it is sent: whole, or cut so that our reference still fits behind it. With the reference in it the
/// repair can be found by people, and by us where the vendor has no field for it.
pub fn description(text: &str, external_reference: &str) -> String {
    let mark = mark(external_reference);
    let room = DESCRIPTION_MAX.saturating_sub(mark.chars().count());
    let kept: String = text.chars().take(room).collect();
    kept.trim_end().to_owned() + &mark
}

/// How our reference stands at the end of a description.
pub fn mark(external_reference: &str) -> String {
    format!(" [{external_reference}]")
}

fn is_cancelled(word: Option<&String>, statuses: &StatusMap) -> bool {
    word.is_some_and(|word| {
        statuses.of(word) == Some(Status::Cancelled) || word.to_ascii_lowercase().starts_with("cancel")
    })
}

/// The earliest visit that is not over, else the last one, of those that were not cancelled.
fn visit(orders: &[wire::Order], statuses: &StatusMap, now: civil::DateTime) -> Option<Visit> {
    let orders = orders
        .iter()
        .filter(|order| !is_cancelled(order.status.as_ref(), statuses));
    let appointments = orders.flat_map(|order| order.appointments.iter().flatten());
    let mut visits: Vec<_> = appointments
        .filter(|visit| !is_cancelled(visit.status.as_ref(), statuses))
        .filter_map(|visit| window(visit.date.as_ref()?, visit.from, visit.to))
        .collect();
    visits.sort_unstable();
    visits
        .iter()
        .find(|(_, to)| *to >= now)
        .or(visits.last())
        .map(shown)
}

fn shown((from, to): &(civil::DateTime, civil::DateTime)) -> Visit {
    Visit {
        day: Day(from.date().to_string()),
        from: hours(from.time()),
        to: hours(to.time()),
    }
}

/// Start and end. A visit without times is for the whole working day.
fn window(
    day: &Day,
    from: Option<civil::Time>,
    to: Option<civil::Time>,
) -> Option<(civil::DateTime, civil::DateTime)> {
    let day: civil::Date = day.0.parse().ok()?;
    let from = from.unwrap_or(civil::time(8, 0, 0, 0));
    let to = to.unwrap_or(civil::time(17, 0, 0, 0)).max(from);
    Some((day.to_datetime(from), day.to_datetime(to)))
}

fn hours(time: civil::Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// An order without an id cannot be spoken of.
fn work_order(order: wire::Order, statuses: &StatusMap) -> Option<WorkOrder> {
    let id = order.id?;
    let appointments = order.appointments.unwrap_or_default();
    Some(WorkOrder {
        is_cancelled: is_cancelled(order.status.as_ref(), statuses),
        reference: order.reference.unwrap_or_else(|| id.clone()),
        appointments: appointments
            .into_iter()
            .filter_map(|visit| appointment(visit, statuses))
            .collect(),
        id,
    })
}

/// Only one that has an id and a day.
pub fn appointment(visit: wire::Appointment, statuses: &StatusMap) -> Option<Appointment> {
    Some(Appointment {
        id: visit.id?,
        is_cancelled: is_cancelled(visit.status.as_ref(), statuses),
        visit: shown(&window(visit.date.as_ref()?, visit.from, visit.to)?),
    })
}

pub fn slot(slot: wire::Slot) -> Option<Slot> {
    Some(Slot {
        visit: shown(&window(&slot.date, slot.from, slot.to)?),
        id: slot.id,
        is_after_target: slot.after_target,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 24 November 2026, 10:00 in London.
    const NOW: Millis = Millis(1_795_514_400_000);

    type Read<T = ()> = serde_json::Result<T>;

    fn read(json: &str) -> Read<Repair> {
        Ok(repair(serde_json::from_str(json)?, &StatusMap::default(), NOW))
    }

    fn with_visits(visits: &str) -> Read<Option<String>> {
        let json = format!(
            r#"{{"id":"1","createdAt":"2026-11-01T09:00:00","status":"APP","orders":[{{"status":"APP","appointments":[{visits}]}}]}}"#
        );
        let visit = read(&json)?.visit;
        Ok(visit.map(|visit| format!("{} {}-{}", visit.day.0, visit.from, visit.to)))
    }

    #[test]
    fn the_visit_is_the_earliest_to_come_and_not_cancelled() -> Read {
        let over = r#"{"date":"2026-11-24","from":"08:00","to":"09:59","status":"Booked"}"#;
        let running = r#"{"date":"2026-11-24","from":"08:00:00","to":"12:00:00","status":"Booked"}"#;
        let later = r#"{"date":"2026-12-01","from":"2026-12-01T12:00:00","to":"17:00","status":"Booked"}"#;
        let cancelled = r#"{"date":"2026-11-25","from":"08:00","to":"12:00","status":"Cancelled"}"#;
        let shown = |visits: &[&str]| with_visits(&visits.join(","));
        assert_eq!(
            shown(&[later, over, cancelled])?.as_deref(),
            Some("2026-12-01 12:00-17:00")
        );
        assert_eq!(
            shown(&[later, running])?.as_deref(),
            Some("2026-11-24 08:00-12:00")
        );
        assert_eq!(shown(&[over])?.as_deref(), Some("2026-11-24 08:00-09:59"));
        assert_eq!(shown(&[cancelled])?, None);
        Ok(())
    }

    #[test]
    fn an_unknown_status_is_shown_as_in_progress_and_told() -> Read {
        let repair =
            read(r#"{"id":7,"createdAt":"2026-11-01T09:00:00","status":"QA-CHECK","externalReference":""}"#)?;
        assert_eq!(
            (repair.status, repair.unknown_status.as_deref()),
            (Status::InProgress, Some("QA-CHECK"))
        );
        assert_eq!((repair.id.as_str(), repair.external_reference), ("7", None));
        Ok(())
    }

    #[test]
    fn our_reference_always_fits_behind_the_description() -> Read {
        assert_eq!(description("Tap drips", "TW-8F3K2Q"), "Tap drips [TW-8F3K2Q]");
        let long = description(&"💧".repeat(2500), "TW-8F3K2Q");
        assert_eq!(long.chars().count(), 2000);
        assert!(long.ends_with("💧 [TW-8F3K2Q]"));
        let back = read(
            r#"{"id":"1","createdAt":"2026-11-01T09:00:00","status":"REQ","externalReference":"TW-8F3K2Q","description":"Tap drips [TW-8F3K2Q]"}"#,
        )?;
        assert_eq!(back.description, "Tap drips");
        Ok(())
    }
}
