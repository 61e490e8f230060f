//! Tables for spreadsheets.

use crate::error::{Error, Result};

/// A spreadsheet runs a cell that begins with one of these as a formula, so such a cell is told to be text (SEC-X6).
fn harmless(cell: &str) -> String {
    // A mark that is not seen would hide the sign behind it; in front of a file it is no part of the first cell.
    let cell = cell.trim_start_matches('\u{feff}');
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// Lines of a table, safe against formulas, with the line ends that spreadsheets expect (RFC 4180).
pub fn lines<'a>(rows: impl IntoIterator<Item = Vec<&'a str>>) -> Result<String> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let unwritable = |_| Error::stored("a table cannot be written");
    for row in rows {
        writer
            .write_record(row.into_iter().map(harmless))
            .map_err(unwritable)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|_| Error::stored("a table cannot be written"))?;
    String::from_utf8(bytes).map_err(|_| Error::stored("a table cannot be written"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_with_commas_and_quotes_are_quoted() {
        assert_eq!(
            lines([vec!["a,b", "say \"hi\"", ""]]).unwrap(),
            "\"a,b\",\"say \"\"hi\"\"\",\r\n"
        );
    }

    proptest! {
        #[test]
        fn no_cell_is_a_formula_and_every_cell_comes_back(cells in prop::collection::vec(".*", 1..5)) {
            let text = lines([cells.iter().map(String::as_str).collect()]).unwrap();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let row = reader.records().next().transpose().unwrap().unwrap_or_default();
            for (cell, read) in cells.iter().zip(row.iter()) {
                let cell = cell.trim_start_matches('\u{feff}');
                prop_assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r']));
                prop_assert_eq!(read.strip_prefix('\'').filter(|_| read.len() > cell.len()).unwrap_or(read), cell);
            }
        }
    }
}
