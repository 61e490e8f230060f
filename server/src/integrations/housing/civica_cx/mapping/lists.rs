use super::wire;
use domain::dates::Day;
use services::ports::housing::{Lookup, SorCode, Target, Within};

pub fn company(company: wire::Company) -> Lookup {
    Lookup {
        description: company.name.unwrap_or_else(|| company.code.clone()),
        code: company.code,
        ..Lookup::default()
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
            target: target(&entry),
            description: entry.description.unwrap_or_else(|| entry.code.clone()),
            code: entry.code,
            attributes: entry.attributes,
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

/// A priority whose target cannot be read has none that we could promise.
fn target(entry: &wire::Lookup) -> Option<Target> {
    let period = entry.target_period.as_deref()?.parse().ok()?;
    let within = match entry.target_unit.as_deref()? {
        "ClockHours" => Within::Hours(period),
        "WorkingDays" => Within::WorkingDays(period),
        _ => return None,
    };
    Some(Target {
        within,
        is_emergency: entry.emergency,
    })
}
