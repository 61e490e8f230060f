//! The landlord's record as a set of CSV files (contract `csv-1`, docs/csv-1.md): which files there are, how they are read,
//! and what may be wrong with them.

mod cells;
mod files;
mod forms;
mod header;
mod manifest;
mod problems;
mod reading;
mod records;
mod rows;
#[cfg(test)]
mod tests;

pub use files::{Column, File, Need};
pub use forms::{ReadForm, UseForm};
pub use header::Header;
pub use manifest::{Entry, MANIFEST, Manifest};
pub use problems::{Code, Problem};
pub use reading::read;
pub use records::{COLUMNS_MAX, Line, ROW_MAX, Records};
pub use rows::{
    Account, Asset, Keys, Lookup, Party, Person, Rejected, Repair, Role, Row, Tenancy, TenancyAsset,
    Transaction, pair, surname_key,
};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { $($(#[$word_doc])* #[serde(rename = $text)] $word),+ }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$word),+];

            /// The name in the database and in messages.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$word => $text),+ }
            }

            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text)
            }
        }
    };
}
use words;

words! {
    /// Where a set came from.
    Source {
        /// Laid into the folder by the landlord's own programs.
        Folder = "folder",
        /// Sent with the form in the console.
        Upload = "upload",
    }
}

words! {
    /// What is to be done with a set.
    Aim {
        /// Read, and told what would happen.
        Check = "check",
        /// Read, and used from then on.
        TakeOver = "take-over",
    }
}

words! {
    /// Where a set stands.
    SetState {
        Waiting = "waiting",
        Reading = "reading",
        /// Nothing speaks against it; it was only to be checked.
        Checked = "checked",
        /// Used from then on, perhaps without some files.
        Taken = "taken",
        /// Nothing of it is used; what was used before stays.
        Refused = "refused",
    }
}

words! {
    /// What became of one file of a set.
    FileState {
        /// Read without fault.
        Good = "good",
        /// The same bytes as those in use, so it was not read again.
        Same = "same",
        /// It has faults; the file that was used before stays.
        Refused = "refused",
        /// It names things that no file has, or others name things that it no longer has.
        Contradicts = "contradicts",
    }
}

impl SetState {
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Checked | Self::Taken | Self::Refused)
    }
}
