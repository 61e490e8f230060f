//! How a real system might differ from the assumed contract, to measure how far an adapter survives being wrong.

use serde_json::Value;

/// One way to be different.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// As the contract has it.
    #[default]
    None,
    /// Numbers and truth values come as texts, and texts of digits as numbers.
    Loose,
    /// Everything that may be missing is missing.
    Sparse,
    /// Nobody keeps our reference.
    NoExternalReference,
    /// There is no list of changes.
    NoBulk,
}

/// What the product cannot do without.
const NEEDED: &[&str] = &[
    "items",
    "nextCursor",
    "token",
    "expiresAt",
    "version",
    "code",
    "id",
    "surname",
    "contactId",
    "parties",
    "assets",
    "accounts",
    "agreements",
    "role",
    "address",
    "line1",
    "postcode",
    "balance",
    "status",
    "createdAt",
    "slotId",
    "date",
    "at",
    "amount",
    "companies",
];

impl Variant {
    pub const ALL: [(&'static str, Self); 4] = [
        ("loose", Self::Loose),
        ("sparse", Self::Sparse),
        ("no-external-reference", Self::NoExternalReference),
        ("no-bulk", Self::NoBulk),
    ];

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find_map(|(name, variant)| (name == text).then_some(variant))
    }

    /// The answer as this variant gives it.
    pub fn edit(self, value: &mut Value) {
        match self {
            Self::None | Self::NoBulk => {}
            Self::Loose => loosen(value),
            Self::Sparse => thin(value, &|name| NEEDED.contains(&name)),
            Self::NoExternalReference => thin(value, &|name| name != "externalReference"),
        }
    }
}

fn loosen(value: &mut Value) {
    match value {
        Value::Number(number) => *value = Value::from(number.to_string()),
        Value::Bool(flag) => *value = Value::from(flag.to_string()),
        Value::String(text) => {
            let plain = text.len() < 15 && !text.starts_with('0');
            if let Some(number) = text.parse::<u64>().ok().filter(|_| plain) {
                *value = Value::from(number);
            }
        }
        Value::Array(rows) => rows.iter_mut().for_each(loosen),
        Value::Object(fields) => fields.values_mut().for_each(loosen),
        Value::Null => {}
    }
}

fn thin(value: &mut Value, keeps: &dyn Fn(&str) -> bool) {
    match value {
        Value::Array(rows) => rows.iter_mut().for_each(|row| thin(row, keeps)),
        Value::Object(fields) => {
            fields.retain(|name, _| keeps(name));
            fields.values_mut().for_each(|field| thin(field, keeps));
        }
        _ => {}
    }
}
