//! Reading one file, piece by piece, into a reading of its own.

use super::{read::Work, store};
use crate::{
    error::{Error, Result},
    random,
};
use domain::drops::{Code, Entry, File, FileState, Header, Line, Problem, Records, read as read_row};
use sha2::{Digest, Sha256};
use std::{mem, sync::Arc};
use tokio::io::AsyncReadExt;

/// Bytes read at once.
const PIECE: usize = 64 * 1024;
/// Rows, and their bytes, stored at once.
const BATCH: usize = 500;
const BATCH_BYTES: usize = 512 * 1024;
/// After so many problems the rest of a file is not looked at: somebody has to mend it anyway.
const PROBLEMS_MAX: i64 = 1_000;

/// What became of one file.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub file: File,
    pub state: FileState,
    pub rows: i64,
    pub problems: i64,
    pub warnings: i64,
    pub sha256: String,
    pub as_at: String,
    pub reading: Option<i64>,
}

impl Outcome {
    fn new(entry: &Entry, state: FileState, reading: Option<i64>) -> Self {
        Self {
            file: entry.file,
            state,
            rows: entry.rows,
            problems: 0,
            warnings: 0,
            sha256: entry.sha256.clone(),
            as_at: entry.as_at.clone(),
            reading,
        }
    }

    pub fn same(entry: &Entry, reading: i64) -> Self {
        Self::new(entry, FileState::Same, Some(reading))
    }
}

/// A row on its way into the database.
#[derive(serde::Serialize)]
struct Stored(
    String,
    i64,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    String,
);

struct Reader {
    work: Arc<Work>,
    reading: i64,
    header: Option<Header>,
    rows: i64,
    batch: Vec<Stored>,
    batch_bytes: usize,
    found: Vec<Problem>,
    noted: i64,
    outcome: Outcome,
}

/// Reads and stores all rows; the outcome says whether they may be used.
pub(super) async fn read(work: &Arc<Work>, entry: &Entry) -> Result<Outcome> {
    let reader_work = Arc::clone(work);
    let file = entry.file;
    let reading = work
        .platform
        .db
        .tx(move |tx| async move {
            reader_work.renew(&tx).await?;
            store::new_reading(&tx, &reader_work.set.id, file).await
        })
        .await?;
    let mut reader = Reader {
        work: Arc::clone(work),
        reading,
        header: None,
        rows: 0,
        batch: Vec::new(),
        batch_bytes: 0,
        found: Vec::new(),
        noted: 0,
        outcome: Outcome::new(entry, FileState::Good, Some(reading)),
    };
    match reader.all(entry).await {
        // What the disk says is told like any other fault: another try would find the same.
        Err(Error::Files(error)) => {
            tracing::warn!(file = entry.file.as_str(), %error, "drops.file_unreadable");
            reader.note(Problem::of_file(Code::NotThere));
        }
        read => read?,
    }
    reader.end().await
}

impl Reader {
    async fn all(&mut self, entry: &Entry) -> Result<()> {
        let path = self.work.folder.join(entry.file.file_name());
        // Something that is no file might never end, or never begin.
        if !tokio::fs::metadata(&path).await?.is_file() {
            self.note(Problem::of_file(Code::NotThere));
            return Ok(());
        }
        let mut source = tokio::fs::File::open(&path).await?;
        let (mut records, mut hash) = (Records::default(), Sha256::new());
        let mut piece = vec![0; PIECE];
        loop {
            let length = source.read(&mut piece).await?;
            if length == 0 {
                break;
            }
            hash.update(&piece[..length]);
            if !self.lines(records.push(&piece[..length])).await? {
                return Ok(());
            }
        }
        if !self.lines(records.finish().into_iter().collect()).await? {
            return Ok(());
        }
        if self.header.is_none() && self.outcome.problems == 0 {
            self.note(Problem::of_file(Code::NoHeader));
        }
        if random::hex(&hash.finalize()) != entry.sha256 {
            self.note(Problem::of_file(Code::OtherBytes));
        } else if self.rows != entry.rows {
            self.note(Problem {
                number: self.rows,
                ..Problem::of_file(Code::OtherRows)
            });
        }
        Ok(())
    }

    /// False if there is no use in going on.
    async fn lines(&mut self, lines: Vec<Line>) -> Result<bool> {
        for line in lines {
            if self.header.is_none() {
                if !self.head(line) {
                    return Ok(false);
                }
                continue;
            }
            self.rows += 1;
            self.row(line)?;
            if self.outcome.problems >= PROBLEMS_MAX {
                self.note(Problem::of_file(Code::TooManyProblems));
                return Ok(false);
            }
            if self.batch.len() >= BATCH || self.batch_bytes >= BATCH_BYTES {
                self.flush().await?;
            }
        }
        Ok(true)
    }

    fn head(&mut self, line: Line) -> bool {
        match line.cells {
            Ok(cells) => {
                let (header, problems) = Header::read(self.outcome.file, &cells);
                for problem in problems {
                    self.note(problem);
                }
                self.header = Some(header);
            }
            Err(code) => self.note(Problem::of_row(line.number, code)),
        }
        self.outcome.problems == 0
    }

    fn row(&mut self, line: Line) -> Result<()> {
        let Some(header) = &self.header else { return Ok(()) };
        let read = match line.cells {
            Ok(cells) => read_row(self.outcome.file, header, line.number, &cells),
            Err(code) => Err(vec![Problem::of_row(line.number, code)]),
        };
        let (row, problems) = match read {
            Ok((row, warnings)) => (Some(row), warnings),
            Err(problems) => (None, problems),
        };
        for problem in problems {
            self.note(problem);
        }
        if let Some(row) = row {
            let (keys, data) = (row.keys(), serde_json::to_string(&row)?);
            self.batch_bytes += data.len();
            self.batch.push(Stored(
                keys.key,
                line.number,
                keys.link,
                keys.other,
                keys.words,
                keys.at,
                data,
            ));
        }
        Ok(())
    }

    fn note(&mut self, problem: Problem) {
        if problem.code.is_warning() {
            self.outcome.warnings += 1;
        } else {
            self.outcome.problems += 1;
        }
        // Warnings never crowd out what has to be mended.
        if !problem.code.is_warning() || self.outcome.warnings <= PROBLEMS_MAX {
            self.found.push(problem);
        }
    }

    async fn flush(&mut self) -> Result<()> {
        let batch = mem::take(&mut self.batch);
        self.batch_bytes = 0;
        let lines: Vec<i64> = batch.iter().map(|row| row.1).collect();
        let json = serde_json::to_string(&batch)?;
        drop(batch);
        let (work, reading) = (Arc::clone(&self.work), self.reading);
        let kept = self
            .work
            .platform
            .db
            .tx(move |tx| async move {
                work.renew(&tx).await?;
                store::add_rows(&tx, reading, json).await
            })
            .await?;
        if kept.len() < lines.len() {
            let twice: Vec<i64> = lines.into_iter().filter(|line| !kept.contains(line)).collect();
            for line in twice {
                self.note(Problem::of_row(line, Code::Twice));
            }
        }
        self.keep_found().await
    }

    async fn keep_found(&mut self) -> Result<()> {
        let found = mem::take(&mut self.found);
        if found.is_empty() {
            return Ok(());
        }
        let (work, file, number) = (Arc::clone(&self.work), self.outcome.file, self.noted);
        self.noted += i64::try_from(found.len()).unwrap_or_default();
        self.work
            .platform
            .db
            .tx(move |tx| async move {
                work.renew(&tx).await?;
                store::add_problems(&tx, &work.set.id, file.as_str(), number, &found).await
            })
            .await
    }

    async fn end(mut self) -> Result<Outcome> {
        self.flush().await?;
        if self.outcome.problems > 0 {
            self.outcome.state = FileState::Refused;
        }
        Ok(self.outcome)
    }
}
