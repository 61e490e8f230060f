//! What may be wrong, without ever repeating what stands in a cell.

use super::{File, words};
use serde::{Deserialize, Serialize};

words! {
    /// Why a file or a row cannot be used.
    Code {
        // Of a whole file.
        NotThere = "not-there",
        NoHeader = "no-header",
        ColumnMissing = "column-missing",
        ColumnTwice = "column-twice",
        /// `number` is how many rows there are.
        OtherRows = "other-rows",
        OtherBytes = "other-bytes",
        TooManyProblems = "too-many-problems",
        // Of a line as text.
        NotUtf8 = "not-utf8",
        StrayQuote = "stray-quote",
        OpenQuote = "open-quote",
        RowTooLong = "row-too-long",
        CellCount = "cell-count",
        // Of a cell.
        Missing = "missing",
        /// `number` is how many characters it may have.
        TooLong = "too-long",
        NotADay = "not-a-day",
        NotATime = "not-a-time",
        NotAMoment = "not-a-moment",
        NotMoney = "not-money",
        NotANumber = "not-a-number",
        NotAHash = "not-a-hash",
        NotOneOf = "not-one-of",
        NotYesOrNo = "not-yes-or-no",
        EndsBeforeStart = "ends-before-start",
        /// The key of an earlier row.
        Twice = "twice",
        // Between files.
        NoSuchPerson = "no-such-person",
        NoSuchTenancy = "no-such-tenancy",
        NoSuchAsset = "no-such-asset",
        NoSuchAccount = "no-such-account",
        // Of the manifest.
        UnknownFile = "unknown-file",
        /// It was begun several times and never came to an end.
        GaveUp = "gave-up",
        // Warnings.
        ColumnUnknown = "column-unknown",
        NotAnEmail = "not-an-email",
        NotAUprn = "not-a-uprn",
    }
}

impl Code {
    /// The row is used all the same; the cell or column is left out.
    pub const fn is_warning(self) -> bool {
        matches!(self, Self::ColumnUnknown | Self::NotAnEmail | Self::NotAUprn)
    }

    /// What a link to `file` that leads nowhere is called.
    pub const fn no_such(file: File) -> Self {
        match file {
            File::People => Self::NoSuchPerson,
            File::Assets => Self::NoSuchAsset,
            File::Accounts => Self::NoSuchAccount,
            _ => Self::NoSuchTenancy,
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The line on which the row begins; 0 for the file as a whole.
    pub line: i64,
    /// The column by its name in the contract, or in the file where the contract has none; empty for a whole row.
    pub column: String,
    pub code: Code,
    pub number: i64,
}

impl Problem {
    pub const fn of_file(code: Code) -> Self {
        Self::of_row(0, code)
    }

    pub const fn of_row(line: i64, code: Code) -> Self {
        Self {
            line,
            column: String::new(),
            code,
            number: 0,
        }
    }

    pub fn of_cell(line: i64, column: &str, code: Code) -> Self {
        Self {
            column: column.to_owned(),
            ..Self::of_row(line, code)
        }
    }
}
