//! The five ways in which this system says "no value".

use serde::{Serialize, Serializer};

const ZERO_GUID: &str = "00000000-0000-0000-0000-000000000000";
const ZERO_DATE: &str = "0001-01-01T00:00:00";

/// A value or one of the signs for none.
#[derive(Clone, Debug, PartialEq)]
pub enum Field<T> {
    Value(T),
    Null,
    Absent,
    Empty,
    ZeroGuid,
    ZeroDate,
}

impl<T> Field<T> {
    /// For `skip_serializing_if`.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Null | Self::Absent => serializer.serialize_none(),
            Self::Empty => serializer.serialize_str(""),
            Self::ZeroGuid => serializer.serialize_str(ZERO_GUID),
            Self::ZeroDate => serializer.serialize_str(ZERO_DATE),
        }
    }
}

/// Deals the signs in turn, from a place that the record's id decides.
pub struct Turns(usize);

impl Turns {
    pub fn of(id: &str) -> Self {
        Self(id.bytes().map(usize::from).sum())
    }

    /// Free text: null, absent or empty.
    pub fn text<T>(&mut self, value: Option<T>) -> Field<T> {
        self.deal(value, [Field::Null, Field::Absent, Field::Empty])
    }

    /// A reference to another record.
    pub fn id<T>(&mut self, value: Option<T>) -> Field<T> {
        self.deal(value, [Field::ZeroGuid, Field::Null, Field::Absent, Field::Empty])
    }

    /// A date or a time.
    pub fn date<T>(&mut self, value: Option<T>) -> Field<T> {
        self.deal(value, [Field::ZeroDate, Field::Absent, Field::Null, Field::Empty])
    }

    /// An object: null or absent.
    pub fn part<T>(&mut self, value: Option<T>) -> Field<T> {
        self.deal(value, [Field::Absent, Field::Null])
    }

    fn deal<T, const N: usize>(&mut self, value: Option<T>, signs: [Field<T>; N]) -> Field<T> {
        let Some(value) = value else {
            self.0 += 1;
            return signs.into_iter().nth(self.0 % N).unwrap_or(Field::Null);
        };
        Field::Value(value)
    }
}
