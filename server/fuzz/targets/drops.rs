//! CSV files of the landlord's record: rows out of bytes, and their meaning. The first byte chooses the file and the pieces in
//! which the rest arrives.

#![no_main]

use domain::drops::{Code, File, Header, Line, Manifest, Records, read};
use libfuzzer_sys::fuzz_target;

fn lines(bytes: &[u8], piece: usize) -> Vec<Line> {
    let mut records = Records::default();
    let mut lines: Vec<Line> = bytes.chunks(piece).flat_map(|piece| records.push(piece)).collect();
    lines.extend(records.finish());
    lines
}

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else {
        return;
    };
    let whole = lines(bytes, bytes.len().max(1));
    assert_eq!(whole, lines(bytes, usize::from(choice % 7) + 1));
    assert!(whole.is_sorted_by(|one, other| one.number < other.number));
    let _manifest = Manifest::read(bytes);
    let file = File::ALL[usize::from(*choice) % File::ALL.len()];
    let Some(Ok(first)) = whole.first().map(|line| &line.cells) else {
        return;
    };
    // What was drawn seldom has the names of the columns, so the rows are read by those of the contract as well.
    let names: Vec<String> = file
        .columns()
        .iter()
        .map(|column| column.name.to_owned())
        .chain(["attr:own".to_owned()])
        .take(first.len())
        .collect();
    for header in [Header::read(file, first).0, Header::read(file, &names).0] {
        for line in &whole {
            let Ok(cells) = &line.cells else { continue };
            match read(file, &header, line.number, cells) {
                Ok((row, warnings)) => {
                    assert!(warnings.iter().all(|warning| warning.code.is_warning()));
                    assert!(!row.keys().key.contains(['\0', '\n', '\r']));
                }
                Err(problems) => assert!(
                    problems
                        .iter()
                        .any(|problem| !problem.code.is_warning() && Code::parse(problem.code.as_str()).is_some())
                ),
            }
        }
    }
});
