//! Records as rows of a Parquet file.
//!
//! Workers render records as lines of JSON whatever the output is; here the
//! lines become rows. Separate from [`Sink`](super::Sink), which knows bytes only: a
//! table has columns, which are settled by the first records.

mod back;
mod columns;
mod inputs;
mod rows;
mod types;

use std::path::{Path, PathBuf};

use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::{ArrowError, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

pub(crate) use self::back::records;
use self::columns::Columns;
pub(crate) use self::inputs::columns_of;
use super::atomic::Target;
use super::closed::Closed;
use super::sink::{Options, WriteError};

/// Bytes of a row group in memory at which it is written.
const GROUP_BYTES: usize = 64 << 20;

/// Rows that are decoded at a time.
const BATCH_ROWS: usize = 4096;

/// Bytes of rows that are decoded at a time.
const BATCH_BYTES: usize = 16 << 20;

/// Bytes of records from which the columns are settled, when so many come before there are enough records.
const HEAD_BYTES: usize = 64 << 20;

/// An open Parquet file. Dropped before [`Table::finish`] it leaves nothing behind.
pub struct Table {
    path: PathBuf,
    /// Columns of each input, as far as they are known.
    inputs: Vec<SchemaRef>,
    state: State,
    /// The records that settle the columns, and how many they are.
    head: (Vec<u8>, usize),
    line: Vec<u8>,
}

enum State {
    /// The columns are not settled.
    Empty(Target),
    /// The columns are settled.
    Open(Box<Open>),
    /// Something failed.
    Failed,
}

struct Open {
    columns: Columns,
    decoder: Decoder,
    /// Bytes of the rows that were not written yet.
    decoded: usize,
    writer: ArrowWriter<Target>,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Table {
    /// Opens a table; `inputs` are the columns of each input, none for one that is no table.
    ///
    /// # Errors
    /// As [`Sink::create`](super::Sink::create).
    pub fn create(
        path: &Path,
        inputs: Vec<SchemaRef>,
        options: Options,
    ) -> Result<Self, WriteError> {
        let target = Target::open(path, options.force);
        let target = target.map_err(|source| WriteError::new(path, source))?;
        let (path, state) = (path.to_owned(), State::Empty(target));
        Ok(Self { path, inputs, state, head: (Vec::new(), 0), line: Vec::new() })
    }

    /// Appends a block of records, one a line. The first records settle the columns. How records are
    /// divided into blocks changes nothing.
    ///
    /// # Errors
    /// What the system says, or when a value is not what its column holds.
    pub fn write_block(&mut self, block: &[u8]) -> Result<(), WriteError> {
        let mut lines = block.split_inclusive(|&byte| byte == b'\n').filter(|line| *line != b"\n");
        lines
            .try_for_each(|line| self.append(line))
            .map_err(|source| WriteError::new(&self.path, source))
    }

    /// Ends the file and gives it its name.
    ///
    /// # Errors
    /// As [`Table::write_block`].
    pub fn finish(self) -> Result<(), WriteError> {
        self.close()?.finish()
    }

    /// Ends the file, which has no name yet.
    ///
    /// # Errors
    /// As [`Table::write_block`].
    pub fn close(mut self) -> Result<Closed, WriteError> {
        let path = self.path.clone();
        let ended = self.open().and_then(|()| match self.state {
            State::Open(mut open) => {
                open.flush()?;
                open.writer.into_inner().map_err(of_parquet)
            }
            State::Empty(_) | State::Failed => Err(failed_before()),
        });
        let target = ended.map_err(|source| WriteError::new(&path, source))?;
        Ok(Closed::new(path, target))
    }

    fn append(&mut self, line: &[u8]) -> std::io::Result<()> {
        if let State::Open(open) = &mut self.state {
            return open.append(line, &mut self.line);
        }
        let (head, count) = &mut self.head;
        head.extend_from_slice(line);
        *count += 1;
        if *count < columns::LOOKED_AT && head.len() < HEAD_BYTES {
            return Ok(());
        }
        self.open()
    }

    /// Settles the columns by the records that came, when they are not, and writes these.
    fn open(&mut self) -> std::io::Result<()> {
        if matches!(self.state, State::Open(_)) {
            return Ok(());
        }
        let State::Empty(target) = std::mem::replace(&mut self.state, State::Failed) else {
            return Err(failed_before());
        };
        let (head, _) = std::mem::take(&mut self.head);
        let columns = Columns::of(&head, &self.inputs);
        let level = ZstdLevel::try_new(3).map_err(of_parquet)?;
        let properties =
            WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
        let schema = columns.schema();
        let writer = ArrowWriter::try_new(target, schema.clone(), Some(properties));
        let writer = writer.map_err(of_parquet)?;
        // One row more than is asked for, so that a row is always taken whole.
        let decoder = ReaderBuilder::new(schema).with_batch_size(BATCH_ROWS + 1).build_decoder();
        let decoder = decoder.map_err(of_arrow)?;
        let mut open = Box::new(Open { columns, decoder, decoded: 0, writer });
        for line in head.split_inclusive(|&byte| byte == b'\n') {
            open.append(line, &mut self.line)?;
        }
        self.state = State::Open(open);
        Ok(())
    }
}

impl Open {
    /// Appends a record; `row` is room for its row.
    fn append(&mut self, line: &[u8], row: &mut Vec<u8>) -> std::io::Result<()> {
        row.clear();
        rows::write(line.trim_ascii_end(), &self.columns, row)?;
        self.decoder.decode(row).map_err(of_arrow)?;
        self.decoded += row.len();
        if self.decoder.len() < BATCH_ROWS && self.decoded < BATCH_BYTES {
            return Ok(());
        }
        self.flush()
    }

    /// Writes the rows that are decoded.
    fn flush(&mut self) -> std::io::Result<()> {
        self.decoded = 0;
        if let Some(batch) = self.decoder.flush().map_err(of_arrow)? {
            self.writer.write(&batch).map_err(of_parquet)?;
        }
        if self.writer.in_progress_size() > GROUP_BYTES {
            self.writer.flush().map_err(of_parquet)?;
        }
        Ok(())
    }
}

fn failed_before() -> std::io::Error {
    std::io::Error::other("failed before")
}

fn of_arrow(error: ArrowError) -> std::io::Error {
    match error {
        ArrowError::IoError(_, source) => source,
        other => std::io::Error::other(other),
    }
}

/// The system's own error where there is one: a full disk has to be known.
fn of_parquet(error: ParquetError) -> std::io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<std::io::Error>() {
            Ok(source) => *source,
            Err(other) => std::io::Error::other(other),
        },
        other => std::io::Error::other(other),
    }
}

#[cfg(test)]
mod tests;
