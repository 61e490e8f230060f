//! From the words of `cx-assumed-1` (assumed) to ours.

use super::{
    scalar::LONDON,
    wire::{self, Appointment},
};
use domain::{
    dates::{Day, Millis},
    housing::Visit,
    repairs::Status,
    text::clean_line,
};
use jiff::{Timestamp, civil};
use services::ports::housing::{
    Account, Asset, ContactKind, ContactMethod, Lookup, Person, PersonRecord, Repair, Role, SorCode, Tenancy,
};
use std::collections::HashMap;

/// Longest description that the vendor takes, in characters.
const DESCRIPTION_MAX: usize = 2000;

/// The vendor's repair statuses in our words. Landlords rename theirs, so it is configuration.
#[derive(Clone, Debug)]
pub struct StatusMap(pub HashMap<String, Status>);

impl Default for StatusMap {
    fn default() -> Self {
        let known = [
            ("REQ", Status::Sent),
            ("INS", Status::Sent),
            ("ISS", Status::Sent),
            ("APP", Status::Booked),
            ("WIP", Status::InProgress),
            ("VAR", Status::InProgress),
            ("HLD", Status::OnHold),
            ("CMP", Status::Done),
            ("INV", Status::Closed),
            ("CAN", Status::Cancelled),
            ("NOA", Status::NoAccess),
        ];
        Self(
            known
                .into_iter()
                .map(|(code, status)| (code.to_owned(), status))
                .collect(),
        )
    }
}

impl StatusMap {
    fn of(&self, code: &str) -> Option<Status> {
        self.0.get(code).copied()
    }
}

/// The local day and time of a moment.
pub fn local(now: Millis) -> civil::DateTime {
    LONDON.to_datetime(Timestamp::from_millisecond(now.0).unwrap_or_default())
}

pub fn today(now: Millis) -> Day {
    Day(local(now).date().to_string())
}

pub fn company(company: wire::Company) -> Lookup {
    Lookup {
        description: company.name.unwrap_or_else(|| company.code.clone()),
        code: company.code,
    }
}

/// Entries for `company`, in the vendor's order.
pub fn lookups(mut entries: Vec<wire::Lookup>, company: &str) -> Vec<Lookup> {
    entries.retain(|entry| {
        entry
            .companies
            .as_ref()
            .is_none_or(|of| of.is_empty() || of.iter().any(|code| code == company))
    });
    entries.sort_by_key(|entry| {
        entry
            .display_order
            .as_deref()
            .and_then(|order| order.parse::<i64>().ok())
            .unwrap_or(i64::MAX)
    });
    entries
        .into_iter()
        .map(|entry| Lookup {
            description: entry.description.unwrap_or_else(|| entry.code.clone()),
            code: entry.code,
        })
        .collect()
}

pub fn sor_code(code: wire::SorCode, table: &str, today: &Day) -> SorCode {
    let begun = code.effective_from.is_none_or(|from| from <= *today);
    let ended = code.effective_to.is_some_and(|to| to < *today);
    SorCode {
        description: code
            .short_description
            .or(code.long_description)
            .unwrap_or_else(|| code.code.clone()),
        code: code.code,
        table: code.table.unwrap_or_else(|| table.to_owned()),
        active: begun && !ended,
    }
}

pub fn person(contact: wire::Contact) -> Person {
    Person {
        id: contact.id,
        forenames: clean_line(&contact.forenames.unwrap_or_default()),
        surname: clean_line(&contact.surname),
        preferred_name: contact.preferred_name.map(|name| clean_line(&name)),
    }
}

pub fn person_record(mut contact: wire::Contact) -> PersonRecord {
    PersonRecord {
        reference: contact.reference.take().unwrap_or_default(),
        born: contact.date_of_birth.take(),
        is_deceased: contact.deceased,
        person: person(contact),
    }
}

/// Rows without a value reach nobody.
pub fn contact_method(method: wire::ContactMethod) -> Option<ContactMethod> {
    let kind = method.kind.unwrap_or_default();
    Some(ContactMethod {
        kind: match kind.to_ascii_uppercase().as_str() {
            "EMAIL" => ContactKind::Email,
            "MOBILE" => ContactKind::Mobile,
            _ => ContactKind::Other(kind),
        },
        value: clean_line(&method.value?),
        is_main: method.main,
        until: method.to,
    })
}

pub fn tenancy(agreement: wire::Agreement, person_id: &str, today: &Day) -> Tenancy {
    let party = agreement
        .parties
        .into_iter()
        .find(|party| party.contact_id == person_id);
    let assets = agreement.assets.unwrap_or_default();
    let main = assets.iter().find(|asset| asset.primary).or(assets.first());
    Tenancy {
        role: match party {
            // A tenancy goes on when one of its tenants leaves; it is no longer theirs.
            Some(party) if party.to.as_ref().is_some_and(|to| to < today) => Role::Other("Former".to_owned()),
            party => role(party.and_then(|party| party.role)),
        },
        start: agreement.start,
        end: agreement.end,
        asset_id: main.map(|asset| asset.id.clone()),
        account_ids: agreement
            .accounts
            .unwrap_or_default()
            .into_iter()
            .map(|account| account.id)
            .collect(),
        reference: agreement.reference.unwrap_or_else(|| agreement.id.clone()),
        id: agreement.id,
    }
}

fn role(word: Option<String>) -> Role {
    match word.as_deref() {
        Some("Main") => Role::Main,
        Some("Joint") => Role::Joint,
        Some("Guarantor") => Role::Guarantor,
        Some("Occupant") => Role::Occupant,
        _ => Role::Other(word.unwrap_or_default()),
    }
}

pub fn asset(asset: wire::Asset) -> Asset {
    let address = asset.address;
    let lines = [
        address.line1,
        address.line2,
        address.line3,
        address.town,
        address.postcode,
    ];
    let uprn = asset
        .uprn
        .map(|uprn| uprn.trim_start_matches('0').to_owned())
        .filter(|uprn| !uprn.is_empty());
    Asset {
        uprn,
        address: lines
            .into_iter()
            .flatten()
            .map(|line| clean_line(&line))
            .filter(|line| !line.is_empty())
            .collect(),
        reference: asset.reference.unwrap_or_else(|| asset.id.clone()),
        id: asset.id,
    }
}

pub fn account(account: wire::Account) -> Account {
    Account {
        kind: account.kind.unwrap_or_default(),
        balance: account.balance,
        next_charge: account
            .next_charge
            .and_then(|charge| charge.date.zip(charge.amount)),
        reference: account.reference.unwrap_or_else(|| account.id.clone()),
        id: account.id,
    }
}

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

/// The earliest visit that is not over, else the last one, of those that were not cancelled.
fn visit(orders: &[wire::Order], statuses: &StatusMap, now: civil::DateTime) -> Option<Visit> {
    let cancelled = |word: Option<&String>| {
        word.is_some_and(|word| {
            statuses.of(word) == Some(Status::Cancelled) || word.to_ascii_lowercase().starts_with("cancel")
        })
    };
    let orders = orders.iter().filter(|order| !cancelled(order.status.as_ref()));
    let appointments = orders.flat_map(|order| order.appointments.iter().flatten());
    let mut visits: Vec<_> = appointments
        .filter(|visit| !cancelled(visit.status.as_ref()))
        .filter_map(window)
        .collect();
    visits.sort_unstable();
    let (from, to) = visits.iter().find(|(_, to)| *to >= now).or(visits.last())?;
    Some(Visit {
        day: Day(from.date().to_string()),
        from: hours(from.time()),
        to: hours(to.time()),
    })
}

/// Start and end. An appointment without times is for the whole working day.
fn window(appointment: &Appointment) -> Option<(civil::DateTime, civil::DateTime)> {
    let day: civil::Date = appointment.date.as_ref()?.0.parse().ok()?;
    let from = appointment.from.unwrap_or(civil::time(8, 0, 0, 0));
    let to = appointment.to.unwrap_or(civil::time(17, 0, 0, 0)).max(from);
    Some((day.to_datetime(from), day.to_datetime(to)))
}

fn hours(time: civil::Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
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
