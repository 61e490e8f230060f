//! The list of a set's files, which comes last: without it nothing is read.

use super::{Code, Column, File, Header, Need, Problem, Records, cells::Cells};

/// Its name in the folder.
pub const MANIFEST: &str = "manifest.csv";

const COLUMNS: &[Column] = &[
    Column {
        name: "file",
        need: Need::Key,
    },
    Column {
        name: "rows",
        need: Need::Always,
    },
    Column {
        name: "sha256",
        need: Need::Always,
    },
    Column {
        name: "as_at",
        need: Need::Always,
    },
];

/// What the manifest says of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub file: File,
    /// Without the header.
    pub rows: i64,
    /// Hexadecimal, small letters.
    pub sha256: String,
    /// Local day and time to which the file is true: `2026-11-24T06:00`.
    pub as_at: String,
}

/// The files of a set, each once, in the order in which they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest(pub Vec<Entry>);

impl Manifest {
    /// Reads the whole manifest, which is short, or says everything that is wrong with it.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        let mut records = Records::default();
        let mut lines = records.push(bytes);
        lines.extend(records.finish());
        let mut lines = lines.into_iter();
        let first = lines
            .next()
            .ok_or_else(|| vec![Problem::of_file(Code::NoHeader)])?;
        let (header, mut problems) = match first.cells {
            Ok(cells) => Header::of_columns(COLUMNS, false, &cells),
            Err(code) => return Err(vec![Problem::of_row(first.number, code)]),
        };
        problems.retain(|problem| !problem.code.is_warning());
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut entries: Vec<Entry> = Vec::new();
        for line in lines {
            match line.cells {
                Ok(cells) if !header.fits(&cells) => {
                    problems.push(Problem::of_row(line.number, Code::CellCount));
                }
                Ok(cells) => {
                    if let Some(entry) = entry(&header, line.number, &cells, &entries, &mut problems) {
                        entries.push(entry);
                    }
                }
                Err(code) => problems.push(Problem::of_row(line.number, code)),
            }
        }
        if entries.is_empty() && problems.is_empty() {
            problems.push(Problem::of_file(Code::NotThere));
        }
        entries.sort_by_key(|entry| entry.file);
        if problems.is_empty() {
            Ok(Self(entries))
        } else {
            Err(problems)
        }
    }
}

fn entry(
    header: &Header,
    line: i64,
    raw: &[String],
    before: &[Entry],
    problems: &mut Vec<Problem>,
) -> Option<Entry> {
    let mut cells = Cells::new(header, line, raw);
    let name = cells.reference("file");
    let file = File::named(&name);
    match file {
        None if !name.is_empty() => cells.refuse("file", Code::UnknownFile),
        Some(file) if before.iter().any(|entry| entry.file == file) => cells.refuse("file", Code::Twice),
        _ => {}
    }
    let (rows, sha256, as_at) = (
        cells.number("rows"),
        cells.sha256("sha256"),
        cells.moment("as_at"),
    );
    let is_good = cells.problems.is_empty();
    problems.append(&mut cells.problems);
    let (day, time) = as_at.filter(|_| is_good)?;
    Some(Entry {
        file: file?,
        rows: rows?,
        sha256: sha256?,
        as_at: format!("{}T{time}", day.0),
    })
}
