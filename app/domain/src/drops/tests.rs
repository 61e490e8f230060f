use super::*;
use crate::{dates::Day, money::Pence, repairs::Status};
use proptest::prelude::*;

fn lines(bytes: &[u8]) -> Vec<Line> {
    let mut records = Records::default();
    let mut lines = records.push(bytes);
    lines.extend(records.finish());
    lines
}

fn cells(line: &Line) -> Vec<&str> {
    line.cells.as_ref().unwrap().iter().map(String::as_str).collect()
}

fn row(file: File, columns: &str, values: &str) -> Result<(Row, Vec<Problem>), Vec<Problem>> {
    let read = lines(format!("{columns}\n{values}\n").as_bytes());
    let (header, problems) = Header::read(file, read[0].cells.as_ref().unwrap());
    assert_eq!(problems, []);
    super::read(file, &header, read[1].number, read[1].cells.as_ref().unwrap())
}

fn codes(read: Result<(Row, Vec<Problem>), Vec<Problem>>) -> Vec<(String, Code)> {
    let problems = match read {
        Ok((_, warnings)) => warnings,
        Err(problems) => problems,
    };
    problems
        .into_iter()
        .map(|problem| (problem.column, problem.code))
        .collect()
}

#[test]
fn a_mark_in_front_and_any_line_end_are_taken() {
    for ends in ["\n", "\r\n", "\r"] {
        let text = format!("\u{feff}\"a\",b{ends}{ends}\"1\"\"2\",\"x{ends}y, z\"{ends}3,");
        let read = lines(text.as_bytes());
        assert_eq!(cells(&read[0]), ["a", "b"]);
        assert_eq!(cells(&read[1]), ["1\"2", &format!("x{ends}y, z")]);
        assert_eq!(cells(&read[2]), ["3", ""]);
        let numbers: Vec<_> = read.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 3, 5], "{ends:?}");
    }
}

#[test]
fn a_spoiled_row_spoils_no_other() {
    let fault = |bytes: &[u8]| {
        let read = lines(bytes);
        assert_eq!(cells(read.last().unwrap()), ["good", "row"]);
        read[0].cells.clone().unwrap_err()
    };
    assert_eq!(fault(b"a\"b,c\ngood,row"), Code::StrayQuote);
    assert_eq!(fault(b"\"a\"b,c\ngood,row"), Code::StrayQuote);
    assert_eq!(fault(b"\xff\xfe,c\ngood,row"), Code::NotUtf8);
    assert_eq!(fault(b"\xc3,\xa9\ngood,row"), Code::NotUtf8);
    let long = format!("{},c\ngood,row", "a".repeat(ROW_MAX + 1));
    assert_eq!(fault(long.as_bytes()), Code::RowTooLong);
    let wide = format!("{}\ngood,row", ",".repeat(COLUMNS_MAX));
    assert_eq!(fault(wide.as_bytes()), Code::RowTooLong);
    // A quote that is never closed is cut where a row is at most as long.
    let open = format!("\"open\n{}\ngood,row", "x\n".repeat(ROW_MAX));
    assert_eq!(fault(open.as_bytes()), Code::RowTooLong);
    assert_eq!(lines(b"a,\"b\nc")[0].cells, Err(Code::OpenQuote));
}

#[test]
fn a_header_tells_what_is_missing_twice_or_unknown_without_repeating_it() {
    let header = |names: &[&str]| {
        let cells: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let (_, problems) = Header::read(File::People, &cells);
        problems
            .into_iter()
            .map(|problem| (problem.column, problem.code, problem.number))
            .collect::<Vec<_>>()
    };
    assert_eq!(header(&["Surname ", "PERSON_REF"]), []);
    assert_eq!(
        header(&["surname", "surname", "Megan Price"]),
        [
            ("surname".to_owned(), Code::ColumnTwice, 0),
            (String::new(), Code::ColumnUnknown, 3),
            ("person_ref".to_owned(), Code::ColumnMissing, 0),
        ]
    );
}

#[test]
fn a_person_is_read_and_a_wrong_address_is_left_out() {
    let columns = "person_ref,forenames,surname,date_of_birth,email,language";
    let (read, warnings) = row(
        File::People,
        columns,
        "00123, Siân ,O'Connor,1984-02-29,Sian@Example.com,Cymraeg",
    )
    .unwrap();
    let Row::Person(person) = read else {
        panic!("{read:?}")
    };
    assert_eq!(
        (
            person.person_ref.as_str(),
            person.forenames.as_str(),
            warnings.len()
        ),
        ("00123", "Siân", 0)
    );
    assert_eq!(surname_key("O’Connor"), surname_key(&person.surname));
    let read = row(File::People, columns, "1,A,B,,not an address,");
    assert!(read.is_ok());
    assert_eq!(codes(read), [("email".to_owned(), Code::NotAnEmail)]);
    let read = row(File::People, columns, ",A,,29/02/1984,,");
    let mut found = codes(read);
    found.sort();
    assert_eq!(
        found,
        [
            ("date_of_birth".to_owned(), Code::NotADay),
            ("person_ref".to_owned(), Code::Missing),
            ("surname".to_owned(), Code::Missing),
        ]
    );
    assert_eq!(
        codes(row(File::People, columns, "1,A")),
        [(String::new(), Code::CellCount)]
    );
}

#[test]
fn days_times_and_money_are_exact() {
    let columns = "transaction_ref,account_ref,date,amount";
    let good =
        |date: &str, amount: &str| match row(File::Transactions, columns, &format!("1,2,{date},{amount}")) {
            Ok((Row::Transaction(entry), _)) => Some((entry.date, entry.amount)),
            _ => None,
        };
    assert_eq!(
        good("2024-02-29", "-12.30"),
        Some((Day("2024-02-29".into()), Pence(-1230)))
    );
    assert_eq!(
        good("2026-12-31", "7"),
        Some((Day("2026-12-31".into()), Pence(700)))
    );
    for date in [
        "2023-02-29",
        "2026-13-01",
        "2026-04-31",
        "26-04-01",
        "2026-4-1",
        "2026-04-01-",
        "+026-04-01",
    ] {
        assert_eq!(good(date, "1.00"), None, "{date}");
    }
    for amount in [
        "£1.00",
        "1.0",
        "1,00",
        "--1.00",
        "1.000",
        ".50",
        "12345678901.00",
        "+1.00",
        "1.0a",
    ] {
        assert_eq!(good("2026-01-01", amount), None, "{amount}");
    }
}

#[test]
fn a_repair_has_a_status_of_ours_or_none() {
    let columns =
        "repair_ref,asset_ref,description,status,created_at,appointment_date,appointment_from,appointment_to";
    let read = |status: &str, at: &str| match row(
        File::Repairs,
        columns,
        &format!("R1,A1,Tap drips,{status},{at},2026-12-01,08:00,12:00:00"),
    ) {
        Ok((Row::Repair(repair), _)) => Some((repair.known_status(), repair.created_at)),
        _ => None,
    };
    let at = |time: &str| (Day("2026-11-18".into()), time.to_owned());
    assert_eq!(
        read("In progress", "2026-11-18T09:12:00"),
        Some((Some(Status::InProgress), at("09:12")))
    );
    assert_eq!(
        read("APP", "2026-11-18"),
        Some((Some(Status::Booked), at("00:00")))
    );
    assert_eq!(read("QA check", "2026-11-18 09:12"), Some((None, at("09:12"))));
    assert_eq!(read("APP", "18/11/2026"), None);
    assert_eq!(read("APP", "2026-11-18T24:00"), None);
}

#[test]
fn a_manifest_names_each_file_once_and_leads_nowhere_else() {
    let hash = "ab".repeat(32);
    let read = |rows: &str| Manifest::read(format!("file,rows,sha256,as_at\n{rows}").as_bytes());
    let found = read(&format!(
        "repairs.csv,2,{hash},2026-11-24T06:00:00\npeople.csv,1,{},2026-11-24\n",
        hash.to_uppercase()
    ))
    .unwrap();
    let files: Vec<_> = found.0.iter().map(|entry| (entry.file, entry.rows)).collect();
    assert_eq!(files, [(File::People, 1), (File::Repairs, 2)]);
    assert_eq!(
        (found.0[0].sha256.as_str(), found.0[0].as_at.as_str()),
        (hash.as_str(), "2026-11-24T00:00")
    );
    let refused = |rows: &str| {
        let problems = read(rows).unwrap_err();
        problems
            .into_iter()
            .map(|problem| (problem.line, problem.code))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        refused(&format!(
            "../people.csv,1,{hash},2026-11-24\nPEOPLE.CSV,1,{hash},2026-11-24"
        )),
        [(2, Code::UnknownFile), (3, Code::UnknownFile)]
    );
    assert_eq!(
        refused(&format!(
            "people.csv,1,{hash},2026-11-24\npeople.csv,1,{hash},2026-11-24"
        )),
        [(3, Code::Twice)]
    );
    assert_eq!(
        refused("people.csv,-1,abc,soon"),
        [(2, Code::NotANumber), (2, Code::NotAHash), (2, Code::NotAMoment)]
    );
    assert_eq!(refused(""), [(0, Code::NotThere)]);
    assert_eq!(
        Manifest::read(b"").unwrap_err(),
        [Problem::of_file(Code::NoHeader)]
    );
}

#[test]
fn every_column_that_links_somewhere_is_a_column() {
    for file in File::ALL {
        for (column, target) in [file.link(), file.other_link()].into_iter().flatten() {
            assert!(
                file.columns().iter().any(|known| known.name == column),
                "{column}"
            );
            assert!(target.columns().iter().any(|known| known.need == Need::Key));
        }
    }
}

fn written(rows: &[Vec<String>], end: &str) -> String {
    let cell = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",") + end;
    rows.iter().map(line).collect()
}

proptest! {
    #[test]
    fn what_was_written_is_read_whatever_the_pieces(
        rows in prop::collection::vec(prop::collection::vec("(?s).{0,12}", 1..5), 1..8),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        piece in 1_usize..9,
    ) {
        let text = written(&rows, end);
        let mut records = Records::default();
        let mut read: Vec<Line> = text.as_bytes().chunks(piece).flat_map(|piece| records.push(piece)).collect();
        read.extend(records.finish());
        let read: Vec<_> = read.into_iter().map(|line| line.cells.unwrap()).collect();
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn any_bytes_are_read_alike_whatever_the_pieces(bytes in prop::collection::vec(any::<u8>(), 0..400), piece in 1_usize..9) {
        let whole = lines(&bytes);
        let mut records = Records::default();
        let mut pieces: Vec<Line> = bytes.chunks(piece).flat_map(|piece| records.push(piece)).collect();
        pieces.extend(records.finish());
        prop_assert_eq!(&whole, &pieces);
        prop_assert!(whole.iter().is_sorted_by(|one, other| one.number < other.number));
    }

    #[test]
    fn no_row_is_read_wrongly_without_a_word(cells in prop::collection::vec("[^\u{0}]{0,30}", 17), file in prop::sample::select(File::ALL.to_vec())) {
        let names: Vec<String> = file.columns().iter().map(|column| column.name.to_owned()).collect();
        let (header, problems) = Header::read(file, &names);
        prop_assert!(problems.is_empty());
        match super::read(file, &header, 2, &cells[..names.len().min(cells.len())]) {
            Ok((row, warnings)) => {
                prop_assert!(warnings.iter().all(|warning| warning.code.is_warning()));
                prop_assert!(!row.keys().key.is_empty());
                prop_assert!(file.link().is_none_or(|(name, _)| name == "parent_ref" || row.keys().link.is_some()));
            }
            Err(problems) => prop_assert!(problems.iter().any(|problem| !problem.code.is_warning())),
        }
    }
}
