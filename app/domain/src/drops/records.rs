//! Rows of a CSV file (RFC 4180), from bytes as they arrive. Strict where a mistake would shift cells, and never holding more
//! than one row.

use super::Code;

/// The longest row, in bytes.
pub const ROW_MAX: usize = 64 * 1024;
/// The most cells of a row.
pub const COLUMNS_MAX: usize = 200;

const MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line of the file on which it begins, from 1.
    pub number: i64,
    pub cells: Result<Vec<String>, Code>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before a cell's first byte.
    Fresh,
    Plain,
    Quoted,
    /// After a quote inside a quoted cell: its end, or the first of two.
    Closing,
}

/// Reads rows out of pieces of a file.
#[derive(Debug)]
pub struct Records {
    state: State,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    fault: Option<Code>,
    line: i64,
    begins: i64,
    had_quote: bool,
    after_return: bool,
    /// How much of the mark in front of the file was seen; nothing once it cannot come any more.
    mark: Option<usize>,
}

impl Default for Records {
    fn default() -> Self {
        Self {
            state: State::Fresh,
            bytes: Vec::new(),
            ends: Vec::new(),
            fault: None,
            line: 1,
            begins: 1,
            had_quote: false,
            after_return: false,
            mark: Some(0),
        }
    }
}

impl Records {
    /// The rows that end in this piece. Empty lines are none.
    pub fn push(&mut self, piece: &[u8]) -> Vec<Line> {
        let mut lines = Vec::new();
        for byte in piece {
            self.take_marked(*byte, &mut lines);
        }
        lines
    }

    /// The last row, if the file does not end with a line end.
    pub fn finish(&mut self) -> Option<Line> {
        let mut lines = Vec::new();
        self.take_held_mark(&mut lines);
        if self.state == State::Quoted {
            self.fault.get_or_insert(Code::OpenQuote);
        }
        self.end_row(&mut lines);
        lines.pop()
    }

    fn take_marked(&mut self, byte: u8, lines: &mut Vec<Line>) {
        match self.mark {
            Some(seen) if byte == MARK[seen] => {
                self.mark = Some(seen + 1).filter(|seen| *seen < MARK.len());
            }
            Some(_) => {
                self.take_held_mark(lines);
                self.take(byte, lines);
            }
            None => self.take(byte, lines),
        }
    }

    fn take_held_mark(&mut self, lines: &mut Vec<Line>) {
        for byte in &MARK[..self.mark.take().unwrap_or(0)] {
            self.take(*byte, lines);
        }
    }

    fn take(&mut self, byte: u8, lines: &mut Vec<Line>) {
        let after_return = std::mem::take(&mut self.after_return);
        if byte == b'\n' && after_return {
            // The second half of a line end: inside quotes it is text all the same.
            if self.state == State::Quoted {
                self.keep(byte);
            } else {
                self.begins = self.line;
            }
            return;
        }
        self.after_return = byte == b'\r';
        let ends_line = matches!(byte, b'\n' | b'\r');
        self.line += i64::from(ends_line);
        match (self.state, byte) {
            (State::Quoted, b'"') => self.state = State::Closing,
            (State::Closing, b'"') => {
                self.keep(b'"');
                self.state = State::Quoted;
            }
            (State::Quoted, _) => self.keep(byte),
            (_, b'\n' | b'\r') => self.end_row(lines),
            (_, b',') => self.end_cell(),
            (State::Fresh, b'"') => {
                self.had_quote = true;
                self.state = State::Quoted;
            }
            (State::Plain, b'"') | (State::Closing, _) => self.spoil(Code::StrayQuote),
            (State::Fresh | State::Plain, _) => {
                self.state = State::Plain;
                self.keep(byte);
            }
        }
    }

    fn keep(&mut self, byte: u8) {
        if self.fault.is_some() {
            return;
        }
        if self.bytes.len() < ROW_MAX {
            self.bytes.push(byte);
        } else {
            self.spoil(Code::RowTooLong);
        }
    }

    /// The rest of the line is passed over; a quote that was never closed must not swallow the file.
    fn spoil(&mut self, code: Code) {
        self.fault.get_or_insert(code);
        self.state = State::Plain;
        self.bytes.clear();
        self.ends.clear();
    }

    fn end_cell(&mut self) {
        self.state = State::Fresh;
        if self.fault.is_some() {
            return;
        }
        if self.ends.len() + 1 >= COLUMNS_MAX {
            self.spoil(Code::RowTooLong);
        } else {
            self.ends.push(self.bytes.len());
        }
    }

    fn end_row(&mut self, lines: &mut Vec<Line>) {
        let is_empty =
            self.bytes.is_empty() && self.ends.is_empty() && !self.had_quote && self.fault.is_none();
        if !is_empty {
            let cells = match self.fault {
                Some(code) => Err(code),
                None => self.cells().ok_or(Code::NotUtf8),
            };
            lines.push(Line {
                number: self.begins,
                cells,
            });
        }
        self.state = State::Fresh;
        self.bytes.clear();
        self.ends.clear();
        self.fault = None;
        self.had_quote = false;
        self.begins = self.line;
    }

    fn cells(&self) -> Option<Vec<String>> {
        let text = std::str::from_utf8(&self.bytes).ok()?;
        let mut cells = Vec::with_capacity(self.ends.len() + 1);
        let mut begins = 0;
        for end in self.ends.iter().copied().chain([self.bytes.len()]) {
            // Half a letter before a comma is no text, although both halves together are.
            cells.push(text.get(begins..end)?.to_owned());
            begins = end;
        }
        Some(cells)
    }
}
