//! A table of people to be invited, as it is saved or copied out of a spreadsheet.

use super::{InviteForm, NewInvite, new_invite};
use crate::{
    customers::fold,
    forms::{Code, FormErrors},
    tables::{self, Line},
    text::clean_line,
};

/// More people than this are not read at once.
pub const ROWS_MAX: u32 = 500;
/// A table with more columns is something else.
pub const COLUMNS_MAX: u32 = 50;
/// A file is no bigger than this, in MB.
pub const TABLE_MB_MAX: u32 = 1;

/// What was read.
#[derive(Clone, PartialEq, Eq)]
pub struct Table {
    pub rows: Vec<TableRow>,
    /// Headings of columns that we do not use.
    pub unknown: Vec<String>,
}

/// One person of a table.
#[derive(Clone, PartialEq, Eq)]
pub struct TableRow {
    /// The line on which it begins; the first is line 1.
    pub line: usize,
    pub form: InviteForm,
    pub verdict: Result<NewInvite, FormErrors>,
}

crate::silent_debug!(Table, TableRow);

/// Reads a table in UTF-8 with a line of headings, in any order, between commas, semicolons or tabs. Whatever it holds,
/// there is an answer: the rows with a verdict each, or why it is no such table.
pub fn read_table(bytes: &[u8]) -> Result<Table, Code> {
    let tables::Table { head, rows: lines } = tables::read(bytes, TABLE_MB_MAX, COLUMNS_MAX)?;
    let columns: Vec<Option<Column>> = head.iter().map(|cell| Column::of(cell)).collect();
    if !are_clear(&columns) {
        return Err(Code::Malformed);
    }
    let rows: Vec<TableRow> = lines.into_iter().map(|line| row(&columns, line)).collect();
    match rows.len() {
        0 => Err(Code::Required),
        count if count > ROWS_MAX as usize => Err(Code::TooMany { max: ROWS_MAX }),
        _ => Ok(Table {
            rows,
            unknown: unknown(&head, &columns),
        }),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    FirstName,
    LastName,
    Email,
    Language,
    Person,
    Born,
}

impl Column {
    fn of(heading: &str) -> Option<Self> {
        match fold(heading).concat().as_str() {
            "firstname" | "forename" | "givenname" | "enwcyntaf" => Some(Self::FirstName),
            "lastname" | "surname" | "familyname" | "cyfenw" => Some(Self::LastName),
            "email" | "emailaddress" | "ebost" | "cyfeiriadebost" => Some(Self::Email),
            "language" | "iaith" => Some(Self::Language),
            "personreference" | "person" | "reference" | "cyfeirnod" | "cyfeirnodyperson" => {
                Some(Self::Person)
            }
            "dateofbirth" | "dob" | "born" | "dyddiadgeni" => Some(Self::Born),
            _ => None,
        }
    }
}

/// Whether every column that is needed stands there once, and none twice.
fn are_clear(columns: &[Option<Column>]) -> bool {
    let count = |column| columns.iter().filter(|found| **found == Some(column)).count();
    let needed = [Column::FirstName, Column::LastName, Column::Email];
    let optional = [Column::Language, Column::Person, Column::Born];
    needed.into_iter().all(|column| count(column) == 1)
        && optional.into_iter().all(|column| count(column) <= 1)
}

fn unknown(head: &[String], columns: &[Option<Column>]) -> Vec<String> {
    let ours = head.iter().zip(columns);
    ours.filter(|(_, column)| column.is_none())
        .map(|(cell, _)| clean_line(cell).chars().take(40).collect::<String>())
        .filter(|heading| !heading.is_empty())
        .collect()
}

fn row(columns: &[Option<Column>], line: Line) -> TableRow {
    let mut form = InviteForm::default();
    let is_ragged = line
        .cells
        .iter()
        .skip(columns.len())
        .any(|cell| !cell.trim().is_empty());
    for (column, cell) in columns.iter().zip(line.cells) {
        match column {
            Some(Column::FirstName) => form.first_name = cell,
            Some(Column::LastName) => form.last_name = cell,
            Some(Column::Email) => form.email = cell,
            Some(Column::Language) => form.language = cell,
            Some(Column::Person) => form.person = cell,
            Some(Column::Born) => form.day = cell,
            None => {}
        }
    }
    // A comma too many moves everything behind it into the wrong column.
    let verdict = if is_ragged {
        Err(FormErrors::one("cells", Code::Malformed))
    } else {
        new_invite(&form)
    };
    TableRow {
        line: line.number,
        form,
        verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dates::Day, identity::Language};
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<TableRow> {
        read_table(text.as_bytes()).unwrap().rows
    }

    fn people(text: &str) -> Vec<(usize, String, String, String)> {
        let people = rows(text).into_iter().map(|row| {
            let new = row.verdict.unwrap();
            (
                row.line,
                new.first_name,
                new.last_name,
                new.email.as_str().to_owned(),
            )
        });
        people.collect()
    }

    fn refusal(bytes: &[u8]) -> Option<Code> {
        read_table(bytes).err()
    }

    #[test]
    fn headings_stand_in_any_order_between_any_of_three_signs() {
        let expected = vec![
            (
                2,
                "Siân".to_owned(),
                "O'Connor".to_owned(),
                "sian@example.org".to_owned(),
            ),
            (5, "Tomos".into(), "Bevan".into(), "tomos@example.org".into()),
        ];
        for sign in [",", ";", "\t"] {
            for end in ["\n", "\r\n", "\r"] {
                let table = [
                    ["E-mail", "Surname", "Age", "First Name"].join(sign),
                    ["sian@example.org", "O'Connor", "41", "Siân"].join(sign),
                    ["", "", "", ""].join(sign),
                    String::new(),
                    ["tomos@example.org", " Bevan ", "", "Tomos"].join(sign),
                ];
                let text = format!("\u{feff}{}{end}{end}", table.join(end));
                assert_eq!(people(&text), expected, "{sign:?} {end:?}");
                assert_eq!(read_table(text.as_bytes()).unwrap().unknown, ["Age"]);
            }
        }
    }

    #[test]
    fn cells_in_quotes_hold_anything() {
        let text = "\n\nfirst name,last name,email,notes\n\"Siân \"\"Shan\"\"\",\"O'Connor,\r\nJones\",sian@example.org,\"one\n\ntwo\"\nA,B,c@example.org";
        assert_eq!(
            people(text),
            [
                (
                    4,
                    "Siân \"Shan\"".to_owned(),
                    "O'Connor, Jones".to_owned(),
                    "sian@example.org".to_owned()
                ),
                (8, "A".into(), "B".into(), "c@example.org".into()),
            ]
        );
    }

    #[test]
    fn language_person_and_day_of_birth_may_be_there() {
        let found = rows(
            "first name;last name;email;iaith;person reference;DOB\nA;B;c@example.org;Cymraeg;77;3 Mawrth 1980\nA;B;c@example.org;French;;31/02/1980",
        );
        let first = found[0].verdict.as_ref().unwrap();
        assert_eq!((first.language, first.person.as_str()), (Language::Welsh, "77"));
        assert_eq!(first.born, Some(Day("1980-03-03".into())));
        let wrong = found[1].verdict.as_ref().unwrap_err();
        assert_eq!(wrong.code("language"), Some(&Code::NotOffered));
        assert_eq!(wrong.code("day"), Some(&Code::Malformed));
    }

    #[test]
    fn what_is_no_table_is_said() {
        let head = "first name,last name,email\n";
        for (text, code) in [
            ("", Code::Required),
            ("\u{feff} \n", Code::Required),
            (head, Code::Required),
            ("Siân,O'Connor,sian@example.org", Code::Malformed),
            ("first name,email\nA,b@example.org", Code::Malformed),
            (
                "first name,last name,surname,email\nA,B,C,d@example.org",
                Code::Malformed,
            ),
            (
                "first name,last name,email\nA,\"B,c@example.org\nD,E,f@example.org\n",
                Code::Interrupted,
            ),
            (
                "first name,last name,email\nA\0,B,c@example.org",
                Code::Unreadable,
            ),
        ] {
            assert_eq!(refusal(text.as_bytes()), Some(code), "{text}");
        }
        // As older spreadsheets save it.
        assert_eq!(
            refusal(b"first name,last name,email\nSi\xe2n,B,c@example.org"),
            Some(Code::Unreadable)
        );
        assert_eq!(refusal(b"\xff\xfef\0i\0"), Some(Code::Unreadable));
        let row = "A,B,c@example.org\n";
        assert_eq!(rows(&format!("{head}{}", row.repeat(500))).len(), 500);
        let many = format!("{head}{}", row.repeat(501));
        assert_eq!(refusal(many.as_bytes()), Some(Code::TooMany { max: 500 }));
        let wide = format!("first name,last name,email{}\n{row}", ",x".repeat(48));
        assert_eq!(refusal(wide.as_bytes()), Some(Code::TooLong { max: 50 }));
        assert_eq!(refusal(&vec![b'a'; 1_000_001]), Some(Code::TooBig { max: 1 }));
    }

    #[test]
    fn a_comma_too_many_is_not_guessed_about() {
        let found =
            rows("first name,last name,email\nSiân,Jones,Price,sian@example.org\nA,B,c@example.org,,");
        assert!(found[0].verdict.as_ref().unwrap_err().code("cells").is_some());
        assert!(found[1].verdict.is_ok());
    }

    proptest! {
        #[test]
        fn anything_has_an_answer(text in "(first name,last name,email\n)?[a-z@.,;\"\t\r\n\u{feff}é ]{0,200}") {
            if let Ok(table) = read_table(text.as_bytes()) {
                prop_assert!(!table.rows.is_empty() && table.rows.len() <= ROWS_MAX as usize);
                let ends = text.matches(['\n', '\r']).count();
                prop_assert!(table.rows.iter().all(|row| row.line > 1 && row.line <= ends + 1));
                prop_assert!(table.rows.windows(2).all(|pair| pair[0].line < pair[1].line));
            }
        }
    }
}
