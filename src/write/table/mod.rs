//! Records as rows of a Parquet file.
//!
//! Workers render records as lines of JSON whatever the output is; here the
//! lines become rows. Separate from [`Sink`](super::Sink), which knows bytes only: a
//! table has columns, which are settled by the first records.

mod columns;
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

use self::columns::Columns;
use super::atomic::Target;
use super::sink::{Options, WriteError};

/// Bytes of a row group in memory at which it is written.
const GROUP_BYTES: usize = 64 << 20;

/// Rows that are decoded at a time.
const BATCH_ROWS: usize = 4096;

/// An open Parquet file. Dropped before [`Table::finish`] it leaves nothing behind.
pub struct Table {
    path: PathBuf,
    /// Columns of the inputs, as far as they are known.
    inputs: Vec<SchemaRef>,
    state: State,
    line: Vec<u8>,
}

enum State {
    /// No record has come.
    Empty(Target),
    /// The columns are settled.
    Open(Box<Open>),
    /// Something failed.
    Failed,
}

struct Open {
    columns: Columns,
    decoder: Decoder,
    writer: ArrowWriter<Target>,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Table {
    /// Opens a table; `inputs` are the columns of those inputs that are tables with types.
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
        Ok(Self { path, inputs, state, line: Vec::new() })
    }

    /// Appends a block of records, one a line. The first block settles the columns.
    ///
    /// # Errors
    /// What the system says, or when a value is not what its column holds.
    pub fn write_block(&mut self, block: &[u8]) -> Result<(), WriteError> {
        self.append(block).map_err(|source| WriteError::new(&self.path, source))
    }

    /// Ends the file and gives it its name.
    ///
    /// # Errors
    /// As [`Table::write_block`].
    pub fn finish(mut self) -> Result<(), WriteError> {
        let path = self.path.clone();
        let ended = self.open(b"").and_then(|()| match self.state {
            State::Open(open) => open.writer.into_inner().map_err(of_parquet)?.finish(),
            State::Empty(_) | State::Failed => Ok(()),
        });
        ended.map_err(|source| WriteError::new(&path, source))
    }

    fn append(&mut self, block: &[u8]) -> std::io::Result<()> {
        self.open(block)?;
        let State::Open(open) = &mut self.state else { return Ok(()) };
        let Open { columns, decoder, writer } = open.as_mut();
        let lines = block.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
        for line in lines {
            self.line.clear();
            rows::write(line, columns, &mut self.line)?;
            decoder.decode(&self.line).map_err(of_arrow)?;
            if decoder.len() >= BATCH_ROWS {
                flush(decoder, writer)?;
            }
        }
        flush(decoder, writer)
    }

    /// Settles the columns, when they are not.
    fn open(&mut self, block: &[u8]) -> std::io::Result<()> {
        if matches!(self.state, State::Open(_)) {
            return Ok(());
        }
        let State::Empty(target) = std::mem::replace(&mut self.state, State::Failed) else {
            return Err(std::io::Error::other("failed before"));
        };
        let columns = Columns::of(block, &self.inputs);
        let level = ZstdLevel::try_new(3).map_err(of_parquet)?;
        let properties =
            WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
        let schema = columns.schema();
        let writer = ArrowWriter::try_new(target, schema.clone(), Some(properties));
        let writer = writer.map_err(of_parquet)?;
        // One row more than is asked for, so that a row is always taken whole.
        let decoder = ReaderBuilder::new(schema).with_batch_size(BATCH_ROWS + 1).build_decoder();
        let decoder = decoder.map_err(of_arrow)?;
        self.state = State::Open(Box::new(Open { columns, decoder, writer }));
        Ok(())
    }
}

/// Writes the rows that are decoded.
fn flush(decoder: &mut Decoder, writer: &mut ArrowWriter<Target>) -> std::io::Result<()> {
    if let Some(batch) = decoder.flush().map_err(of_arrow)? {
        writer.write(&batch).map_err(of_parquet)?;
    }
    if writer.in_progress_size() > GROUP_BYTES {
        writer.flush().map_err(of_parquet)?;
    }
    Ok(())
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
