//! Cleaned files and their audit, read side by side.
//!
//! Separate from restore, which stops at the first line that it cannot prove:
//! here blocks of lines are cut for many workers, and what a line says is their
//! business. Files that follow each other count as one.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader};
use std::sync::Arc;

use crate::read::{Input, ReadError};
use crate::write::open_records;

/// Bytes of records and rows in a block, about: many pages, little memory.
const BLOCK_BYTES: usize = 1 << 20;
/// Bytes asked of a decoder at a time.
const BUFFER_BYTES: usize = 1 << 18;

/// Why cleaned files and their audit cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PairError {
    /// A file cannot be opened.
    #[error(transparent)]
    Open(#[from] ReadError),
    /// Reading failed on the way.
    #[error("{name}: line {line}: {source}")]
    Read {
        /// The file.
        name: Arc<str>,
        /// Line of the file, from 1.
        line: u64,
        /// What the system or the decoder says.
        source: io::Error,
    },
    /// One side ends before the other.
    #[error("{short} after {records} records, {long} on: the audit must be that of the same run")]
    Short {
        /// Which ends.
        short: &'static str,
        /// Which goes on.
        long: &'static str,
        /// Records that both have.
        records: u64,
    },
}

/// The lines of files, one after the other, blank ones left out.
pub struct Lines {
    left: VecDeque<Input>,
    open: Option<(Arc<str>, Box<dyn BufRead + Send>)>,
    line: u64,
}

impl Lines {
    /// The lines of these files.
    #[must_use]
    pub fn of(inputs: &[Input]) -> Self {
        Self { left: inputs.to_vec().into(), open: None, line: 0 }
    }

    /// Appends the next line, with its end, to `into`; false at the end of the last file.
    ///
    /// # Errors
    /// When a file cannot be opened or read.
    pub fn next(&mut self, into: &mut Vec<u8>) -> Result<bool, PairError> {
        loop {
            let Some((name, reader)) = &mut self.open else {
                let Some(input) = self.left.pop_front() else { return Ok(false) };
                let reader = BufReader::with_capacity(BUFFER_BYTES, open_records(&input)?);
                self.open = Some((input.name, Box::new(reader)));
                self.line = 0;
                continue;
            };
            let start = into.len();
            self.line += 1;
            let (name, line) = (Arc::clone(name), self.line);
            let read = reader.read_until(b'\n', into);
            if read.map_err(|source| PairError::Read { name, line, source })? == 0 {
                self.open = None;
            } else if into.get(start..).is_some_and(|line| line.iter().all(u8::is_ascii_whitespace))
            {
                into.truncate(start);
            } else {
                return Ok(true);
            }
        }
    }
}

/// Lines of records, and the lines of the audit that stand beside them.
#[derive(Debug, Default)]
pub struct PairBlock {
    /// Number of the first record, from 1.
    pub first: u64,
    records: Vec<u8>,
    rows: Vec<u8>,
    audited: bool,
}

impl PairBlock {
    /// The records as lines, each with its audit row when there is an audit.
    pub fn pairs(&self) -> impl Iterator<Item = (&[u8], Option<&[u8]>)> {
        let is_end = |byte: &u8| *byte == b'\n';
        let mut rows = self.rows.split_inclusive(is_end);
        let audited = self.audited;
        self.records
            .split_inclusive(is_end)
            .map(move |record| (record, if audited { rows.next() } else { None }))
    }
}

/// Blocks of records with their audit rows.
pub struct Pairs {
    cleaned: Lines,
    audit: Option<Lines>,
    records: u64,
    ended: bool,
}

impl Pairs {
    /// Reads these cleaned files beside these audit files; none of the latter when there is no audit.
    #[must_use]
    pub fn of(cleaned: &[Input], audit: &[Input]) -> Self {
        let audit = (!audit.is_empty()).then(|| Lines::of(audit));
        Self { cleaned: Lines::of(cleaned), audit, records: 0, ended: false }
    }

    fn block(&mut self) -> Result<PairBlock, PairError> {
        let mut block = PairBlock {
            first: self.records + 1,
            audited: self.audit.is_some(),
            ..PairBlock::default()
        };
        while block.records.len() + block.rows.len() < BLOCK_BYTES {
            let record = self.cleaned.next(&mut block.records)?;
            let row = match &mut self.audit {
                Some(audit) => audit.next(&mut block.rows)?,
                None => record,
            };
            match (record, row) {
                (true, true) => {}
                (false, false) => {
                    self.ended = true;
                    break;
                }
                (record, _) => return Err(self.short(record)),
            }
            // A last line without its end would run into the next file's.
            for lines in [&mut block.records, &mut block.rows] {
                if lines.last().is_some_and(|last| *last != b'\n') {
                    lines.push(b'\n');
                }
            }
            self.records += 1;
        }
        Ok(block)
    }

    const fn short(&self, record: bool) -> PairError {
        let (short, long) = if record {
            ("the audit ends", "the cleaned files go")
        } else {
            ("the cleaned files end", "the audit goes")
        };
        PairError::Short { short, long, records: self.records }
    }
}

impl Iterator for Pairs {
    type Item = Result<PairBlock, PairError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let block = self.block();
        self.ended |= block.is_err();
        Some(block)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{PairError, Pairs};
    use crate::read::Input;

    fn input(folder: &Path, name: &str, text: &str) -> Input {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        Input::file(path, name)
    }

    #[test]
    fn files_follow_each_other_and_blank_lines_are_none() {
        let folder = tempfile::tempdir().unwrap();
        let cleaned = [
            input(folder.path(), "a", "{1}\n\n{2}"),
            input(folder.path(), "b", ""),
            input(folder.path(), "c", " \n{3}\r\n"),
        ];
        let audit = [input(folder.path(), "d", "[1]\n[2]\n[3]")];
        let blocks: Vec<_> = Pairs::of(&cleaned, &audit).map(Result::unwrap).collect();
        let pairs: Vec<_> = blocks.iter().flat_map(super::PairBlock::pairs).collect();
        let expected: [(&[u8], Option<&[u8]>); 3] =
            [(b"{1}\n", Some(b"[1]\n")), (b"{2}\n", Some(b"[2]\n")), (b"{3}\r\n", Some(b"[3]\n"))];
        assert_eq!(pairs, expected);
        assert!(
            Pairs::of(&cleaned, &[])
                .all(|block| block.unwrap().pairs().all(|pair| pair.1.is_none()))
        );
    }

    #[test]
    fn a_side_that_ends_early_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let two = [input(folder.path(), "two", "{1}\n{2}\n")];
        let one = [input(folder.path(), "one", "[1]\n")];
        let short = Pairs::of(&two, &one).last().unwrap();
        assert!(matches!(short, Err(PairError::Short { records: 1, .. })));
        assert!(matches!(Pairs::of(&one, &two).last(), Some(Err(PairError::Short { .. }))));
        let missing = [Input::file(folder.path().join("none"), "none")];
        assert!(matches!(Pairs::of(&missing, &[]).next(), Some(Err(PairError::Open(_)))));
    }
}
