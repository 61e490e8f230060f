//! Tables as they are saved or copied out of spreadsheets.

use crate::forms::Code;

/// A line of headings, and what stands below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Line>,
}

/// A record that follows the text: if it is not the last one read, the text ended inside a cell.
const END: &str = "\n\u{1}end";

/// Reads a table in UTF-8 between commas, semicolons or tabs. Whatever it holds, there is an answer: the table, or why it is
/// none.
pub fn read(bytes: &[u8], mb_max: u32, columns_max: u32) -> Result<Table, Code> {
    if bytes.len() > mb_max as usize * 1_000_000 {
        return Err(Code::TooBig { max: mb_max });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Code::Unreadable)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.contains('\0') {
        return Err(Code::Unreadable);
    }
    if text.trim().is_empty() {
        return Err(Code::Required);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines = lines(&text)?.into_iter();
    let head = lines.next().ok_or(Code::Required)?.cells;
    if head.len() > columns_max as usize {
        return Err(Code::TooLong { max: columns_max });
    }
    Ok(Table {
        head,
        rows: lines.collect(),
    })
}

/// The sign that stands most often in the line of headings.
fn separator(text: &str) -> u8 {
    let head = text.trim_start().lines().next().unwrap_or_default();
    let often = |sign: &u8| head.bytes().filter(|byte| byte == sign).count();
    // The last of equals wins.
    [b';', b'\t', b','].into_iter().max_by_key(often).unwrap_or(b',')
}

/// One line that holds anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its place in the text; the first is line 1.
    pub number: usize,
    pub cells: Vec<String>,
}

/// The lines that hold anything, each with its place in the text.
fn lines(text: &str) -> Result<Vec<Line>, Code> {
    let whole = format!("{text}{END}");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(whole.as_bytes());
    let mut found = Vec::new();
    let (mut number, mut counted, mut is_whole) = (1, 0, false);
    for record in reader.records() {
        let record = record.map_err(|_| Code::Malformed)?;
        let told = record.position().map_or(0, csv::Position::byte);
        // A record is told to begin before the empty lines in front of it.
        let begins = usize::try_from(told)
            .ok()
            .and_then(|at| {
                whole
                    .get(at..)
                    .map(|rest| at + rest.len() - rest.trim_start_matches('\n').len())
            })
            .unwrap_or(counted);
        number += whole[counted..begins].matches('\n').count();
        counted = begins;
        is_whole = begins == text.len() + 1 && record.len() == 1;
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if !is_whole && cells.iter().any(|cell| !cell.trim().is_empty()) {
            found.push(Line { number, cells });
        }
    }
    if is_whole {
        Ok(found)
    } else {
        Err(Code::Interrupted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn quoted_cells_come_back_as_they_were(cells in prop::collection::vec("[^\u{0}\r]{0,20}", 1..4), sign in prop::sample::select(vec![",", ";", "\t"])) {
            prop_assume!(cells.iter().any(|cell| !cell.trim().is_empty()));
            let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            let text = format!("a{sign}b{sign}c{sign}d\n{}", quoted.join(sign));
            let found = lines(&text).unwrap();
            prop_assert_eq!(found.len(), 2);
            prop_assert_eq!(&found[1].cells, &cells);
        }
    }
}
