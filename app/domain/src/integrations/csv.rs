//! CSV files as the housing system, for landlords whose own answers no questions (product I2, docs/csv-1.md).

use super::{Slot, VendorSettings};
use serde::{Deserialize, Serialize};

/// What is stored: nothing. Where the files lie is said by the environment, because whoever may open the console must not
/// choose what is read from the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CsvFiles {}

impl VendorSettings for CsvFiles {
    const SLOT: Slot = Slot::Housing;
    const VENDOR: &'static str = "csv";

    fn goes_to(&self) -> String {
        String::new()
    }
}
