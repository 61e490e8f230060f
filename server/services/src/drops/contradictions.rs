//! Whether the files of a set fit together, and with those that stay.

use super::{file::Outcome, read::Work, store};
use crate::error::Result;
use domain::drops::{Code, File, FileState, Problem};
use std::{collections::BTreeMap, sync::Arc};

/// Rows told of each link.
const TOLD: i64 = 200;

/// Looks for rows that name something that is not there, and notes them.
pub(super) async fn find(
    work: &Arc<Work>,
    current: &BTreeMap<File, store::Current>,
    outcomes: &mut Vec<Outcome>,
) -> Result<()> {
    let mut readings: BTreeMap<File, i64> = current.iter().map(|(file, row)| (*file, row.reading)).collect();
    let new: Vec<File> = outcomes
        .iter()
        .filter(|outcome| outcome.state == FileState::Good)
        .map(|outcome| outcome.file)
        .collect();
    for outcome in outcomes.iter().filter(|outcome| outcome.state == FileState::Good) {
        readings.extend(outcome.reading.map(|reading| (outcome.file, reading)));
    }
    for file in File::ALL.iter().copied() {
        let Some(reading) = readings.get(&file).copied() else {
            continue;
        };
        let leads = [
            (file.link(), store::LinkKind::First),
            (file.other_link(), store::LinkKind::Other),
        ];
        let mut found = Vec::new();
        for (link, kind) in leads {
            let Some((column, target)) = link else { continue };
            if !new.contains(&file) && !new.contains(&target) {
                continue;
            }
            let to = readings.get(&target).copied();
            let loose = store::loose_lines(&work.platform.db, kind, reading, to, TOLD).await?;
            found.extend(
                loose
                    .into_iter()
                    .map(|line| Problem::of_cell(line, column, Code::no_such(target))),
            );
        }
        if !found.is_empty() {
            note(work, current, outcomes, file, found).await?;
        }
    }
    Ok(())
}

async fn note(
    work: &Arc<Work>,
    current: &BTreeMap<File, store::Current>,
    outcomes: &mut Vec<Outcome>,
    file: File,
    found: Vec<Problem>,
) -> Result<()> {
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let mine = outcomes.iter_mut().find(|outcome| outcome.file == file);
    match (mine, current.get(&file)) {
        (Some(outcome), _) => {
            outcome.problems += count;
            outcome.state = FileState::Contradicts;
        }
        // A file that is not in the set, or was refused, stays; then it is the one that no longer fits.
        (None, Some(stays)) => outcomes.push(Outcome {
            file,
            state: FileState::Contradicts,
            rows: stays.row_count,
            problems: count,
            warnings: 0,
            sha256: stays.sha256.clone(),
            as_at: stays.as_at.clone(),
            reading: Some(stays.reading),
        }),
        (None, None) => {}
    }
    let worker = Arc::clone(work);
    work.platform
        .db
        .tx(move |tx| async move {
            worker.renew(&tx).await?;
            store::add_contradictions(&tx, &worker.set.id, file.as_str(), &found).await
        })
        .await
}
