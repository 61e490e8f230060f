//! Companies and lookup values.

use jiff::civil::{Date, date};

/// Code and name of each company.
pub const COMPANIES: [(&str, &str); 2] = [("HGH", "Hollingate Homes"), ("HGL", "Hollingate Lettings")];

/// One value of a lookup.
#[derive(Clone, Copy, Debug)]
pub struct Lookup {
    pub code: &'static str,
    pub description: &'static str,
    pub to: Option<Date>,
    pub companies: &'static [&'static str],
    pub attributes: &'static [(&'static str, &'static str)],
    pub target: Option<Target>,
}

/// By when a priority asks for the work.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    pub unit: Unit,
    pub period: i64,
    pub emergency: bool,
}

/// What a target counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    ClockHours,
    WorkingDays,
}

const BOTH: &[&str] = &["HGH", "HGL"];
const HOMES: &[&str] = &["HGH"];
const LETTINGS: &[&str] = &["HGL"];
/// Every value begins here.
pub const FROM: Date = date(2015, 4, 1);
const OLD: Date = date(2023, 3, 31);

const fn value(code: &'static str, description: &'static str) -> Lookup {
    Lookup {
        code,
        description,
        to: None,
        companies: BOTH,
        attributes: &[],
        target: None,
    }
}

const fn of(companies: &'static [&'static str], lookup: Lookup) -> Lookup {
    Lookup { companies, ..lookup }
}

const fn expired(lookup: Lookup) -> Lookup {
    Lookup {
        to: Some(OLD),
        ..lookup
    }
}

const fn with(attributes: &'static [(&'static str, &'static str)], lookup: Lookup) -> Lookup {
    Lookup { attributes, ..lookup }
}

const fn priority(
    code: &'static str,
    description: &'static str,
    unit: Unit,
    period: i64,
    emergency: bool,
) -> Lookup {
    Lookup {
        target: Some(Target {
            unit,
            period,
            emergency,
        }),
        ..value(code, description)
    }
}

const SOR_TABLES: &[Lookup] = &[
    of(HOMES, value("RESPONSIVE", "Responsive repairs")),
    of(HOMES, value("HEATING", "Heating and hot water")),
    of(HOMES, value("COMMUNAL", "Communal areas")),
    of(HOMES, value("VOIDS", "Empty homes")),
    of(LETTINGS, value("LETTINGS", "Lettings repairs")),
    expired(of(HOMES, value("RESP-2019", "Responsive repairs 2019"))),
];
const REPAIR_TYPES: &[Lookup] = &[
    value("RESP", "Responsive"),
    value("COMM", "Communal"),
    value("DAMP", "Damp and mould"),
    value("OOH", "Out of hours"),
    expired(value("GEN", "General")),
];
const PRIORITIES: &[Lookup] = &[
    priority("EMG", "Emergency, 24 hours", Unit::ClockHours, 24, true),
    priority("IMM", "Immediate danger, 2 hours", Unit::ClockHours, 2, true),
    priority("URG", "Urgent, 5 working days", Unit::WorkingDays, 5, false),
    priority("RTN", "Routine, 28 working days", Unit::WorkingDays, 28, false),
    expired(priority(
        "PLN",
        "Planned, 60 working days",
        Unit::WorkingDays,
        60,
        false,
    )),
];
const CONTRACTS: &[Lookup] = &[
    of(
        HOMES,
        with(
            &[
                ("tables", "RESPONSIVE,COMMUNAL"),
                ("contractor", "Hollingate Property Care"),
            ],
            value("DEMO-RESP", "Day to day repairs"),
        ),
    ),
    of(
        HOMES,
        with(
            &[("tables", "HEATING"), ("contractor", "Ember Heating Services")],
            value("DEMO-HEAT", "Heating"),
        ),
    ),
    of(
        HOMES,
        with(
            &[("tables", "VOIDS"), ("contractor", "Hollingate Property Care")],
            value("DEMO-VOID", "Empty homes"),
        ),
    ),
    of(
        LETTINGS,
        with(
            &[("tables", "LETTINGS"), ("contractor", "Marl Maintenance")],
            value("DEMO-LETS", "Lettings repairs"),
        ),
    ),
    expired(of(
        HOMES,
        with(
            &[("tables", "RESP-2019"), ("contractor", "Oldfield Builders")],
            value("DEMO-2019", "Day to day repairs 2019"),
        ),
    )),
];
const CANCEL_REASONS: &[Lookup] = &[
    value("TEN", "Cancelled by tenant"),
    value("DUP", "Raised twice"),
    value("ERR", "Raised in error"),
    expired(value("OTH", "Other")),
];
const OVERRIDE_REASONS: &[Lookup] = &[
    value("TENREQ", "Tenant asked for a later date"),
    value("PARTS", "Waiting for parts"),
];
const METHOD_TYPES: &[Lookup] = &[
    value("EMAIL", "Email"),
    value("MOBILE", "Mobile phone"),
    value("HOME", "Home phone"),
    value("WORK", "Work phone"),
    expired(value("FAX", "Fax")),
];
const CASE_TYPES: &[Lookup] = &[
    value("COMPL", "Complaint"),
    value("ASB", "Anti-social behaviour"),
    value("ENQ", "Enquiry"),
];
const CASE_PRIORITIES: &[Lookup] = &[
    value("HIGH", "High"),
    value("NORM", "Normal"),
    value("LOW", "Low"),
];
const TENURES: &[Lookup] = &[
    value("SECURE", "Secure"),
    value("ASSURED", "Assured"),
    value("AFFORD", "Affordable rent"),
    value("STARTER", "Starter"),
];
const TRANSACTION_TYPES: &[Lookup] = &[
    value("RENT", "Rent charge"),
    value("GARAGE", "Garage charge"),
    value("SERVICE", "Service charge"),
    value("SEWER", "Sewerage charge"),
    value("PAY-DD", "Direct debit"),
    value("PAY-CARD", "Card payment"),
    value("PAY-SO", "Standing order"),
    value("HB", "Housing benefit"),
    value("ADJ", "Adjustment"),
];

/// The values of a kind, in display order; nothing for an unknown kind.
pub fn values(kind: &str) -> Option<&'static [Lookup]> {
    Some(match kind {
        "sor-tables" => SOR_TABLES,
        "repair-types" => REPAIR_TYPES,
        "repair-priorities" => PRIORITIES,
        "repair-contracts" => CONTRACTS,
        "cancel-reasons" => CANCEL_REASONS,
        "override-reasons" => OVERRIDE_REASONS,
        "contact-method-types" => METHOD_TYPES,
        "case-types" => CASE_TYPES,
        "case-priorities" => CASE_PRIORITIES,
        "tenures" => TENURES,
        "transaction-types" => TRANSACTION_TYPES,
        _ => return None,
    })
}

/// A value that a company may use on a day.
pub fn active(kind: &str, code: &str, company: &str, on: Date) -> Option<&'static Lookup> {
    values(kind)?
        .iter()
        .find(|lookup| lookup.code == code && lookup.companies.contains(&company) && lookup.is_active(on))
}

/// A value's description; empty for an unknown one.
pub fn description(kind: &str, code: &str) -> &'static str {
    values(kind)
        .and_then(|values| values.iter().find(|lookup| lookup.code == code))
        .map_or("", |lookup| lookup.description)
}

impl Lookup {
    pub fn is_active(&self, on: Date) -> bool {
        FROM <= on && self.to.is_none_or(|to| on <= to)
    }

    pub fn attribute(&self, name: &str) -> &'static str {
        self.attributes
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, text)| text)
    }
}

impl Unit {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClockHours => "ClockHours",
            Self::WorkingDays => "WorkingDays",
        }
    }
}
