//! The first row of a file: which column stands where.

use super::{Code, Column, File, Need, Problem};
use crate::text::clean_line;

/// Where each column of the contract stands in a file.
#[derive(Clone, Debug)]
pub struct Header {
    columns: &'static [Column],
    places: Vec<Option<usize>>,
    /// The landlord's own attributes: name and place.
    pub attributes: Vec<(String, usize)>,
    width: usize,
}

impl Header {
    /// Reads the first row; all that is wrong with it is said at once, beside what can be read of it.
    pub fn read(file: File, cells: &[String]) -> (Self, Vec<Problem>) {
        Self::of_columns(file.columns(), file.takes_attributes(), cells)
    }

    pub(super) fn of_columns(
        columns: &'static [Column],
        takes_attributes: bool,
        cells: &[String],
    ) -> (Self, Vec<Problem>) {
        let mut header = Self {
            columns,
            places: vec![None; columns.len()],
            attributes: Vec::new(),
            width: cells.len(),
        };
        let mut problems = Vec::new();
        for (place, cell) in cells.iter().enumerate() {
            let name = cell.trim().to_lowercase();
            let known = columns.iter().position(|column| column.name == name);
            // The landlord's own names are kept as they are written.
            let attribute = cell
                .trim()
                .get(5..)
                .map(clean_line)
                .filter(|_| name.starts_with("attr:"));
            match (known, attribute) {
                (Some(column), _) if header.places[column].is_none() => header.places[column] = Some(place),
                (Some(_), _) => problems.push(Problem::of_cell(1, &name, Code::ColumnTwice)),
                (None, Some(attribute)) if takes_attributes && !attribute.is_empty() => {
                    header.attributes.push((attribute, place));
                }
                // A cell in which a name should stand may hold anything: its place is told instead.
                (None, _) => problems.push(Problem {
                    number: i64::try_from(place + 1).unwrap_or_default(),
                    ..Problem::of_row(1, Code::ColumnUnknown)
                }),
            }
        }
        for (column, place) in columns.iter().zip(&header.places) {
            if place.is_none() && column.need != Need::Optional {
                problems.push(Problem::of_cell(1, column.name, Code::ColumnMissing));
            }
        }
        (header, problems)
    }

    /// Whether a row has as many cells as the first one.
    pub fn fits(&self, cells: &[String]) -> bool {
        cells.len() == self.width
    }

    /// What stands in a column; nothing where the file has no such column.
    pub fn cell<'a>(&self, cells: &'a [String], name: &str) -> &'a str {
        let column = self.columns.iter().position(|column| column.name == name);
        column
            .and_then(|column| self.places[column])
            .and_then(|place| cells.get(place))
            .map_or("", String::as_str)
    }

    pub(super) fn need(&self, name: &str) -> Need {
        self.columns
            .iter()
            .find(|column| column.name == name)
            .map_or(Need::Optional, |column| column.need)
    }
}
