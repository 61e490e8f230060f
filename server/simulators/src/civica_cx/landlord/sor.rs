//! 300 invented codes of work. Real schedules of rates are licensed: these cannot collide with them.

use super::lookups::FROM;
use jiff::civil::{Date, date};

/// A kind of work with its code.
#[derive(Clone, Debug, PartialEq)]
pub struct SorCode {
    pub code: String,
    pub short: String,
    pub long: String,
    pub table: &'static str,
    pub unit: &'static str,
    pub trade: &'static str,
    pub priority: &'static str,
    pub repair_type: &'static str,
    pub minutes: u32,
    pub from: Date,
    pub to: Option<Date>,
}

struct Trade {
    code: &'static str,
    things: [&'static str; 5],
}

const fn trade(code: &'static str, things: [&'static str; 5]) -> Trade {
    Trade { code, things }
}

const TRADES: [Trade; 12] = [
    trade(
        "PLB",
        [
            "Kitchen tap",
            "Toilet cistern",
            "Bath or basin waste",
            "Stopcock",
            "Shower",
        ],
    ),
    trade(
        "ELE",
        [
            "Socket outlet",
            "Light fitting",
            "Consumer unit",
            "Smoke alarm",
            "Extractor fan",
        ],
    ),
    trade(
        "JOI",
        [
            "Internal door",
            "Kitchen unit",
            "Floorboards",
            "Stair handrail",
            "Window frame",
        ],
    ),
    trade(
        "HTG",
        [
            "Boiler",
            "Radiator",
            "Room thermostat",
            "Hot water cylinder",
            "Storage heater",
        ],
    ),
    trade(
        "ROF",
        ["Roof tiles", "Gutter", "Flashing", "Chimney", "Flat roof"],
    ),
    trade(
        "GLZ",
        [
            "Window pane",
            "Door glass",
            "Sealed unit",
            "Window handle",
            "Trickle vent",
        ],
    ),
    trade(
        "WET",
        [
            "Wall plaster",
            "Ceiling",
            "Wall tiles",
            "Mould treatment",
            "Render",
        ],
    ),
    trade(
        "DRN",
        [
            "Gully",
            "Soil stack",
            "Inspection chamber",
            "Underground drain",
            "Rainwater pipe",
        ],
    ),
    trade(
        "LCK",
        [
            "Front door lock",
            "Back door lock",
            "Window lock",
            "Door entry handset",
            "Letter box",
        ],
    ),
    trade(
        "PST",
        ["Rats or mice", "Wasps", "Cockroaches", "Bedbugs", "Pigeons"],
    ),
    trade(
        "EXT",
        [
            "Fence panel",
            "Garden gate",
            "Path or paving",
            "Shed door",
            "Washing line post",
        ],
    ),
    trade(
        "GEN",
        [
            "Carpet strip",
            "Curtain rail",
            "Worktop",
            "Cooker point",
            "Loft hatch",
        ],
    ),
];
const ACTIONS: [(&str, &str, u32); 5] = [
    ("repair", "Attend and repair, leaving in working order.", 45),
    (
        "make safe",
        "Attend and make safe; report further works needed.",
        30,
    ),
    ("renew", "Take out and renew to match existing.", 120),
    ("adjust", "Ease and adjust, replacing small parts as needed.", 25),
    ("inspect", "Inspect and report with photographs.", 40),
];

/// All of them, in order of their codes within a trade.
pub fn made() -> Vec<SorCode> {
    let things = TRADES.iter().flat_map(|trade| {
        trade
            .things
            .iter()
            .enumerate()
            .map(move |(at, thing)| (trade.code, at, *thing))
    });
    let codes = things.flat_map(|(trade, at, thing)| {
        ACTIONS
            .iter()
            .enumerate()
            .map(move |(action, (verb, text, minutes))| SorCode {
                code: format!("DEMO-{trade}-{:02}{:02}", at + 1, action + 1),
                short: format!("{thing}: {verb}"),
                long: format!("{thing}. {text}"),
                table: table(trade, at, action),
                unit: if trade == "EXT" && action == 2 { "M" } else { "EA" },
                trade,
                priority: priority(trade, action),
                repair_type: if thing == "Mould treatment" {
                    "DAMP"
                } else {
                    "RESP"
                },
                minutes: *minutes,
                from: FROM,
                to: (table(trade, at, action) == "RESP-2019" || (at == 2 && action == 3))
                    .then(|| date(2023, 3, 31)),
            })
    });
    codes.collect()
}

fn table(trade: &str, thing: usize, action: usize) -> &'static str {
    match (trade, thing, action) {
        ("GEN", _, 0..=2) => "LETTINGS",
        ("GEN", _, _) => "VOIDS",
        (_, 4, 4) => "RESP-2019",
        (_, 4, 3) => "COMMUNAL",
        ("HTG", _, _) => "HEATING",
        _ => "RESPONSIVE",
    }
}

fn priority(trade: &str, action: usize) -> &'static str {
    match (trade, action) {
        (_, 1) => "EMG",
        ("PLB" | "ELE" | "HTG" | "DRN" | "LCK", 0) => "URG",
        _ => "RTN",
    }
}
