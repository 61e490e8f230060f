//! Definitions as a table: what is taken out comes back in unchanged.

use super::{DefinitionDetails, DefinitionForm};
use crate::{
    customers::fold,
    forms::{Code, Form, FormErrors},
    ids::CategoryId,
    tables::{self, Line},
    text::clean_line,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// More definitions than these are not read at once.
pub const DEFINITION_ROWS_MAX: u32 = 2000;
/// A file is no bigger than this, in MB.
pub const DEFINITIONS_MB_MAX: u32 = 2;
const COLUMNS_MAX: u32 = 50;

macro_rules! columns {
    ($($name:ident = $field:literal, $english:literal, $welsh:literal;)+) => {
        /// A column of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Column { $($name),+ }

        impl Column {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The box of the form that holds the same.
            pub const fn field(self) -> &'static str {
                match self { $(Self::$name => $field),+ }
            }

            /// Its heading, in English and in Welsh; both are read.
            pub const fn headings(self) -> [&'static str; 2] {
                match self { $(Self::$name => [$english, $welsh]),+ }
            }
        }
    };
}

columns! {
    Id = "definition", "Id", "Id";
    NameEn = "definition_name_en", "Name", "Enw";
    NameCy = "definition_name_cy", "Name in Welsh", "Enw yn Gymraeg";
    Category = "definition_category", "Category", "Categori";
    NoticeEn = "notice_en", "Safety notice", "Hysbysiad diogelwch";
    NoticeCy = "notice_cy", "Safety notice in Welsh", "Hysbysiad diogelwch yn Gymraeg";
    SorTable = "sor_table", "SOR table", "Tabl SOR";
    SorCode = "sor_code", "SOR code", "Cod SOR";
    RepairType = "repair_type", "Repair type", "Math o waith";
    Priority = "priority", "Priority", "Blaenoriaeth";
    Contract = "contract", "Contract", "Y contract";
    GuidanceEn = "guidance_en", "Yours or ours", "Chi neu ni";
    GuidanceCy = "guidance_cy", "Yours or ours in Welsh", "Chi neu ni yn Gymraeg";
    Photo = "photo_wanted", "Photo wanted", "Eisiau llun";
    Active = "active", "Active", "Gweithredol";
}

impl Column {
    fn of(heading: &str) -> Option<Self> {
        let heading = fold(heading).concat();
        let is_called = |column: &Self| {
            column
                .headings()
                .iter()
                .any(|name| fold(name).concat() == heading)
        };
        Self::ALL.iter().copied().find(is_called)
    }
}

/// What stands in a row; a column that the table does not have is not there.
pub type Cells = BTreeMap<Column, String>;

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionRow {
    /// The line on which it begins; the first is line 1.
    pub line: usize,
    pub cells: Cells,
    /// A comma too many moved everything behind it into the wrong column.
    pub is_ragged: bool,
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionTable {
    pub rows: Vec<DefinitionRow>,
    /// Headings of columns that we do not use.
    pub unknown: Vec<String>,
}

const FORMULAS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Whether spreadsheets would take a cell for a formula, once the marks that tell them not to are gone.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULAS)
}

/// A cell as it is written: a mark before whatever is, or was marked as, a formula, so that taking one mark off gives it back.
pub fn marked(cell: &str) -> String {
    if is_formula(cell) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn unmarked(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.to_owned(),
        _ => cell,
    }
}

/// Reads a table of definitions. Whatever it holds, there is an answer.
pub fn read_definitions(bytes: &[u8]) -> Result<DefinitionTable, Code> {
    let table = tables::read(bytes, DEFINITIONS_MB_MAX, COLUMNS_MAX)?;
    let columns: Vec<Option<Column>> = table.head.iter().map(|cell| Column::of(cell)).collect();
    let count = |column| columns.iter().filter(|found| **found == Some(column)).count();
    let is_twice = Column::ALL.iter().any(|column| count(*column) > 1);
    if is_twice || (count(Column::Id) == 0 && count(Column::NameEn) == 0) {
        return Err(Code::Malformed);
    }
    match table.rows.len() {
        0 => return Err(Code::Required),
        rows if rows > DEFINITION_ROWS_MAX as usize => {
            return Err(Code::TooMany {
                max: DEFINITION_ROWS_MAX,
            });
        }
        _ => {}
    }
    let unknown = table.head.iter().zip(&columns);
    let unknown = unknown
        .filter(|(_, column)| column.is_none())
        .map(|(cell, _)| clean_line(cell).chars().take(40).collect::<String>())
        .filter(|heading| !heading.is_empty())
        .collect();
    let rows = table.rows.into_iter().map(|line| row(&columns, line)).collect();
    Ok(DefinitionTable { rows, unknown })
}

fn row(columns: &[Option<Column>], line: Line) -> DefinitionRow {
    let is_ragged = line
        .cells
        .iter()
        .skip(columns.len())
        .any(|cell| !cell.trim().is_empty());
    // A line that ends early has nothing in the columns behind.
    let cells = line.cells.into_iter().chain(std::iter::repeat(String::new()));
    let cells = columns
        .iter()
        .zip(cells)
        .filter_map(|(column, cell)| Some(((*column)?, unmarked(cell))))
        .collect();
    DefinitionRow {
        line: line.number,
        cells,
        is_ragged,
    }
}

/// Yes or no, in both languages and as spreadsheets write them.
fn yes_or_no(errors: &mut FormErrors, column: Column, cells: &Cells, otherwise: bool) -> bool {
    let Some(cell) = cells.get(&column) else {
        return otherwise;
    };
    match fold(cell).concat().as_str() {
        "yes" | "y" | "true" | "1" | "ie" | "ydy" | "oes" => true,
        "" | "no" | "n" | "false" | "0" | "na" | "nac" | "naydy" | "nacydy" | "nacoes" => false,
        _ => {
            errors.add(column.field(), Code::Malformed);
            otherwise
        }
    }
}

/// What a row says of a definition that is `stored` with its switch, or of a new one. What the table has no column for stays
/// as it is. `category` finds one by its path.
pub fn told(
    cells: &Cells,
    stored: Option<(&DefinitionDetails, bool)>,
    category: impl Fn(&str) -> Option<CategoryId>,
) -> Result<(DefinitionDetails, bool), FormErrors> {
    let mut form = stored.map(|(details, _)| form_of(details)).unwrap_or_default();
    for (column, cell) in cells {
        let place = match column {
            Column::NameEn => &mut form.definition_name_en,
            Column::NameCy => &mut form.definition_name_cy,
            Column::NoticeEn => &mut form.notice_en,
            Column::NoticeCy => &mut form.notice_cy,
            Column::SorTable => &mut form.sor_table,
            Column::SorCode => &mut form.sor_code,
            Column::RepairType => &mut form.repair_type,
            Column::Priority => &mut form.priority,
            Column::Contract => &mut form.contract,
            Column::GuidanceEn => &mut form.guidance_en,
            Column::GuidanceCy => &mut form.guidance_cy,
            Column::Category => {
                // What is no path of a category is no id either.
                form.definition_category =
                    category(cell).map_or_else(|| clean_line(cell), |id| id.to_string());
                continue;
            }
            Column::Id | Column::Photo | Column::Active => continue,
        };
        cell.clone_into(place);
    }
    let mut errors = FormErrors::default();
    let photo = stored.is_some_and(|(details, _)| details.photo_wanted);
    let photo = yes_or_no(&mut errors, Column::Photo, cells, photo);
    if photo { "yes" } else { "" }.clone_into(&mut form.photo_wanted);
    let is_active = stored.is_none_or(|(_, active)| active);
    let is_active = yes_or_no(&mut errors, Column::Active, cells, is_active);
    match form.parse() {
        Ok(saved) => errors.or(Some((saved.details, is_active))),
        Err(mut refused) => {
            refused.0.append(&mut errors.0);
            Err(refused)
        }
    }
}

/// The boxes that hold these details.
fn form_of(details: &DefinitionDetails) -> DefinitionForm {
    let order = details.order.clone();
    DefinitionForm {
        definition_name_en: details.name.en.clone(),
        definition_name_cy: details.name.cy.clone(),
        notice_en: details.notice.en.clone(),
        notice_cy: details.notice.cy.clone(),
        definition_category: details.category.to_string(),
        sor_table: order.sor_table,
        sor_code: order.sor_code,
        repair_type: order.repair_type,
        priority: order.priority,
        contract: order.contract,
        guidance_en: details.guidance.en.clone(),
        guidance_cy: details.guidance.cy.clone(),
        ..DefinitionForm::default()
    }
}

/// What stands in a column of a definition. `category` is the path of its category; yes and no are in English, as
/// everybody's spreadsheets have to read them.
pub fn cell(
    details: &DefinitionDetails,
    is_active: bool,
    id: &str,
    category: &str,
    column: Column,
) -> String {
    let order = &details.order;
    let yes = |is: bool| if is { "yes" } else { "no" };
    match column {
        Column::Id => id,
        Column::NameEn => &details.name.en,
        Column::NameCy => &details.name.cy,
        Column::Category => category,
        Column::NoticeEn => &details.notice.en,
        Column::NoticeCy => &details.notice.cy,
        Column::SorTable => &order.sor_table,
        Column::SorCode => &order.sor_code,
        Column::RepairType => &order.repair_type,
        Column::Priority => &order.priority,
        Column::Contract => &order.contract,
        Column::GuidanceEn => &details.guidance.en,
        Column::GuidanceCy => &details.guidance.cy,
        Column::Photo => yes(details.photo_wanted),
        Column::Active => yes(is_active),
    }
    .to_owned()
}

/// The form that takes a table in, pasted.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DefinitionsForm {
    pub definitions_table: String,
}

impl Form for DefinitionsForm {
    type Parsed = String;

    fn parse(&self) -> Result<String, FormErrors> {
        Ok(self.definitions_table.clone())
    }
}

crate::silent_debug!(DefinitionsForm);

#[cfg(test)]
mod tests {
    use super::{
        super::{Both, Order},
        *,
    };
    use proptest::prelude::*;

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    fn details() -> DefinitionDetails {
        DefinitionDetails {
            category: CategoryId::parse(ID).unwrap(),
            name: Both {
                en: "A tap drips".into(),
                cy: String::new(),
            },
            notice: Both::default(),
            order: Order {
                sor_code: "610101".into(),
                ..Order::default()
            },
            guidance: Both::default(),
            photo_wanted: true,
        }
    }

    fn category(path: &str) -> Option<CategoryId> {
        (path == "Water > Taps").then(|| CategoryId::parse(ID).unwrap())
    }

    #[test]
    fn what_the_table_does_not_tell_stays() {
        let table = read_definitions(b"Id,Blaenoriaeth,Colour\nx,URG,red").unwrap();
        assert_eq!(table.unknown, ["Colour"]);
        let (told, is_active) = told(&table.rows[0].cells, Some((&details(), false)), category).unwrap();
        let mut expected = details();
        expected.order.priority = "URG".into();
        assert_eq!((told, is_active), (expected, false));
    }

    #[test]
    fn a_new_one_needs_all_that_the_form_needs() {
        let table = read_definitions(b"Name,Category,Photo wanted,Active\n,Somewhere,perhaps,no").unwrap();
        let errors = told(&table.rows[0].cells, None, category).unwrap_err();
        for (field, code) in [
            ("definition_name_en", Code::Required),
            ("definition_category", Code::NotOffered),
            ("sor_code", Code::Required),
            ("photo_wanted", Code::Malformed),
        ] {
            assert_eq!(errors.code(field), Some(&code), "{field}");
        }
    }

    #[test]
    fn what_is_no_such_table_is_said() {
        for (text, code) in [
            ("", Code::Required),
            ("Name,Category", Code::Required),
            ("Category,SOR code\nWater,1", Code::Malformed),
            ("Name,Enw\nA,B", Code::Malformed),
            ("Name\n\"A", Code::Interrupted),
        ] {
            assert_eq!(read_definitions(text.as_bytes()), Err(code), "{text}");
        }
        let ragged = read_definitions(b"Name,Category\nA,B,C").unwrap();
        assert!(ragged.rows[0].is_ragged);
    }

    proptest! {
        #[test]
        fn a_marked_cell_is_no_formula_and_comes_back(cell in "['=+@\t-]{0,3}.{0,10}") {
            let written = marked(&cell);
            prop_assert!(!written.starts_with(FORMULAS));
            prop_assert_eq!(unmarked(written), cell);
        }

        #[test]
        fn what_is_taken_out_says_the_same_when_it_comes_in(
            en in "[a-z=+'][ -~]{0,20}[a-z]", notice in "([a-z'=][ -~\n]{0,30}[a-z])?", photo in any::<bool>(), on in any::<bool>(),
        ) {
            let mut stored = details();
            stored.name.en = clean_line(&en);
            stored.notice.en = crate::text::clean(&notice);
            stored.photo_wanted = photo;
            let cells: Cells = Column::ALL
                .iter()
                .map(|column| (*column, unmarked(marked(&cell(&stored, on, ID, "Water > Taps", *column)))))
                .collect();
            let new = told(&cells, None, category).unwrap();
            prop_assert_eq!(&new, &(stored.clone(), on));
            let same = told(&cells, Some((&stored, !on)), category).unwrap();
            prop_assert_eq!(same, (stored, on));
        }

        #[test]
        fn anything_has_an_answer(text in "(Name,Category,Active\n)?[a-z,;\"\t\r\n\u{feff}é ]{0,200}") {
            if let Ok(table) = read_definitions(text.as_bytes()) {
                prop_assert!(table.rows.iter().all(|row| row.line > 1));
            }
        }
    }
}
