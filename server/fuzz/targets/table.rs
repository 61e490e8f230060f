//! A file of people to be invited, as it comes out of whatever spreadsheet.

#![no_main]

use domain::invites::{NAME_MAX, ROWS_MAX, read_table};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    check(bytes);
    // Most bytes are no table: behind headings they are one, and their rows are looked at.
    check(&[b"first name,last name,email,language,dob,reference,notes\n", bytes].concat());
});

fn check(bytes: &[u8]) {
    let Ok(table) = read_table(bytes) else {
        return;
    };
    assert!(!table.rows.is_empty() && table.rows.len() <= ROWS_MAX as usize);
    let ends = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    let mut before = 1;
    for row in &table.rows {
        assert!(row.line > before && row.line <= ends + 1);
        before = row.line;
        let Ok(new) = &row.verdict else { continue };
        for name in [&new.first_name, &new.last_name] {
            assert!(!name.is_empty() && name.chars().count() <= NAME_MAX as usize);
            assert!(!name.contains(['\r', '\n', '\0']));
        }
        assert!(!new.email.as_str().contains(['\r', '\n', ' ', '<', '>', ',']));
    }
}
